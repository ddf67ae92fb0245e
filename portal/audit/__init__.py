"""The audit trail: events that are written once and never changed."""
