"""The person: an account that signs in by e-mail."""
