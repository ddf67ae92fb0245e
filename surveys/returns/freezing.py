"""From a return's answers to its frozen form. Pure: the same answers give the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.stratum import stratum_of
from surveys.questionnaires.coding import encode
from surveys.questionnaires.routing import asked
from surveys.questionnaires.structure import Form


@dataclass(frozen=True)
class Frozen:
    """What sign-off writes into the return's row (see returns.models.Return)."""

    document: dict[str, Any]
    document_sha256: str
    codes: bytes
    numbers: list[float]
    stratum: int


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
    document = {
        "questionnaire": form.sha256,
        "year": form.year,
        "partnership": slug,
        "attributes": dict(attributes),
        "answers": {
            q.code: routed.answers[q.code] for q in form.questions if q.code in routed.answers
        },
    }
    coded = encode(form, answers, attributes, routed=routed)
    return Frozen(
        document=document,
        document_sha256=document_hash(document),
        codes=coded.codes,
        numbers=list(coded.numbers),
        stratum=stratum_of(*place),
    )


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the document as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
