"""A draft from a file that somebody sent: a JSON document, or an XLSForm after a look at it."""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.questionnaires.domain.drafting import start_draft
from surveys.questionnaires.drafting.proof import faults_of
from surveys.questionnaires.drafting.saying import sentence
from surveys.questionnaires.models import Draft, Questionnaire
from surveys.questionnaires.queries import version_mapped_to

SALT = "surveys.questionnaires.import"
KEPT_FOR = 2 * 60 * 60  # seconds between looking at an import and confirming it
LONGEST_KEPT = 2_000_000  # characters of a form field
NAMED = 10
ONCE_MORE = "Upload the file again: what was read from it is no longer at hand."


@transaction.atomic
def draft_of_document(*, document: Mapping[str, Any], file_name: str, by: User) -> Draft:
    """A draft with this document, mapped to the version it names if that is stored here.

    Raises Refused with the first faults when there are any; then nothing is stored.
    """
    earlier = version_mapped_to(document)
    faults = faults_of(document, earlier.document if earlier else None, _sha256(earlier))
    if faults:
        named = " ".join(sentence(fault) for fault in faults[:NAMED])
        raise Refused(f"Nothing was imported. Put this right in the file first: {named}")
    draft = start_draft(document=document, based_on=earlier, by=by)
    record("draft.imported", on=draft, by=by, file=file_name)
    return draft


def keep(document: Mapping[str, Any], *, by: User) -> str:
    """What was read from a file as a sealed text, which only this person can confirm, for a while.

    Raises Refused when it is too large for that.
    """
    content = {"document": document, "user": by.pk}
    kept = signing.dumps(content, salt=SALT, compress=True)
    if len(kept) > LONGEST_KEPT:
        raise Refused("The form is too large to be imported. Split it in two.")
    return kept


def kept_document(kept: str, *, by: User) -> dict[str, Any]:
    """The document that was sealed. Raises Refused when the seal is old, broken or another's."""
    try:
        content = signing.loads(kept, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        raise Refused(ONCE_MORE) from None
    if content["user"] != by.pk:
        raise Refused(ONCE_MORE)
    found: dict[str, Any] = content["document"]
    return found


def _sha256(version: Questionnaire | None) -> str:
    return version.sha256 if version else ""
