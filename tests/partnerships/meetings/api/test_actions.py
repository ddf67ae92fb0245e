"""/api/v1/p/<slug>/actions/."""

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import localdate

from partnerships.meetings.domain.actions import record_action
from partnerships.meetings.models import Action
from tests.partnerships.boardroom.hall import Hall
from tests.support.api import Api, Change, cost, needs_match, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/actions/"
FUTURE = date(2999, 1, 1)


def action(hall: Hall, **more: Any) -> Action:
    """One more, of the police."""
    bob = hall.table.members["bob"]
    given = {"text": "Call", "organisation": bob.organisation, "due_on": FUTURE, **more}
    with hall.here():
        return record_action(by=hall.minuted.by, **given)


def numbers(api: Api, query: str = "") -> list[str]:
    return [row["number"] for row in api.get(f"{LIST}?{query}")["results"]]


def test_register(hall: Hall) -> None:
    api, bob = Api(hall.cast.alpha_member), hall.table.members["bob"]
    (row,) = api.get(LIST)["results"]
    assert row | {"recorded_at": ""} == {
        "id": row["id"],
        "number": "A2004/1",
        "text": "Publish the figures.",
        "organisation": {"id": bob.organisation_id, "name": "Alpha Police"},
        "owner": {"id": bob.pk, "name": "Bob Field"},
        "due_on": "2004-04-01",
        "state": "open",
        "meeting": hall.table.meeting.pk,
        "item": hall.table.items[1].pk,
        "restricted": False,
        "restricted_why": "",
        "closing_note": "",
        "closed_at": None,
        "recorded_at": "",
    }
    action(hall, organisation=hall.table.members["dev"].organisation)
    later = f"A{localdate().year}/1"
    for query, found in (
        ("", ["A2004/1", later]),
        ("whose=mine", ["A2004/1"]),
        ("whose=ours", ["A2004/1"]),
        ("state=overdue", ["A2004/1"]),
        ("state=closed", []),
        (f"organisation={bob.organisation_id}", ["A2004/1"]),
        ("q=figures", ["A2004/1"]),
    ):
        assert numbers(api, query) == found, query
    assert set(wrong(api.get(f"{LIST}?whose=nobodys", 400))) == {"#/whose"}


def test_restricted_ones_are_missing_but_for_whoever_has_to_do_them(hall: Hall) -> None:
    dev = hall.table.members["dev"].organisation
    hidden = action(hall, item=hall.table.items[2], text="Offer less")
    theirs = action(hall, item=hall.table.items[2], text="Ask them", organisation=dev)
    api = Api(hall.stranger)  # of Dev's organisation, not on the board
    assert numbers(api) == ["A2004/1", theirs.number]
    api.get(f"{LIST}{hidden.pk}/", 404)
    api.send("post", f"{LIST}{hidden.pk}/updates/", {"progress": "late", "text": "x"}, 404)
    shown = str(api.get(f"{LIST}{theirs.pk}/"))
    assert "Ask them" in shown
    assert "lease" not in shown


def test_record(hall: Hall) -> None:
    api, bob = Api(hall.cast.alpha_coordinator), hall.table.members["bob"]
    given = {
        "text": "Call",
        "organisation": bob.organisation_id,
        "owner": bob.pk,
        "due_on": "2999-01-01",
    }
    made = api.send("post", LIST, given, 201)
    assert (made["meeting"], made["owner"]["name"], made["updates"]) == (None, "Bob Field", [])
    from_item = api.send("post", LIST, given | {"item": hall.table.items[1].pk}, 201)
    assert from_item["meeting"] == hall.table.meeting.pk
    assert set(wrong(api.send("post", LIST, given | {"owner": 999999}, 400))) == {"#/owner"}
    other = hall.table.members["dev"].pk
    body = api.send("post", LIST, given | {"owner": other}, 409)
    assert body["detail"].startswith("Dev Rook is not of Alpha Police.")
    Api(hall.cast.alpha_member).send("post", LIST, given, 403)


def test_changing_needs_what_was_read_and_a_reason(hall: Hall) -> None:
    path = f"{LIST}{action(hall).pk}/"
    mine, theirs = (Api(hall.cast.alpha_coordinator) for _ in range(2))
    needs_match(
        mine,
        theirs,
        Change(path, {"due_on": "2999-03-01", "why": "Snow"}),
        Change(path, {"owner": hall.table.members["bob"].pk, "why": "He knows"}),
    )
    now = mine.get(path)
    assert (now["due_on"], now["owner"]["name"]) == ("2999-03-01", "Bob Field")
    assert [(u["progress"], u["text"]) for u in now["updates"]] == [
        ("moved", "Snow"),
        ("given", "Now Bob Field, Alpha Police. He knows"),
    ]
    body = mine.send("patch", path, {"due_on": "2999-04-01"}, 409, match="*")
    assert body["detail"] == "Say why the action changes, so that its history tells."


def test_updates_and_closing(hall: Hall) -> None:
    found = action(hall)
    path = f"{LIST}{found.pk}/"
    member, coordinator = Api(hall.cast.alpha_member), Api(hall.cast.alpha_coordinator)
    told = {"progress": "late", "text": "Waiting for figures"}
    update = member.send("post", f"{path}updates/", told, 201)
    assert update | {"written_at": "", "id": 0} == {
        "id": 0,
        "progress": "late",
        "text": "Waiting for figures",
        "due_on": "2999-01-01",
        "written_by": "Alpha Member",
        "written_at": "",
    }
    wrong(member.send("post", f"{path}updates/", {"progress": "closed", "text": "x"}, 400))
    refused = Api(hall.stranger).send("post", f"{path}updates/", told, 403)
    assert refused["detail"].startswith("This action is for Alpha Police.")
    # Somebody moves it after it was read: closing waits until that was seen.
    seen = member.tag(path)
    coordinator.send("patch", path, {"due_on": "2999-02-02", "why": "Snow"}, match="*")
    close = Change(path, {"state": "done", "note": "Called"}, "post", "close/")
    close.by(member, "", 428)
    close.by(member, seen, 412)
    closed = close.by(member, member.tag(path))
    assert (closed["state"], closed["closing_note"]) == ("done", "Called")
    assert [u["progress"] for u in closed["updates"]] == ["closed", "moved", "late"]
    again = close.by(member, "*", 409)
    assert again["detail"].startswith(f"Action {found.number} is done since")


def test_cost_does_not_grow(hall: Hall) -> None:
    api = Api(hall.stranger)
    path = f"{LIST}{api.get(LIST)['results'][0]['id']}/"
    one = [cost(lambda p=p: api.get(p)) for p in (LIST, path)]
    for _ in range(2):
        action(hall, owner=hall.table.members["bob"], item=hall.table.items[0])
    assert len(api.get(LIST)["results"]) == 3
    assert [cost(lambda p=p: api.get(p)) for p in (LIST, path)] == one
