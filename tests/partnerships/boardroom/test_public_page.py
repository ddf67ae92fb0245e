"""The co-ordinator's page of the public page: words, names, refusals, two editors."""

from collections.abc import Callable

from django.test import Client

from partnerships.boardroom.domain import choose_public_names
from partnerships.membership.models import Member, PublicFace
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from tests.partnerships.boardroom.hall import Hall, queries, said
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
PAGE, NAMES = "/p/alpha/public-page/", "/p/alpha/public-page/names/"
TYPED = {
    "purpose": "To *serve*.",
    "contact_name": "Town Hall",
    "contact_email": "lsp@alpha.example",
    "contact_phone": "01234 567890",
    "website": "https://alpha.example",
    "revision": "0",
}


def face(hall: Hall) -> tuple[str, int] | None:
    with hall.here():
        return PublicFace.objects.values_list("purpose", "revision").first()


def public_names(hall: Hall) -> list[str]:
    with hall.here():
        return list(Member.objects.filter(name_public=True).values_list("name", flat=True))


def test_words_are_saved_shown_and_recorded(hall: Hall, signed_in: SignIn) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    response = client.post(PAGE, TYPED, follow=True)
    assert "The public page is changed. Everybody sees it now." in response.content.decode()
    assert face(hall) == ("To *serve*.", 1)
    assert "01234 567890" in said(Pages(Client()).get("/public/partnerships/alpha/"))
    with hall.here():
        event = AuditEvent.objects.get(name="public_page.changed")
        assert event.facts == {
            "fields": ["contact_email", "contact_name", "contact_phone", "purpose", "website"]
        }
    client.post(PAGE, TYPED | {"revision": "1"})
    assert face(hall) == ("To *serve*.", 1)  # nothing new: nothing recorded


def test_two_editors_lose_nothing(hall: Hall, signed_in: SignIn) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    client.post(PAGE, TYPED)
    page = Pages(client).post(PAGE, TYPED | {"purpose": "Mine"})
    assert page.status == 409
    assert "Somebody else changed the public page after you opened it." in page.text
    assert "What it says now To serve ." in said(page)
    assert ">\nMine</textarea>" in page.html or ">Mine</textarea>" in page.html
    assert 'name="revision" value="1"' in page.html
    assert face(hall) == ("To *serve*.", 1)


def test_what_is_wrong_is_said_and_kept(hall: Hall, signed_in: SignIn) -> None:
    page = Pages(signed_in(hall.cast.alpha_coordinator)).post(
        PAGE, TYPED | {"contact_email": "nowhere", "website": "not an address"}
    )
    text = said(page)
    assert "Enter an email address such as lsp@example.org" in text
    assert "Enter a web address such as https://www.example.org" in text
    assert 'value="nowhere"' in page.html
    assert face(hall) is None


def test_names_of_the_listed_members_are_set_and_no_others(hall: Hall, signed_in: SignIn) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    members = hall.table.members
    assert public_names(hall) == ["Cllr Ann Moor"]
    listed = [members["bob"].pk, members["cath"].pk]
    response = client.post(NAMES, {"shown": listed, "names": listed[:1]}, follow=True)
    assert "1 name is now public." in response.content.decode()
    assert sorted(public_names(hall)) == ["Bob Field", "Cllr Ann Moor"]
    response = client.post(NAMES, {"shown": [*listed, members["ann"].pk]}, follow=True)
    assert "2 names are public no more." in response.content.decode()
    assert public_names(hall) == []
    with hall.here():
        rows = AuditEvent.objects.filter(name="member.changed")
        assert [r.facts for r in rows] == [{"fields": ["name_public"]}] * 3


def test_names_that_nobody_listed_are_refused(hall: Hall, signed_in: SignIn) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    page = Pages(client).post(NAMES, {"shown": ["999999"], "names": ["999999"]})
    assert page.title.startswith("Error: ")
    assert "A member of this list has left. Open this page again" in page.text
    assert "This page lists no members. Open it again" in Pages(client).post(NAMES, {}).text
    assert public_names(hall) == ["Cllr Ann Moor"]


def test_the_list_counts_pages_and_takes_the_same_queries_at_1_and_at_3(
    hall: Hall, signed_in: SignIn
) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    one = queries(client, PAGE)
    with hall.here():
        police = hall.table.members["bob"].organisation
        for n in range(60):
            Member.objects.create(organisation=police, name=f"Officer {n:02}")
    assert queries(client, PAGE) == one
    page = Pages(client).get(f"{PAGE}?page=2")
    assert "1 of 67 members is named in public." in said(page)


def test_only_the_coordinator_decides(hall: Hall, signed_in: SignIn) -> None:
    for who in ("alpha_chair", "alpha_member", "observer"):
        client = signed_in(getattr(hall.cast, who))
        assert client.get(PAGE).status_code == client.post(NAMES).status_code == 403


def test_nothing_to_choose_is_nothing_done(hall: Hall) -> None:
    with hall.here():
        chosen = choose_public_names(listed=[], public=[], by=hall.minuted.by)
    assert (chosen.shown, chosen.hidden) == (0, 0)
