"""/api/v1/p/<slug>/bodies/: who sits, and who sat on 3 March 2004."""

from datetime import date

import pytest

from partnerships.membership.domain.bodies import set_constitution
from tests.partnerships.membership.directory import Directory
from tests.support.api import Api, cost

pytestmark = pytest.mark.django_db
LIST = "p/alpha/bodies/"


def test_who_sat_on_a_day(directory: Directory) -> None:
    acorn = directory.organisation("Acorn")
    ann, ben = directory.member("Ann Lee", acorn), directory.member("Ben Oak", acorn)
    board = directory.body()
    seat = directory.seat(board, organisation=acorn)
    directory.tenure(seat, ann, until=date(2004, 3, 3), substitute=ben)
    directory.tenure(seat, ben, since=date(2004, 3, 4))
    with directory.room():
        set_constitution(
            body=board, in_force_from=date(2004, 3, 4), quorum_number=1, by=directory.by
        )
    api, path = Api(directory.cast.alpha_member), f"{LIST}{board.pk}/"
    then = api.get(f"{path}?on=2004-03-03")
    partner = {"id": acorn.pk, "name": "Acorn"}
    assert then == {
        "id": board.pk,
        "name": "Board",
        "kind": "board",
        "purpose": "",
        "parent": None,
        "formed_on": "2003-01-01",
        "dissolved_on": None,
        "is_public": True,
        "seat_count": 1,
        "vacant_count": 0,
        "on": "2004-03-03",
        "seats": [
            {
                "id": seat.pk,
                "title": "Voluntary 1",
                "sector": "voluntary",
                "role": "member",
                "votes": True,
                "organisation": partner,
                "tenure": {
                    "member": {"id": ann.pk, "name": "Ann Lee", "organisation": partner},
                    "substitute": {"id": ben.pk, "name": "Ben Oak"},
                    "since": "2003-01-01",
                    "until": "2004-03-03",
                },
            }
        ],
        "constitution": None,
    }
    now = api.get(path)
    assert now["seats"][0]["tenure"]["member"]["name"] == "Ben Oak"
    assert (now["constitution"]["quorum_number"], now["constitution"]["quorum_sectors"]) == (1, {})
    api.get(path, 304, **{"If-None-Match": api.tag(path)})
    before = api.get(f"{path}?on=2002-12-31")
    assert (before["seats"], before["seat_count"]) == ([], 0)


def test_list(directory: Directory) -> None:
    directory.body("Forum", "area_forum")
    directory.seat(directory.body())
    api = Api(directory.cast.alpha_member)
    rows = api.get(LIST)["results"]
    assert [(r["name"], r["seat_count"], r["vacant_count"]) for r in rows] == [
        ("Board", 1, 1),
        ("Forum", 0, 0),
    ]
    assert [r["name"] for r in api.get(f"{LIST}?page_size=1&page=2")["results"]] == ["Forum"]
    api.send("post", LIST, {}, 405)


def test_cost_does_not_grow(directory: Directory) -> None:
    api = Api(directory.cast.alpha_member)
    directory.tenure(directory.seat(directory.body()), directory.member())
    path = f"{LIST}{api.get(LIST)['results'][0]['id']}/"
    one = [cost(lambda p=p: api.get(p)) for p in (LIST, path)]
    with directory.room():
        from partnerships.membership.models import Body

        board = Body.objects.get()
    for name in ("Ben", "Cat"):
        directory.body(name, "thematic")
        directory.tenure(directory.seat(board, name), directory.member(name))
    assert len(api.get(LIST)["results"]) == 3
    assert [cost(lambda p=p: api.get(p)) for p in (LIST, path)] == one
