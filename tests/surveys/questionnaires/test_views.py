"""National pages of questionnaires: who may see them, what they say."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.questionnaires.models import Questionnaire
from tests.conftest import Cast
from tests.portal.web.markup import by_id, parsed, with_class, words

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/national/questionnaires/"


def stored(document: dict[str, Any], *, publish: bool = False) -> Questionnaire:
    with in_national():
        questionnaire = import_questionnaire(document=document, by=System("tests"))
        if publish:
            questionnaire = publish_questionnaire(questionnaire=questionnaire, by=System("tests"))
    return questionnaire


def page_of(questionnaire: Questionnaire) -> str:
    return f"{LIST}{questionnaire.pk}/"


def test_list_shows_every_version(cast: Cast, signed_in: SignIn, small: dict[str, Any]) -> None:
    stored(small, publish=True)
    small["version"] = 2
    stored(small)
    tree = parsed(signed_in(cast.evaluator).get(LIST).content.decode())
    rows = [words(row) for row in tree.iter("tr")][1:]
    assert rows[0].startswith("SMALL version 2")
    assert rows[1].startswith("SMALL version 1")
    assert rows[0].endswith("Not yetDraft")
    assert rows[1].endswith("Published")


def test_list_says_how_to_begin(cast: Cast, signed_in: SignIn) -> None:
    html = signed_in(cast.evaluator).get(LIST).content.decode()
    assert "There is no questionnaire yet" in words(parsed(html))


def test_page_shows_questions_and_routing_in_words(
    cast: Cast, signed_in: SignIn, lsp2004: dict[str, Any]
) -> None:
    questionnaire = stored(lsp2004, publish=True)
    html = signed_in(cast.evaluator).get(page_of(questionnaire)).content.decode()
    tree = parsed(html)
    said = words(tree)
    assert "This questionnaire is a reconstruction; the original was never found." in said
    assert len(with_class(tree, "portal-question")) == 90
    assert words(by_id(tree, "q_G08")).startswith(
        "G08 8. Which issues, and with whom would they have to be addressed? (optional)"
        " Asked only if you answered ‘Yes’ to G07."
    )
    assert "Asked only if the area receives Neighbourhood Renewal Fund." in said
    assert "Must holdthe sum of B03, B04, B05, B06, B07, B08 equals B02" in said
    assert "Must holdA02 is not more than 2004" in said
    assert (
        "Which returns count A return counts only if you answered ‘In place and meeting’ or ‘In the"
        " process of being formed’ to A01." in said
    )
    assert questionnaire.sha256 in said
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert " style=" not in html
    assert "Publish this questionnaire" not in said


def test_publish(cast: Cast, signed_in: SignIn, small: dict[str, Any]) -> None:
    draft = stored(small)
    client = signed_in(cast.evaluator)
    assert "Publish this questionnaire" in client.get(page_of(draft)).content.decode()
    response = client.post(f"{page_of(draft)}publish/", follow=True)
    assert response.redirect_chain == [(page_of(draft), 302)]
    assert "SMALL version 1 is published. It can never change again." in words(
        parsed(response.content.decode())
    )
    draft.refresh_from_db()
    assert (draft.state, draft.published_by) == ("published", cast.evaluator)


def test_publish_takes_a_post(cast: Cast, signed_in: SignIn, small: dict[str, Any]) -> None:
    draft = stored(small)
    assert signed_in(cast.evaluator).get(f"{page_of(draft)}publish/").status_code == 405


@pytest.mark.parametrize("person", ["odpm", "observer", "alpha_coordinator", "nobody"])
def test_pages_are_closed_to_others(
    cast: Cast, signed_in: SignIn, small: dict[str, Any], person: str
) -> None:
    draft = stored(small)
    client = signed_in(getattr(cast, person))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(draft)).status_code == 403
    assert client.post(f"{page_of(draft)}publish/").status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_page_of_nothing_is_missing(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.evaluator).get(f"{LIST}999/").status_code == 404


def test_page_asks_few_questions_of_the_database(
    cast: Cast, signed_in: SignIn, lsp2004: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    questionnaire = stored(lsp2004)
    client = signed_in(cast.evaluator)
    client.get(page_of(questionnaire))
    with django_assert_max_num_queries(12):
        client.get(page_of(questionnaire))
