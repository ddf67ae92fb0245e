"""Disclosure control: what a row may show, and what the groups together would give away."""
