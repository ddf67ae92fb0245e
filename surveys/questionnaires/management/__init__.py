"""Management commands of questionnaires."""
