"""Everything that still stands between a draft and its publication."""

from __future__ import annotations

from surveys.questionnaires import document as documents
from surveys.questionnaires.drafting.parts import Document
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.mapping import faults_against


def faults_of(
    document: Document, earlier: Document | None = None, earlier_sha256: str = ""
) -> list[Fault]:
    """Every fault; with the version the draft is mapped to, those of the mapping too."""
    found = documents.validate(document)
    if found or earlier is None:
        return found
    mapping = document.get("mapping")
    if mapping is None or mapping["to"]["sha256"] != earlier_sha256:
        return found
    return faults_against(document, earlier, earlier_sha256)
