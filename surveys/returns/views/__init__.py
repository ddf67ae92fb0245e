"""Pages of a return, and of the national response."""
