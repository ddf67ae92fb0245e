"""What can happen to waves and returns; one subject a file."""
