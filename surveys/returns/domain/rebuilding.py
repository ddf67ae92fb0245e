"""Deriving codes and numbers again from the frozen documents, when they are damaged or doubted."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from partnerships.register.models import Partnership
from portal.audit.record import Actor, record
from portal.tenancy.context import in_partnership
from surveys.questionnaires.coding import Coded, encode
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import form_of
from surveys.returns.freezing import document_hash
from surveys.returns.models import Return, Wave

CODES, NUMBERS = "codes", "numbers"
DOCUMENT = "document, which does not have its hash"
QUESTIONNAIRE = "questionnaire, which is not here"


@dataclass(frozen=True)
class Examined:
    """One frozen return: which parts differ from what its document gives, and whether they still do.

    A document that does not have its hash is not what was signed, and nothing is derived from it.
    """

    partnership: str
    differing: tuple[str, ...]
    mended: bool


def rebuild_returns(*, wave: Wave, by: Actor, check: bool = False) -> list[Examined]:
    """Examine every frozen return of the wave, closed partnerships' too, and mend codes and numbers.

    Each in its partnership's own scope and transaction, so a run that was stopped can be repeated.
    With `check` nothing is written. The stratum is not in question: it comes from the register.
    """
    examined = []
    for partnership in Partnership.objects.order_by("pk"):
        with in_partnership(partnership.pk):
            if found := _frozen(wave):
                examined.append(_examine(found, partnership, by, check))
    return examined


def _frozen(wave: Wave) -> Return | None:
    rows = Return.objects.select_for_update().filter(wave=wave, document__isnull=False)
    return rows.first()


def _examine(annual_return: Return, partnership: Partnership, by: Actor, check: bool) -> Examined:
    document: dict[str, Any] = annual_return.document or {}
    if document_hash(document) != annual_return.document_sha256:
        return Examined(partnership.name, (DOCUMENT,), mended=False)
    try:
        coded = _coded(document)
    except Questionnaire.DoesNotExist:
        return Examined(partnership.name, (QUESTIONNAIRE,), mended=False)
    differing = _differing(annual_return, coded)
    if differing and not check:
        annual_return.codes, annual_return.numbers = coded.codes, list(coded.numbers)
        annual_return.save(update_fields=["codes", "numbers"])
        record("return.rebuilt", on=annual_return, by=by, parts=list(differing))
    return Examined(partnership.name, differing, mended=bool(differing) and not check)


def _coded(document: dict[str, Any]) -> Coded:
    form = form_of(document["questionnaire"])
    cannot = document.get("cannot", {})
    return encode(form, document["answers"], document["attributes"], cannot=cannot)


def _differing(annual_return: Return, coded: Coded) -> tuple[str, ...]:
    codes = bytes(annual_return.codes or b"")
    numbers = np.array(annual_return.numbers or [], float)
    differing = [CODES] if codes != coded.codes else []
    if not np.array_equal(numbers, np.array(coded.numbers, float), equal_nan=True):
        differing.append(NUMBERS)
    return tuple(differing)
