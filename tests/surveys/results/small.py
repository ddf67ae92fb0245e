"""A questionnaire of a few questions of every type: what does not need the whole one is fast."""

import copy
from typing import Any

KEPT = ("A01", "A02", "A04", "B02", "B10", "B11", "B14", "M06")
WITHOUT = ("mapping",)


def small_document(document: dict[str, Any]) -> dict[str, Any]:
    """The kept questions of the whole document, with everything that speaks of others left out."""
    kept = copy.deepcopy([q for q in document["questions"] if q["code"] in KEPT])
    for order, question in enumerate(kept, 1):
        question["order"] = order
    sections = [s for s in document["sections"] if s["code"] in {q["section"] for q in kept}]
    whole = {name: part for name, part in document.items() if name not in WITHOUT}
    return {**whole, "questions": kept, "sections": sections, "checks": [], "figures": []}
