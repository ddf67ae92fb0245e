"""Reading, circulating and amending minutes, as each kind of person meets them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from partnerships.meetings.models import Amendment, Minutes
from portal.working_days import add_working_days
from tests.conftest import Cast
from tests.partnerships.meetings.life_found import BETTER
from tests.partnerships.meetings.minuted import OPEN, SECRET, Minuted
from tests.partnerships.meetings.outside import Door, Outside, refused
from tests.partnerships.meetings.table import Table
from tests.support.pages import Pages


@pytest.fixture
def door(cast: Cast) -> Iterator[Door]:
    here = Door(cast)
    here.enter()
    yield here
    here.leave()


@pytest.fixture
def minuted(cast: Cast, door: Door) -> Minuted:
    return Minuted(Table(cast))


@pytest.fixture
def at(minuted: Minuted) -> str:
    return f"/p/alpha/meetings/{minuted.table.meeting.pk}/"


@pytest.fixture
def pages(signed_in, cast: Cast, door: Door):
    def of(name: str) -> Pages:
        return Outside(signed_in(cast.users[name]), door)

    return of


# Reading


def test_a_draft_is_its_writers(pages, at: str) -> None:
    page = pages("alpha_coordinator").get(f"{at}minutes/")
    assert page.heading == "Minutes of March board"
    for words in ("Draft.", "Circulate the minutes", "burglary fell by a tenth", SECRET,
                  "RESOLVED D2004/1", "ACTION A2004/1", "Not quorate: 3 of 5 voting seats",
                  "Interest declared by Cath Vole"):  # fmt: skip
        assert words in page.text
    page = pages("alpha_member").get(f"{at}minutes/")
    assert (page.status, page.heading) == (404, "Minutes of March board")
    assert (
        "These minutes are still being written. You can read them when the co-ordinator circulates"
        " them." in page.text
    )
    assert "burglary" not in page.text
    page = pages("observer").get(f"{at}minutes/")
    assert (page.status, page.heading) == (404, "Page not found")


def test_restricted_words_are_for_those_entitled(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    assert SECRET in pages("alpha_member").get(f"{at}minutes/").text  # Bob Field sits on the board
    minuted.table.members["bob"].tenures.update(until=date(2004, 3, 6))
    page = pages("alpha_member").get(f"{at}minutes/")
    assert SECRET not in page.text
    assert "The lease" not in page.text
    assert "3. Restricted item" in page.text
    assert "Commercial terms" in page.text
    assert "4 parts of these minutes are restricted and not shown to you." in page.text


def test_observers_read_confirmed_minutes_without_restricted_parts(
    pages, minuted: Minuted, at: str
) -> None:
    minuted.circulate()
    assert pages("observer").get(f"{at}minutes/").status == 404
    minuted.confirm({minuted.open.pk: BETTER})
    page = pages("observer").get(f"{at}minutes/")
    assert page.status == 200
    assert SECRET not in page.text
    assert "[removed: tenth][added: " in page.text or "[removed: a tenth]" in page.text
    assert pages("observer").get(f"{at}minutes/amendments/").status == 403


def test_the_page_costs_the_same_for_any_number_of_items(minuted: Minuted, at: str, pages) -> None:
    client = pages("alpha_coordinator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{at}minutes/").status == 200
        return len(queries)

    cost()
    first = cost()
    for n in (4, 5, 6):
        item = minuted.table.meeting.items.create(
            position=n, number=str(n), title="More", kind="decision"
        )
        minuted.minutes.passages.create(item=item, text="More", edited_by=minuted.by, edited_at=minuted.table.meeting.ends_at)  # fmt: skip
    assert cost() == first


# Circulating


def test_circulating_says_who_is_told(pages, minuted: Minuted, at: str) -> None:
    writer = pages("alpha_coordinator")
    page = writer.get(f"{at}minutes/circulate/")
    assert "2 people are told by email as each has chosen: Alpha Chair, Alpha Member." in page.text
    until = add_working_days(localdate(), 5)
    page = writer.post(f"{at}minutes/circulate/", {"amend_until": until.isoformat()})
    assert "The minutes are circulated." in page.text
    assert minuted.state == "circulated"
    refused(
        writer.post(f"{at}minutes/circulate/", {"amend_until": until.isoformat()}),
        "These minutes are circulated, so they cannot be circulated now.",
    )
    page = writer.get(f"{at}minutes/circulate/")
    assert "These minutes are circulated. Read the minutes" in page.text
    assert "Freeze and circulate" not in page.text


def test_items_that_nothing_is_written_on_are_named_before_the_click(
    pages, minuted: Minuted, at: str
) -> None:
    for n, standing in ((4, "other"), (5, "interests")):
        minuted.table.meeting.items.create(
            position=n, number=str(n), title=standing, kind="discussion", standing=standing
        )
    writer = pages("alpha_coordinator")
    page = writer.get(f"{at}minutes/circulate/")
    assert (
        "Nothing is written yet on: 1 Apologies, 4 other. Readers will see that nothing was"
        " written. Go on writing" in page.text
    )
    minuted.table.meeting.items.exclude(number="2").update(standing="apologies")
    assert "Nothing is written yet" not in writer.get(f"{at}minutes/circulate/").text


def test_a_short_window_is_refused_in_the_form(pages, minuted: Minuted, at: str) -> None:
    page = pages("alpha_coordinator").post(
        f"{at}minutes/circulate/", {"amend_until": localdate().isoformat()}
    )
    refused(page, "People need at least 3 working days to propose amendments.")
    assert localdate().isoformat() in page.html
    empty = pages("alpha_coordinator").post(f"{at}minutes/circulate/", {"amend_until": "soon"})
    assert "as a day, like 27/3/2004" in empty.text
    assert pages("alpha_member").get(f"{at}minutes/circulate/").status == 403


# Amendments


def test_proposing_shows_the_difference_first(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    member = pages("alpha_member")
    path = f"{at}minutes/passages/{minuted.open.pk}/amend/"
    assert path in member.get(f"{at}minutes/").html
    assert "burglary fell by a tenth" in member.get(path).text
    page = member.post(path, {"text": BETTER, "reason": "", "look": "1"})
    assert "What would change" in page.text
    assert Amendment.objects.count() == 0
    page = member.post(path, {"text": BETTER, "reason": "As said"})
    assert "Your amendment is with the co-ordinator." in page.text
    assert Amendment.objects.get().text == BETTER
    page = member.post(path, {"text": BETTER.replace("lights", "lamps"), "reason": "Mine"})
    refused(page, "Your amendment to this passage waits for an answer.")
    assert "lamps" in page.html
    refused(member.post(path, {"text": OPEN}), "This is what the minutes say already.")


def test_only_those_who_were_there_propose(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    path = f"{at}minutes/passages/{minuted.open.pk}/amend/"
    page = pages("alpha_coordinator").post(path, {"text": BETTER})
    assert page.status == 403
    assert "Only people who were at this meeting can propose amendments." in page.text
    Minutes.objects.update(amend_until=date(2004, 3, 19))
    assert path not in pages("alpha_member").get(f"{at}minutes/").html
    refused(pages("alpha_member").post(path, {"text": BETTER}), "until 19 March 2004")
    assert pages("alpha_member").get(f"{at}minutes/passages/0/amend/").status == 404


def test_answering_and_withdrawing(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    assert (
        "Nobody has proposed one."
        in pages("alpha_coordinator").get(f"{at}minutes/amendments/").text
    )
    amendment = minuted.amend(BETTER)
    path = f"{at}minutes/amendments/{amendment.pk}/"
    name = f"amendment-{amendment.pk}"
    writer = pages("alpha_coordinator")
    assert "Choose whether" in writer.post(f"{path}answer/", {}).text
    page = writer.post(f"{path}answer/", {f"{name}-decision": "decline", f"{name}-answer": ""})
    refused(page, "Say why the amendment is declined, so that its author understands it.")
    page = writer.post(f"{path}answer/", {f"{name}-decision": "accept", f"{name}-answer": "Yes"})
    assert "The amendment is accepted." in page.text
    page = writer.post(f"{path}answer/", {f"{name}-decision": "accept", f"{name}-answer": ""})
    refused(page, "This amendment is accepted already")
    other = minuted.amend(OPEN.replace("lights", "lamps"), minuted.chair)
    path = f"{at}minutes/amendments/{other.pk}/withdraw/"
    assert pages("alpha_member").post(path).status == 403
    assert "Your amendment is withdrawn." in pages("alpha_chair").post(path).text
