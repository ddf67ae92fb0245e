"""Confirming and publishing minutes, and their PDFs, page by page."""

from collections.abc import Iterator

import pytest

from partnerships.meetings.domain.life.confirming import amendments_digest
from partnerships.meetings.models import Meeting, MinutesVersion
from partnerships.membership.models import Body
from portal.jobs.models import Job
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


# Confirming


def test_the_chair_confirms_with_the_agreed_correction(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.accept(minuted.amend(BETTER))
    later = minuted.later()
    chair = pages("alpha_chair")
    page = chair.get(f"{at}minutes/confirm/")
    assert "Tuesday 4 May 2004, 3pm to 5pm" in page.text or "4 May 2004" in page.text
    data = {
        "seen": amendments_digest(minuted.minutes), "at_meeting": later.pk,
        f"passage-{minuted.open.pk}": BETTER,
    }  # fmt: skip
    assert "Confirm that the meeting agreed" in chair.post(f"{at}minutes/confirm/", data).text
    page = chair.post(f"{at}minutes/confirm/", data | {"sure": "on"})
    assert "The minutes are confirmed." in page.text
    assert "Corrected at the meeting of 4 May 2004" in page.text
    assert (minuted.state, minuted.open.text) == ("confirmed", BETTER)
    refused(chair.get(f"{at}minutes/confirm/"), "These minutes are confirmed")


def test_confirming_waits_for_a_later_meeting_that_was_held(
    pages, minuted: Minuted, at: str
) -> None:
    minuted.circulate()
    coming = minuted.later(state=Meeting.State.CALLED)
    page = pages("alpha_chair").get(f"{at}minutes/confirm/")
    assert "No later meeting has been held" in page.text
    assert "4 May 2004" in page.text
    data = {"at_meeting": coming.pk, "sure": "on", "seen": ""}
    page = pages("alpha_chair").post(f"{at}minutes/confirm/", data)
    refused(page, "No later meeting of the Board has been held. Confirm the minutes after its next")
    assert minuted.state == "circulated"
    assert pages("alpha_coordinator").get(f"{at}minutes/confirm/").status == 403


def test_what_was_typed_is_kept_when_an_amendment_came_in(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    later = minuted.later()
    data = {
        "seen": amendments_digest(minuted.minutes), "at_meeting": later.pk, "sure": "on",
        f"passage-{minuted.open.pk}": "Typed by the chair",
    }  # fmt: skip
    minuted.accept(minuted.amend(BETTER))
    page = pages("alpha_chair").post(f"{at}minutes/confirm/", data)
    refused(page, "An amendment was answered or proposed after you opened this page.")
    assert "Typed by the chair" in page.html
    minuted.amend(OPEN.replace("lights", "lamps"))
    refused(
        pages("alpha_chair").post(f"{at}minutes/confirm/", data), "1 amendment waits for an answer."
    )


def test_nobody_confirms_their_own_circulation(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate(by=minuted.chair)
    minuted.later()
    page = pages("alpha_chair").get(f"{at}minutes/confirm/")
    assert "You circulated these minutes yourself" in page.text


# Publishing


def test_the_preview_shows_what_is_withheld_and_why(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.confirm({minuted.open.pk: f"{OPEN} Bob Field reports."})
    writer = pages("alpha_coordinator")
    page = writer.get(f"{at}minutes/publish/")
    for words in ("decision D2004/2", "the whole item", "Commercial terms", "Bob Field (item 2)",
                  "Voluntary Action Alphaton"):  # fmt: skip
        assert words in page.text
    assert SECRET not in page.text
    assert "Confirm that you have read" in writer.post(f"{at}minutes/publish/", {}).text
    page = writer.post(f"{at}minutes/publish/", {"sure": "on"})
    assert "The public copy is published." in page.text
    assert MinutesVersion.objects.get(kind="public").frozen_by == minuted.by


def test_publishing_is_refused_in_words(pages, minuted: Minuted, at: str) -> None:
    writer = pages("alpha_coordinator")
    page = writer.post(f"{at}minutes/publish/", {"sure": "on"})
    refused(page, "Only confirmed minutes can be published.")
    minuted.circulate()
    minuted.confirm()
    Body.objects.update(is_public=False)
    refused(writer.post(f"{at}minutes/publish/", {"sure": "on"}), "The Board is not on the")


# PDFs


def test_pdfs_are_asked_for_and_not_there_before(pages, minuted: Minuted, at: str) -> None:
    writer = pages("alpha_coordinator")
    assert writer.get(f"{at}minutes/pdf/").status == 404
    minuted.circulate()
    page = writer.get(f"{at}minutes/pdf/")
    assert (page.heading, "This PDF has not been made yet. Make it here." in page.text) == (
        "Minutes of March board", True,
    )  # fmt: skip
    assert "Make the PDF" in writer.get(f"{at}minutes/").text
    assert writer.post(f"{at}minutes/pdf/make/").status == 200
    assert Job.objects.filter(kind__endswith="print_minutes").count() == 2
    assert writer.get(f"{at}minutes/pdf/?copy=public").status == 404


def test_the_pack_page(pages, minuted: Minuted, at: str) -> None:
    member = pages("alpha_member")
    page = member.get(f"{at}pack/")
    assert (page.heading, "Make the pack" in page.text) == ("Agenda pack", True)
    assert "This PDF has not been made yet." in member.get(f"{at}pack/pdf/").text
    member.post(f"{at}pack/make/")
    assert Job.objects.get(kind__endswith="print_pack").payload["circle"] == "full"
    Meeting.objects.update(state="planned")
    assert member.get(f"{at}pack/").status == 404
    assert "not published yet" in pages("alpha_coordinator").get(f"{at}pack/").text
    refused(pages("alpha_coordinator").post(f"{at}pack/make/"), "There is no pack before")
