"""/api/v1/me/ and /api/v1/p/<slug>/: who is asking, by session or token."""

import pytest
from django.test import Client

from partnerships.membership.domain.roles import give_role
from portal.accounts.domain import create_user
from portal.accounts.models import User
from portal.accounts.tokens import create_token, revoke_token
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.support.api import ROOT, Api, cost, said, token_of

pytestmark = pytest.mark.django_db


def with_token(token: str, path: str = "me/", status: int = 200, scheme: str = "Token") -> dict:
    headers = {"Authorization": f"{scheme} {token}"}
    return said(Client().get(ROOT + path, headers=headers), status)


def test_me(cast: Cast) -> None:
    assert Api(cast.alpha_chair).get("me/") == {
        "email": "alpha_chair@portal.example",
        "name": "Alpha Chair",
        "national_roles": [],
        "partnerships": [{"slug": "alpha", "name": "Alpha Partnership", "roles": ["chair"]}],
    }
    assert Api(cast.evaluator).get("me/")["national_roles"] == ["evaluator"]
    assert Api(cast.nobody).get("me/")["partnerships"] == []


def test_strangers_must_sign_in(cast: Cast) -> None:
    response = Client().get(f"{ROOT}me/")
    body = said(response, 401)
    assert response["WWW-Authenticate"].startswith("Token")
    assert body["detail"] == "Authentication credentials were not provided."


def test_a_token_of_ones_own(cast: Cast) -> None:
    with in_national():
        token = create_token(by=cast.alpha_coordinator)
    assert with_token(token)["name"] == "Alpha Coordinator"
    assert with_token(token, "p/alpha/")["roles"] == ["coordinator"]
    with_token(token, "p/beta/", 404)
    with in_national():
        revoke_token(token_key=token[:15], by=cast.alpha_coordinator)
    assert with_token(token, status=401)["detail"] == "Invalid token."


def test_tokens_that_do_not_count(cast: Cast) -> None:
    assert with_token("f" * 64, status=401)["detail"] == "Invalid token."
    assert with_token("", status=401)["title"] == "Unauthorized"
    assert with_token("a b", status=401)["title"] == "Unauthorized"
    with_token(token_of(cast.alpha_chair, days=-1), status=401)
    good = token_of(cast.alpha_chair)
    assert with_token(good)["name"] == "Alpha Chair"
    assert with_token(good, status=401, scheme="Bearer")["title"] == "Unauthorized"
    with in_national():
        User.objects.filter(pk=cast.alpha_chair.pk).update(is_active=False)
    with_token(good, status=401)


def test_a_wrong_token_opens_no_room_even_with_a_session(cast: Cast) -> None:
    api = Api(cast.alpha_chair)
    said(api.client.get(f"{ROOT}p/alpha/", headers={"Authorization": f"Token {'f' * 64}"}), 401)


def test_room(cast: Cast) -> None:
    assert Api(cast.alpha_member).get("p/alpha/") == {
        "slug": "alpha",
        "name": "Alpha Partnership",
        "authority_type": "metropolitan_district",
        "region": "west_midlands",
        "nrf": True,
        "lead": "00CN",
        "authorities": ["00CN"],
        "roles": ["member"],
    }
    assert Api(cast.observer).get("p/alpha/")["roles"] == ["observer"]


@pytest.mark.parametrize("path", ["p/alpha/", "p/alpha/people/"])
def test_outsiders_cannot_tell_a_room_from_nothing(cast: Cast, path: str) -> None:
    nothing = Api(cast.nobody).get("p/nowhere/", 404)
    for user in (cast.nobody, cast.beta_chair, cast.evaluator, cast.odpm, cast.administrator):
        assert Api(user).get(path, 404) == nothing
    Api().get(path, 401)


def test_people(cast: Cast) -> None:
    body = Api(cast.alpha_member).get("p/alpha/people/")
    assert [(row["name"], row["role"]) for row in body["results"]] == [
        ("Alpha Chair", "chair"),
        ("Alpha Coordinator", "coordinator"),
        ("Alpha Member", "member"),
    ]
    assert set(body["results"][0]) == {"name", "role", "title", "given_at"}


def test_observers_do_not_see_people(cast: Cast) -> None:
    body = Api(cast.observer).get("p/alpha/people/", 403)
    assert (
        body["detail"]
        == "You do not have the right to see this partnership's members and their roles."
    )


@pytest.mark.parametrize("path", ["me/", "p/alpha/", "p/alpha/people/"])
def test_nobody_writes(cast: Cast, path: str) -> None:
    Api(cast.alpha_chair).send("post", path, {}, 405)


def test_cost_does_not_grow(cast: Cast) -> None:
    api = Api(cast.alpha_chair)
    paths = ("me/", "p/alpha/people/")
    before = [cost(lambda path=path: api.get(path)) for path in paths]
    with in_national():
        new = [create_user(email=f"m{n}@x.example", name=f"M {n}", by=cast.by) for n in range(3)]
    with in_partnership(cast.alpha.pk):
        for user in new:
            give_role(user=user, role="member", by=cast.by)
    with in_partnership(cast.beta.pk):
        give_role(user=cast.alpha_chair, role="member", by=cast.by)
    assert [cost(lambda path=path: api.get(path)) for path in paths] == before
    assert max(before) <= 13
