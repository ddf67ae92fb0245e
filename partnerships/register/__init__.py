"""Authorities and partnerships (the tenants)."""
