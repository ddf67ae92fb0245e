"""Who may come in at each address of a room of the board room, one file a subject."""
