"""What the meetings room writes to people: never restricted words, always a link."""
