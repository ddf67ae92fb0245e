"""The API of returns, one file a subject; national.py is the collector's side."""
