"""Pages of the board room as a whole."""
