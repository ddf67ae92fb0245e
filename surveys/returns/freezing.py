"""From a return's answers to its frozen form: the same answers give the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.stratum import stratum_of
from surveys.questionnaires.checks import left_open
from surveys.questionnaires.coding import encode
from surveys.questionnaires.routing import Routed, asked, eligible
from surveys.questionnaires.structure import Form

Unable = Mapping[str, str]  # {"why": key of Cannot, "note": text}
NOTHING: Mapping[str, Any] = {}


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
    cannot: Mapping[str, Unable] = NOTHING,
    confirmed: Mapping[str, str] = NOTHING,
) -> Frozen:
    """Freeze one return: only what routing asks for goes in.

    place: (nrf, authority type key, region key) of the partnership now; attributes: what the
    questionnaire's conditions see of it. cannot, confirmed: see document_of.
    """
    routed = asked(form, answers, attributes)
    document = document_of(form, slug, routed, cannot=cannot, confirmed=confirmed)
    coded = encode(form, answers, attributes, routed=routed, cannot=document.get("cannot", NOTHING))
    return Frozen(
        document=document,
        document_sha256=document_hash(document),
        codes=coded.codes,
        numbers=list(coded.numbers),
        stratum=stratum_of(*place),
        eligible=eligible(form, routed),
    )


def document_of(
    form: Form,
    slug: str,
    routed: Routed,
    *,
    cannot: Mapping[str, Unable] = NOTHING,
    confirmed: Mapping[str, str] = NOTHING,
) -> dict[str, Any]:
    """The record of a return: the answers asked for, and what the questionnaire saw of the area.

    cannot: question → {"why": a key of Cannot, "note": text}, kept for what is asked and open;
    confirmed: code of a soft check → note. Both stand in the document only where there are any.
    """
    answers = routed.answers
    unable = {
        q.code: {"why": cannot[q.code]["why"], "note": cannot[q.code]["note"]}
        for q in form.questions
        if q.code in cannot and q.code in routed.questions and left_open(q, routed)
    }
    noted = {c.code: confirmed[c.code] for c in form.checks if c.code in confirmed}
    return {
        "questionnaire": form.sha256,
        "year": form.year,
        "partnership": slug,
        "attributes": dict(routed.attributes),
        "answers": {q.code: answers[q.code] for q in form.questions if q.code in answers},
        **({"cannot": unable} if unable else {}),
        **({"confirmed": noted} if noted else {}),
    }


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the document as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
