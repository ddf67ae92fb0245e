"""Reads over the whole board room."""
