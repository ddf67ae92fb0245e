"""Emails to people: by each one's wishes, sent once, with a log of what became of them."""
