"""/api/v1/p/<slug>/organisations/."""

from datetime import date

import pytest
from django.test import Client

from partnerships.membership.domain.organisations import organisation_leaves
from tests.partnerships.membership.directory import Directory
from tests.support.api import ROOT, Api, Change, cost, needs_match, token_of, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/organisations/"


def test_list_narrows_and_keeps_those_that_left_apart(directory: Directory) -> None:
    directory.organisation("Acorn", website="https://acorn.example", joined_on=date(2003, 1, 1))
    gone = directory.organisation("Beech", sector="business", kind="business")
    with directory.room():
        organisation_leaves(organisation=gone, on=date(2004, 1, 1), by=directory.by)
    api = Api(directory.cast.alpha_member)
    body = api.get(LIST)
    (row,) = body["results"]
    assert row == {
        "id": row["id"],
        "name": "Acorn",
        "sector": "voluntary",
        "kind": "other",
        "website": "https://acorn.example",
        "joined_on": "2003-01-01",
        "left_on": None,
    }
    assert (body["count"], body["pages"], body["links"]) == (1, 1, {"next": None, "previous": None})
    assert [r["name"] for r in api.get(f"{LIST}?state=left")["results"]] == ["Beech"]
    assert [r["name"] for r in api.get(f"{LIST}?state=all")["results"]] == ["Beech", "Acorn"]
    assert api.get(f"{LIST}?sector=business")["results"] == []
    assert [r["name"] for r in api.get(f"{LIST}?q=corn&kind=other")["results"]] == ["Acorn"]
    assert wrong(api.get(f"{LIST}?state=never", 400)) == {
        "#/state": '"never" is not a valid choice.'
    }


def test_add_and_read(directory: Directory) -> None:
    api = Api(directory.cast.alpha_coordinator)
    response = api.client.post(
        ROOT + LIST, {"name": " Acorn ", "sector": "voluntary"}, content_type="application/json"
    )
    made = response.json()
    path = f"{LIST}{made['id']}/"
    assert (response.status_code, response["Location"]) == (201, f"/{ROOT.strip('/')}/{path}")
    assert made["name"] == "Acorn"
    assert api.get(path) == made
    assert response["ETag"] == api.tag(path)
    again = api.send("post", LIST, {"name": "ACORN", "sector": "voluntary"}, 409)
    assert again["detail"].startswith("There is an organisation called “ACORN” already.")
    assert directory.events() == ["organisation.added"]


def test_what_is_sent_is_checked(directory: Directory) -> None:
    api = Api(directory.cast.alpha_coordinator)
    body = api.send("post", LIST, {"nmae": "Acorn", "sector": "voluntary"}, 400)
    assert wrong(body) == {
        "#/nmae": "There is no such value. Send only the names in the API’s description."
    }
    body = api.send("post", LIST, {"sector": "green", "website": "javascript:x"}, 400)
    assert wrong(body) == {
        "#/name": "This field is required.",
        "#/sector": '"green" is not a valid choice.',
        "#/website": "Enter a valid URL.",
    }


def test_change_needs_what_was_read(directory: Directory) -> None:
    path = f"{LIST}{directory.organisation().pk}/"
    mine, theirs = (Api(directory.cast.alpha_coordinator) for _ in range(2))
    needs_match(
        mine,
        theirs,
        Change(path, {"website": "https://acorn.example"}),
        Change(path, {"name": "Acorn Trust"}),
    )
    now = mine.get(path)
    assert (now["name"], now["website"]) == ("Acorn Trust", "https://acorn.example")
    mine.send("patch", path, {"kind": "faith"}, match="*")
    assert mine.get(path)["kind"] == "faith"
    assert wrong(mine.send("patch", path, {"left_on": "2004-01-01"}, 400, match="*")) == {
        "#/left_on": "There is no such value. Send only the names in the API’s description."
    }


def test_a_program_with_a_token_walks_the_whole_way(directory: Directory) -> None:
    """As docs/howto/use-the-api.md tells it; without cookies, so without a CSRF token."""
    path = f"{ROOT}{LIST}{directory.organisation().pk}/"
    token = {"Authorization": f"Token {token_of(directory.cast.alpha_coordinator)}"}
    program = Client(enforce_csrf_checks=True)
    seen = program.get(path, headers=token)["ETag"]
    assert program.get(path, headers={**token, "If-None-Match": seen}).status_code == 304

    def change(name: str, **more: str) -> int:
        answer = program.patch(
            path, {"name": name}, content_type="application/json", headers={**token, **more}
        )
        return answer.status_code

    assert change("Oak") == 428
    assert change("Oak", **{"If-Match": seen}) == 200
    assert change("Elm", **{"If-Match": seen}) == 412
    assert program.get(path, headers=token).json()["name"] == "Oak"


def test_rights(directory: Directory) -> None:
    path = f"{LIST}{directory.organisation().pk}/"
    member = Api(directory.cast.alpha_member)
    for method, where in (("post", LIST), ("patch", path)):
        body = member.send(method, where, {}, 403)
        words = "You do not have the right to change organisations, members, bodies and seats."
        assert body["detail"] == words
    Api(directory.cast.observer).get(path, 403)
    Api(directory.cast.beta_chair).get(path, 404)
    member.get(f"{LIST}999999/", 404)


def test_cost_does_not_grow(directory: Directory) -> None:
    api = Api(directory.cast.alpha_member)
    directory.organisation()
    one = cost(lambda: api.get(LIST))
    for name in ("Beech", "Cedar"):
        directory.organisation(name)
    assert len(api.get(LIST)["results"]) == 3
    assert cost(lambda: api.get(LIST)) == one
