"""A version: it is imported, then published; after that, nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from surveys.questionnaires import document as documents
from surveys.questionnaires.mapping import faults_against
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import version_mapped_to

STATE = Questionnaire.State
NAMED_FAULTS = 10


@transaction.atomic
def import_questionnaire(*, document: Mapping[str, Any], by: Actor) -> Questionnaire:
    """Store a valid document as a draft; the same document again gives the one already there.

    Raises Refused when the document has faults, or when its version exists with other content.
    """
    faults = documents.validate(document) or _mapping_faults(document)
    if faults:
        raise Refused(_in_words(faults))
    sha256 = documents.sha256(document)
    known = Questionnaire.objects.filter(sha256=sha256).first()
    if known:
        return known
    version = {key: document[key] for key in ("code", "year", "version")}
    if Questionnaire.objects.filter(**version).exists():
        raise Refused(
            f"{document['code']} version {document['version']} exists already with other content."
            " Raise the version number in the document and import it again."
        )
    questionnaire = Questionnaire.objects.create(
        **version, title=document["title"], document=document, sha256=sha256
    )
    record("questionnaire.imported", on=questionnaire, by=by, sha256=sha256)
    return questionnaire


@transaction.atomic
def publish_questionnaire(*, questionnaire: Questionnaire, by: Actor) -> Questionnaire:
    """Make a draft the published version, for good. Published already: nothing changes.

    Raises Refused when the stored document no longer has the hash it was imported with.
    """
    current = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if current.state == STATE.PUBLISHED:
        return current
    if documents.sha256(current.document) != current.sha256:
        raise Refused(
            "The stored document is not the one that was imported. Import it again as a new"
            " version and publish that."
        )
    current.state = STATE.PUBLISHED
    current.published_at = timezone.now()
    current.published_by = by if isinstance(by, User) else None
    current.save(update_fields=["state", "published_at", "published_by"])
    record("questionnaire.published", on=current, by=by, sha256=current.sha256)
    return current


def _mapping_faults(document: Mapping[str, Any]) -> list[documents.Fault]:
    """Against the version it speaks of, as far as that is stored here."""
    earlier = version_mapped_to(document)
    return faults_against(document, earlier.document, earlier.sha256) if earlier else []


def _in_words(faults: list[documents.Fault]) -> str:
    count = len(faults)
    lines = [str(fault) for fault in faults[:NAMED_FAULTS]]
    if count > NAMED_FAULTS:
        lines.append(f"and {count - NAMED_FAULTS} more")
    noun = "this fault" if count == 1 else f"these {count} faults"
    return f"Nothing was imported. Mend {noun} in the document: " + "; ".join(lines) + "."
