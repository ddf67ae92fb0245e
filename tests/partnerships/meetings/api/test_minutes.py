"""/api/v1/p/<slug>/meetings/<id>/minutes/ and passages/."""

from typing import Any

import pytest

from partnerships.meetings.models import Passage
from tests.partnerships.boardroom.hall import Hall
from tests.partnerships.meetings.minuted import OPEN, SECRET
from tests.support.api import ROOT, Api, Change, cost, needs_match, wrong

WORDS = f"{OPEN}\n- Fire: alarms"

pytestmark = pytest.mark.django_db


def minutes(hall: Hall) -> str:
    return f"p/alpha/meetings/{hall.table.meeting.pk}/minutes/"


def passage(hall: Hall, item: int = 1, *, restricted: bool = False) -> str:
    with hall.here():
        return f"p/alpha/passages/{hall.minuted.passage(item, restricted).pk}/"


def begun(hall: Hall) -> str:
    """The open passage of item 2 saved once: WORDS at revision 1."""
    path = passage(hall)
    sent = {"text": WORDS, "base_revision": 0}
    Api(hall.cast.alpha_coordinator).send("patch", path, sent, match="*")
    return path


def test_whole_minutes_as_markdown(hall: Hall) -> None:
    hall.published()
    body = Api(hall.cast.alpha_chair).get(minutes(hall))
    assert (body["state"], body["withheld"]) == ("published", 0)
    assert body["version"]["kind"] == "confirmed"
    assert len(body["version"]["sha256"]) == 64
    text = body["text"]
    assert text.startswith("# March board\n\nBoard, Alpha Partnership\n\n")
    for words in (
        "**Present**\n\n- Bob Field, Alpha Police\n",
        "## 2. Community safety\n\nInterest declared by Cath Vole",
        f"{OPEN}\n\n{SECRET}",
        "**RESOLVED D2004/1**\n\nThe board adopts the plan.\n\nBy vote, as a last resort: 4 for, 1 against, 0 abstained.",
        "**ACTION A2004/1**\n\nPublish the figures.\n\nAlpha Police, Bob Field. Due 1 April 2004.",
        "## 3. The lease",
    ):
        assert words in text, words
    assert [p["item"] for p in body["passages"]] == ["1", "2", "2", "3"]


def test_restricted_parts_leave_only_their_reason(hall: Hall) -> None:
    hall.published()
    body = Api(hall.stranger).get(minutes(hall))
    assert body["withheld"] == 4
    text = body["text"]
    assert "## 3. Restricted item\n\n*Restricted: Commercial terms*" in text
    assert "**RESOLVED D2004/2**\n\n*Restricted: Commercial terms*" in text
    for secret in (SECRET, "lease", "landlord"):
        assert secret not in text
    assert [(p["item"], p["restricted"]) for p in body["passages"]] == [("1", False), ("2", False)]


def test_a_correction_says_where_it_was_made(hall: Hall) -> None:
    with hall.here():
        hall.minuted.circulate()
        hall.minuted.confirm({hall.minuted.open.pk: "Burglary fell by a ninth."})
    text = Api(hall.stranger).get(minutes(hall))["text"]
    assert "Burglary fell by a ninth.\n\n*Corrected at the meeting of 4 May 2004*" in text
    assert "a tenth" not in text


def test_drafts_are_their_writers(hall: Hall) -> None:
    path = minutes(hall)
    draft = Api(hall.cast.alpha_coordinator).get(path)
    assert (draft["state"], draft["version"]) == ("draft", None)
    for user in (hall.cast.alpha_member, hall.stranger, hall.cast.observer):
        Api(user).get(path, 404)
        Api(user).get(passage(hall), 404)
    with hall.here():
        hall.minuted.circulate()
    assert Api(hall.stranger).get(path)["version"]["kind"] == "circulated"
    Api(hall.cast.observer).get(path, 404)


def test_names_and_titles_make_no_marks(hall: Hall) -> None:
    with hall.here():
        item = hall.table.items[1]
        item.title = "A *bold* [link](x) #1"
        item.save()
    text = Api(hall.cast.alpha_coordinator).get(minutes(hall))["text"]
    assert r"## 2. A \*bold\* \[link\](x) \#1" in text


