"""The mapping of a draft, on pages."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import change_draft, copy_version, publish_draft, start_draft
from surveys.questionnaires.domain.drafting import Seen
from surveys.questionnaires.models import Draft, Questionnaire
from surveys.questionnaires.remapping import entry_of
from tests.conftest import Cast
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.questionnaires.test_views import stored

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DRAFTS = "/national/questionnaires/drafts/"


@pytest.fixture
def version(small: dict[str, Any]) -> Questionnaire:
    """The small questionnaire, published."""
    return stored(small, publish=True)


@pytest.fixture
def draft(cast: Cast, version: Questionnaire) -> Draft:
    """A copy of it for the year after."""
    with in_national():
        return copy_version(
            questionnaire=Questionnaire.objects.get(pk=version.pk),
            code="SMALL2005",
            year=2005,
            title="The next one",
            by=cast.evaluator,
        )


@pytest.fixture
def author(cast: Cast, signed_in: SignIn) -> Client:
    """The evaluator's browser."""
    return signed_in(cast.evaluator)


def page_of(draft: Draft, rest: str = "") -> str:
    return f"{DRAFTS}{draft.pk}/mapping/{rest}"


def edited(draft: Draft, cast: Cast, edit: Callable[[Any], Any]) -> Draft:
    with in_national():
        current = Draft.objects.get(pk=draft.pk)
        return change_draft(
            draft=current, edit=edit, what="test", seen=Seen(current.revision), by=cast.evaluator
        )


def with_option(document: Any) -> Any:
    """A question that is mapped as the same gets one option more."""
    questions = deepcopy(document["questions"])
    questions[0]["options"].append({"code": "perhaps", "label": "Perhaps"})
    return {**document, "questions": questions}


def said(response: HttpResponse) -> str:
    return words(parsed(response.content.decode()))


def token(response: HttpResponse) -> str:
    return str(by_id(parsed(response.content.decode()), "id_token").get("value"))


def lines(response: HttpResponse) -> list[str]:
    return [words(row) for row in parsed(response.content.decode()).iter("tr")][1:]


def test_a_copy_is_mapped_as_the_same(author: Client, draft: Draft) -> None:
    response = author.get(page_of(draft))
    assert response.status_code == 200
    assert "How the questions follow those of SMALL version 1, 2004." in said(response)
    assert lines(response)[0] == ("A1 Is there an LSP?SameA1 Is there an LSP?Change how A1 follows")
    assert "Settle the rest" not in said(response)


def test_faults_stand_beside_the_question(author: Client, cast: Cast, draft: Draft) -> None:
    edited(draft, cast, with_option)
    response = author.get(page_of(draft))
    assert lines(response)[0] == (
        "A1 Is there an LSP?Sameis not the same: the option perhaps was added"
        "A1 Is there an LSP?Change how A1 follows"
    )
    assert "With a fault (1)" in said(response)
    assert len(lines(author.get(page_of(draft, "?show=faults")))) == 1
    question = said(author.get(page_of(draft, "A1/")))
    assert (
        "An answer then is not an answer now: the option perhaps was added. The question cannot be"
        " called the same." in question
    )


def test_a_question_is_mapped_otherwise(author: Client, cast: Cast, draft: Draft) -> None:
    edited(draft, cast, with_option)
    seen = author.get(page_of(draft, "A1/"))
    data = {"relation": "reworded", "earlier": ["A1"], "token": token(seen)}
    response = author.post(page_of(draft, "A1/"), data, follow=True)
    assert response.redirect_chain == [(page_of(draft), 302)]
    assert "The mapping of A1 is saved." in said(response)
    assert "With a fault" not in said(response)
    draft.refresh_from_db()
    assert entry_of(draft.document, "A1") == {
        "question": "A1",
        "relation": "reworded",
        "earlier": ["A1"],
    }
    with in_national():
        event = AuditEvent.objects.filter(name="draft.changed").latest("pk")
    assert event.facts["what"] == "mapping of A1"


@pytest.mark.parametrize(
    ("relation", "earlier", "fault"),
    [
        ("", [], "Choose how the question follows the earlier ones"),
        ("new", ["A1"], "Choose no earlier question for a new one"),
        ("merged", ["A1"], "Choose two or more earlier questions that were merged"),
        ("same", [], "Choose one earlier question"),
        ("split", ["A1", "A2"], "Choose one earlier question"),
        ("same", ["Z9"], "Choose earlier questions from the list"),
        ("similar", ["A1"], "Select a valid choice. similar is not one of the available choices."),
    ],
)
def test_what_does_not_fit_is_refused(
    author: Client, draft: Draft, relation: str, earlier: list[str], fault: str
) -> None:
    seen = author.get(page_of(draft, "A1/"))
    data = {"relation": relation, "earlier": earlier, "token": token(seen)}
    response = author.post(page_of(draft, "A1/"), data)
    assert response.status_code == 422
    summary = with_class(parsed(response.content.decode()), "govuk-error-summary")[0]
    assert fault in words(summary)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_two_authors_of_one_question(author: Client, draft: Draft) -> None:
    seen = token(author.get(page_of(draft, "A1/")))
    first = {"relation": "reworded", "earlier": ["A1"], "token": seen}
    assert author.post(page_of(draft, "A1/"), first).status_code == 302
    second = {"relation": "new", "earlier": [], "token": seen}
    clash = author.post(page_of(draft, "A1/"), second)
    assert clash.status_code == 409
    assert "Somebody else mapped this question after you opened the page." in said(clash)
    again = {**second, "token": token(clash)}
    assert author.post(page_of(draft, "A1/"), again).status_code == 302
    draft.refresh_from_db()
    assert entry_of(draft.document, "A1") == {"question": "A1", "relation": "new", "earlier": []}


