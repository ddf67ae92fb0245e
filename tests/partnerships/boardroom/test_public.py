"""Public pages: what everybody reads, what nobody does, and what stays after it changed."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from partnerships.meetings.models import Decision, MinutesVersion, PrintedFile
from partnerships.meetings.printing.files import minutes_content
from partnerships.membership.models import Body, Member, Organisation, PublicFace
from partnerships.protocols.models import ProtocolPrint, Signature
from partnerships.register.models import Partnership
from portal.accounts.models import User
from tests.conftest import Cast
from tests.partnerships.boardroom.hall import Hall, queries, said
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
PAGE = "/public/partnerships/alpha/"
LISTS = ("", "meetings/", "decisions/", "protocols/", "membership/")


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    """Files of its own."""
    settings.MEDIA_ROOT = tmp_path


def text(client: Client, path: str = "") -> str:
    return said(Pages(client).get(PAGE + path))


def test_a_new_partnership_has_pages_that_say_what_is_missing(cast: Cast, client: Client) -> None:
    assert "No meeting of a public body is planned." in text(client)
    assert "No minutes are published yet" in text(client, "meetings/")
    assert "No decision is published yet" in text(client, "decisions/")
    assert "No protocol is public yet" in text(client, "protocols/")
    assert "Nothing is listed yet" in text(client, "membership/")


def test_the_overview_says_who_they_are(hall: Hall, client: Client) -> None:
    with hall.here():
        Body.objects.update(purpose="To make Alphaton *better*.")
    hall.meeting("June board", place="Town Hall")
    hall.meeting("July board", days=40, state="cancelled")
    page = text(client)
    assert "To make Alphaton better ." in page
    assert "June board" in page
    assert "July board" in page
    assert "Cancelled" in page
    with hall.here():
        PublicFace.objects.create(
            purpose="In **our** words.", contact_name="Town Hall", contact_email="a@alpha.example"
        )
    page = text(client)
    assert "In our words." in page
    assert "To make Alphaton" not in page
    assert "Contact Town Hall a@alpha.example" in page


def test_only_names_that_are_public_are_named(hall: Hall, client: Client) -> None:
    with hall.here():
        Member.objects.filter(pk=hall.table.members["ann"].pk).update(email="ann@alpha.example")
    for path in ("", "membership/"):
        page = text(client, path)
        assert "Cllr Ann Moor" in page
        assert "Alpha Police" in page
        for private in ("Bob Field", "Cath Vole", "ann@alpha.example"):
            assert private not in page


def test_partners_who_left_and_bodies_that_are_not_public_are_gone(
    hall: Hall, client: Client
) -> None:
    with hall.here():
        Organisation.objects.filter(name="Alpha Police").update(left_on=date(2004, 1, 1))
        Body.objects.update(is_public=False)
    hall.meeting("Secret board")
    page = text(client) + text(client, "membership/") + text(client, "meetings/")
    for gone in ("Alpha Police", "Secret board"):
        assert gone not in page


def test_minutes_are_public_once_published_as_their_frozen_copy(hall: Hall, client: Client) -> None:
    meeting = hall.table.meeting
    address = f"{PAGE}meetings/{meeting.pk}/minutes/"
    assert Pages(client).get(address).status == 404
    hall.published()
    page = Pages(client).get(address)
    shown = said(page)
    assert page.heading == "Minutes of March board"
    for words in ("burglary fell by a tenth", "RESOLVED D2004/1", "Cllr Ann Moor, Alphaton Council",
                  "Commercial terms", "Restricted item"):  # fmt: skip
        assert words in shown
    for words in ("4,200", "landlord", "The lease", "Bob Field", "D2004/2 Offer", "Draft lease"):
        assert words not in shown
    assert "March board" in text(client, "meetings/")
    assert "March board" in text(client)


def test_decisions_stand_in_the_words_of_the_public_copy(hall: Hall, client: Client) -> None:
    hall.published()
    with hall.here():
        Decision.objects.filter(serial=1).update(state="rescinded")
    hall.decision(3, "Recorded behind everybody's back")
    page = text(client, "decisions/")
    how = "By vote, as a last resort: 4 for, 1 against"
    assert f"D2004/1 Rescinded The board adopts the plan. {how}" in page
    for words in ("Offer the landlord", "behind everybody"):
        assert words not in page
        assert words not in text(client)


def test_protocols_in_force_that_are_public(hall: Hall, client: Client) -> None:
    shown = hall.protocol("Sharing figures", serial=1)
    drafts = [
        hall.protocol("Coming", serial=2, state="consultation"),
        hall.protocol("Hidden", serial=3, is_public=False),
        hall.protocol("Lapsed watch", serial=4, state="superseded"),
    ]
    page = text(client, "protocols/")
    assert "Sharing figures P2004/1, information sharing, in force from 1 May 2004" in page
    for version in drafts:
        assert version.protocol.title not in page + text(client)
        assert client.get(f"{PAGE}protocols/{version.protocol_id}/").status_code == 404
    with hall.here():
        for name in ("ann", "bob"):
            member = hall.table.members[name]
            party = shown.parties.get()
            Signature.objects.filter(party=party).update(
                withdrawn_at=timezone.now(), withdrawn_why="x"
            )
            Signature.objects.create(
                version=shown, party=party, member=member, signed_as=f"{member.name}, signs",
                text_sha256="0" * 64, signed_by=hall.minuted.by, signed_at=timezone.now(),
            )  # fmt: skip
    one = text(client, f"protocols/{shown.protocol_id}/")
    assert "1. Who may ask Named officers may ask each other for figures." in one
    assert "Alpha Police" in one
    assert "Bob Field" not in one
    assert "Ann Moor, signs" not in one  # taken back


def test_pdfs_are_the_public_ones_and_keep_their_etag(hall: Hall, client: Client) -> None:
    meeting, version = hall.published(), hall.protocol()
    files = (
        (f"{PAGE}meetings/{meeting.pk}/minutes.pdf", f"{PAGE}meetings/{meeting.pk}/minutes/"),
        (f"{PAGE}protocols/{version.protocol_id}.pdf", f"{PAGE}protocols/{version.protocol_id}/"),
    )
    for pdf, page in files:
        assert Pages(client).get(pdf).status == 404
        assert "Download" not in said(Pages(client).get(page))
    with hall.here():
        copy = MinutesVersion.objects.get(kind="public")
        own = {"sha256": "a" * 64, "size": 4, "pages": 2, "made_at": timezone.now()}
        for circle in ("full", "public"):
            printed = PrintedFile(
                meeting=meeting, kind="minutes", circle=circle, version=copy,
                content_sha256=minutes_content(copy, circle), **own,
            )  # fmt: skip
            printed.file.save(f"{circle}.pdf", ContentFile(circle.encode()))
        for circle in ("members", "public"):
            made = ProtocolPrint(version=version, circle=circle, content_sha256=circle, **own)
            made.file.save(f"{circle}-p.pdf", ContentFile(f"{circle}-p".encode()))
    for (pdf, page), content in zip(files, (b"public", b"public-p"), strict=True):
        response = client.get(pdf)
        assert b"".join(response.streaming_content) == content
        for close in response._resource_closers:  # close() would end the test's connection too
            close()
        assert response["ETag"] == f'"{"a" * 64}"'
        assert client.get(pdf, headers={"if-none-match": response["ETag"]}).status_code == 304
        assert f'href="{pdf}"' in Pages(client).get(page).html


def test_a_visitor_who_asks_again_is_told_that_nothing_changed(hall: Hall, client: Client) -> None:
    first = client.get(PAGE)
    assert first["Cache-Control"] == "no-cache"
    again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    hall.meeting("June board")
    assert client.get(PAGE, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_inactive_partnership_has_no_public_page(hall: Hall, client: Client) -> None:
    meeting, version = hall.published(), hall.protocol()
    Partnership.objects.filter(slug="alpha").update(is_active=False)
    more = (f"meetings/{meeting.pk}/minutes/", f"protocols/{version.protocol_id}/")
    assert {client.get(PAGE + path).status_code for path in (*LISTS, *more)} == {404}


def test_another_partnerships_things_are_missing_there(hall: Hall, client: Client) -> None:
    meeting, version = hall.published(), hall.protocol()
    beta = "/public/partnerships/beta/"
    for path in (f"meetings/{meeting.pk}/minutes/", f"protocols/{version.protocol_id}/"):
        assert client.get(PAGE + path).status_code == 200
        assert client.get(beta + path).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_lists_take_the_same_queries_at_1_and_at_3(hall: Hall, client: Client, path: str) -> None:
    def more(n: int) -> None:
        hall.meeting(f"Board {n}", days=n)
        hall.protocol(f"Protocol {n}", serial=n)
        with hall.here():
            Body.objects.create(name=f"Forum {n}", kind="area_forum")

    hall.published()
    more(1)
    one = queries(client, PAGE + path)
    more(2)
    more(3)
    assert queries(client, PAGE + path) == one


def test_signed_in_people_get_pages_that_no_cache_keeps(hall: Hall, signed_in: SignIn) -> None:
    for who in (hall.cast.beta_chair, hall.cast.alpha_member):
        response = signed_in(who).get(PAGE)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_meetings_that_are_over_are_no_next_meetings(hall: Hall, client: Client) -> None:
    hall.meeting("Over board", days=-2)
    hall.meeting("Running board", days=0, starts_at=timezone.now() - timedelta(hours=1))
    page = text(client, "meetings/")
    assert "Over board" not in page
    assert "Running board" in page
    assert "Agendas are for members. Ask the co-ordinator if you want to come." in page
