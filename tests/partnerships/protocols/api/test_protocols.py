"""/api/v1/p/<slug>/protocols/, clauses/ and obligations/."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from partnerships.protocols.models import ProtocolVersion, Signature
from tests.conftest import Cast
from tests.partnerships.protocols.desk import CLAUSES, PURPOSE, Desk, scope
from tests.support.api import Api, Change, cost, needs_match, wrong

pytestmark = pytest.mark.django_db
LIST = "p/alpha/protocols/"


class Office:
    """The desk with alpha's scope open only while it is at work."""

    def __init__(self, cast: Cast):
        self.cast = cast
        with scope(cast):
            self._desk = Desk(cast)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with scope(self.cast):
            yield self._desk

    def draft(self, title: str = "Sharing crime figures") -> ProtocolVersion:
        with self.desk() as desk:
            version = desk.draft(title=title)
            desk.obligation(version, desk.today + timedelta(days=10))
            return desk.again(version)

    def in_force(self) -> ProtocolVersion:
        version = self.draft()
        with self.desk() as desk:
            return desk.in_force(version)


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def clause(version: ProtocolVersion, number: int = 0) -> str:
    return f"p/alpha/clauses/{version.clauses.all()[number].pk}/"


def obligation(version: ProtocolVersion) -> str:
    return f"p/alpha/obligations/{version.obligations.all()[0].pk}/"


def test_register(office: Office) -> None:
    version = office.draft()
    api, desk = Api(office.cast.alpha_member), office._desk
    (row,) = api.get(LIST)["results"]
    assert row == {
        "id": version.protocol_id,
        "number": version.protocol.number,
        "title": "Sharing crime figures",
        "kind": "information",
        "subject": "crime",
        "is_public": True,
        "versions": [
            {
                "number": 1,
                "state": "draft",
                "what_changed": "",
                "comment_until": None,
                "in_force_on": None,
                "review_on": None,
                "ended_on": None,
                "ended_why": "",
                "parties": [
                    {"id": desk.council.pk, "name": "Alphaton Council"},
                    {"id": desk.police.pk, "name": "Alphashire Police"},
                ][::-1],
            }
        ],
    }
    for query, found in (
        ("q=crime&kind=information&subject=crime&state=draft", 1),
        ("state=in_force", 0),
        (f"party={desk.police.pk}", 1),
        (f"party={desk.trust.pk}", 0),
        ("review_within=365", 0),
    ):
        assert api.get(f"{LIST}?{query}")["count"] == found, query
    assert set(wrong(api.get(f"{LIST}?review_within=x", 400))) == {"#/review_within"}


def test_one_protocol_with_everything_in_it(office: Office) -> None:
    version = office.draft()
    api, path = Api(office.cast.alpha_member), f"{LIST}{version.protocol_id}/"
    (only,) = api.get(path)["versions"]
    assert (only["purpose"], only["text_sha256"]) == (PURPOSE, version.text_sha256)
    first = version.clauses.all()[0]
    assert only["clauses"][0] == {
        "id": first.pk,
        "protocol": version.protocol_id,
        "version": 1,
        "position": 1,
        "heading": CLAUSES[0][0],
        "text": CLAUSES[0][1],
    }
    assert [o["what"] for o in only["obligations"]] == ["Send the figures"]
    api.get(path, 304, **{"If-None-Match": f'W/"x", W/{api.tag(path)}'})
    api.get(f"{LIST}999999/", 404)


def test_observers_see_what_is_in_force(office: Office) -> None:
    draft = office.draft("Draft")
    api = Api(office.cast.observer)
    assert api.get(LIST)["results"] == []
    api.get(f"{LIST}{draft.protocol_id}/", 404)
    api.get(clause(draft), 404)
    live = office.in_force()
    assert [r["id"] for r in api.get(LIST)["results"]] == [live.protocol_id]
    assert api.get(f"{LIST}{live.protocol_id}/")["versions"][0]["state"] == "in_force"
    api.get(clause(live))
    api.get(obligation(live), 403)


