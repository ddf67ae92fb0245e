"""The API of meetings, one file a subject."""
