"""Tests of the API of boardroom."""
