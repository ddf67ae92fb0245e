"""The mapping of a version, imported and shown."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.errors import Refused
from surveys.questionnaires.models import Questionnaire
from tests.conftest import Cast
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.questionnaires.conftest import LSP2004
from tests.surveys.questionnaires.test_lsp2003 import lsp2003
from tests.surveys.questionnaires.test_mapping import entry
from tests.surveys.questionnaires.test_views import stored

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DRAFTS = "/national/questionnaires/drafts/"


@pytest.fixture
def version(small: dict[str, Any]) -> Questionnaire:
    """The small questionnaire, published."""
    return stored(small, publish=True)


@pytest.fixture
def author(cast: Cast, signed_in: SignIn) -> Client:
    """The evaluator's browser."""
    return signed_in(cast.evaluator)


def said(response: HttpResponse) -> str:
    return words(parsed(response.content.decode()))


def lines(response: HttpResponse) -> list[str]:
    return [words(row) for row in parsed(response.content.decode()).iter("tr")][1:]


def test_of_a_version(author: Client) -> None:
    stored(lsp2003(), publish=True)
    later = stored(json.loads(LSP2004.read_text(encoding="utf-8")), publish=True)
    page = f"/national/questionnaires/{later.pk}/mapping/"
    response = author.get(page)
    filters = [
        words(link) for link in with_class(parsed(response.content.decode()), "portal-steps__link")
    ]
    assert filters == [
        "All questions (90)",
        "Same question (61)",
        "Reworded or changed (8)",
        "Split from one earlier question (2)",
        "Merged from earlier questions (1)",
        "New (18)",
    ]
    assert len(lines(response)) == 90
    assert words(by_id(parsed(response.content.decode()), "m_K06")).startswith(
        "K06 Is there a Local"
    )
    assert "How the questions follow those of LSP2003 version 1, 2003." in said(response)
    assert "Dropped since LSP2003 version 1 A06 How was the LSP set up?" in said(response)
    merged = author.get(f"{page}?show=merged")
    assert lines(merged) == [
        "D02 How does the LSP account to the public?Merged"
        "D06 Are meetings of the board open to the public?D07 Does the LSP publish an annual report?"
    ]
    assert len(lines(author.get(f"{page}?show=nonsense"))) == 90


def test_of_a_version_that_is_not_mapped(author: Client, version: Questionnaire) -> None:
    text = said(author.get(f"/national/questionnaires/{version.pk}/mapping/"))
    assert (
        "This questionnaire is not mapped to an earlier one: every question counts as new." in text
    )


def test_of_a_version_whose_earlier_one_is_not_here(
    author: Client, lsp2004: dict[str, Any]
) -> None:
    later = stored(lsp2004, publish=True)
    text = said(author.get(f"/national/questionnaires/{later.pk}/mapping/"))
    assert (
        "LSP2003 version 1 is not stored here, so the texts of its questions are not at hand."
        in text
    )
    assert "D06 text not at hand" in text


def test_a_mapping_that_does_not_fit_is_not_imported(small: dict[str, Any]) -> None:
    before = stored({**small, "code": "BEFORE", "year": 2003}, publish=True)
    target = {"code": "BEFORE", "year": 2003, "version": 1, "sha256": before.sha256}
    small["mapping"] = {"to": target, "questions": [entry("A1", "same", "A2")]}
    with pytest.raises(Refused) as refusal:
        stored(small)
    assert refusal.value.message == (
        "Nothing was imported. Mend this fault in the document: mapping, question A1: is not the"
        " same: the type was multi and is single."
    )
