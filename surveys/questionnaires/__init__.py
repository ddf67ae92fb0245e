"""The questionnaire: document, conditions, compiled form, question types."""
