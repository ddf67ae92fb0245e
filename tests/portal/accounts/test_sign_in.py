"""Signing in and out, passwords changed and forgotten; nothing tells who has an account."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from portal.accounts.models import User
from tests.support.pages import Page, Pages

PASSWORD, NEW = "correct horse battery", "staple of an older horse"
SIGN_IN, RESET, CHANGE = (
    "/account/sign-in/",
    "/account/password/reset/",
    "/account/password/change/",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann@council.example", PASSWORD, name="Ann Example")


def sign_in(client: Client, email: str = "ann@council.example", password: str = PASSWORD) -> Page:
    return Pages(client).post(SIGN_IN, {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "email", ["ann@council.example", "ANN@Council.Example", " ann@council.example "]
)
def test_signing_in_by_address_whatever_its_case(ann: User, client: Client, email: str) -> None:
    page = sign_in(client, email)
    assert is_signed_in(client)
    assert page.response.redirect_chain == [("/", 302)]
    assert "Ann Example" in page.text


def test_the_session_gets_a_new_key_at_sign_in(ann: User, client: Client) -> None:
    client.get(SIGN_IN)
    before = client.cookies.get(settings.SESSION_COOKIE_NAME)
    old = before.value if before else None
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != old
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ann: User) -> None:
    wrong = sign_in(Client(), password="wrong horse battery")
    unknown = sign_in(Client(), email="eve@council.example")
    for page in (wrong, unknown):
        assert page.title.startswith("Error: ")
        assert not is_signed_in(page.response.client)
    assert wrong.text.replace("ann@", "@") == unknown.text.replace("eve@", "@")


def test_a_closed_account_cannot_sign_in_and_looks_like_any_wrong_password(ann: User) -> None:
    User.objects.update(is_active=False)
    closed = sign_in(Client())
    assert not is_signed_in(closed.response.client)


def test_a_closed_account_is_out_at_its_next_request(ann: User, client: Client) -> None:
    sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/account/api-tokens/").status_code == 302


def test_next_leads_to_our_own_pages_only(ann: User, client: Client) -> None:
    for target, expected in (
        ("/help/", "/help/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
    ):
        fresh = Client()
        answer = fresh.post(
            f"{SIGN_IN}?next={target}",
            {"login": ann.email, "password": PASSWORD, "next": target},
        )
        assert (answer.status_code, answer["Location"]) == (302, expected), target


def test_signing_out_needs_a_post_and_ends_the_session(ann: User, client: Client) -> None:
    sign_in(client)
    client.get("/account/sign-out/")
    assert is_signed_in(client)
    key = client.session.session_key
    client.post("/account/sign-out/")
    assert not is_signed_in(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/account/api-tokens/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    page = Pages(client).get("/account/sign-up/")
    assert page.heading == "Accounts are opened for you"
    data = {"email": "eve@council.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/sign-up/", data)
    assert User.objects.count() == 0


def test_changing_the_password_keeps_this_session_and_ends_the_others(ann: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    Pages(here).post(CHANGE, data)
    ann.refresh_from_db()
    assert ann.check_password(NEW)
    assert here.get("/account/api-tokens/").status_code == 200
    assert elsewhere.get("/account/api-tokens/").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"oldpassword": "wrong", "password1": NEW, "password2": NEW},
        {"oldpassword": PASSWORD, "password1": NEW, "password2": "another"},
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    ],
)
def test_a_change_that_is_not_right_is_refused(
    ann: User, client: Client, data: dict[str, str]
) -> None:
    sign_in(client)
    page = Pages(client).post(CHANGE, data)
    ann.refresh_from_db()
    assert page.title.startswith("Error: ")
    assert ann.check_password(PASSWORD)


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(ann: User, client: Client) -> None:
    page = Pages(client).post(RESET, {"email": "Ann@council.example"})
    assert page.heading == "Check your email"
    (letter,) = mail.outbox
    assert letter.to == ["ann@council.example"]
    assert letter.subject == "LSP Portal: " + letter.subject.removeprefix("LSP Portal: ")
    link = re.search(r"https?://\S+(/account/password/reset/\S+)", letter.body)[1]
    form = Pages(client).get(link)
    done = Pages(client).post(
        form.response.request["PATH_INFO"], {"password1": NEW, "password2": NEW}
    )
    assert done.status == 200
    ann.refresh_from_db()
    assert ann.check_password(NEW)
    again = Pages(Client()).get(link)
    assert 'name="password1"' not in again.html


def test_an_unknown_address_gets_the_same_answer(ann: User) -> None:
    known = Pages(Client()).post(RESET, {"email": "ann@council.example"})
    unknown = Pages(Client()).post(RESET, {"email": "eve@council.example"})
    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert known.response.redirect_chain == unknown.response.redirect_chain
    assert [
        m.to for m in mail.outbox if "/password/reset/" in m.body and "eve" in m.to[0]
    ] == [] or ("key" not in mail.outbox[-1].body)


def test_a_closed_account_gets_no_link(ann: User) -> None:
    User.objects.update(is_active=False)
    Pages(Client()).post(RESET, {"email": "ann@council.example"})
    assert not any(re.search(r"/account/password/reset/\w+-", m.body) for m in mail.outbox)


def test_a_made_up_link_opens_nothing(ann: User, client: Client) -> None:
    for link in ("1-abc-def", "zz-set-password", f"{ann.pk}-c0ffee-0123456789"):
        page = Pages(client).get(f"/account/password/reset/{link}/")
        assert 'name="password1"' not in page.html


def test_too_many_wrong_passwords_lock_the_address_for_a_while(ann: User, settings: Any) -> None:
    """The sixth within five minutes, for an unknown address as well; from any browser."""
    from django.core.cache import cache

    from portal.settings import ACCOUNT_RATE_LIMITS

    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    try:
        answers = {}
        for email in ("ann@council.example", "eve@council.example"):
            for _ in range(5):
                sign_in(Client(), email, "wrong horse battery")
            answers[email] = sign_in(Client(), email, PASSWORD)
            assert not is_signed_in(answers[email].response.client)
        texts = {page.text.replace("ann@", "@").replace("eve@", "@") for page in answers.values()}
        assert len(texts) == 1
    finally:
        cache.clear()
