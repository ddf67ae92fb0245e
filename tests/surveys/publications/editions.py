"""Editions to compose from, counted from synthetic returns without a database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np

from partnerships.register.models import Region
from surveys.publications.partnership import Own, kind_of
from surveys.publications.reading import Reading
from surveys.questionnaires import form
from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import group_sizes
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import section_filters, traits
from surveys.results.layout import layout
from surveys.results.places import placed
from surveys.results.published import response_rates
from surveys.results.recount import recount
from surveys.returns.freezing import freeze
from surveys.returns.queries import CodedReturns
from tests.portal.management.demo import questionnaire, submitted

REGIONS = {label: key for key, label in Region.choices}
REGION_KEYS = set(REGIONS.values())
BUILT = datetime(2005, 3, 1, 9, 30, tzinfo=UTC)
USUAL = Thresholds()
Returned = tuple[dict[str, Any], dict[str, Any]]


@cache
def compiled() -> Form:
    """The 2004 form."""
    return form.compile(questionnaire())


def counted(returns: Iterable[Returned], *, settings: Thresholds = USUAL) -> Reading:
    """(attributes, answers) of each return, counted into an edition."""
    codes: dict[int, bytes] = defaultdict(bytes)
    numbers: dict[int, list[list[float]]] = defaultdict(list)
    partnerships: dict[int, list[int]] = defaultdict(list)
    for at, (known, answers) in enumerate(returns):
        region = known["region"] if known["region"] in REGION_KEYS else REGIONS[known["region"]]
        place = (known["nrf"], known["authority_type"], region)
        attributes = known | {"region": Region(region).label}
        frozen = freeze(
            form=compiled(), slug="", place=place, attributes=attributes, answers=answers
        )
        codes[frozen.stratum] += frozen.codes
        numbers[frozen.stratum].append(frozen.numbers)
        partnerships[frozen.stratum].append(at)
    described = {stratum: np.array(rows) for stratum, rows in numbers.items()}
    coded = CodedReturns(dict(codes), described, dict(partnerships), [])
    public = section_filters(compiled())
    settings = replace(settings, public=public)
    found = recount(
        layout(compiled()), placed(compiled(), coded), settings, traits(compiled(), public)
    )
    complete = coded.by_stratum()
    eligible = {stratum: 3 * size // 2 + 1 for stratum, size in complete.items()}
    return Reading(
        form=compiled(),
        items={item.key: item for item in found.finished.items()},
        settings=settings,
        rates=response_rates(group_sizes(complete), group_sizes(eligible)),
        received=(1, 2, sum(complete.values())),
        number=3,
        cells_sha256="ab" * 32,
        inputs_sha256="cd" * 32,
        built_at=BUILT,
        synthetic=True,
    )


@cache
def demo() -> Reading:
    """As many returns as the demo has."""
    return counted(submitted())


@cache
def single() -> Reading:
    """One return: every share is withheld."""
    return counted(submitted()[:1])


@cache
def few() -> Reading:
    """Twenty returns: no kind of partnership has enough to stand for itself."""
    return counted(submitted()[:20])


@cache
def hidden() -> Reading:
    """Many returns, of which the settings let nothing be seen."""
    return counted(submitted()[:60], settings=Thresholds(min_base=1000))


@cache
def without_london() -> Reading:
    """Many returns, none of them from London: questions for London were asked of nobody."""
    return counted(each for each in submitted() if each[0]["region"] not in ("london", "London"))


def own(reading: Reading, *, name: str = "Alpha Partnership", at: int = 0) -> Own:
    """One of the demo's returns as the partnership to summarise."""
    known, answers = submitted()[at]
    return Own(
        name=name,
        profile=(("Authorities covered", name), ("Region", "South East")),
        kind=kind_of(reading, nrf=known["nrf"], authority_type=known["authority_type"]),
        answers=answers,
    )
