"""Protocols, versions, obligations, comments and signatures."""

from partnerships.protocols.models.protocols import (
    Clause,
    Obligation,
    ObligationReport,
    Party,
    Protocol,
    ProtocolVersion,
)
from partnerships.protocols.models.signing import Comment, Signature

__all__ = [
    "Clause",
    "Comment",
    "Obligation",
    "ObligationReport",
    "Party",
    "Protocol",
    "ProtocolVersion",
    "Signature",
]
