"""Addresses of questionnaires, one subject a file; urls.py puts them together."""
