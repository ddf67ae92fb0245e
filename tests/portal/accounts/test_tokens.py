"""API tokens: shown once, kept as a hash, revoked at once, good for the API only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from portal.accounts.models import User
from portal.accounts.queries import live_tokens
from portal.accounts.tokens import MOST, create_token, revoke_token
from portal.audit.models import AuditEvent
from portal.errors import Missing, Refused
from portal.tenancy.context import in_national
from tests.conftest import Cast
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
ADDRESS = "/account/api-tokens/"


def token_of(user: User) -> str:
    with in_national():
        return create_token(by=user)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Token {token}"}


def test_a_token_is_stored_as_a_hash_with_an_end(cast: Cast) -> None:
    token = token_of(cast.alpha_chair)
    stored = AuthToken.objects.get()
    assert token not in (stored.digest, stored.token_key)
    assert stored.token_key == token[: len(stored.token_key)]
    assert stored.expiry - timezone.now() > timedelta(days=89)
    with in_national():
        event = AuditEvent.objects.get(name="token.created")
    assert event.facts == {"token": stored.token_key}
    assert token not in str(event.facts)


def test_the_page_shows_a_new_token_once(cast: Cast, signed_in: SignIn) -> None:
    pages = Pages(signed_in(cast.alpha_chair))
    assert "You have no API token" in pages.get(ADDRESS).text
    made = pages.post(ADDRESS, {"confirm": "on"})
    stored = AuthToken.objects.get(user=cast.alpha_chair)
    shown = [e.text for e in made.tree.iter("code") if (e.text or "").startswith(stored.token_key)]
    token = max(shown, key=len)
    assert Client().get("/api/v1/me/", headers=bearing(token)).status_code == 200
    later = pages.get(ADDRESS)
    assert token not in later.html
    assert stored.token_key in later.text


def test_a_token_needs_the_promise_to_keep_it_secret(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.alpha_chair)).post(ADDRESS, {})
    assert page.title.startswith("Error: ")
    assert "Confirm that you will keep the token secret" in page.text
    assert AuthToken.objects.count() == 0


def test_a_person_revokes_their_own_token(cast: Cast, signed_in: SignIn) -> None:
    token = token_of(cast.alpha_chair)
    key = AuthToken.objects.get().token_key
    page = Pages(signed_in(cast.alpha_chair)).post(f"{ADDRESS}{key}/revoke/")
    assert "The API token no longer works." in page.text
    assert Client().get("/api/v1/me/", headers=bearing(token)).status_code == 401
    with in_national():
        assert AuditEvent.objects.get(name="token.revoked").facts == {"token": key}


def test_nobody_revokes_anybody_elses(cast: Cast, signed_in: SignIn) -> None:
    token_of(cast.alpha_chair)
    key = AuthToken.objects.get().token_key
    page = Pages(signed_in(cast.beta_chair)).post(f"{ADDRESS}{key}/revoke/")
    assert page.status == 404
    assert AuthToken.objects.count() == 1
    with in_national(), pytest.raises(Missing, match="no such API token of yours"):
        revoke_token(token_key=key, by=cast.beta_chair)


def test_a_person_has_a_handful_at_most(cast: Cast) -> None:
    for _ in range(MOST):
        token_of(cast.alpha_chair)
    with pytest.raises(Refused) as refusal:
        token_of(cast.alpha_chair)
    assert refusal.value.message == (
        "You already have 10 API tokens. Revoke one you no longer use first."
    )
    AuthToken.objects.all().update(expiry=timezone.now() - timedelta(seconds=1))
    assert live_tokens(cast.alpha_chair).count() == 0
    token_of(cast.alpha_chair)


@pytest.mark.parametrize("who", ["alpha_chair", "beta_chair", "nobody", "evaluator"])
def test_a_token_has_the_rights_of_its_owner_and_no_more(
    cast: Cast, signed_in: SignIn, who: str
) -> None:
    person = getattr(cast, who)
    headers = bearing(token_of(person))
    by_session = signed_in(person)
    for path in ("/api/v1/me/", "/api/v1/p/alpha/", "/api/v1/p/alpha/people/", "/api/v1/p/no/"):
        with_token = Client().get(path, headers=headers)
        assert with_token.status_code == by_session.get(path).status_code
        assert with_token.content == by_session.get(path).content


@pytest.mark.parametrize(
    "header", ["Token nonsense", "Token ", "Bearer x", "Token a b", "Basic Og=="]
)
def test_a_wrong_token_is_nobody(cast: Cast, header: str) -> None:
    for path in ("/api/v1/me/", "/api/v1/p/alpha/"):
        response = Client().get(path, headers={"Authorization": header})
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Token"
        assert response["Content-Type"] == "application/problem+json"


def test_an_expired_token_and_one_of_a_closed_account_are_nobody(cast: Cast) -> None:
    headers = bearing(token_of(cast.alpha_chair))
    assert Client().get("/api/v1/me/", headers=headers).status_code == 200
    User.objects.filter(pk=cast.alpha_chair.pk).update(is_active=False)
    assert Client().get("/api/v1/me/", headers=headers).status_code == 401
    User.objects.filter(pk=cast.alpha_chair.pk).update(is_active=True)
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert Client().get("/api/v1/p/alpha/", headers=headers).status_code == 401


@pytest.mark.parametrize("path", ["/p/alpha/", "/account/api-tokens/", "/"])
def test_a_token_opens_no_page(cast: Cast, path: str) -> None:
    with_token = Client().get(path, headers=bearing(token_of(cast.alpha_chair)))
    without = Client().get(path)
    assert with_token.status_code == without.status_code
    assert "Alpha Chair" not in with_token.content.decode()


def test_a_token_beside_a_session_counts_as_the_token(cast: Cast, signed_in: SignIn) -> None:
    """The middleware and the API view must see the same person."""
    client = signed_in(cast.alpha_chair)
    headers = bearing(token_of(cast.beta_chair))
    assert client.get("/api/v1/me/", headers=headers).json()["email"] == cast.beta_chair.email
    assert client.get("/api/v1/p/alpha/", headers=headers).status_code == 404
    wrong = client.get("/api/v1/p/alpha/", headers={"Authorization": "Token nonsense"})
    assert wrong.status_code == 401
