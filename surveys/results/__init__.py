"""Editions: national results of a wave, counted, suppressed, frozen."""
