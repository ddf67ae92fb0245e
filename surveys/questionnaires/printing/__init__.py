"""The blank questionnaire on paper: composed, printed once for each version, opened."""
