"""Reads of protocols."""
