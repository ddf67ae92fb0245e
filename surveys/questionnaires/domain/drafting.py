"""A draft: it begins, is written, and ends as a published version or is discarded."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Missing, Refused
from surveys.questionnaires import document as documents
from surveys.questionnaires.domain.versions import import_questionnaire, publish_questionnaire
from surveys.questionnaires.drafting import parts, saying
from surveys.questionnaires.drafting.beginning import cannot_begin, copy_for
from surveys.questionnaires.drafting.proof import faults_of
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.models import Draft, Questionnaire

Document = Mapping[str, Any]
NAMED = 10  # faults named in one refusal
CHANGED = (
    "Somebody else changed this draft after you opened the page. Look at it as it is now, then try"
    " again."
)
CHANGED_PART = (
    "Somebody else changed this after you opened the page. Your words are still in the form below;"
    " compare them with what is saved now, then save again."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the author had in front of them: a revision of the draft and, when one part of it is
    written, that part with its token. A part that is still as seen may be saved whatever else of
    the draft has changed."""

    revision: int
    kind: parts.Kind | None = None
    code: str = ""
    token: str = ""


@transaction.atomic
def start_draft(*, document: Document, based_on: Questionnaire | None, by: User) -> Draft:
    """A draft from a document. `based_on`: the version its questions are mapped to, if any.

    Faults of sense are no hindrance. Raises Refused for a document of another shape.
    """
    faults = cannot_begin(document)
    if faults:
        raise Refused(_named("No draft was begun.", faults))
    draft = Draft.objects.create(
        title=document["title"],
        document=deepcopy(dict(document)),
        based_on=based_on,
        created_by=by,
        edited_by=by,
        edited_at=timezone.now(),
    )
    record("draft.started", on=draft, by=by, based_on=based_on.pk if based_on else None)
    return draft


@transaction.atomic
def copy_version(
    *, questionnaire: Questionnaire, code: str, year: int, title: str, by: User
) -> Draft:
    """A draft that copies a published version for another year, every question mapped as the same.

    Raises Refused for a version that is not published, an earlier year, or a code and year that
    are taken.
    """
    if not questionnaire.is_published:
        raise Refused("Only a published version can be copied. Publish it first.")
    if year <= questionnaire.year:
        raise Refused(f"The copy is for a later survey: enter a year after {questionnaire.year}.")
    if Questionnaire.objects.filter(code=code, year=year, version=1).exists():
        raise Refused(
            f"{code} version 1 of {year} exists already. Choose another code, or copy that version."
        )
    document = copy_for(
        questionnaire.document, questionnaire.sha256, code=code, year=year, title=title
    )
    return start_draft(document=document, based_on=questionnaire, by=by)


@transaction.atomic
def change_draft(
    *, draft: Draft, edit: Callable[[Document], Document], what: str, seen: Seen, by: User
) -> Draft:
    """Put what `edit` makes of the document in its place. `what` says it for the audit trail.

    Raises Conflict when what was seen has changed, Refused once the draft is published, and
    whatever `edit` raises; then nothing changes.
    """
    current = _open(draft)
    _refuse_if_stale(current, seen)
    document = dict(edit(deepcopy(current.document)))
    if documents.canonical(document) == documents.canonical(current.document):
        return current
    faults = cannot_begin(document)
    if faults:
        raise Refused(_named("Nothing was changed.", faults))
    current.document = document
    current.title = document["title"]
    current.revision += 1
    current.edited_by = by
    current.edited_at = timezone.now()
    current.save(update_fields=["document", "title", "revision", "edited_by", "edited_at"])
    record("draft.changed", on=current, by=by, what=what, revision=current.revision)
    return current


@transaction.atomic
def publish_draft(*, draft: Draft, revision: int, by: User) -> Questionnaire:
    """Prove the draft, make it a version and publish that, in one step. A second click finds it
    done and changes nothing.

    Raises Refused with the faults that are left, Conflict when the draft is not as it was seen.
    """
    current = _locked(draft)
    if current.published_as is not None:
        return current.published_as
    _refuse_if_stale(current, Seen(revision))
    faults = proof(current)
    if faults:
        raise Refused(_named("The draft is not published.", faults))
    version = import_questionnaire(document=current.document, by=by)
    if Draft.objects.filter(published_as=version).exists():
        raise Refused(
            f"{version} has been published from another draft with the same content. Discard this"
            " one, or change it and raise its version number."
        )
    version = publish_questionnaire(questionnaire=version, by=by)
    current.published_as = version
    current.revision += 1
    current.edited_by = by
    current.edited_at = timezone.now()
    current.save(update_fields=["published_as", "revision", "edited_by", "edited_at"])
    record("draft.published", on=current, by=by, questionnaire=version.pk, sha256=version.sha256)
    return version


@transaction.atomic
def discard_draft(*, draft: Draft, revision: int, by: User) -> None:
    """Delete the draft for good. Raises Refused once it is published, Conflict when it changed."""
    current = _open(draft)
    _refuse_if_stale(current, Seen(revision))
    record("draft.discarded", on=current, by=by, title=current.title, revision=current.revision)
    current.delete()


def proof(draft: Draft) -> list[Fault]:
    """Every fault that keeps the draft from being published."""
    earlier = draft.based_on
    if earlier is None:
        return faults_of(draft.document)
    return faults_of(draft.document, earlier.document, earlier.sha256)


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",))
    found = rows.select_related("based_on", "published_as").filter(pk=draft.pk).first()
    if found is None:
        raise Missing("This draft has been discarded. The list of drafts shows those there are.")
    return found


def _open(draft: Draft) -> Draft:
    current = _locked(draft)
    if current.published_as is not None:
        raise Refused(
            f"This draft has been published as {current.published_as} and cannot change any more."
            " Copy that version to write the next one."
        )
    return current


def _refuse_if_stale(draft: Draft, seen: Seen) -> None:
    if seen.revision == draft.revision:
        return
    if seen.kind is None:
        raise Conflict(CHANGED)
    if parts.token(draft.document, seen.kind, seen.code) != seen.token:
        raise Conflict(CHANGED_PART)


def _named(done: str, faults: list[Fault]) -> str:
    lines = [saying.sentence(fault) for fault in faults[:NAMED]]
    if len(faults) > NAMED:
        lines.append(f"And {len(faults) - NAMED} more.")
    return " ".join([f"{done} Put this right first:", *lines])
