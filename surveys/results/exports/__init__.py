"""Files made of an edition: one view of it, and one writer for each format."""
