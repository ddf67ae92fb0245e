"""The page of what one answer was."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.returns.desk import A, Desk

SignIn = Callable[[User], Client]


def moments(client: Client, question: str, query: str = "") -> list[str]:
    response = client.get(f"{A}answers/{question}/{query}")
    assert response.status_code == 200
    return [words(item) for item in with_class(parsed(response.content.decode()), "portal-moment")]


@pytest.fixture
def chair(desk: Desk, signed_in: SignIn) -> Client:
    """Who may read, but not write."""
    return signed_in(desk.cast.alpha_chair)


def test_every_answer_with_who_and_when(desk: Desk, chair: Client) -> None:
    desk.answer(desk.cast.alpha, {"A02": 2001})
    desk.answer(desk.cast.alpha, {"A02": None}, by=desk.cast.alpha_member)
    newest, oldest = moments(chair, "A02")
    assert newest.startswith("Alpha Member, ")
    assert newest.endswith("No answer")
    assert oldest.startswith("Alpha Coordinator, ")
    assert oldest.endswith("2001")


def test_texts_show_what_changed(desk: Desk, chair: Client) -> None:
    desk.answer(desk.cast.alpha, {"M06": "Safer streets"})
    desk.answer(desk.cast.alpha, {"M06": "Safer <b>roads"})
    newest, _ = moments(chair, "M06")
    assert newest.endswith("Safer [removed: streets][added: <b>roads]")


def test_nothing_yet(desk: Desk, chair: Client) -> None:
    assert moments(chair, "A02") == []
    assert "Nobody has answered this yet" in chair.get(f"{A}answers/A02/").content.decode()


@pytest.mark.parametrize("question", ["Z99", "a02", "A0-2"])
def test_an_unknown_question_is_404(desk: Desk, chair: Client, question: str) -> None:
    assert chair.get(f"{A}answers/{question}/").status_code == 404


def test_long_histories_have_pages_and_few_queries(desk: Desk, chair: Client) -> None:
    for year in range(1995, 2004):
        desk.answer(desk.cast.alpha, {"A02": year})
    chair.get(f"{A}answers/A02/")
    with CaptureQueriesContext(connection) as few:
        assert len(moments(chair, "A02")) == 9
    for year in range(2003, 1990, -1):
        desk.answer(desk.cast.alpha, {"A02": year})
    with CaptureQueriesContext(connection) as many:
        assert len(moments(chair, "A02")) == 20
    assert len(moments(chair, "A02", "?page=2")) == 1
    assert len(few) == len(many)


def test_the_section_leads_to_it(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    desk.answer(desk.cast.alpha, {"A02": 2002})
    client = signed_in(desk.cast.alpha_coordinator)
    html = client.get(f"{A}sections/A/").content.decode()
    (link,) = with_class(parsed(html), "portal-question__history")
    assert (words(link), link.get("href")) == (
        "Changed once: earlier answers to A02",
        f"{A}answers/A02/",
    )
