"""Trends of two waves: series, breaks, matched groups, who may see what."""

from typing import Any

import pytest

from partnerships.register.models import Partnership
from portal.tenancy.context import in_national
from surveys.questionnaires.document import validate
from surveys.questionnaires.form import compile as compile_form
from surveys.results.matched_rules import GROUPS
from surveys.results.models import Edition, MatchedItem
from surveys.results.published import per_cent
from surveys.results.queries import published_items
from surveys.results.trends import as_is, trends
from tests.support.editions import built, frozen, released
from tests.surveys.results.national import OWNER, _answer, _wave
from tests.surveys.results.small import small_document

pytestmark = pytest.mark.django_db(
    databases=["default", "evaluator", "owner"], transaction=True, serialized_rollback=False
)
RELATIONS = {"B10": "reworded", "B11": "new"}


def later_document(document: dict[str, Any], earlier_sha256: str) -> dict[str, Any]:
    small = small_document(document)
    entries = [
        {
            "question": q["code"],
            "relation": RELATIONS.get(q["code"], "same"),
            "earlier": [] if RELATIONS.get(q["code"]) == "new" else [q["code"]],
        }
        for q in small["questions"]
    ]
    to = {"code": "LSP2004", "year": 2004, "version": 1, "sha256": earlier_sha256}
    found = {**small, "code": "LSP2006", "year": 2006, "mapping": {"to": to, "questions": entries}}
    assert validate(found) == [], validate(found)
    return found


@pytest.fixture
def two(own_small, document_2004):
    """Frozen results of 2004 and a draft of 2006, with 120 partnerships in both."""
    document = later_document(document_2004, own_small.wave.questionnaire.sha256)
    form = compile_form(document)
    wave = _wave(document, form, 2006)
    partnerships = list(Partnership.objects.using(OWNER).order_by("-id")[:160])
    moved = partnerships[70]
    stood = moved.nrf
    Partnership.objects.using(OWNER).filter(pk=moved.pk).update(nrf=not stood)
    moved.nrf = not stood
    _answer(form, wave, partnerships, own_small.people)
    return frozen(built(own_small.wave)), built(wave)


def test_trends_of_two_waves(two, own_small):
    earlier, later = two
    assert later.earlier == earlier
    with in_national():
        found = trends(later, released_only=False)
        now, then = published_items(later), published_items(earlier)
        _series_are_those_published(found, now, then)
        _breaks_are_said(found)
        _matched_rows_are_those_stored(found, later)
        _moves_are_counted(found, later)
        _evaluators_see_the_earlier_wave_as_it_is(later)
        _nothing_unreleased_is_shown(earlier, later, own_small.people[0])


def _series_are_those_published(found, now, then):
    assert found.years == (2004, 2006)
    assert [trend.item.key for trend in found.trends if trend.item.question == "A01"] == ["A01"]
    a01 = found.trends[0].groups[0]
    assert [point.year for point in a01.points] == [2004, 2006]
    for point, items in zip(a01.points, (then, now), strict=True):
        assert [share.count for share in point.shares] == list(items["A01"].counts[0])
        assert point.base == items["A01"].bases[0]
    change = a01.changes[0]
    exact = per_cent(now["A01"].counts[0][0], now["A01"].bases[0]) - per_cent(
        then["A01"].counts[0][0], then["A01"].bases[0]
    )
    assert abs(change.points - exact) <= 0.5
    assert change.words == (f"+{change.points}" if exact >= 0.5 else change.words)


def _breaks_are_said(found):
    by_key = {trend.item.key: trend for trend in found.trends}
    assert by_key["A01"].breaks == ()
    assert by_key["B10"].breaks == ("reworded in 2006",)
    assert [point.broken for point in by_key["B10"].groups[0].points] == ["", "reworded in 2006"]
    assert by_key["B10"].groups[0].changes == ()
    assert by_key["B10"].groups[0].matched is None
    new = next(trend for trend in found.trends if trend.item.question == "B11")
    assert new.breaks == ("asked for the first time in 2006",)
    assert [point.year for point in new.groups[0].points] == [2006]


def _matched_rows_are_those_stored(found, later):
    rows = {row.key: row for row in MatchedItem.objects.filter(edition=later)}
    assert "A01" in rows
    assert "B10" not in rows
    shown = 0
    for trend in found.trends:
        for group in trend.groups:
            if trend.item.key not in rows or group.group not in GROUPS:
                assert group.matched is None
                continue
            row, at = rows[trend.item.key], GROUPS.index(group.group)
            then, now = group.matched
            assert (then.base, now.base) == (row.bases_then[at], row.bases_now[at])
            width = len(row.options)
            assert [s.count for s in now.shares] == row.counts_now[at * width : (at + 1) * width]
            shown += any(share.count is not None for share in now.shares)
    assert shown > 0


def _moves_are_counted(found, later):
    assert found.moved == (
        "120 partnerships answered in 2004 and 2006; 20 in 2006 only, 20 in 2004 only.",
        "Of those in both, 0 changed type of authority, 1 changed NRF status and 0 changed region.",
    )
    assert set(later.quality) == {"late", "response", "matched", "as_is"}
    assert later.quality["response"]["all"]["complete"] == 140
    assert later.weights["classes"]


def _nothing_unreleased_is_shown(earlier, later, person):
    for_readers = trends(later, released_only=True, keys=["A01"], groups=["all", "nrf"])
    assert for_readers.years == (2006,)
    assert for_readers.moved == ()
    (only,) = for_readers.trends
    assert [group.group for group in only.groups] == ["all", "nrf"]
    assert {group.matched for group in only.groups} == {None}
    released(earlier, person)
    assert trends(later, released_only=True, keys=["A01"]).years == (2004, 2006)


def _evaluators_see_the_earlier_wave_as_it_is(later):
    assert as_is(later, "A01", for_evaluators=False) is None
    points = as_is(later, "A01", for_evaluators=True)
    assert len(points) == len(GROUPS)
    assert points[0].year == 2004
    later.refresh_from_db()
    assert as_is(later, "B10", for_evaluators=True) is None
    assert Edition.objects.get(pk=later.pk).quality["as_is"].keys() >= {"A01", "A04"}
