"""Tests of the API of protocols."""
