"""Forms of the reading room."""
