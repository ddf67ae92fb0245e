"""Steps of the annual return's journey, one subject a file."""
