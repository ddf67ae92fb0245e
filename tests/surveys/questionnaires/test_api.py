"""/api/v1/questionnaires/: published versions, for everybody with an account."""

from typing import Any

import pytest

from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.questionnaires.codebook import codebook
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import form_of
from tests.conftest import Cast
from tests.support.api import Api, cost

pytestmark = pytest.mark.django_db
BY = System("tests")


def stored(document: dict[str, Any], *, publish: bool = True) -> Questionnaire:
    with in_national():
        made = import_questionnaire(document=document, by=BY)
        return publish_questionnaire(questionnaire=made, by=BY) if publish else made


def test_list_and_document(cast: Cast, small: dict[str, Any]) -> None:
    made = stored(small)
    body = Api(cast.nobody).get("questionnaires/")
    row = body["results"][0]
    assert (body["count"], row["code"], row["sha256"]) == (1, small["code"], made.sha256)
    assert "document" not in row
    whole = Api(cast.nobody).get(f"questionnaires/{made.sha256}/")
    assert whole == row | {"document": small}


def test_drafts_stay_away(cast: Cast, small: dict[str, Any]) -> None:
    draft = stored(small, publish=False)
    api = Api(cast.evaluator)
    assert api.get("questionnaires/")["results"] == []
    api.get(f"questionnaires/{draft.sha256}/", 404)
    api.get("questionnaires/nonsense/", 404)


def test_strangers_must_sign_in(cast: Cast) -> None:
    Api().get("questionnaires/", 401)
    Api().get("questionnaires/x/", 401)


def test_nobody_writes(cast: Cast) -> None:
    Api(cast.evaluator).send("post", "questionnaires/", {}, 405)


def test_cost_does_not_grow(cast: Cast, small: dict[str, Any]) -> None:
    stored(small)
    api = Api(cast.nobody)
    before = cost(lambda: api.get("questionnaires/"))
    for version in (2, 3):
        small["version"] = version
        stored(small)
    assert api.get("questionnaires/")["count"] == 3
    assert cost(lambda: api.get("questionnaires/")) == before <= 7


def test_codebook(cast: Cast, small: dict[str, Any]) -> None:
    made, api = stored(small), Api(cast.nobody)
    path = f"questionnaires/{made.sha256}/codebook/"
    body = api.get(path)
    variables = codebook(form_of(made.sha256))
    assert body["count"] == len(variables)
    first = body["results"][0]
    assert first == {
        **{name: getattr(variables[0], name) for name in first if name != "values"},
        "values": [{"byte": v.byte, "code": v.code, "label": v.label} for v in variables[0].values],
    }
    assert cost(lambda: api.get(path)) == cost(lambda: api.get(f"{path}?page_size=1")) <= 7
    Api().get(path, 401)


def test_mapping(cast: Cast, small: dict[str, Any]) -> None:
    api = Api(cast.nobody)
    before = stored(small)
    assert api.get(f"questionnaires/{before.sha256}/mapping/") == {
        "to": None,
        "questions": [],
        "dropped": [],
    }
    entries = [
        {"question": q["code"], "relation": "same", "earlier": [q["code"]]}
        for q in small["questions"]
    ]
    to = {key: small[key] for key in ("code", "year", "version")} | {"sha256": before.sha256}
    mapping = {"to": to, "questions": entries, "dropped": []}
    after = stored({**small, "code": "LATER", "year": small["year"] + 1, "mapping": mapping})
    assert api.get(f"questionnaires/{after.sha256}/mapping/") == mapping


@pytest.mark.parametrize("part", ["codebook", "mapping"])
def test_parts_of_drafts_stay_away(cast: Cast, small: dict[str, Any], part: str) -> None:
    draft, api = stored(small, publish=False), Api(cast.evaluator)
    refusal = api.get(f"questionnaires/{draft.sha256}/{part}/", 404)
    assert refusal["detail"].startswith("There is no such questionnaire.")
    api.get(f"questionnaires/nonsense/{part}/", 404)
