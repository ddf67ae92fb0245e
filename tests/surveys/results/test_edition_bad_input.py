"""Editions of hardly anything: pages stay sensible, nothing divides by zero, nothing leaks.

Returns are taken away behind everybody's back, on committed rows.
"""

import re

import pytest
from django.db import connections
from django.test import Client

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles
from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_national
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.queries import published_items
from tests.support.editions import built, frozen
from tests.support.pages import Pages
from tests.surveys.results.conftest import BACKEND
from tests.surveys.results.national import OWNER

ANY_WAVE = "wave_id = %s AND state = 'submitted'"
TAKE_AWAY = f"""
UPDATE returns_return SET state = 'ineligible' WHERE {ANY_WAVE} AND NOT
  (partnership_id IN (SELECT partnership_id FROM returns_return r JOIN register_partnership p
   ON p.id = r.partnership_id WHERE r.wave_id = %s AND r.state = 'submitted' AND {{kept}}))
"""


def keep(nation, condition):
    """Only returns of partnerships that fit the condition still count."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER return_stays")
        cursor.execute(TAKE_AWAY.format(kept=condition), [nation.wave.pk, nation.wave.pk])
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER return_stays")


def evaluator(nation):
    with in_national():
        role = NewNationalRole(nation.people[0], "evaluator")
        give_national_roles(roles=[role], by=System("tests"))
    browser = Client()
    browser.force_login(nation.people[0], BACKEND)
    return Pages(browser)


def read_all(pages, edition):
    """Every page of an edition, without one that fails."""
    found = {
        "edition": pages.get(f"/national/editions/{edition.pk}/"),
        "items": pages.get(f"/national/editions/{edition.pk}/items/"),
        "list": pages.get("/national/editions/"),
    }
    for group in ("all", "nrf", "london"):
        found[group] = pages.get(f"/national/?edition={edition.pk}&group={group}")
    for key in ("A04", "B02", "B10", "B11.role", "B14"):
        found[key] = pages.get(f"/national/editions/{edition.pk}/items/{key}/")
    assert {name: page.status for name, page in found.items()} == dict.fromkeys(found, 200)
    for page in found.values():
        assert not re.search(r"\b(nan|inf)\b|<td[^>]*>None<", page.html)
    return found


def shown(edition, *, but=()):
    """(item, group position, option) of every count above zero that is shown."""
    return [
        (key, at, code)
        for key, item in published_items(edition).items()
        if key not in but
        for at, row in enumerate(item.counts)
        for code, count in zip(item.options, row, strict=True)
        if count
    ]


def test_no_returns_at_all_are_refused(own_small):
    keep(own_small, "false")
    with pytest.raises(Refused, match="No return of the 2004 survey has been signed off yet"):
        built(own_small.wave)
    pages = evaluator(own_small)
    page = pages.post(f"/national/waves/{own_small.wave.pk}/editions/", {})
    assert (page.status, "there is nothing to count" in page.text) == (409, True)
    assert "There are no national results yet" in pages.get("/national/").text


def test_a_group_without_returns_reads_as_empty_and_the_others_as_ever(own_small):
    keep(own_small, "p.authority_type <> 'unitary'")
    edition = frozen(built(own_small.wave))
    rates = {rate.group: rate.words for rate in edition.response_rates()}
    assert (rates["unitary"], rates["london"]) == ("0.0%", "N/A")
    assert shown(edition)
    found = read_all(evaluator(own_small), edition)
    assert re.search(r"Unitary authorities\s*0", found["edition"].text)


def test_one_partnership_shows_nothing_but_that_it_answered(own_small):
    keep(
        own_small,
        "p.id = (SELECT min(partnership_id) FROM returns_return WHERE document IS NOT NULL)",
    )
    edition = frozen(built(own_small.wave, thresholds=Thresholds()))
    assert (edition.returns, shown(edition)) == (1, [])
    numbers = [
        value
        for item in published_items(edition).values()
        for name in ("mean", "lower", "median", "upper", "trimmed", "total")
        for value in getattr(item, name)
        if value is not None
    ]
    assert numbers == []
    read_all(evaluator(own_small), edition)


def test_an_edition_that_withholds_everything_says_so(own_small):
    keep(own_small, "mod(p.id, 16) = 0")
    edition = frozen(built(own_small.wave, thresholds=Thresholds(min_base=30)))
    assert (edition.returns < 30, shown(edition)) == (True, [])
    found = read_all(evaluator(own_small), edition)
    assert f"{edition.returns} of" in found["edition"].text
    assert ".." in found["A04"].text
