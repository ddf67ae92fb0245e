"""/api/v1/p/<slug>/search/, and nothing restricted anywhere in the API."""

import pytest
from django.apps import apps

from partnerships.membership.models import Member
from portal.accounts.models import User
from tests.partnerships.boardroom.hall import Hall
from tests.partnerships.boardroom.test_canary import CANARY, fill
from tests.support.api import ROOT, Api, cost, wrong

pytestmark = pytest.mark.django_db
SEARCH = "p/alpha/search/"


def test_found_with_plain_words(hall: Hall) -> None:
    body = Api(hall.cast.alpha_coordinator).get(f"{SEARCH}?q=figures")
    found = {(row["kind"], row["title"]) for row in body["results"]}
    assert found == {("action", "A2004/1 Publish the figures."), ("paper", "Crime figures")}
    (action,) = [row for row in body["results"] if row["kind"] == "action"]
    assert action == {
        "kind": "action",
        "id": action["id"],
        "title": "A2004/1 Publish the figures.",
        "excerpt": "",
        "facts": ["Bob Field", "due 1 April 2004"],
        "state": "Open",
        "restricted": False,
        "url": f"/p/alpha/actions/{action['id']}/",
    }
    api = Api(hall.cast.alpha_coordinator)
    assert api.get(f"p/alpha/actions/{action['id']}/")["number"] == "A2004/1"
    assert api.get(f"{SEARCH}?q=figures&kind=paper")["count"] == 1
    assert api.get(f"{SEARCH}?q=figures&page_size=1&page=2")["count"] == 2


def test_words_that_find_nothing(hall: Hall) -> None:
    api = Api(hall.cast.alpha_coordinator)
    assert api.get(f"{SEARCH}?q=the")["results"] == []
    assert wrong(api.get(SEARCH, 400)) == {"#/q": "This field is required."}
    assert set(wrong(api.get(f"{SEARCH}?q=x&kind=all", 400))) == {"#/kind"}
    Api(hall.cast.observer).get(f"{SEARCH}?q=x", 403)


def test_cost_does_not_grow(hall: Hall) -> None:
    api, path = Api(hall.cast.alpha_coordinator), f"{SEARCH}?q=board"
    one = cost(lambda: api.get(path))
    for serial in (3, 4):
        hall.decision(serial, "The board meets.")
    assert len(api.get(path)["results"]) == 3
    assert cost(lambda: api.get(path)) == one


# address → whose rows it shows one by one
SINGLES = {
    "organisations": "membership.Organisation",
    "members": "membership.Member",
    "bodies": "membership.Body",
    "meetings": "meetings.Meeting",
    "items": "meetings.AgendaItem",
    "passages": "meetings.Passage",
    "decisions": "meetings.Decision",
    "actions": "meetings.Action",
    "protocols": "protocols.Protocol",
    "clauses": "protocols.Clause",
}
WITHOUT_LIST = {"items", "passages", "clauses"}


def addresses(hall: Hall) -> list[str]:
    """Every list, every single thing, all minutes, and searches for what is hidden."""
    found = [f"search/?q={word}" for word in (CANARY, f"{CANARY}text", f"{CANARY}title", "D2004/2")]
    found += [f"{name}/" for name in SINGLES if name not in WITHOUT_LIST]
    found += ["actions/?state=all", "meetings/?to=2999-01-01", "people/"]
    with hall.here():
        for name, label in SINGLES.items():
            keys = apps.get_model(label).objects.values_list("pk", flat=True)
            found += [f"{name}/{key}/" for key in keys]
    found.append(f"meetings/{hall.table.meeting.pk}/minutes/")
    return [f"p/alpha/{each}" for each in found]


def answers(user: User, paths: list[str]) -> dict[str, str]:
    """What this person gets, in small letters, by address."""
    api = Api(user)
    given = {path: api.client.get(ROOT + path) for path in paths}
    assert {answer.status_code for answer in given.values()} <= {200, 403, 404}
    return {p: a.content.decode().casefold() for p, a in given.items() if a.status_code == 200}


@pytest.mark.parametrize("state", ["draft", "circulated", "published"])
def test_no_restricted_word_reaches_those_who_are_not_entitled(hall: Hall, state: str) -> None:
    hall.protocol()
    with hall.here():
        fill(hall)
        # What stands in the directory is the room's, public or not.
        Member.objects.filter(email__contains=CANARY).update(email="", phone="")
        Member.objects.filter(name__contains=CANARY).update(name="Fay Wren")
        if state == "circulated":
            hall.minuted.circulate()
    if state == "published":
        hall.published()
    paths = addresses(hall)
    seen = answers(hall.stranger, paths)
    met = [path for path, words in seen.items() if CANARY in words]
    assert met == []
    assert (f"p/alpha/meetings/{hall.table.meeting.pk}/minutes/" in seen) == (state != "draft")
    observed = answers(hall.cast.observer, paths)
    assert [path for path, words in observed.items() if CANARY in words] == []
    # The same walk meets them for those who may read them.
    full = answers(hall.cast.alpha_coordinator, paths)
    rooms = {path.split("/")[2] for path, words in full.items() if CANARY in words}
    assert rooms == {"meetings", "items", "passages", "decisions", "actions", "search"}


def test_nothing_is_sent_twice_that_did_not_change(hall: Hall) -> None:
    hall.protocol()
    api = Api(hall.cast.alpha_coordinator)
    singles = [p for p in addresses(hall) if p.split("/")[-2].isdigit() or p.endswith("/minutes/")]
    assert len(singles) >= 25
    for path in singles:
        tag = api.tag(path)
        assert api.get(path, 304, **{"If-None-Match": tag}) is None, path
        assert api.tag(path) == tag
