"""Protocols between partners: versions, obligations, signatures."""
