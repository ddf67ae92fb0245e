"""A partnership's board room from its first partner to published minutes and a protocol in force.

Everything is done twice, in two partnerships: with script and without.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.evaluator import title_of
from tests.browser.room import agenda, directory, minutes, protocol
from tests.browser.room.desk import (
    FESTIVAL,
    FIRST,
    FORUM,
    LEASE,
    NEXT,
    NORA,
    PANEL,
    SECOND,
    SECRET,
    TOM,
    UNIVERSITY,
    Room,
    follow,
    heading_is,
)
from tests.support.browser import Windows
from tests.support.site import Site

FULL = "Quorum met: 3 of 3 voting seats (2 needed), 1 voluntary (1 needed)"
LESS = "Quorum met: 2 of 3 voting seats (2 needed), 1 voluntary (1 needed)"


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no-script"])
def room(request: pytest.FixtureRequest, windows: Windows) -> Room:
    """A partnership in which nothing has been done yet."""
    return Room("york" if request.param else "hackney", request.param, windows)


@pytest.fixture(scope="module")
def called(room: Room) -> None:
    """The co-ordinator sets up partners and bodies, invites one of them and calls meetings."""
    with room.coordinator() as watched:
        directory.add_partners(room, watched)
        directory.found_bodies(room, watched)
        directory.invite(room, watched, NORA)
        agenda.call_the_first(room, watched)
        agenda.call_the_panel(room, watched)


@pytest.fixture(scope="module")
def joined(called: None, room: Room, site: Site) -> None:
    """The invited member is new to the portal and accepts."""
    with room.nobody() as watched:
        directory.accept_as_somebody_new(room, site, watched)


@pytest.fixture(scope="module")
def read(joined: None, room: Room) -> None:
    """The new member reads the agenda and proposes an item."""
    with room.nora() as watched:
        agenda.read_and_propose(room, watched)


@pytest.fixture(scope="module")
def written(read: None, room: Room, site: Site) -> None:
    """The co-ordinator records the meeting and circulates its minutes."""
    with room.coordinator() as watched:
        agenda.call_the_others(room, watched)
        agenda.weeks_pass(room, site)
        minutes.record_attendance(room, watched, FIRST, FULL)
        minutes.declare_interest(room, watched)
        with room.coordinator() as other:
            minutes.write_at_once(room, watched, other)
        minutes.record_outcome(room, watched)
        minutes.circulate(room, watched)


@pytest.fixture(scope="module")
def amended(written: None, room: Room) -> None:
    """The member proposes other words; the co-ordinator accepts them."""
    with room.nora() as watched:
        minutes.propose_amendment(room, watched)
    with room.coordinator() as watched:
        minutes.accept_amendment(room, watched)


@pytest.fixture(scope="module")
def published(amended: None, room: Room, site: Site) -> None:
    """The chair confirms the minutes at the next meeting; the co-ordinator publishes them."""
    with room.coordinator() as watched:
        minutes.record_attendance(room, watched, SECOND, LESS, TOM)
    with room.chair() as watched:
        minutes.wait_for_amendments(room, watched)
    minutes.window_ends(room, site)
    with room.chair() as watched:
        minutes.confirm(room, watched)
    with room.coordinator() as watched:
        minutes.publish(room, watched)


@pytest.fixture(scope="module")
def agreed(joined: None, room: Room, site: Site) -> None:
    """A protocol is drafted, commented on, signed by both parties and brought into force."""
    with room.coordinator() as watched:
        protocol.draft(room, watched)
    with room.nora() as watched:
        protocol.comment(room, watched)
    with room.coordinator() as watched:
        protocol.close(room, site, watched)
    with room.nora() as watched:
        protocol.sign(room, watched, FORUM)
    with room.chair() as watched:
        protocol.sign(room, watched, UNIVERSITY)
    with room.coordinator() as watched:
        protocol.bring_into_force(room, watched)


def test_what_a_member_proposes_comes_on_an_agenda(written: None, room: Room) -> None:
    with room.nora() as watched:
        page = watched.open(room.path("proposals/"))
        expect(page.get_by_role("row", name=agenda.IDEA)).to_contain_text("On an agenda")


def test_a_restricted_paper_stays_closed(joined: None, room: Room) -> None:
    with room.nora() as watched:
        agenda.find_it_closed(room, watched)


def test_a_member_updates_an_action(written: None, room: Room) -> None:
    with room.nora() as watched:
        minutes.update_action(room, watched)


def test_everybody_reads_what_is_public(published: None, agreed: None, room: Room) -> None:
    """From the partnership's page to minutes, decisions and the protocol; nothing restricted."""
    with room.nobody() as watched:
        page = watched.open(f"/public/partnerships/{room.slug}/")
        expect(page.get_by_role("heading", name=NEXT)).to_be_visible()
        room.fine(watched)
        follow(page, FIRST)
        heading_is(page, f"Minutes of {FIRST}")
        expect(page.get_by_role("heading", name="Restricted item")).to_be_visible()
        expect(page.get_by_text(agenda.WITHHELD).first).to_be_visible()
        item = page.locator(".portal-minute", has_text=FESTIVAL)
        expect(item).to_contain_text("from 1 to 10")
        for hidden in (SECRET, LEASE, TOM):
            assert hidden not in page.content()
        room.fine(watched)
        page = watched.open(f"/public/partnerships/{room.slug}/decisions/")
        expect(page.get_by_text(minutes.DECISION)).to_be_visible()
        assert SECRET not in page.content()
        page = watched.open(f"/public/partnerships/{room.slug}/protocols/")
        follow(page, protocol.TITLE)
        expect(page.get_by_text(protocol.WORDS)).to_be_visible()
        room.fine(watched)


