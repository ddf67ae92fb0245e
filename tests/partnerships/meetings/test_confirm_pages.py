"""Confirming and publishing minutes, and their PDFs, page by page."""

from collections.abc import Iterator

import pytest

from partnerships.meetings.domain.life.confirming import amendments_digest
from partnerships.meetings.models import Amendment, Meeting, Minutes, MinutesVersion
from partnerships.membership.models import Body, Constitution, Seat
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
    minuted.close_window()
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
    page = chair.get(f"{at}minutes/confirm/")
    refused(page, "These minutes are confirmed, so they cannot be confirmed now.")
    assert "Go back to the minutes" in page.text
    assert f'href="{at}minutes/"' in page.html


def test_confirming_waits_for_a_later_meeting_that_was_held(
    pages, minuted: Minuted, at: str
) -> None:
    minuted.circulate()
    minuted.close_window()
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
    minuted.amend(OPEN.replace("lights", "lamps"), minuted.chair)
    minuted.close_window()
    page = pages("alpha_chair").post(f"{at}minutes/confirm/", data)
    refused(page, "1 amendment waits for an answer.")
    minuted.accept(Amendment.objects.get(state="open"))
    page = pages("alpha_chair").post(f"{at}minutes/confirm/", data)
    refused(page, "An amendment was answered or proposed after you opened this page.")
    assert "Typed by the chair" in page.html


def test_nobody_confirms_their_own_circulation(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate(by=minuted.chair)
    minuted.later()
    page = pages("alpha_chair").get(f"{at}minutes/confirm/")
    assert "You circulated these minutes yourself" in page.text


def test_confirming_waits_for_the_end_of_the_window(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    later, last = minuted.later(), Minutes.objects.get(meeting=minuted.table.meeting).amend_until
    words = f"Amendments can be proposed until {last.day} {last:%B %Y}. Confirm the minutes after"
    chair = pages("alpha_chair")
    assert f"{at}minutes/confirm/" not in chair.get(f"{at}minutes/").html
    page = chair.get(f"{at}minutes/confirm/")
    assert (words in page.text, "The meeting agreed" in page.text) == (True, False)
    data = {"at_meeting": later.pk, "sure": "on", "seen": amendments_digest(minuted.minutes)}
    refused(chair.post(f"{at}minutes/confirm/", data), words)
    minuted.close_window()
    assert f"{at}minutes/confirm/" in chair.get(f"{at}minutes/").html


def test_a_chair_of_the_body_alone_may_confirm(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.close_window()
    later, member = minuted.later(), pages("alpha_member")
    assert member.get(f"{at}minutes/confirm/").status == 403
    Seat.objects.filter(pk=minuted.table.seats["bob"].pk).update(role="chair")
    assert "You confirm them as agreed at the meeting of" in member.get(f"{at}minutes/").text
    data = {"at_meeting": later.pk, "sure": "on", "seen": amendments_digest(minuted.minutes)}
    assert "The minutes are confirmed." in member.post(f"{at}minutes/confirm/", data).text


def test_a_later_meeting_without_its_record_confirms_nothing(
    pages, minuted: Minuted, at: str
) -> None:
    minuted.circulate()
    minuted.close_window()
    later = minuted.later()
    later.attendance.all().delete()
    data = {"at_meeting": later.pk, "sure": "on", "seen": amendments_digest(minuted.minutes)}
    page = pages("alpha_chair").post(f"{at}minutes/confirm/", data)
    refused(page, "Record who was at the meeting of 4 May 2004 first.")


# Taking back


def test_the_writer_takes_minutes_back_with_a_reason(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    chair = pages("alpha_chair")
    assert f"{at}minutes/recall/" not in chair.get(f"{at}minutes/").html
    assert chair.get(f"{at}minutes/recall/").status == 403
    writer = pages("alpha_coordinator")
    assert f"{at}minutes/recall/" in writer.get(f"{at}minutes/").html
    page = writer.get(f"{at}minutes/recall/")
    assert "2 people are told by email as each has chosen: Alpha Chair, Alpha Member." in page.text
    assert "Say why the minutes are taken back" in writer.post(f"{at}minutes/recall/", {}).text
    page = writer.post(f"{at}minutes/recall/", {"why": "Bob Field was there"})
    assert "The minutes are a draft again." in page.text
    assert "1. As circulated" in page.text
    assert minuted.state == "draft"
    assert "Only circulated minutes can be taken back." in writer.get(f"{at}minutes/recall/").text
    page = writer.post(f"{at}minutes/recall/", {"why": "Again"})
    refused(page, "These minutes are draft, so they cannot be taken back to a draft now.")
    assert pages("alpha_member").get(f"{at}minutes/").status == 404


# Publishing


def test_removed_words_are_shown_to_members_only(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.confirm({minuted.open.pk: OPEN.replace("burglary fell by a tenth", "crime fell")})
    member = pages("alpha_member").get(f"{at}minutes/")
    assert "[removed: burglary" in member.text
    page = pages("alpha_coordinator").get(f"{at}minutes/publish/")
    assert ("burglary" in page.text, "that crime fell." in page.text) == (False, True)
    assert "Corrected at the meeting of 4 May 2004." in page.text


def test_the_page_shows_what_was_circulated(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.table.meeting.actions.update(text="Bury the figures.")
    for name in ("alpha_member", "alpha_coordinator"):
        page = pages(name).get(f"{at}minutes/")
        assert ("Publish the figures." in page.text, "Bury" in page.text) == (True, False)


def test_a_body_whose_rules_keep_its_minutes(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    minuted.confirm()
    Constitution.objects.update(publishes_minutes=False)
    writer = pages("alpha_coordinator")
    page = writer.get(f"{at}minutes/")
    assert "Nothing. By the rules of this body its minutes stay in this room." in page.text
    assert f"{at}minutes/publish/" not in page.html
    words = "The rules of the Board say that its minutes are not published. Change the rules first"
    page = writer.get(f"{at}minutes/publish/")
    assert (words in page.text, "Publish the copy below" in page.text) == (True, False)
    refused(writer.post(f"{at}minutes/publish/", {"sure": "on"}), words)


def test_another_version_than_previewed_is_not_published(pages, minuted: Minuted, at: str) -> None:
    minuted.circulate()
    version = minuted.confirm()
    writer = pages("alpha_coordinator")
    assert f'name="seen" value="{version.sha256}"' in writer.get(f"{at}minutes/publish/").html
    page = writer.post(f"{at}minutes/publish/", {"sure": "on", "seen": "0" * 64})
    refused(page, "These minutes changed after you opened this page.")


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
