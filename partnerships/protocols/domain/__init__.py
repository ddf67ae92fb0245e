"""What can happen to protocols."""
