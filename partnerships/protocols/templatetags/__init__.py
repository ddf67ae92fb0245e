"""Template tags of protocols."""