def test_a_passage_and_who_may_read_it(hall: Hall) -> None:
    api = Api(hall.cast.alpha_coordinator)
    body = api.get(passage(hall))
    assert body | {"edited_at": ""} == {
        "id": body["id"],
        "meeting": hall.table.meeting.pk,
        "state": "draft",
        "item": hall.table.items[1].pk,
        "restricted": False,
        "restricted_why": "",
        "text": OPEN,
        "revision": 0,
        "edited_by": "Alpha Coordinator",
        "edited_at": "",
    }
    with hall.here():
        hall.minuted.circulate()
    Api(hall.stranger).get(passage(hall))
    for path in (passage(hall, restricted=True), passage(hall, 2)):
        Api(hall.stranger).get(path, 404)
        Api(hall.cast.alpha_member).get(path)
    Api(hall.cast.alpha_chair).send("patch", passage(hall), {}, 403)


def test_writing_needs_what_was_read(hall: Hall) -> None:
    path = begun(hall)
    mine, theirs = (Api(hall.cast.alpha_coordinator) for _ in range(2))
    needs_match(
        mine,
        theirs,
        Change(path, {"text": f"First.\n\n{WORDS}", "base_revision": 1}),
        Change(path, {"text": f"{WORDS}\n- Trust: clubs", "base_revision": 1}),
    )
    now = mine.get(path)
    # Written from revision 1, although theirs was 2: joined, as on the page.
    assert (now["text"], now["revision"]) == (f"First.\n\n{WORDS}\n- Trust: clubs", 3)


def test_changes_of_different_lines_are_joined(hall: Hall) -> None:
    path = begun(hall)
    mine, theirs = (Api(hall.cast.alpha_coordinator) for _ in range(2))
    theirs.send("patch", path, {"text": f"{WORDS}\n- Trust: clubs", "base_revision": 1}, match="*")
    body = mine.send("patch", path, {"text": f"First.\n\n{WORDS}", "base_revision": 1}, match="*")
    assert (body["text"], body["revision"]) == (f"First.\n\n{WORDS}\n- Trust: clubs", 3)


def test_of_two_changes_of_one_line_none_is_lost(hall: Hall) -> None:
    path = begun(hall)
    api = Api(hall.cast.alpha_coordinator)
    theirs, mine = WORDS.replace("a tenth", "a fifth"), WORDS.replace("a tenth", "a third")
    api.send("patch", path, {"text": theirs, "base_revision": 1}, match="*")
    answer = api.client.patch(
        ROOT + path,
        {"text": mine, "base_revision": 1},
        content_type="application/json",
        headers={"If-Match": "*"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert body.pop("at")
    assert body.pop("detail").startswith("Somebody else changed the same lines. Theirs stand")
    assert body == {
        "type": "urn:lsp-portal:problem:conflict",
        "title": "Conflict",
        "status": 409,
        "base": WORDS,
        "theirs": theirs,
        "mine": mine,
        "by": "Alpha Coordinator",
        "revision": 2,
    }
    with hall.here():
        assert Passage.objects.get(pk=path.split("/")[-2]).text == theirs


def test_what_is_sent_is_checked_and_frozen_minutes_stay(hall: Hall) -> None:
    path, api = passage(hall), Api(hall.cast.alpha_coordinator)
    body = api.send("patch", path, {"text": "x" * 100_001, "base_revision": -1}, 400, match="*")
    assert set(wrong(body)) == {"#/text", "#/base_revision"}
    assert set(wrong(api.send("patch", path, {"text": "a"}, 400, match="*"))) == {"#/base_revision"}
    with hall.here():
        hall.minuted.circulate()
    body = api.send("patch", path, {"text": "x", "base_revision": 0}, 409, match="*")
    assert body["detail"].startswith("These minutes have been circulated")


def test_cost_does_not_grow(hall: Hall) -> None:
    api, path = Api(hall.cast.alpha_coordinator), minutes(hall)
    one = cost(lambda: api.get(path))
    with hall.here():
        for n in range(3):
            more = hall.table.items[0].__class__.objects.create(
                meeting=hall.table.meeting, position=10 + n, number=str(10 + n), title=f"More {n}"
            )
            Passage.objects.create(
                minutes=hall.minuted.minutes, item=more, text=f"Said {n}.",
                edited_by=hall.minuted.by, edited_at=hall.table.meeting.starts_at,
            )  # fmt: skip
    assert "Said 2." in api.get(path)["text"]
    assert cost(lambda: api.get(path)) == one
