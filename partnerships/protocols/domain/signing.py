"""Signing: each party signs the exact text, once; a signature may be taken back with a reason."""

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Member
from partnerships.membership.queries.serving import ended
from partnerships.protocols import emails
from partnerships.protocols.domain.locking import live_signatures, locked, refuse_unless
from partnerships.protocols.models import Party, ProtocolVersion, Signature
from partnerships.protocols.queries.signing import signatory_for
from partnerships.protocols.text import document_of, sha256_of
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Denied, Refused

STATE = ProtocolVersion.State


@transaction.atomic
def sign(*, version: ProtocolVersion, party: Party, seen: str, by: User) -> Signature:
    """Sign for one party. `seen`: hash of the text as it was read.

    A second click of the same person finds it done. With the last party's signature the version is
    signed and its text frozen. Raises Denied for somebody who may not sign for the party, Conflict
    when the text is another than the one read, Refused when there is nothing to sign.
    """
    current = locked(version)
    if party.version_id != current.pk:
        raise Refused("That organisation is a party to another version. Open this one and sign it.")
    signed = live_signatures(current).filter(party=party).first()
    if signed and signed.signed_by_id == by.pk and signed.text_sha256 == seen:
        return signed
    _refuse_not_ready(current)
    organisation = party.organisation
    if ended(organisation.left_on, timezone.localdate()):
        raise Refused(
            f"{organisation} left the partnership on {organisation.left_on:%-d %B %Y}, so nobody"
            " can sign for it. Ask the co-ordinator to take it out of the parties."
        )
    member = signatory_for(party, by)
    if member is None:
        raise Denied(
            f"You cannot sign for {organisation}. Ask the co-ordinator to name you as one of those"
            " who sign for it."
        )
    if signed:
        raise Refused(
            f"{signed.signed_as} signed for {organisation} already. There is nothing left to do."
        )
    _refuse_unseen(current, seen)
    made = _signature(current, party, member, by)
    record("protocol.signed", on=made, by=by, text_sha256=made.text_sha256)
    _complete(current, by)
    return made


@transaction.atomic
def withdraw_signature(*, signature: Signature, why: str, by: User) -> None:
    """Take a signature back, before the protocol is in force. The version waits for it again."""
    current = locked(signature.version)
    found = live_signatures(current).select_related("party__organisation").filter(pk=signature.pk)
    live = found.first()
    if live is None:
        raise Refused("This signature does not count any more. There is nothing to take back.")
    refuse_unless(current, STATE.CONSULTATION, STATE.SIGNED, verb="taken out of a signed text")
    if signatory_for(live.party, by) is None:
        raise Denied(
            f"You cannot take back a signature of {live.party.organisation}. Ask one of those who"
            " sign for it."
        )
    if not why.strip():
        raise Refused("Say why the signature is taken back: the other parties read it.")
    live.withdrawn_at, live.withdrawn_why = timezone.now(), why.strip()
    live.save(update_fields=["withdrawn_at", "withdrawn_why"])
    if current.state == STATE.SIGNED:
        current.state, current.document = STATE.CONSULTATION, None
        current.save(update_fields=["state", "document"])
    record("signature.withdrawn", on=live, by=by, reason=live.withdrawn_why)
    emails.signature_withdrawn(current, live, by=by)


def _refuse_not_ready(version: ProtocolVersion) -> None:
    if version.state in (STATE.DRAFT, STATE.CONSULTATION) and not version.is_ready:
        raise Refused(
            f"Version {version.number} is not ready for signature: its consultation has not been"
            " closed. The co-ordinator asks you to sign when it is."
        )
    if not version.is_ready:
        raise Refused(
            f"Version {version.number} is {version.state_words.lower()}, so it cannot be signed"
            " now. Sign the version that is out for signature."
        )


def _refuse_unseen(version: ProtocolVersion, seen: str) -> None:
    """The hash is worked out afresh: a party may have changed its name since."""
    if sha256_of(document_of(version)) != seen:
        raise Conflict(
            "The text changed after you opened this page, so it was not signed. Read it again,"
            " then sign."
        )


def _signature(version: ProtocolVersion, party: Party, member: Member, by: User) -> Signature:
    name = member.name if not member.job_title else f"{member.name}, {member.job_title}"
    return Signature.objects.create(
        version=version,
        party=party,
        member=member,
        signed_as=name,
        text_sha256=sha256_of(document_of(version)),
        signed_by=by,
        signed_at=timezone.now(),
    )


def _complete(version: ProtocolVersion, by: User) -> None:
    """With every party's signature of this very text, freeze it."""
    document = document_of(version)
    sha256 = sha256_of(document)
    live_signatures(version).exclude(text_sha256=sha256).update(lapsed_at=timezone.now())
    if version.parties.count() != live_signatures(version).count():
        return
    version.state, version.document, version.text_sha256 = STATE.SIGNED, document, sha256
    version.save(update_fields=["state", "document", "text_sha256"])
    record("version.signed", on=version, by=by, text_sha256=sha256)
