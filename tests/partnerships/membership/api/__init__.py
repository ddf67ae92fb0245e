"""Tests of the API of membership."""
