"""The page behind an invitation's link, for everybody who may come along."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from partnerships.membership.domain.invitations import accept_invitation, revoke_invitation
from partnerships.membership.models import Invitation
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.settings import ACCOUNT_RATE_LIMITS
from tests.conftest import Cast
from tests.partnerships.membership.desk import PASSWORD, Desk
from tests.partnerships.membership.directory import Directory
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
JOIN = {"name": "Ann Lee", "password": PASSWORD}


def test_a_new_person_chooses_a_password_and_is_in(
    desk: Desk, directory: Directory, client: Client
) -> None:
    member = directory.member(email="ann@acorn.example")
    desk.invite(member=member)
    pages = Pages(client)
    page = pages.get(desk.link())
    assert (page.status, page.heading) == (200, "Join Alpha Partnership")
    assert "Alpha Coordinator invites Ann Lee as LSP member Acorn, for Acorn" in page.text
    assert "You will sign in with ann@acorn.example." in page.text
    assert 'value="Ann Lee"' in page.html
    page = pages.post(desk.link(), JOIN)
    assert page.response.redirect_chain == [("/p/alpha/", 302)]
    assert "Welcome to Alpha Partnership. Your role here: LSP member (Acorn)." in page.text
    user = User.objects.get(email="ann@acorn.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    with desk.room():
        member.refresh_from_db()
    assert (member.user, desk.roles(user)) == (user, [("member", "Acorn")])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "password": ""}, ["Enter your full name", "Enter a password"]),
        ({"password": "short"}, ["This password is too short"]),
        ({"password": "ann@acorn.example"}, ["The password is too similar to the email address"]),
    ],
)
def test_a_weak_password_opens_nothing(
    desk: Desk, client: Client, typed: dict[str, str], words: list[str]
) -> None:
    desk.invite()
    page = Pages(client).post(desk.link(), JOIN | typed)
    assert page.title == "Error: Join Alpha Partnership – LSP Portal"
    for each in words:
        assert each in page.text
    assert not User.objects.filter(email="ann@acorn.example").exists()
    assert desk.events() == [("invitation.sent", "Alpha Coordinator", "")]


def test_who_has_an_account_signs_in_and_accepts(desk: Desk, client: Client) -> None:
    user = desk.account()
    desk.invite()
    pages = Pages(client)
    page = pages.get(desk.link())
    assert "You have an account already: ann@acorn.example." in page.text
    assert f'href="/account/sign-in/?next={desk.link()}"' in page.html
    assert "password" not in page.html.partition("<main")[2].partition("</main")[0]
    data = {"login": user.email, "password": PASSWORD, "next": desk.link()}
    page = pages.post("/account/sign-in/", data)
    assert "You are signed in as ann@acorn.example." in page.text
    assert desk.roles(user) == []
    page = pages.post(desk.link())
    assert page.response.redirect_chain == [("/p/alpha/", 302)]
    assert desk.roles(user) == [("member", "Acorn")]


def test_another_account_is_warned_before_it_accepts(
    desk: Desk, cast: Cast, signed_in: SignIn
) -> None:
    desk.invite()
    pages = Pages(signed_in(cast.beta_chair))
    page = pages.get(desk.link())
    assert (
        "The invitation was sent to ann@acorn.example, and you are signed in as"
        " beta_chair@portal.example. Accept only if both are you." in page.text
    )
    assert f'href="/account/sign-out/?next={desk.link()}"' in page.html
    pages.post(desk.link())
    assert desk.roles(cast.beta_chair) == [("member", "Acorn")]


def test_a_closed_account_is_told_whom_to_ask(desk: Desk, client: Client) -> None:
    desk.invite()
    desk.account(is_active=False)
    page = Pages(client).get(desk.link())
    assert (
        "The account of ann@acorn.example is closed. Ask the portal administrator to open it"
        " again, then open this link once more." in page.text
    )


def test_the_inviter_cannot_take_the_chair(desk: Desk, cast: Cast, signed_in: SignIn) -> None:
    desk.invite(role="chair")
    page = Pages(signed_in(cast.alpha_coordinator)).post(desk.link())
    assert (page.status, page.heading) == (409, "This could not be done")
    assert "Nobody can make themselves chair" in page.text
    assert desk.roles(cast.alpha_coordinator) == [("coordinator", "")]


def test_a_used_link_says_so(desk: Desk, cast: Cast, client: Client) -> None:
    desk.invite()
    link, secret = desk.link(), desk.secret()
    with desk.room():
        accept_invitation(secret=secret, by=cast.nobody)
    for method in (Pages(client).get, Pages(client).post):
        page = method(link)
        assert (page.status, page.heading) == (410, "This invitation has been accepted")
        assert "tell the LSP co-ordinator of Alpha Partnership at once" in page.text
    assert not User.objects.filter(email="ann@acorn.example").exists()


def test_a_revoked_link_says_so(desk: Desk, cast: Cast, client: Client) -> None:
    made = desk.invite()
    with desk.room():
        revoke_invitation(invitation=made, by=cast.alpha_coordinator)
    page = Pages(client).get(desk.link())
    assert (page.status, page.heading) == (410, "This invitation was withdrawn")
    assert "ask its LSP co-ordinator to invite you again" in page.text


def test_an_expired_link_says_so(desk: Desk, client: Client) -> None:
    desk.invite()
    with desk.room():
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    page = Pages(client).post(desk.link(), JOIN)
    assert (page.status, page.heading) == (410, "This link has expired")
    assert "Ask the LSP co-ordinator of Alpha Partnership, Alpha Coordinator, to" in page.text


def test_an_unknown_link_tells_nothing(desk: Desk, client: Client) -> None:
    desk.invite()
    texts = set()
    secret = desk.secret()
    for place, key in (("alpha", "x"), ("beta", secret), ("gamma", secret), ("alpha", "é" * 900)):
        page = Pages(client).get(f"/invitations/{place}/{key}/")
        assert (page.status, page.heading) == (404, "This link does not work")
        texts.add(page.text)
    assert len(texts) == 1


def test_looking_changes_nothing_and_is_not_kept(desk: Desk, client: Client) -> None:
    """Mail scanners open every link before the person does; proxies keep what they may."""
    desk.invite()
    for _ in range(2):
        response = client.get(desk.link())
        assert response.status_code == client.head(desk.link()).status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert len(desk.events()) == 1


def test_the_secret_is_kept_in_the_outbox_only(desk: Desk, client: Client) -> None:
    made = desk.invite()
    secret = desk.secret()
    Pages(client).post(desk.link(), JOIN)
    with desk.room():
        stored = Invitation.objects.filter(pk=made.pk).values().get()
        told = list(AuditEvent.objects.values())
    assert secret not in f"{stored} {told} {dict(client.session)}"


def test_no_log_line_holds_the_secret(desk: Desk, caplog: Any) -> None:
    desk.invite()
    strict = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.INFO):
        assert strict.post(desk.link(), JOIN).status_code == 403
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "Forbidden (CSRF cookie not set.): /invitations/alpha/…/",
        "refused POST /invitations/alpha/…/ to user None",
    ]


def test_too_many_tries_of_one_link_have_to_wait(desk: Desk, client: Client, settings: Any) -> None:
    desk.invite()
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    try:
        weak = JOIN | {"password": "short"}
        codes = [client.post(desk.link(), weak).status_code for _ in range(11)]
        assert codes == [200] * 10 + [429]
    finally:
        cache.clear()
