"""Forms of questionnaires, one subject a file."""
