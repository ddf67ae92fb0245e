"""Tests mirror the rooms; guards/ holds the rules of the house."""
