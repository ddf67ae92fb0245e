"""Reads of single signed-off returns, through the evaluator's role, for extracts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.models import Partnership
from partnerships.register.stratum import REGIONS, TYPES
from surveys.returns.models import Return, Wave
from surveys.returns.queries.counting import EVALUATOR


@dataclass(frozen=True)
class SingleReturn:
    """One counted return: whose it is, where it counted at sign-off, and its coded answers.

    `texts`: question → free text; empty unless they were asked for.
    """

    slug: str
    name: str
    nrf: bool
    authority_type: str
    region: str
    document_sha256: str
    codes: bytes
    numbers: list[float]
    texts: Mapping[str, str]


def single_returns(wave: Wave, *, texts: tuple[str, ...] = ()) -> list[SingleReturn]:
    """Every complete return of the wave, in order of slug; `texts`: questions whose free texts are
    wanted."""
    names = dict(Partnership.objects.values_list("pk", "name"))
    slugs = dict(Partnership.objects.values_list("pk", "slug"))
    fields = ["partnership_id", "stratum", "document_sha256", "codes", "numbers"]
    counted = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=Return.COUNTED)
    counted = counted.order_by("partnership_id")  # the usual order reads a table that is shut here
    rows = counted.values(*fields, *(["document"] if texts else []))
    found = [_single(row, names, slugs, texts) for row in rows]
    return sorted(found, key=lambda each: each.slug)


def _single(
    row: dict[str, Any], names: dict[int, str], slugs: dict[int, str], texts: tuple[str, ...]
) -> SingleReturn:
    rest, region = divmod(row["stratum"], len(REGIONS))
    nrf, kind = divmod(rest, len(TYPES))
    answers = row["document"].get("answers", {}) if texts else {}
    return SingleReturn(
        slug=slugs[row["partnership_id"]],
        name=names[row["partnership_id"]],
        nrf=bool(nrf),
        authority_type=TYPES[kind],
        region=REGIONS[region],
        document_sha256=row["document_sha256"],
        codes=bytes(row["codes"]),
        numbers=row["numbers"],
        texts={code: answers[code] for code in texts if answers.get(code)},
    )
