"""Forms of meetings, minutes, registers."""
