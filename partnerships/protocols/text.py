"""What is signed: the whole text of a version as one JSON document, and its hash."""

import hashlib
import json
from datetime import date
from typing import Any

from partnerships.protocols.models import Obligation, ProtocolVersion

Document = dict[str, Any]


def document_of(version: ProtocolVersion) -> Document:
    """The text: as it was frozen, or as the rows say now.

    {"number": "P2004/3", "title", "version", "purpose", "parties": [{"id", "name"}], "clauses":
    [{"number", "heading", "text"}], "obligations": [{"clause" (number or None), "organisation",
    "what", "measure", "evidence", "exceptions", "due_on" (ISO), "recurs" (key)}]}
    """
    if version.document is not None:
        return version.document
    clauses = list(version.clauses.all())
    numbers = {clause.pk: number for number, clause in enumerate(clauses, 1)}
    return {
        "number": version.protocol.number,
        "title": version.protocol.title,
        "version": version.number,
        "purpose": version.purpose,
        "parties": sorted(
            (
                {"id": party.organisation_id, "name": party.organisation.name}
                for party in version.parties.all()
            ),
            key=lambda party: (party["name"], party["id"]),
        ),
        "clauses": [
            {"number": numbers[clause.pk], "heading": clause.heading, "text": clause.text}
            for clause in clauses
        ],
        "obligations": [_owed(each, numbers) for each in version.obligations.all()],
    }


def _owed(obligation: Obligation, numbers: dict[int, int]) -> dict[str, Any]:
    return {
        "clause": numbers.get(obligation.clause_id) if obligation.clause_id else None,
        "organisation": obligation.organisation.name,
        "what": obligation.what,
        "measure": obligation.measure,
        "evidence": obligation.evidence,
        "exceptions": obligation.exceptions,
        "due_on": obligation.due_on.isoformat(),
        "recurs": obligation.recurs,
    }


def sha256_of(document: Document) -> str:
    """Hash of the document's one spelling as JSON (sorted keys, no spaces, UTF-8)."""
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def grouped(sha256: str) -> str:
    """A hash in groups of eight, so that two people can compare it aloud."""
    return " ".join(sha256[n : n + 8] for n in range(0, len(sha256), 8))


def undertaking_words(document: Document) -> list[str]:
    """Each obligation as one sentence, in order."""
    return [_undertaking(each) for each in document["obligations"]]


def _undertaking(each: dict[str, Any]) -> str:
    due = f"{date.fromisoformat(each['due_on']):%-d %B %Y}"
    often = Obligation.Recurs(each["recurs"])
    when = f"due {due}" if often == Obligation.Recurs.ONCE else f"{often.label.lower()} from {due}"
    parts = [f"{each['organisation']}: {each['what']} ({when})"]
    named = [("measure", each["measure"]), ("evidence", each["evidence"])]
    named.append(("except", each["exceptions"]))
    parts += [f"{name}: {words}" for name, words in named if words]
    return "; ".join(parts)
