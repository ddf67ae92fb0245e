"""Writing a questionnaire: pure edits of its document, their proof, and a look at the outcome."""
