"""Template tags of the meetings room."""
