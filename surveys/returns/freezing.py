"""From a return's answers to its frozen form: the same answers give the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.stratum import stratum_of
from surveys.questionnaires.coding import encode
from surveys.questionnaires.routing import Routed, asked, eligible
from surveys.questionnaires.structure import Form


@dataclass(frozen=True)
class Frozen:
    """What sign-off writes into the return's row (see returns.models.Return)."""

    document: dict[str, Any]
    document_sha256: str
    codes: bytes
    numbers: list[float]
    stratum: int
    eligible: bool


def freeze(
    *,
    form: Form,
    slug: str,
    place: tuple[bool, str, str],
    attributes: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> Frozen:
    """Freeze one return: only what routing asks for goes in.

    place: (nrf, authority type key, region key) of the partnership now; attributes: what the
    questionnaire's conditions see of it.
    """
    routed = asked(form, answers, attributes)
    document = document_of(form, slug, routed)
    coded = encode(form, answers, attributes, routed=routed)
    return Frozen(
        document=document,
        document_sha256=document_hash(document),
        codes=coded.codes,
        numbers=list(coded.numbers),
        stratum=stratum_of(*place),
        eligible=eligible(form, routed),
    )


def document_of(form: Form, slug: str, routed: Routed) -> dict[str, Any]:
    """The record of a return: the answers asked for, and what the questionnaire saw of the area."""
    answers = routed.answers
    return {
        "questionnaire": form.sha256,
        "year": form.year,
        "partnership": slug,
        "attributes": dict(routed.attributes),
        "answers": {q.code: answers[q.code] for q in form.questions if q.code in answers},
    }


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the document as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
