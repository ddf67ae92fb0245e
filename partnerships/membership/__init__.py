"""Who belongs to a partnership and who may do what."""
