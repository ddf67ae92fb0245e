"""Pages of national results."""
