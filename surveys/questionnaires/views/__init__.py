"""Pages of questionnaires, one subject a file."""
