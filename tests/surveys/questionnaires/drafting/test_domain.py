"""Drafts in the database: begun, changed, published, discarded."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Conflict, Missing, Refused
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import (
    change_draft,
    copy_version,
    discard_draft,
    import_questionnaire,
    publish_draft,
    start_draft,
)
from surveys.questionnaires.domain.drafting import Seen, proof
from surveys.questionnaires.drafting import edits, parts
from surveys.questionnaires.models import Draft, Questionnaire
from tests.conftest import Cast
from tests.surveys.questionnaires.drafting.conftest import Desk, version_of

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


@pytest.fixture(autouse=True)
def nation(cast: Cast) -> Any:
    """Everything here happens in the national space."""
    with in_national():
        yield


def retitled(title: str) -> Callable[[Document], Document]:
    return lambda document: {**document, "title": title}


def change(desk: Desk, edit: Any, seen: Seen, cast: Cast) -> Draft:
    return change_draft(draft=desk.draft, edit=edit, what="test", seen=seen, by=cast.evaluator)


def events(name: str) -> list[dict[str, Any]]:
    return [event.facts for event in AuditEvent.objects.filter(name=name).order_by("pk")]


def refused(act: Callable[[], Any], kind: type[Exception] = Refused) -> str:
    with pytest.raises(kind) as caught:
        act()
    return str(caught.value)


def test_a_copy_is_a_draft_mapped_to_its_original(desk: Desk, cast: Cast) -> None:
    draft = desk.now()
    assert (draft.title, draft.revision, draft.based_on) == (
        "A small survey, 2005",
        1,
        Questionnaire.objects.get(),
    )
    assert (draft.created_by, draft.edited_by) == (cast.evaluator, cast.evaluator)
    assert draft.document["mapping"]["to"]["sha256"] == draft.based_on.sha256
    assert proof(draft) == []
    assert events("draft.started") == [{"based_on": draft.based_on.pk}]


def test_what_cannot_be_copied(cast: Cast, small: Document) -> None:
    def copy(version: Questionnaire, year: int) -> Callable[[], Draft]:
        return lambda: copy_version(
            questionnaire=version, code="SMALL", year=year, title="Next", by=cast.evaluator
        )

    unpublished = import_questionnaire(document=small, by=System("tests"))
    assert refused(copy(unpublished, 2005)) == (
        "Only a published version can be copied. Publish it first."
    )
    version = version_of(small)
    assert refused(copy(version, 2004)) == (
        "The copy is for a later survey: enter a year after 2004."
    )
    version_of({**small, "year": 2005})
    assert refused(copy(version, 2005)) == (
        "SMALL version 1 of 2005 exists already. Choose another code, or copy that version."
    )
    assert Draft.objects.count() == 0


def test_a_document_of_another_shape_begins_no_draft(cast: Cast, small: Document) -> None:
    small["questions"][0]["text"] = ""
    assert refused(lambda: start_draft(document=small, based_on=None, by=cast.evaluator)) == (
        "No draft was begun. Put this right first: Question A1, text: must not be empty."
    )


def test_a_change_counts_and_is_recorded(desk: Desk, cast: Cast) -> None:
    change(desk, retitled("New"), Seen(1), cast)
    draft = desk.now()
    assert (draft.title, draft.document["title"], draft.revision) == ("New", "New", 2)
    assert events("draft.changed") == [{"what": "test", "revision": 2}]


def test_the_same_again_changes_nothing(desk: Desk, cast: Cast) -> None:
    change(desk, lambda document: document, Seen(1), cast)
    assert desk.now().revision == 1
    assert events("draft.changed") == []


def test_an_edit_that_spoils_the_shape_is_refused(desk: Desk, cast: Cast) -> None:
    before = desk.now().document
    assert refused(lambda: change(desk, retitled("x" * 201), Seen(1), cast)) == (
        "Nothing was changed. Put this right first: Title: must be 200 characters or fewer."
    )
    assert desk.now().document == before


def test_a_stale_revision_is_a_conflict(desk: Desk, cast: Cast) -> None:
    change(desk, retitled("Theirs"), Seen(1), cast)
    assert refused(lambda: change(desk, retitled("Mine"), Seen(1), cast), Conflict) == (
        "Somebody else changed this draft after you opened the page. Look at it as it is now, then"
        " try again."
    )
    assert desk.now().title == "Theirs"


def test_a_part_that_is_as_seen_may_be_saved(desk: Desk, cast: Cast) -> None:
    document = desk.now().document
    seen = Seen(1, "question", "A2", parts.token(document, "question", "A2"))
    mine = {**document["questions"][1], "text": "Mine"}

    def edit(now: Document) -> Document:
        return edits.changed(now, "question", "A2", mine)

    change(desk, retitled("Theirs"), Seen(1), cast)
    change(desk, edit, seen, cast)
    assert (desk.now().title, desk.question("A2")["text"]) == ("Theirs", "Mine")
    assert refused(lambda: change(desk, edit, seen, cast), Conflict).startswith(
        "Somebody else changed this after you opened the page."
    )


def test_publishing_makes_a_version_once(desk: Desk, cast: Cast) -> None:
    version = publish_draft(draft=desk.draft, revision=1, by=cast.evaluator)
    draft = desk.now()
    assert (version.code, version.year, version.version) == ("SMALL2005", 2005, 1)
    assert (version.is_published, version.published_by) == (True, cast.evaluator)
    assert (version.document, draft.published_as) == (draft.document, version)
    assert publish_draft(draft=draft, revision=1, by=cast.evaluator) == version
    assert events("draft.published") == [{"questionnaire": version.pk, "sha256": version.sha256}]


def test_a_published_draft_stays(desk: Desk, cast: Cast) -> None:
    publish_draft(draft=desk.draft, revision=1, by=cast.evaluator)
    said = (
        "This draft has been published as SMALL2005 version 1 and cannot change any more. Copy that"
        " version to write the next one."
    )
    assert refused(lambda: change(desk, retitled("Late"), Seen(2), cast)) == said
    assert refused(lambda: discard_draft(draft=desk.draft, revision=2, by=cast.evaluator)) == said


def test_publishing_wants_no_fault_and_the_draft_as_seen(desk: Desk, cast: Cast) -> None:
    other = {"code": "C", "title": "Empty"}
    change(desk, lambda document: edits.added(document, "section", other), Seen(1), cast)

    def publish(revision: int) -> Callable[[], Any]:
        return lambda: publish_draft(draft=desk.draft, revision=revision, by=cast.evaluator)

    assert refused(publish(1), Conflict).startswith("Somebody else changed this draft")
    assert refused(publish(2)) == (
        "The draft is not published. Put this right first: Section C: has no question yet; add one"
        " or remove it."
    )
    assert Questionnaire.objects.count() == 1


def test_publishing_proves_the_mapping(desk: Desk, cast: Cast) -> None:
    part = desk.question("A1")
    part = {**part, "options": [*part["options"], {"code": "soon", "label": "Soon"}]}
    mapping = desk.now().document["mapping"]

    def still_same(document: Document) -> Document:
        return {**edits.changed(document, "question", "A1", part), "mapping": mapping}

    change(desk, still_same, Seen(1), cast)
    assert refused(lambda: publish_draft(draft=desk.draft, revision=2, by=cast.evaluator)) == (
        "The draft is not published. Put this right first: Mapping, question A1: is not the same:"
        " the option soon was added."
    )


def test_two_drafts_of_the_same_content(desk: Desk, cast: Cast) -> None:
    twin = start_draft(
        document=desk.now().document, based_on=desk.now().based_on, by=cast.evaluator
    )
    publish_draft(draft=desk.draft, revision=1, by=cast.evaluator)
    assert refused(lambda: publish_draft(draft=twin, revision=1, by=cast.evaluator)) == (
        "SMALL2005 version 1 has been published from another draft with the same content. Discard"
        " this one, or change it and raise its version number."
    )
    change_draft(draft=twin, edit=retitled("Twin"), what="t", seen=Seen(1), by=cast.evaluator)
    assert refused(lambda: publish_draft(draft=twin, revision=2, by=cast.evaluator)).startswith(
        "SMALL2005 version 1 exists already with other content. Raise the version number"
    )


def test_a_draft_is_discarded_as_it_was_seen(desk: Desk, cast: Cast) -> None:
    assert refused(
        lambda: discard_draft(draft=desk.draft, revision=9, by=cast.evaluator), Conflict
    ).startswith("Somebody else changed this draft")
    discard_draft(draft=desk.now(), revision=1, by=cast.evaluator)
    assert Draft.objects.count() == 0
    assert events("draft.discarded") == [{"title": "A small survey, 2005", "revision": 1}]
    assert refused(lambda: change(desk, retitled("x"), Seen(1), cast), Missing).startswith(
        "This draft has been discarded."
    )
