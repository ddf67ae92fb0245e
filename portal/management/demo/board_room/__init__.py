"""The demo's board rooms: who sits where, two years of meetings, and what partners agreed."""
