"""/api/v1/p/<slug>/members/."""

from datetime import date

import pytest

from partnerships.membership.domain.organisations import organisation_leaves
from tests.partnerships.membership.directory import Directory
from tests.support.api import Api, Change, cost, needs_match, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/members/"


def test_list_and_filters(directory: Directory) -> None:
    acorn, oak = directory.organisation("Acorn"), directory.organisation("Oak", "business")
    ann = directory.member("Ann Lee", acorn, email="Ann@Acorn.example", since=date(2003, 1, 1))
    directory.member("Oz Fox", oak, may_sign=True)
    api = Api(directory.cast.alpha_member)
    first, second = api.get(LIST)["results"]
    assert first == {
        "id": ann.pk,
        "organisation": {"id": acorn.pk, "name": "Acorn"},
        "name": "Ann Lee",
        "job_title": "",
        "email": "ann@acorn.example",
        "phone": "",
        "may_sign": False,
        "name_public": False,
        "since": "2003-01-01",
        "until": None,
    }
    for query in (f"organisation={oak.pk}", "q=fox", "sector=business", "may_sign=true"):
        assert api.get(f"{LIST}?{query}")["results"] == [second]
    assert api.get(f"{LIST}?state=left")["results"] == []
    assert wrong(api.get(f"{LIST}?organisation=999", 400)) == {
        "#/organisation": "There is no such organisation here."
    }


def test_add(directory: Directory) -> None:
    acorn, oak = directory.organisation("Acorn"), directory.organisation("Oak")
    with directory.room():
        organisation_leaves(organisation=oak, on=date(2004, 1, 1), by=directory.by)
    api = Api(directory.cast.alpha_coordinator)
    made = api.send("post", LIST, {"organisation": acorn.pk, "name": "Ann Lee"}, 201)
    assert api.get(f"{LIST}{made['id']}/") == made
    body = api.send("post", LIST, {"organisation": oak.pk, "name": "Ben"}, 409)
    assert body["detail"].startswith("Oak left the partnership on 1 January 2004")
    body = api.send("post", LIST, {"organisation": 10**12, "name": "Ben"}, 400)
    assert set(wrong(body)) == {"#/organisation"}


def test_change_needs_what_was_read(directory: Directory) -> None:
    path = f"{LIST}{directory.member().pk}/"
    mine, theirs = (Api(directory.cast.alpha_coordinator) for _ in range(2))
    needs_match(mine, theirs, Change(path, {"phone": "1"}), Change(path, {"job_title": "Head"}))
    now = mine.get(path)
    assert (now["phone"], now["job_title"], now["name"]) == ("1", "Head", "Ann Lee")
    body = mine.send("patch", path, {"organisation": 1}, 400, match="*")
    assert set(wrong(body)) == {"#/organisation"}


def test_cost_does_not_grow(directory: Directory) -> None:
    api = Api(directory.cast.alpha_member)
    body = directory.body()
    directory.tenure(directory.seat(body), directory.member())
    one = cost(lambda: api.get(LIST))
    for name in ("Ben", "Cat"):
        directory.tenure(directory.seat(body, name), directory.member(name))
    assert len(api.get(LIST)["results"]) == 3
    assert cost(lambda: api.get(LIST)) == one
