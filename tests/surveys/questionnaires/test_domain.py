"""Importing and publishing: idempotent, audited, and never to be changed again."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Missing, Refused
from portal.tenancy.context import in_national
from surveys.questionnaires import document
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import (
    all_questionnaires,
    form_of,
    published_questionnaires,
    questionnaire_by_id,
)
from tests.conftest import Cast

BY = System("tests")
pytestmark = pytest.mark.django_db


def imported(small: dict[str, Any]) -> Questionnaire:
    with in_national():
        return import_questionnaire(document=small, by=BY)


def events() -> list[tuple[str, str]]:
    with in_national():
        return list(AuditEvent.objects.order_by("id").values_list("name", "actor_words"))


def test_import_questionnaire_stores_a_draft(small: dict[str, Any]) -> None:
    questionnaire = imported(small)
    stored = Questionnaire.objects.get()
    assert (stored.code, stored.year, stored.version, stored.title, stored.state) == (
        "SMALL",
        2004,
        1,
        "A small survey",
        "draft",
    )
    assert stored.document == small
    assert stored.sha256 == document.sha256(small) == questionnaire.sha256
    assert (stored.published_at, stored.published_by) == (None, None)
    assert events() == [("questionnaire.imported", "system: tests")]


def test_import_questionnaire_twice_is_once(small: dict[str, Any]) -> None:
    first = imported(small)
    assert imported(dict(reversed(small.items()))) == first
    assert Questionnaire.objects.count() == 1
    assert len(events()) == 1


def test_import_questionnaire_refuses_other_content_of_a_version(small: dict[str, Any]) -> None:
    imported(small)
    small["title"] = "Another title"
    with pytest.raises(Refused) as refusal:
        imported(small)
    assert refusal.value.message == (
        "SMALL version 1 exists already with other content."
        " Raise the version number in the document and import it again."
    )
    small["version"] = 2
    assert imported(small).version == 2


def test_import_questionnaire_refuses_faults(small: dict[str, Any]) -> None:
    small["questions"][4]["show_if"] = {"question": "F99", "in": ["yes"]}
    with pytest.raises(Refused) as refusal:
        imported(small)
    assert refusal.value.message == (
        "Nothing was imported. Mend this fault in the document:"
        " question B3, show_if: no question F99."
    )
    assert not Questionnaire.objects.exists()
    assert events() == []


def test_import_questionnaire_counts_many_faults(small: dict[str, Any]) -> None:
    for question in small["questions"]:
        question["theme"] = "Not A Code"
        question["colour"] = "red"
    with pytest.raises(Refused, match=r"Mend these 14 faults .*; and 4 more\."):
        imported(small)


def test_publish_questionnaire(cast: Cast, small: dict[str, Any]) -> None:
    draft = imported(small)
    with in_national():
        published = publish_questionnaire(questionnaire=draft, by=cast.evaluator)
        again = publish_questionnaire(questionnaire=draft, by=cast.administrator)
    assert again == published
    assert again.published_by == cast.evaluator
    assert again.published_at == published.published_at
    assert [name for name, _ in events() if name.startswith("questionnaire")] == [
        "questionnaire.imported",
        "questionnaire.published",
    ]
    assert list(published_questionnaires()) == [published]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE questionnaires_questionnaire SET document = '{}'",
        "UPDATE questionnaires_questionnaire SET sha256 = repeat('0', 64)",
        "UPDATE questionnaires_questionnaire SET title = 'Other'",
        "UPDATE questionnaires_questionnaire SET state = 'draft', published_at = NULL",
        "DELETE FROM questionnaires_questionnaire",
    ],
)
@pytest.mark.parametrize("state", ["draft", "published"])
def test_database_keeps_the_document(small: dict[str, Any], statement: str, state: str) -> None:
    questionnaire = imported(small)
    if state == "published":
        with in_national():
            publish_questionnaire(questionnaire=questionnaire, by=BY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    stored = Questionnaire.objects.get()
    assert (stored.document, stored.state) == (small, state)


def test_publish_questionnaire_refuses_a_tampered_document(small: dict[str, Any]) -> None:
    tampered = Questionnaire.objects.create(
        code="SMALL", year=2004, version=1, title="x", document=small, sha256="0" * 64
    )
    with pytest.raises(Refused, match="not the one that was imported"), in_national():
        publish_questionnaire(questionnaire=tampered, by=BY)


def test_queries(small: dict[str, Any]) -> None:
    first = imported(small)
    small["version"] = 2
    second = imported(small)
    assert list(all_questionnaires()) == [second, first]
    assert list(published_questionnaires()) == []
    assert questionnaire_by_id(first.pk) == first
    assert form_of(first.sha256).title == "A small survey"
    with pytest.raises(Missing):
        questionnaire_by_id(0)
