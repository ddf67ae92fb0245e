"""The API of membership, one file a subject."""
