"""The API of protocols, one file a subject."""