def test_another_edit_of_the_draft_is_no_clash(author: Client, cast: Cast, draft: Draft) -> None:
    seen = token(author.get(page_of(draft, "A1/")))
    edited(draft, cast, with_option)
    data = {"relation": "reworded", "earlier": ["A1"], "token": seen}
    assert author.post(page_of(draft, "A1/"), data).status_code == 302


def test_the_rest_is_settled(author: Client, cast: Cast, draft: Draft) -> None:
    def without(document: Any) -> Any:
        entries = document["mapping"]["questions"][2:]
        return {**document, "mapping": {**document["mapping"], "questions": entries}}

    changed = edited(draft, cast, without)
    text = said(author.get(page_of(draft)))
    assert "Not said yet (2)" in text
    assert "Earlier questions that the mapping does not mention." in text
    stale = author.post(page_of(draft, "rest/"), {"revision": changed.revision - 1})
    assert stale.status_code == 409
    broken = author.post(page_of(draft, "rest/"), {"revision": "x"})
    assert broken.status_code == 409
    done = author.post(page_of(draft, "rest/"), {"revision": changed.revision}, follow=True)
    assert "The rest of the mapping is settled." in said(done)
    assert "Dropped since SMALL version 1 A1 Is there an LSP?A2 Which bodies?" in said(done)
    assert "Not said yet" not in said(done)


def test_a_draft_that_is_not_mapped(author: Client, cast: Cast, small: dict[str, Any]) -> None:
    version = stored(small, publish=True)
    document = {**small, "year": 2005, "code": "OTHER"}
    document["questions"] = [{**q, "code": q["code"]} for q in small["questions"]]
    with in_national():
        draft = start_draft(document=document, based_on=None, by=cast.evaluator)
    response = author.get(page_of(draft))
    assert (
        "This draft is not mapped to an earlier questionnaire: every question counts as new."
        in (said(response))
    )
    assert author.get(page_of(draft, "A1/")).status_code == 409
    assert author.post(page_of(draft, "rest/"), {"revision": 1}).status_code == 409
    wrong = author.post(page_of(draft, "to/"), {"earlier": "0", "revision": 1})
    assert wrong.status_code == 422
    stale = author.post(page_of(draft, "to/"), {"earlier": version.pk, "revision": 7})
    assert stale.status_code == 409
    assert "Somebody else changed this draft after you opened the page." in said(stale)
    done = author.post(page_of(draft, "to/"), {"earlier": version.pk, "revision": 1}, follow=True)
    assert "The draft is mapped to SMALL version 1 by the codes of its questions." in said(done)
    draft.refresh_from_db()
    assert draft.based_on == version
    assert {entry["relation"] for entry in draft.document["mapping"]["questions"]} == {"same"}


def test_a_published_draft_is_only_read(author: Client, cast: Cast, draft: Draft) -> None:
    seen = token(author.get(page_of(draft, "A1/")))
    with in_national():
        publish_draft(draft=draft, revision=draft.revision, by=cast.evaluator)
    page = said(author.get(page_of(draft)))
    assert "Change how A1 follows" not in page
    assert "Map to another version" not in page
    data = {"relation": "new", "earlier": [], "token": seen}
    assert author.post(page_of(draft, "A1/"), data).status_code == 409


def test_a_mapping_with_faults_is_not_published(author: Client, cast: Cast, draft: Draft) -> None:
    changed = edited(draft, cast, with_option)
    response = author.post(f"{DRAFTS}{draft.pk}/publish/", {"revision": changed.revision})
    assert response.status_code == 409
    assert "A1: is not the same: the option perhaps was added" in said(response)


def test_unknown_question_and_draft(author: Client, draft: Draft) -> None:
    assert author.get(page_of(draft, "Z9/")).status_code == 404
    assert author.get(f"{DRAFTS}999999/mapping/").status_code == 404


def test_queries_do_not_grow(
    author: Client, draft: Draft, django_assert_max_num_queries: Any
) -> None:
    author.get(page_of(draft))
    with django_assert_max_num_queries(12):
        author.get(page_of(draft))
