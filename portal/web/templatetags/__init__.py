"""Template tags of the page kit."""