def test_everybody_downloads_the_minutes(published: None, room: Room, site: Site) -> None:
    with room.nobody() as watched:
        page = watched.open(f"/public/partnerships/{room.slug}/")
        follow(page, FIRST)
        link = page.get_by_role("link", name="The minutes as PDF")
        site.wait_until(lambda: bool(page.reload() and link.count()))
        with page.expect_download() as waiting:
            link.click()
        assert FIRST in title_of(waiting.value.path().read_bytes())


def test_a_members_calendar_has_the_meetings(written: None, room: Room) -> None:
    with room.nora() as watched:
        page = watched.open("/account/calendar/")
        page.get_by_role("button", name=re.compile("Make a (calendar|new) address")).click()
        secret = page.locator(".portal-secret code").inner_text()
        room.fine(watched)
    with room.nobody() as watched:
        feed = watched.page.request.get(secret)
        assert feed.headers["content-type"].startswith("text/calendar")
        meetings = re.findall(r"^SUMMARY:(.+?)\r?$", feed.text(), re.MULTILINE)
        found = [words.replace("\\,", ",") for words in meetings]
        assert sorted(title for title in (FIRST, SECOND, NEXT) if title in found) == [
            FIRST,
            SECOND,
            NEXT,
        ]
        assert PANEL not in feed.text()  # Nora does not sit on it


def test_the_room_finds_what_was_written(published: None, room: Room) -> None:
    with room.nora() as watched:
        page = watched.open(room.path(""))
        page.get_by_label("Search minutes").fill("festival")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        expect(page.locator(".portal-hits mark").first).to_be_visible()
        room.fine(watched)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_one_click_leads_to_another_partnership(
    script: bool, windows: Windows, fine: Callable[..., None]
) -> None:
    with windows("police@lancashire.example", script=script) as watched:
        page = watched.open("/p/lancashire/")
        switch = page.get_by_role("navigation", name="Your partnerships")
        switch.get_by_role("link", name="Burnley").click()
        heading_is(page, "Burnley")
        page.wait_for_url("/p/burnley/")
