"""Addresses of returns, one subject a file; urls.py and urls_national.py put them together."""
