"""Tests of the API of meetings."""
