"""Template tags of the returns room."""
