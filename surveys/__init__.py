"""The evaluation: questionnaires, returns, results, publications."""
