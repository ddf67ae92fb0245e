"""Protocols, versions, obligations, comments, signatures and prints."""

from partnerships.protocols.models.obligations import Obligation, ObligationReport
from partnerships.protocols.models.printing import ProtocolPrint
from partnerships.protocols.models.protocols import Clause, Party, Protocol, ProtocolVersion
from partnerships.protocols.models.signing import Comment, Signature

__all__ = [
    "Clause",
    "Comment",
    "Obligation",
    "ObligationReport",
    "Party",
    "Protocol",
    "ProtocolPrint",
    "ProtocolVersion",
    "Signature",
]
