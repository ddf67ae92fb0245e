"""/api/v1/p/<slug>/meetings/ and items/."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from partnerships.meetings.domain.meetings import plan_meeting
from partnerships.meetings.models import Meeting
from tests.partnerships.boardroom.hall import Hall
from tests.support.api import Api, Change, cost, needs_match, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/meetings/"


def planned(hall: Hall, days: int = 30, title: str = "Autumn board") -> Meeting:
    """A meeting with a draft agenda."""
    starts = timezone.now().replace(microsecond=0) + timedelta(days=days)
    with hall.here():
        return plan_meeting(
            body=hall.table.board, title=title, starts_at=starts,
            ends_at=starts + timedelta(hours=2), by=hall.minuted.by,
        )  # fmt: skip


def titles(body: dict[str, Any]) -> list[str]:
    return [row["title"] for row in body["results"]]


def test_list_narrows_by_days_body_and_state(hall: Hall) -> None:
    api = Api(hall.cast.alpha_member)
    june = hall.meeting()
    march = hall.table.meeting
    rows = api.get(LIST)["results"]
    assert [row["id"] for row in rows] == [june.pk, march.pk]
    assert rows[1] == {
        "id": march.pk,
        "body": {"id": hall.table.board.pk, "name": "Board"},
        "title": "March board",
        "starts_at": "2004-03-05T14:00:00Z",
        "ends_at": "2004-03-05T16:00:00Z",
        "place": "",
        "state": "held",
        "agenda_published_at": None,
        "short_notice_why": "",
        "cancelled_why": "",
    }
    for query, found in (
        ("from=2004-03-05&to=2004-03-05", ["March board"]),
        ("to=2004-03-04", []),
        ("from=2004-03-06", ["June board"]),
        ("state=held", ["March board"]),
        (f"body={hall.table.board.pk}", ["June board", "March board"]),
        ("body=999999", []),
        ("to=9999-12-31", ["June board", "March board"]),
    ):
        assert titles(api.get(f"{LIST}?{query}")) == found, query
    assert set(wrong(api.get(f"{LIST}?from=yesterday", 400))) == {"#/from"}


def test_observers_know_of_confirmed_minutes_only(hall: Hall) -> None:
    api, path = Api(hall.cast.observer), f"{LIST}{hall.table.meeting.pk}/"
    assert titles(api.get(LIST)) == []
    api.get(path, 404)
    hall.published()
    assert titles(api.get(LIST)) == ["March board"]
    whole = api.get(path)
    assert (whole["agenda"], whole["minutes"]) == (None, "published")


def test_agenda_leaves_out_what_is_restricted(hall: Hall) -> None:
    path = f"{LIST}{hall.table.meeting.pk}/"
    full = Api(hall.cast.alpha_coordinator).get(path)
    assert [item["title"] for item in full["agenda"]] == [
        "Apologies",
        "Community safety",
        "The lease",
    ]
    assert [p["title"] for p in full["agenda"][1]["papers"]] == ["Crime figures", "Draft lease"]
    assert full["minutes"] == "draft"
    seen = Api(hall.stranger).get(path)
    assert [item["number"] for item in seen["agenda"]] == ["1", "2"]
    assert [p["title"] for p in seen["agenda"][1]["papers"]] == ["Crime figures"]
    assert seen["minutes"] is None
    assert seen["agenda"][0] == {
        "id": hall.table.items[0].pk,
        "meeting": hall.table.meeting.pk,
        "position": 1,
        "number": "1",
        "kind": "decision",
        "standing": "",
        "title": "Apologies",
        "summary": "",
        "presenter": "",
        "minutes": None,
        "restricted": False,
        "restricted_why": "",
        "is_late": False,
        "papers": [],
    }


def test_a_draft_agenda_is_its_makers(hall: Hall) -> None:
    meeting = planned(hall)
    path = f"{LIST}{meeting.pk}/"
    item = Api(hall.cast.alpha_coordinator).get(path)["agenda"][0]
    member = Api(hall.cast.alpha_member)
    assert member.get(path)["agenda"] is None
    member.get(f"p/alpha/items/{item['id']}/", 404)


def test_plan(hall: Hall) -> None:
    api = Api(hall.cast.alpha_coordinator)
    given = {
        "body": hall.table.board.pk,
        "title": "Spring board",
        "starts_at": "2031-03-30T14:00:00+01:00",
        "ends_at": "2031-03-30T15:00:00Z",
    }
    made = api.send("post", LIST, given, 201)
    assert (made["state"], made["starts_at"], made["ends_at"]) == (
        "planned",
        "2031-03-30T14:00:00+01:00",
        "2031-03-30T16:00:00+01:00",
    )
    assert len(made["agenda"]) == 6
    assert api.get(f"{LIST}{made['id']}/") == made
    body = api.send("post", LIST, given, 409)
    assert body["detail"].startswith("The Board meets already: “Spring board” at 2pm")
    given["starts_at"] = "2031-03-30T01:30:00"
    assert wrong(api.send("post", LIST, given, 400)) == {
        "#/starts_at": "Say which offset from UTC it has, for example 2004-06-03T14:00:00+01:00."
    }
    assert wrong(
        api.send("post", LIST, given | {"body": 999999, "starts_at": given["ends_at"]}, 400)
    ) == {"#/body": "There is no such body here."}


def test_a_meeting_while_the_clocks_go_back(hall: Hall) -> None:
    """From 1.30 to 1.30 by the clock on the wall: an hour."""
    given = {
        "body": hall.table.board.pk,
        "title": "Night board",
        "starts_at": "2031-10-26T01:30:00+01:00",
        "ends_at": "2031-10-26T01:30:00Z",
    }
    api = Api(hall.cast.alpha_coordinator)
    made = api.send("post", LIST, given, 201)
    assert (made["starts_at"], made["ends_at"]) == (given["starts_at"], "2031-10-26T01:30:00Z")
    path = f"{LIST}{made['id']}/"
    body = api.send("patch", path, {"ends_at": "2031-10-26T00:30:00Z"}, 409, match="*")
    assert body["detail"].startswith("The meeting ends before it starts.")


def test_moving_needs_what_was_read(hall: Hall) -> None:
    path = f"{LIST}{planned(hall).pk}/"
    mine, theirs = (Api(hall.cast.alpha_coordinator) for _ in range(2))
    needs_match(
        mine, theirs, Change(path, {"place": "Town Hall"}), Change(path, {"title": "Late board"})
    )
    now = mine.get(path)
    assert (now["place"], now["title"]) == ("Town Hall", "Late board")
    held = f"{LIST}{hall.table.meeting.pk}/"
    body = mine.send("patch", held, {"title": "x"}, 409, match="*")
    assert body["detail"].startswith("This meeting has been held")


def test_items_of_a_draft(hall: Hall) -> None:
    meeting = planned(hall)
    api = Api(hall.cast.alpha_coordinator)
    made = api.send(
        "post", f"{LIST}{meeting.pk}/items/", {"title": "Burglary", "kind": "decision"}, 201
    )
    path = f"p/alpha/items/{made['id']}/"
    assert (api.get(path), made["position"], made["number"]) == (made, 6, "")
    needs_match(
        api,
        Api(hall.cast.alpha_coordinator),
        Change(path, {"minutes": 20}),
        Change(path, {"presenter": "Ann Moor"}),
    )
    now = api.get(path)
    assert (now["minutes"], now["presenter"], now["title"]) == (20, "Ann Moor", "Burglary")
    body = api.send("patch", path, {"restricted": True}, 409, match="*")
    assert (
        body["detail"] == "Say why the item is restricted. Everybody in the room sees the reason."
    )
    more = {"title": "Late", "after": made["id"]}
    assert wrong(api.send("post", f"{LIST}{meeting.pk}/items/", more, 400)) == {
        "#/after": "Only a late item comes after another one. Leave this out."
    }


def test_late_items(hall: Hall) -> None:
    june = hall.meeting()
    first, second = hall.item("One", june), hall.item("Two", june)
    api = Api(hall.cast.alpha_coordinator)
    made = api.send("post", f"{LIST}{june.pk}/items/", {"title": "Late", "after": first.pk}, 201)
    assert (made["number"], made["is_late"], made["position"]) == ("1a", True, 2)
    body = api.send("patch", f"p/alpha/items/{second.pk}/", {"title": "x"}, 409, match="*")
    assert "is locked. Add a late item instead." in body["detail"]
    api.send("post", f"{LIST}{june.pk}/items/", {"title": "x", "after": 999999}, 400)


def test_a_restricted_item_is_missing_for_the_not_entitled(hall: Hall) -> None:
    path = f"p/alpha/items/{hall.table.items[2].pk}/"
    assert Api(hall.cast.alpha_member).get(path)["title"] == "The lease"  # sits on the board
    Api(hall.stranger).get(path, 404)
    Api(hall.cast.observer).get(path, 403)


def test_cost_does_not_grow(hall: Hall) -> None:
    api, path = Api(hall.stranger), f"{LIST}{hall.table.meeting.pk}/"
    one = [cost(lambda p=p: api.get(p)) for p in (LIST, path)]
    for n in range(2):
        hall.meeting(f"Board {n}", days=20 + n)
        hall.item(f"Item {n}", hall.table.meeting)
    assert len(api.get(LIST)["results"]) == 3
    assert [cost(lambda p=p: api.get(p)) for p in (LIST, path)] == one
