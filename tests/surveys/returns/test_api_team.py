"""The API of the team: who has which section, what the partners say."""

import pytest

from tests.support.api import Api, cost, wrong
from tests.surveys.returns.desk import CLOSES_ON
from tests.surveys.returns.partners import Partners
from tests.surveys.returns.test_api import ONE

pytestmark = pytest.mark.django_db
ASSIGNMENTS, ENDORSEMENTS = f"{ONE}assignments/", f"{ONE}endorsements/"


def test_assignments(partners: Partners) -> None:
    day = CLOSES_ON
    partners.give("A", to=partners.nurse)
    partners.give("B", to=partners.trust, due_on=day)
    api = Api(partners.member)
    body = api.get(ASSIGNMENTS)
    assert (body["count"], body["pages"]) == (2, 1)
    first, second = body["results"]
    assert (first["section"], first["person"], first["organisation"]) == ("A", "Nora Nurse", None)
    trust = {"id": partners.trust.pk, "name": "Primary Care Trust"}
    assert (second["section"], second["person"], second["organisation"]) == ("B", None, trust)
    assert second["assigned_by"] == "Alpha Coordinator"
    assert (first["due_on"], second["due_on"]) == (None, day.isoformat())
    mine = api.get(f"{ASSIGNMENTS}?whose=mine")["results"]
    assert [row["section"] for row in mine] == ["B"]
    assert list(wrong(api.get(f"{ASSIGNMENTS}?whose=yours", 400))) == ["#/whose"]


def test_an_organisation_speaks(partners: Partners) -> None:
    desk, api = partners.desk, Api(partners.member)
    desk.answer(desk.cast.alpha, {"A01": "in_place", "B02": 20})
    rows = {row["section"]: row for row in api.get(ENDORSEMENTS)["results"]}
    names = {each["name"] for each in rows["A"]["silent"]}
    assert names == {"Alphashire Police", "Primary Care Trust"}
    word = {
        "organisation": partners.trust.pk,
        "section": "A",
        "verdict": "dissent",
        "note": "We joined later.",
        "seen": rows["A"]["seen"],
    }
    api.send("post", ENDORSEMENTS, word, 204)
    (said,) = api.get(ENDORSEMENTS)["results"][0]["dissented"]
    assert said.pop("at")
    was = said.pop("was")
    assert said == {
        "organisation": {"id": partners.trust.pk, "name": "Primary Care Trust"},
        "verdict": "dissent",
        "note": "We joined later.",
        "by": "Alpha Member",
    }
    desk.answer(desk.cast.alpha, {"A02": 1999})
    assert api.send("post", ENDORSEMENTS, word, 409)["type"].endswith(":conflict")
    assert api.get(ENDORSEMENTS)["results"][0]["earlier"][0]["note"] == "We joined later."
    silent = {"organisation": partners.trust.pk, "section": "A", "verdict": "silent"}
    assert api.send("post", ENDORSEMENTS, silent, 409)["type"].endswith(":conflict")
    api.send("post", ENDORSEMENTS, {**silent, "was": was}, 204)
    assert partners.spoken() == []


def test_who_may_not_speak(partners: Partners) -> None:
    word = {"organisation": partners.police.pk, "section": "A", "verdict": "endorse"}
    refusal = Api(partners.member).send("post", ENDORSEMENTS, word, 403)
    assert refusal["detail"].startswith("You are not a member of Alphashire Police")
    unknown = {**word, "organisation": 2**30}
    errors = wrong(Api(partners.member).send("post", ENDORSEMENTS, unknown, 400))
    assert errors == {"#/organisation": "There is no such organisation here."}
    wrong_word = {**word, "verdict": "maybe"}
    errors = wrong(Api(partners.member).send("post", ENDORSEMENTS, wrong_word, 400))
    assert list(errors) == ["#/verdict"]
    for path in (ASSIGNMENTS, ENDORSEMENTS):
        Api(partners.cast.observer).get(path, 403)
        Api(partners.cast.beta_chair).get(path, 404)
        Api().get(path, 401)


def test_cost_does_not_grow(partners: Partners) -> None:
    desk, api = partners.desk, Api(partners.member)
    desk.answer(desk.cast.alpha, {"A01": "in_place", "B02": 20})
    partners.give("A", to=partners.trust)
    partners.say("A")
    costs = {path: cost(lambda path=path: api.get(path)) for path in (ASSIGNMENTS, ENDORSEMENTS)}
    partners.give("B", to=partners.police)
    partners.give("A", "C", to=partners.nurse)
    partners.say("B", by=partners.nurse)
    assert {path: cost(lambda path=path: api.get(path)) for path in costs} == costs
    assert max(costs.values()) <= 17
