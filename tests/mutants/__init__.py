"""Deliberate faults in the tenant wall, each of which some test must notice: `make mutants`."""
