"""The board room as a whole."""
