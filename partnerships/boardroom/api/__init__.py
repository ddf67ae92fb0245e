"""The API of the board room as a whole."""
