"""A version held for a change: nobody else changes it until the transaction ends."""

from django.db.models import QuerySet
from django.utils import timezone

from partnerships.protocols import emails
from partnerships.protocols.models import ProtocolVersion, Signature
from partnerships.protocols.text import document_of, sha256_of
from portal.audit.record import Actor, record
from portal.errors import Refused


def locked(version: ProtocolVersion) -> ProtocolVersion:
    """The version as it is now, locked to the end of the transaction."""
    rows = ProtocolVersion.objects.select_for_update(of=("self",))
    return rows.select_related("protocol", "partnership").get(pk=version.pk)


def refuse_unless(version: ProtocolVersion, *states: str, verb: str) -> None:
    """Raise Refused unless the version is in one of these states: "… cannot be {verb} now." """
    if version.state not in states:
        raise Refused(
            f"Version {version.number} is {version.state_words.lower()}, so it cannot be {verb}"
            " now. Open the protocol again to see what can be done next."
        )


def editable(version: ProtocolVersion) -> ProtocolVersion:
    """The version locked for a change of its text. Raises Refused once it has been signed."""
    current = locked(version)
    if not current.is_editable:
        raise Refused(
            f"Version {current.number} is {current.state_words.lower()}, so its text cannot change."
            " Draft the next version instead."
        )
    return current


def text_changed(version: ProtocolVersion, *, by: Actor) -> list[Signature]:
    """Keep the hash up with the text. Signatures of another text lapse; they are returned."""
    version.text_sha256 = sha256_of(document_of(version))
    version.revision += 1
    version.save(update_fields=["text_sha256", "revision"])
    stale = live_signatures(version).exclude(text_sha256=version.text_sha256)
    lapsed = list(stale.select_related("party__organisation", "signed_by"))
    if lapsed:
        stale.update(lapsed_at=timezone.now())
        record("signatures.lapsed", on=version, by=by, signatures=[each.pk for each in lapsed])
    return lapsed


def touched(version: ProtocolVersion, *, by: Actor) -> None:
    """After every change of the text: new hash; those whose signature lapsed are asked again, and
    while it is out for signature the other parties hear of it too, once a day."""
    lapsed = text_changed(version, by=by)
    if lapsed:
        emails.ask_again(version, lapsed, by=by)
    if version.is_ready:
        emails.changed_while_signing(version, by=by, day=timezone.localdate())


def live_signatures(version: ProtocolVersion) -> QuerySet[Signature]:
    """Signatures that count: neither lapsed nor taken back."""
    return Signature.objects.filter(version=version, lapsed_at=None, withdrawn_at=None)
