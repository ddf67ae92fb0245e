"""Both years side by side: copying many answers, confirming them, and who may."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from surveys.returns.domain.team import assign_section
from surveys.returns.models import Answer
from tests.portal.web.markup import parsed, with_class, words
from tests.support.pages import Pages
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.years import Years

SignIn = Callable[[User], Client]
PAGE = f"{A}last-year/"


@pytest.fixture
def years(desk: Desk) -> Years:
    """2004 has just begun."""
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    sectors = dict.fromkeys(("B03", "B04", "B05", "B08"))
    then = {"A01": "in_place", "A02": 1999, "A03": None, "A04": "chair", "A05": "council"}
    return Years(desk, **then, B02=20, B16=4, **sectors)


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Pages:
    return Pages(signed_in(desk.cast.alpha_coordinator))


def lines(html: str) -> dict[str, tuple[str, str, str]]:
    """Question → (then, now, label of its tick)."""
    found = {}
    for each in with_class(parsed(html), "portal-years__question"):
        (then,) = with_class(each, "portal-years__then")
        (now,) = with_class(each, "portal-years__now")
        tick = next((words(label) for label in each.iter("label")), "")
        heading = next(each.iter("h3"))
        found[heading.get("id").removeprefix("text-")] = (_parts(then), _parts(now), tick)
    return found


def _parts(box: Element) -> str:
    return " ".join(words(each) for each in box.iter() if each.tag in ("dt", "dd"))


def carried(desk: Desk) -> set[str]:
    with in_partnership(desk.cast.alpha.pk):
        rows = Answer.objects.filter(carried_from=2003)
        return set(rows.values_list("question", flat=True))


def test_no_earlier_year(desk: Desk, coordinator: Pages) -> None:
    html = coordinator.get(PAGE).html
    assert "Nothing to compare with" in html
    assert 'name="question"' not in html


def test_side_by_side(years: Years, coordinator: Pages) -> None:
    html = coordinator.get(PAGE).html
    found = lines(html)
    assert found["A01"] == ("2003 In place and meeting", "2004 In place and meeting", "")
    assert found["A02"] == ("2003 1999", "2004 Not answered", "Copy this answer")
    assert found["A03"] == ("2003 Not answered", "2004 Not answered", "")
    before = years.form.question("A05").text
    assert found["A05"] == (
        f"2003 (reworded or changed) “{before}” This local authority", "2004 Not answered", "",
    )  # fmt: skip
    assert found["L01"] == ("2003 (new) Not asked", "2004 Not answered", "")
    ticks = [tick for _, _, tick in found.values() if tick]
    assert f"{len(ticks)} answers of 2003 can be copied" in html


def test_copying_what_is_ticked_and_confirming_it(years: Years, coordinator: Pages) -> None:
    html = coordinator.post(PAGE, {"then": "copy", "question": ["A02", "A04", "A01"]}).html
    assert carried(years.desk) == {"A02", "A04"}
    assert "2 answers are copied. Confirm each copied answer that still holds." in html
    assert lines(html)["A02"][1:] == ("2004 1999 From 2003, not yet confirmed", "This still holds")
    html = coordinator.post(PAGE, {"then": "confirm", "question": "A02"}).html
    assert "1 answer is confirmed." in html
    assert carried(years.desk) == {"A04"}
    assert lines(html)["A02"][1:] == ("2004 1999", "")


def test_copying_all(years: Years, coordinator: Pages) -> None:
    html = coordinator.get(PAGE).html
    most = int(re.search(r"Copy all (\d+) that can be copied", html)[1])
    before = lines(html)
    wanted = {code for code, (_, _, tick) in before.items() if tick}
    assert len(wanted) > 30
    coordinator.post(PAGE, {"then": "copy_all"})
    assert carried(years.desk) >= wanted  # and what is asked because of them
    assert len(carried(years.desk)) == most
    again = coordinator.post(PAGE, {"then": "copy_all"})
    assert (again.status, "Nothing was copied" in again.html) == (409, True)


@pytest.mark.parametrize("sent", [{}, {"then": "copy"}, {"then": "drop", "question": "A02"}])
def test_nothing_ticked(years: Years, coordinator: Pages, sent: dict[str, str]) -> None:
    page = coordinator.post(PAGE, sent)
    assert page.status == 422
    assert "Tick the answers that you want to copy or confirm" in page.html
    assert carried(years.desk) == set()


def test_nothing_that_can_be_copied(years: Years, coordinator: Pages) -> None:
    page = coordinator.post(PAGE, {"then": "copy", "question": ["L01", "x", "A01"]})
    assert page.status == 409
    assert "Nothing was copied" in page.html


def test_readers_compare_and_change_nothing(years: Years, signed_in: SignIn) -> None:
    pages = Pages(signed_in(years.desk.cast.alpha_chair))
    html = pages.get(PAGE).html
    assert {tick for _, _, tick in lines(html).values()} == {""}
    assert pages.post(PAGE, {"then": "copy_all"}).status == 403
    assert carried(years.desk) == set()


def test_a_member_copies_in_sections_given_to_them(years: Years, signed_in: SignIn) -> None:
    desk = years.desk
    pages = Pages(signed_in(desk.cast.alpha_member))
    assert pages.post(PAGE, {"then": "copy_all"}).status == 403
    with in_partnership(desk.cast.alpha.pk):
        assign_section(
            annual_return=desk.row(),
            section="B",
            person=desk.cast.alpha_member,
            by=desk.cast.alpha_coordinator,
        )
    ticks = {code for code, (_, _, tick) in lines(pages.get(PAGE).html).items() if tick}
    assert {code[0] for code in ticks} == {"B"}
    assert pages.post(PAGE, {"then": "copy", "question": ["A02", "B02"]}).status == 403
    assert carried(desk) == set()
    pages.post(PAGE, {"then": "copy_all"})
    assert carried(desk) >= ticks
    assert {code[0] for code in carried(desk)} == {"B"}


def test_queries_do_not_grow(years: Years, signed_in: SignIn) -> None:
    client = signed_in(years.desk.cast.alpha_coordinator)
    counts = []
    for answers in ({"A03": "1"}, years.desk.complete(years.desk.cast.alpha)):
        years.desk.answer(years.desk.cast.alpha, answers)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        counts.append(len(seen))
    assert 5 < counts[0] == counts[1] <= 17
