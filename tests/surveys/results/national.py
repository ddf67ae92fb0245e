"""A committed nation: partnerships of many kinds with signed-off returns of the 2004 survey."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from partnerships.register.models import Authority, Coverage, Partnership
from partnerships.register.stratum import REGIONS, TYPES, stratum_of
from portal.accounts.models import User
from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.structure import Form
from surveys.returns.models import Return, Wave
from tests.surveys.results.forms import random_codes

OWNER = "owner"
SIZE = 160
ANSWERED = 140
OPENED = date(2004, 9, 1)


@dataclass(frozen=True)
class Nation:
    """What the tests of editions count: `wave` has returns, `empty_wave` has none."""

    wave: Wave
    empty_wave: Wave
    people: tuple[User, User]


def make_nation(document: dict[str, Any]) -> Nation:
    """Write it all as the owner, to whom row security does not apply."""
    people = tuple(
        User.objects.using(OWNER).create(email=f"{name}@nation.example", name=name, password="!")
        for name in ("ready", "signing")
    )
    form = compile_form(document)
    wave = _wave(document, form, 2004)
    empty = _wave({**document, "year": 2005, "code": "LSP2005"}, None, 2005)
    partnerships = _partnerships()
    Return.objects.using(OWNER).bulk_create(
        Return(partnership=partnership, wave=empty) for partnership in partnerships
    )
    _answer(form, wave, partnerships, people)
    return Nation(wave, empty, people)


def _wave(document: dict[str, Any], form: Form | None, year: int) -> Wave:
    questionnaire = Questionnaire.objects.using(OWNER).create(
        code=document["code"],
        year=year,
        version=1,
        title=document["title"],
        document=document,
        sha256=form.sha256 if form else compile_form(document).sha256,
        state="published",
        published_at=datetime(year, 8, 1, tzinfo=UTC),
    )
    return Wave.objects.using(OWNER).create(
        year=year,
        questionnaire=questionnaire,
        opens_on=date(year, 9, 1),
        closes_on=date(year, 11, 30),
        state="open",
    )


def _partnerships() -> list[Partnership]:
    rng = np.random.default_rng(11)
    places = [
        (bool(rng.random() < 0.3), TYPES[rng.integers(len(TYPES))], REGIONS[rng.integers(3)])
        for _ in range(SIZE)
    ]
    authorities = Authority.objects.using(OWNER).bulk_create(
        Authority(
            code=f"Z{n:03}", name=f"Place {n}", slug=f"place-{n}",
            authority_type=kind, region=region, nrf=nrf,
        )
        for n, (nrf, kind, region) in enumerate(places)
    )  # fmt: skip
    made = Partnership.objects.using(OWNER).bulk_create(
        Partnership(
            name=f"{authority.name} Partnership", slug=f"{authority.slug}-lsp", lead=authority,
            authority_type=authority.authority_type, region=authority.region, nrf=authority.nrf,
        )
        for authority in authorities
    )  # fmt: skip
    Coverage.objects.using(OWNER).bulk_create(
        Coverage(partnership=p, authority=p.lead) for p in made
    )
    return made


def _answer(
    form: Form, wave: Wave, partnerships: list[Partnership], people: tuple[User, User]
) -> None:
    """The first 140 count, the answers of the next five say that they do not, the rest have none."""
    codes = random_codes(form, SIZE, 5)
    rng = np.random.default_rng(6)
    count = sum(item.kind == "number" for item in form.items)
    returns = []
    for n, partnership in enumerate(partnerships):
        if n >= ANSWERED + 5:
            returns.append(Return(partnership=partnership, wave=wave, state="in_progress"))
            continue
        numbers = rng.integers(0, 60, count).astype(float)
        numbers[rng.random(count) < 0.2] = np.nan
        at = datetime(2004, 9, 1, 12, tzinfo=UTC) + timedelta(days=n // 2)
        place = (partnership.nrf, partnership.authority_type, partnership.region)
        returns.append(
            Return(
                partnership=partnership, wave=wave,
                state="submitted" if n < ANSWERED else "ineligible",
                ready_at=at, ready_by=people[0], submitted_at=at, submitted_by=people[1],
                document={"n": n}, document_sha256=f"{n:064}", codes=codes[n].tobytes(),
                numbers=numbers.tolist(), stratum=stratum_of(*place),
            )
        )  # fmt: skip
    Return.objects.using(OWNER).bulk_create(returns)
