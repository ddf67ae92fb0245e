"""Synthetic demo data: people, partnerships and answers, labelled as such wherever shown."""
