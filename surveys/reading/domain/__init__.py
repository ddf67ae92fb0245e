"""What happens to themes, codes, consents and quotes."""