def test_changing_a_clause_needs_what_was_read(office: Office) -> None:
    version = office.draft()
    mine, theirs = (Api(office.cast.alpha_coordinator) for _ in range(2))
    path = clause(version)
    needs_match(
        mine,
        theirs,
        Change(path, {"text": "Anybody may ask."}),
        Change(path, {"heading": "Asking"}),
    )
    now = mine.get(path)
    assert (now["heading"], now["text"]) == ("Asking", "Anybody may ask.")
    with office.desk() as desk:
        assert desk.again(version).text_sha256 != version.text_sha256
    assert set(wrong(mine.send("patch", path, {"heading": ""}, 400, match="*"))) == {"#/heading"}
    Api(office.cast.alpha_member).send("patch", path, {}, 403)


def test_signed_words_stay_and_signatures_of_old_words_lapse(office: Office) -> None:
    version = office.draft()
    api = Api(office.cast.alpha_coordinator)
    with office.desk() as desk:
        version = desk.ready(version)
        desk.sign(version, desk.council, desk.chair)
    api.send("patch", clause(version), {"text": "Anybody may ask."}, match="*")
    with office.desk() as desk:
        assert Signature.objects.get().lapsed_at is not None
        desk.sign(version, desk.council, desk.chair)
        desk.sign(version, desk.police, desk.member)
    body = api.send("patch", clause(version), {"text": "x"}, 409, match="*")
    assert body["detail"].startswith("Version 1 is signed, so its text cannot change.")


def test_reporting_on_an_obligation(office: Office) -> None:
    version = office.in_force()
    path = obligation(version)
    due = version.obligations.all()[0].due_on.isoformat()
    member, coordinator = Api(office.cast.alpha_member), Api(office.cast.alpha_coordinator)
    before = member.get(path)
    assert (before["open_day"], before["standing"], before["reports"]) == (due, "soon", [])
    report = {"due_on": due, "outcome": "kept", "note": "Sent on time"}
    mine = Change(path, report, "post", "reports/", 201)
    theirs = Change(
        path, report | {"outcome": "breached", "note": "None came"}, "post", "reports/", 201
    )
    needs_match(member, coordinator, mine, theirs)
    now = member.get(path)
    assert (now["open_day"], now["standing"]) == (None, "done")
    assert [(r["outcome"], r["reported_by"]) for r in now["reports"]] == [
        ("kept", "Alpha Member"),
        ("breached", "Alpha Coordinator"),
    ]
    body = mine.by(Api(office.cast.alpha_chair), "*", 403)
    assert body["detail"].startswith("Only members for Alphashire Police and the co-ordinator")
    wrong_day = Change(path, report | {"due_on": "2001-01-01"}, "post", "reports/")
    assert wrong_day.by(member, "*", 409)["detail"].startswith(
        "This obligation is not due on 1 Jan"
    )
    assert set(wrong(Change(path, {}, "post", "reports/").by(member, "*", 400))) == {
        "#/due_on",
        "#/outcome",
        "#/note",
    }


def test_cost_does_not_grow(office: Office) -> None:
    api = Api(office.cast.alpha_member)
    path = f"{LIST}{office.draft().protocol_id}/"
    one = [cost(lambda p=p: api.get(p)) for p in (LIST, path)]
    for title in ("Compact", "Conduct"):
        more = office.draft(title)
    with office.desk() as desk:
        version = desk.again(ProtocolVersion.objects.exclude(pk=more.pk).order_by("pk").first())
        for day in (11, 12):
            desk.obligation(version, desk.today + timedelta(days=day))
    assert len(api.get(LIST)["results"]) == 3
    assert len(api.get(path)["versions"][0]["obligations"]) == 3
    assert [cost(lambda p=p: api.get(p)) for p in (LIST, path)] == one
