"""What stands under each question: last year, unusual answers, why it cannot be answered."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.tenancy.context import in_partnership
from surveys.returns.beside import beside
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.carrying import copy_last_year
from surveys.returns.domain.confirming import confirm_check
from surveys.returns.earlier import earlier_of
from surveys.returns.models import Answer
from surveys.returns.standing import standing_of
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.years import Years

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def years(desk: Desk) -> Years:
    """2004 has just begun; 2003 knew board members from business and the voluntary sector as one
    number."""
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    sectors = dict.fromkeys(("B03", "B04", "B05", "B08"))
    then = {"A01": "in_place", "A02": 1999, "A03": None, "B02": 20, "B16": 4}
    return Years(desk, **then, D06="some", D07="yes", **sectors)


def drawn(desk: Desk, section: str, *, can_write: bool = True, raw: Any = None) -> dict[str, str]:
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
        found = earlier_of(standing.annual_return)
        return beside(standing, standing.form.section(section), found, can_write, raw or {})


def said(html: str, css: str = "portal-beside__words") -> list[str]:
    return [words(each) for each in with_class(parsed(f"<div>{html}</div>"), css)]


def fields(html: str) -> dict[str, str | None]:
    """Name of every field → its value, ticked boxes and chosen options only."""
    found: dict[str, str | None] = {}
    for each in parsed(f"<div>{html}</div>").iter():
        if each.tag not in ("input", "select", "textarea", "button"):
            continue
        name = each.get("name")
        if each.tag == "select":
            found[name] = next(
                (o.get("value") for o in each.iter("option") if o.get("selected") is not None), None
            )
        elif each.tag == "textarea":
            found[name] = each.text or ""
        elif each.get("type") != "checkbox":
            found[name] = each.get("value")
        elif each.get("checked") is not None:
            found[name] = "yes"
    return found


def test_without_an_earlier_return(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    html = drawn(desk, "A")
    assert list(html) == [q.code for q in desk.form.section("A").questions]
    assert said(html["A02"]) == []
    assert fields(html["A02"]) == {"cannot.A02": "", "cannot_note.A02": ""}


def test_last_years_answer_with_a_button_to_copy_it(years: Years) -> None:
    html = drawn(years.desk, "A")
    assert said(html["A02"]) == ["In 2003 you answered: 1999"]
    assert fields(html["A02"])["copy"] == "A02"
    assert "Copy this" in html["A02"]
    assert said(html["A01"]) == ["In 2003 you answered: In place and meeting"]
    assert "copy" not in fields(html["A01"])  # answered by now
    assert said(html["A03"]) == ["In 2003 you did not answer this."]
    assert "copy" not in fields(html["A03"])


def test_questions_that_changed_say_so_and_are_not_copied(years: Years) -> None:
    board, rules = drawn(years.desk, "B"), drawn(years.desk, "D")
    assert said(board["B06"]) == [
        "In 2003 you answered: 4"
        "It was part of a wider question then, so the answer cannot be copied."
    ]
    before = years.form.question
    assert said(rules["D02"]) == [
        f"In 2003 you answered: {before('D06').text} Some of them · {before('D07').text} Yes"
        "It was asked in several questions then, so the answers cannot be copied."
    ]
    assert "copy" not in fields(board["B06"]) | fields(rules["D02"])
    assert said(drawn(years.desk, "L")["L01"]) == []


def test_a_copied_answer_is_marked_until_confirmed(years: Years) -> None:
    desk = years.desk
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.alpha_coordinator
        copy_last_year(annual_return=desk.row(), questions=["A02"], by=by)
    html = drawn(desk, "A")["A02"]
    assert said(html, "govuk-tag") == ["From 2003, not yet confirmed"]
    assert 'name="carried.A02" value="yes"' in html
    assert "carried.A02" not in fields(html)
    assert fields(drawn(desk, "A", raw={"carried.A02": ["yes"]})["A02"])["carried.A02"] == "yes"
    desk.answer(desk.cast.alpha, {"A02": 2000})
    assert said(drawn(desk, "A")["A02"], "govuk-tag") == []


class TestUnusual:
    """Staff support the LSP, but no running cost is given (CK02)."""

    @pytest.fixture
    def unusual(self, desk: Desk) -> Desk:
        desk.answer(desk.cast.alpha, {"A01": "in_place", "B13": 2.5})
        return desk

    def note(self, desk: Desk, **more: Any) -> str:
        html = drawn(desk, "B", **more)
        assert sum("portal-question__note" in each for each in html.values()) == 1
        return html["B14"]

    def test_asks_to_confirm(self, unusual: Desk) -> None:
        html = self.note(unusual)
        (note,) = said(html, "portal-question__note")
        assert note.startswith(
            "Please check: Staff support the LSP, but no running cost is given. Enter the running"
            " cost, or say in a note why there is none or why it is not known."
        )
        assert "This is right" in note
        given = fields(html)
        assert len(given.pop("confirm_seen.CK02")) == 65
        assert given == {
            "confirm.CK02": "no",
            "confirm_note.CK02": "",
            "cannot.B14": "",
            "cannot_note.B14": "",
        }

    def test_says_who_confirmed_it(self, unusual: Desk) -> None:
        with in_partnership(unusual.cast.alpha.pk):
            confirm_check(
                annual_return=unusual.row(),
                check_code="CK02",
                note=HOSTILE,
                by=unusual.cast.alpha_coordinator,
            )
        html = self.note(unusual)
        (note,) = said(html, "portal-question__note")
        assert note.startswith("Confirmed: Staff support the LSP")
        assert f": “{HOSTILE}”" in note
        assert "Alpha Coordinator confirmed this at" in note
        assert "<script>" not in html
        given = fields(html)
        assert (given["confirm.CK02"], given["confirm_note.CK02"]) == ("yes", HOSTILE)

    def test_shows_what_was_typed(self, unusual: Desk) -> None:
        raw = {"confirm.CK02": ["no", "yes"], "confirm_note.CK02": ["\n</textarea>" + HOSTILE]}
        html = self.note(unusual, raw=raw)
        assert fields(html)["confirm.CK02"] == "yes"
        assert "<script>" not in html

    def test_readers_read(self, unusual: Desk) -> None:
        html = self.note(unusual, can_write=False)
        assert fields(html) == {}
        assert "Please check:" in html


class TestCannot:
    def test_shows_the_reason_stored(self, desk: Desk) -> None:
        with in_partnership(desk.cast.alpha.pk):
            edit = Edit(None, 0, "other", HOSTILE)
            by = desk.cast.alpha_coordinator
            save_answers(annual_return=desk.row(), edits={"A01": edit}, by=by)
        html = drawn(desk, "A")
        details = by_id(parsed(html["A01"]), "unable_A01")
        assert details.get("open") is not None
        assert by_id(parsed(html["A02"]), "unable_A02").get("open") is None
        assert fields(html["A01"]) == {"cannot.A01": "other", "cannot_note.A01": HOSTILE}
        assert "<script>" not in html["A01"]

    def test_shows_what_was_typed(self, desk: Desk) -> None:
        raw = {"cannot.A01": ["not_yet"], "cannot_note.A01": ["Soon"], "cannot.A02": ["<b>"]}
        html = drawn(desk, "A", raw=raw)
        assert fields(html["A01"]) == {"cannot.A01": "not_yet", "cannot_note.A01": "Soon"}
        assert fields(html["A02"])["cannot.A02"] == ""

    def test_names_every_reason(self, desk: Desk) -> None:
        html = parsed(drawn(desk, "A")["A01"])
        assert [words(option) for option in html.iter("option")] == [
            "Choose a reason",
            "We do not collect this information",
            "The information is not available yet",
            "Another organisation holds it and could not share it",
            "Partners do not agree on an answer",
            "None of the answers fits our situation",
            "Another reason",
        ]


def test_it_asks_the_database_nothing(years: Years) -> None:
    desk = years.desk
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    with in_partnership(desk.cast.alpha.pk):
        Answer.objects.filter(question="B13").update(carried_from=2003)
        standing = standing_of(desk.row())
        with CaptureQueriesContext(connection) as one:
            found = earlier_of(standing.annual_return)
        with CaptureQueriesContext(connection) as none:
            for section in standing.form.sections:
                beside(standing, section, found, True)
    assert (len(one), len(none)) == (1, 0)
