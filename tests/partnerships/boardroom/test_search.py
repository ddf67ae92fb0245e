"""Search: who finds what, in which order, and what is said when nothing can be found."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from partnerships.meetings.models import Action, Minutes, Passage
from partnerships.protocols.models import ProtocolVersion
from portal.accounts.models import User
from tests.partnerships.boardroom.hall import Hall, queries, said
from tests.support.pages import Page, Pages

SignIn = Callable[[User], Client]
SEARCH = "/p/alpha/search/"


def found(client: Client, words: str, **more: Any) -> list[tuple[str, str]]:
    """(kind, title without tags) of every line."""
    response = client.get(SEARCH, {"q": words, **more})
    assert response.status_code == 200
    return [
        (hit.what, hit.title.replace("<mark>", "").replace("</mark>", ""))
        for hit in response.context["hits"]
    ]


def search(client: Client, words: str) -> Page:
    return Pages(client).get(f"{SEARCH}?q={quote(words)}")


def test_every_kind_is_found_by_its_words(hall: Hall, signed_in: SignIn) -> None:
    hall.item("Wombat crossing", summary="Where *wombats* cross")
    hall.paper("Map of wombats")
    hall.decision(9, "To fence the wombat in")
    hall.protocol("Wombat watch")
    with hall.here():
        Action.objects.update(text="Count the wombats.")
        Passage.objects.filter(pk=hall.minuted.open.pk).update(text="A wombat was **seen**.")
    client = signed_in(hall.cast.alpha_coordinator)
    assert sorted(found(client, "wombat")) == [
        ("Action", "A2004/1 Count the wombats."),
        ("Agenda item", "Wombat crossing"),
        ("Decision", "D2004/9 Community safety"),
        ("Minutes", "Item 2: Community safety"),
        ("Paper", "Map of wombats"),
        ("Protocol", "P2004/1 Wombat watch"),
    ]
    page = search(client, "wombat")
    assert (
        "Everything 6 Minutes 1 Decisions 1 Actions 1 Agenda items 1 Papers 1 Protocols 1"
        in said(page)
    )
    assert "A <mark>wombat</mark> was seen." in page.html
    assert found(client, "wombat", kind="paper") == [("Paper", "Map of wombats")]


def test_a_protocol_is_found_once_by_its_best_clause_and_leads_to_its_version(
    hall: Hall, signed_in: SignIn
) -> None:
    version = hall.protocol("Figures", clause="The *police* share figures every quarter.")
    client = signed_in(hall.cast.alpha_member)
    assert found(client, "figures")[0] == ("Protocol", "P2004/1 Figures")
    page = search(client, "quarter police")
    assert f"/p/alpha/protocols/{version.protocol_id}/versions/1/" in page.html
    assert (
        "<b>Who may ask</b> The <mark>police</mark> share figures every <mark>quarter</mark>."
        in page.html
    )


def test_old_text_of_a_protocol_is_not_found_while_there_is_a_newer_one(
    hall: Hall, signed_in: SignIn
) -> None:
    old = hall.protocol("Watch", state="superseded", clause="Wombats only.")
    client = signed_in(hall.cast.alpha_member)
    assert found(client, "wombats") == [("Protocol", "P2004/1 Watch")]
    with hall.here():
        ProtocolVersion.objects.create(
            protocol=old.protocol, number=2, purpose="All animals", created_by=hall.minuted.by
        )
    assert found(client, "wombats") == []
    assert found(client, "animals") == [("Protocol", "P2004/1 Watch")]


@pytest.mark.parametrize("number", ["D2004/2", "d 2004/2", "2004/2"])
def test_a_number_finds_its_thing(hall: Hall, signed_in: SignIn, number: str) -> None:
    hall.protocol("Watch", serial=2)
    expected = [("Decision", "D2004/2 Community safety")]
    if number == "2004/2":
        expected.append(("Protocol", "P2004/2 Watch"))
    assert sorted(found(signed_in(hall.cast.alpha_coordinator), number)) == expected


def test_restricted_things_are_found_by_those_entitled_only(hall: Hall, signed_in: SignIn) -> None:
    words = "landlord or lease"
    with hall.here():
        Minutes.objects.update(state="circulated")
    everything = [
        ("Agenda item", "The lease"),
        ("Decision", "D2004/2 Community safety"),
        ("Minutes", "Item 2: Community safety"),
        ("Minutes", "Item 3: The lease"),
        ("Paper", "Draft lease"),
    ]
    assert sorted(found(signed_in(hall.cast.alpha_coordinator), words)) == everything
    assert sorted(found(signed_in(hall.cast.alpha_member), words)) == everything  # on the board
    stranger = signed_in(hall.stranger)
    assert found(stranger, words) == []
    page = search(stranger, words)
    assert "Nothing found" in page.text
    assert "Commercial" not in page.text


def test_draft_minutes_are_found_by_those_who_write_or_confirm_them(
    hall: Hall, signed_in: SignIn
) -> None:
    assert found(signed_in(hall.cast.alpha_member), "burglary") == []
    assert len(found(signed_in(hall.cast.alpha_coordinator), "burglary")) == 1
    with hall.here():
        Minutes.objects.update(state="circulated")
    assert found(signed_in(hall.stranger), "burglary") == [("Minutes", "Item 2: Community safety")]


def test_a_draft_agenda_is_found_by_its_makers(hall: Hall, signed_in: SignIn) -> None:
    planned = hall.meeting("July board", state="planned")
    hall.item("Wombat crossing", planned)
    assert found(signed_in(hall.cast.alpha_member), "wombat") == []
    assert found(signed_in(hall.cast.alpha_coordinator), "wombat") == [
        ("Agenda item", "Wombat crossing")
    ]


def test_another_partnership_finds_nothing_of_it(hall: Hall, signed_in: SignIn) -> None:
    response = signed_in(hall.cast.beta_coordinator).get("/p/beta/search/", {"q": "burglary"})
    assert response.context["found"].total == 0


def test_observers_may_not_search(hall: Hall, signed_in: SignIn) -> None:
    page = Pages(signed_in(hall.cast.observer)).get(SEARCH)
    assert page.status == 403
    assert "You do not have the right to search this partnership's papers." in said(page)


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_hostile_words_in_documents_and_queries_stay_words(hall: Hall, signed_in: SignIn) -> None:
    hall.decision(9, f"Wombat {HOSTILE} <mark>not ours</mark> & more")
    hall.item(f"Wombat {HOSTILE}")
    client = signed_in(hall.cast.alpha_coordinator)
    page = search(client, "wombat")
    assert "<img" not in page.html
    assert "alert(1)</script>" not in page.html
    assert page.html.count("<mark>") == page.html.count("</mark>") == 2
    for words in (
        HOSTILE,
        "\"'><svg onload=x>",
        "wombat' OR 1=1 --",
        "a:*b & | !",
        "((",
        "%%",
        "\\",
    ):
        asked = search(client, words)
        assert "onload" not in asked.html.replace("&gt;&lt;svg onload=x&gt;", "")
        assert "<img" not in asked.html


@pytest.mark.parametrize(
    ("words", "title", "advice"),
    [
        ("the of and", "These words are in almost every paper", "Add a word that only the papers"),
        ("-crime", "These words only say what to leave out", "Add at least one word"),
        ("zebra", "Nothing found", "has this word. Check the spelling"),
        ("zebra quagga", "Nothing found", "has all these words. Check the spelling"),
        ("", "What are you looking for?", "a number such as D2004/17"),
    ],
)
def test_what_is_said_when_nothing_is_found(
    hall: Hall, signed_in: SignIn, words: str, title: str, advice: str
) -> None:
    text = said(search(signed_in(hall.cast.alpha_member), words))
    assert title in text
    assert advice in text


def test_too_many_words_are_refused_and_kept(hall: Hall, signed_in: SignIn) -> None:
    page = search(signed_in(hall.cast.alpha_member), "wombat " * 40)
    assert page.title.startswith("Error: ")
    assert "Use fewer words: 200 characters at most" in said(page)
    assert "wombat wombat" in page.html


def test_the_list_is_paged_and_takes_the_same_queries_at_1_and_at_3(
    hall: Hall, signed_in: SignIn
) -> None:
    client = signed_in(hall.cast.alpha_coordinator)
    hall.decision(10, "Wombat one")
    one = queries(client, f"{SEARCH}?q=wombat")
    for serial in range(11, 13):
        hall.decision(serial, "Wombat again")
    assert queries(client, f"{SEARCH}?q=wombat") == one
    for serial in range(13, 33):
        hall.decision(serial, "Wombat again and again")
    page = Pages(client).get(f"{SEARCH}?q=wombat&page=2")
    assert "23 found, 21 to 23 on this page." in said(page)


def test_a_title_outranks_a_word_in_a_long_text(hall: Hall, signed_in: SignIn) -> None:
    with hall.here():
        Passage.objects.filter(pk=hall.minuted.open.pk).update(
            text="A wombat was named among much else. " + "Other words follow here. " * 60
        )
    hall.paper("Wombats")
    found_here = found(signed_in(hall.cast.alpha_coordinator), "wombat")
    assert found_here == [("Paper", "Wombats"), ("Minutes", "Item 2: Community safety")]
