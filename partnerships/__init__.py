"""The board room: who belongs to a partnership and what it decides."""
