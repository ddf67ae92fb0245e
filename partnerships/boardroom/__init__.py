"""The board room as a whole: home, search, public pages."""
