"""/api/v1/p/<slug>/decisions/."""

import pytest

from partnerships.meetings.domain.decisions import replace_decision
from partnerships.meetings.models import Decision
from tests.partnerships.boardroom.hall import Hall
from tests.support.api import Api, Change, cost, needs_match, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/decisions/"


def of(hall: Hall, serial: int) -> Decision:
    with hall.here():
        return Decision.objects.get(serial=serial)


def circulated(hall: Hall) -> None:
    """Decisions of draft minutes are their writers'."""
    with hall.here():
        hall.minuted.circulate()


def test_register_without_what_is_restricted(hall: Hall) -> None:
    circulated(hall)
    rows = Api(hall.cast.alpha_chair).get(LIST)["results"]
    assert [row["number"] for row in rows] == ["D2004/2", "D2004/1"]
    api = Api(hall.stranger)
    (row,) = api.get(LIST)["results"]
    item = hall.table.items[1]
    assert row | {"recorded_at": ""} == {
        "id": of(hall, 1).pk,
        "number": "D2004/1",
        "year": 2004,
        "meeting": {
            "id": hall.table.meeting.pk,
            "title": "March board",
            "starts_at": "2004-03-05T14:00:00Z",
            "body": {"id": hall.table.board.pk, "name": "Board"},
        },
        "item": {"id": item.pk, "number": "2", "title": "Community safety"},
        "text": "The board adopts the plan.",
        "restricted": False,
        "restricted_why": "",
        "reached": "vote",
        "votes_for": 4,
        "votes_against": 1,
        "votes_abstained": 0,
        "casting_vote": False,
        "state": "in_force",
        "recorded_at": "",
    }
    for query, found in (
        ("q=plan", 1),
        ("q=landlord", 0),
        ("q=D2004/1", 1),
        ("q=D2004/2", 0),
        ("year=2005", 0),
        (f"body={hall.table.board.pk}&state=in_force", 1),
    ):
        assert api.get(f"{LIST}?{query}")["count"] == found, query
    api.get(f"{LIST}{of(hall, 2).pk}/", 404)
    Api(hall.cast.observer).get(LIST, 403)


def test_decisions_of_draft_minutes_are_their_writers(hall: Hall) -> None:
    path = f"{LIST}{of(hall, 1).pk}/"
    Api(hall.cast.alpha_coordinator).get(path)
    Api(hall.stranger).get(path, 404)
    assert Api(hall.stranger).get(LIST)["results"] == []


def test_a_later_decision_is_named_only_to_those_who_may_read_it(hall: Hall) -> None:
    circulated(hall)
    old, new = of(hall, 1), of(hall, 2)
    with hall.here():
        replace_decision(decision=old, replaced_by=new, by=hall.minuted.by)
    path = f"{LIST}{old.pk}/"
    named = {"id": new.pk, "number": "D2004/2"}
    assert Api(hall.cast.alpha_chair).get(path)["replaced_by"] == named
    seen = Api(hall.stranger).get(path)
    assert (seen["state"], seen["replaced_by"]) == ("replaced", None)
    assert Api(hall.cast.alpha_chair).get(f"{LIST}{new.pk}/")["replaces"] == [
        {"id": old.pk, "number": "D2004/1"}
    ]


def test_record(hall: Hall) -> None:
    api = Api(hall.cast.alpha_coordinator)
    given = {"item": hall.table.items[0].pk, "text": "Adopt it.", "reached": "vote"}
    assert wrong(api.send("post", LIST, given | {"votes_for": 2}, 400)) == {
        "#/votes_against": "Count these votes too.",
        "#/votes_abstained": "Count these votes too.",
    }
    counts = {"votes_for": 2, "votes_against": 1, "votes_abstained": 0}
    made = api.send("post", LIST, given | counts, 201)
    assert (made["number"], made["votes_for"], made["replaced_by"]) == ("D2004/3", 2, None)
    assert api.get(f"{LIST}{made['id']}/") == made
    body = api.send("post", LIST, given | counts | {"votes_for": 9}, 409)
    assert body["detail"].startswith("10 votes were counted")
    assert wrong(api.send("post", LIST, given | counts | {"item": 999999}, 400)) == {
        "#/item": "There is no such agenda item here."
    }
    inside = api.send("post", LIST, {"item": hall.table.items[2].pk, "text": "Sign it."}, 201)
    assert (inside["restricted"], inside["restricted_why"]) == (True, "Commercial terms")
    Api(hall.cast.alpha_chair).send("post", LIST, given, 403)


def test_wording_anew_needs_what_was_read(hall: Hall) -> None:
    api = Api(hall.cast.alpha_coordinator)
    made = api.send("post", LIST, {"item": hall.table.items[0].pk, "text": "Adopt it."}, 201)
    path = f"{LIST}{made['id']}/"
    needs_match(
        api,
        Api(hall.cast.alpha_coordinator),
        Change(path, {"restricted": True, "restricted_why": "Prices"}),
        Change(path, {"text": "Adopt the plan."}),
    )
    now = api.get(path)
    assert (now["text"], now["restricted"], now["reached"]) == (
        "Adopt the plan.",
        True,
        "consensus",
    )
    circulated(hall)
    body = api.send("patch", path, {"text": "x"}, 409, match="*")
    assert body["detail"].startswith("These minutes have been circulated")


def test_cost_does_not_grow(hall: Hall) -> None:
    circulated(hall)
    api = Api(hall.stranger)
    one = cost(lambda: api.get(LIST))
    for serial in (3, 4):
        hall.decision(serial, "One more.")
    assert len(api.get(LIST)["results"]) == 3
    assert cost(lambda: api.get(LIST)) == one
