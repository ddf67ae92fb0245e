"""Mapping a draft to an earlier version, question by question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.errors import Conflict, Missing, Refused
from surveys.questionnaires.domain.drafting import Seen, change_draft
from surveys.questionnaires.models import Draft, Questionnaire
from surveys.questionnaires.remapping import entry_token, prefilled, remapped, rest_settled
from surveys.questionnaires.structure import Relation

NOT_MAPPED = "This draft is not mapped to an earlier questionnaire yet. Choose one first."
CHANGED = (
    "Somebody else mapped this question after you opened the page. Below is what is saved now; your"
    " choice is kept in the form. Save again if it still stands."
)


@transaction.atomic
def map_draft_to(*, draft: Draft, earlier: Questionnaire, revision: int, by: User) -> Draft:
    """Begin the mapping anew, to this published version; questions find each other by code.

    Raises Refused for a version that is not published or not of an earlier year, Conflict when
    the draft is not as it was seen.
    """
    if not earlier.is_published:
        raise Refused("Only a published version can be mapped to. Publish it first.")
    if earlier.year >= draft.document["year"]:
        raise Refused(
            f"{earlier} is of {earlier.year}. Choose a questionnaire of a year before"
            f" {draft.document['year']}."
        )
    changed = change_draft(
        draft=draft,
        edit=lambda document: prefilled(document, earlier.document, earlier.sha256),
        what=f"mapping to {earlier}",
        seen=Seen(revision),
        by=by,
    )
    changed.based_on = earlier
    changed.save(update_fields=["based_on"])
    return changed


def map_question(
    *, draft: Draft, question: str, relation: Relation, earlier: Sequence[str], token: str, by: User
) -> Draft:
    """Say how one question follows the earlier ones. `token`: entry_token of what was seen.

    Raises Missing when the draft has no such question, Refused when it is not mapped at all,
    Conflict when somebody else has said something of this question since; other edits of the
    draft do not matter.
    """
    _refuse_unmapped(draft)

    def edit(document: Mapping[str, Any]) -> Mapping[str, Any]:
        if question not in {part["code"] for part in document["questions"]}:
            raise Missing("There is no such question in this draft. Somebody may have removed it.")
        if entry_token(document, question) != token:
            raise Conflict(CHANGED)
        return remapped(document, question, relation, earlier)

    return change_draft(
        draft=draft,
        edit=edit,
        what=f"mapping of {question}",
        seen=Seen(draft.revision),
        by=by,
    )


def settle_rest(*, draft: Draft, earlier: Questionnaire, revision: int, by: User) -> Draft:
    """All that nobody has spoken of: questions of the draft are new, earlier ones dropped.

    Raises as map_question does.
    """
    _refuse_unmapped(draft)
    return change_draft(
        draft=draft,
        edit=lambda document: rest_settled(document, earlier.document),
        what="rest of the mapping",
        seen=Seen(revision),
        by=by,
    )


def _refuse_unmapped(draft: Draft) -> None:
    if not draft.document.get("mapping"):
        raise Refused(NOT_MAPPED)
