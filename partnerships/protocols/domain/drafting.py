"""Drafting: a protocol begins, its words change, its next version begins."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.membership.numbering import next_number
from partnerships.membership.queries.serving import ended, organisations_on
from partnerships.protocols.domain.life import start_review
from partnerships.protocols.domain.locking import editable, text_changed, touched
from partnerships.protocols.due import standing_of
from partnerships.protocols.models import Clause, Obligation, Party, Protocol, ProtocolVersion
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused


@transaction.atomic
def draft_protocol(
    *,
    title: str,
    kind: str,
    by: User,
    subject: str = Protocol.Subject.WHOLE,
    purpose: str = "",
    is_public: bool = True,
    year: int | None = None,
) -> Protocol:
    """A new protocol with version 1 as a draft, numbered in the year given (default: this one)."""
    in_year = year or timezone.localdate().year
    protocol = Protocol.objects.create(
        year=in_year,
        serial=next_number(register="protocol", year=in_year),
        title=_filled(title, "Give the protocol a title."),
        kind=kind,
        subject=subject,
        is_public=is_public,
        created_by=by,
    )
    version = ProtocolVersion.objects.create(
        protocol=protocol, number=1, purpose=purpose.strip(), created_by=by
    )
    text_changed(version, by=by)
    record("protocol.drafted", on=protocol, by=by, number=protocol.number)
    return protocol


@transaction.atomic
def change_protocol(
    *, protocol: Protocol, title: str, kind: str, subject: str, is_public: bool, by: User
) -> None:
    """Change what the register says of it. The title is signed with the text, so it stays once a
    version was signed."""
    current = Protocol.objects.select_for_update().get(pk=protocol.pk)
    wanted = _filled(title, "Give the protocol a title.")
    if wanted != current.title and current.versions.filter(document__isnull=False).exists():
        raise Refused(
            "The title is part of what was signed, so it cannot change any more. Leave it as it"
            " is, or draft a new protocol."
        )
    current.title, current.kind, current.subject = wanted, kind, subject
    current.is_public = is_public
    current.save(update_fields=["title", "kind", "subject", "is_public"])
    for version in current.versions.filter(state__in=ProtocolVersion.EDITABLE):
        touched(editable(version), by=by)
    record("protocol.changed", on=current, by=by, is_public=is_public)


@transaction.atomic
def change_version(
    *, version: ProtocolVersion, revision: int, purpose: str, what_changed: str = "", by: User
) -> None:
    """Change the purpose and the note on what is new. Raises Conflict when `revision` is stale."""
    current = editable(version)
    if current.revision != revision:
        raise Conflict(
            "Somebody else changed this version after you opened it. Compare your words with"
            " theirs below, then save again."
        )
    current.purpose, current.what_changed = purpose.strip(), what_changed.strip()
    current.save(update_fields=["purpose", "what_changed"])
    touched(current, by=by)
    record("version.changed", on=current, by=by)


@transaction.atomic
def add_party(*, version: ProtocolVersion, organisation: Organisation, by: User) -> Party:
    """An organisation of the partnership becomes a party; adding it twice changes nothing."""
    current = editable(version)
    party = _add_party(current, organisation)
    touched(current, by=by)
    record("party.added", on=party, by=by, organisation=organisation.pk)
    return party


@transaction.atomic
def remove_party(*, version: ProtocolVersion, organisation: Organisation, by: User) -> None:
    """Take an organisation out. Refuses while it has obligations in this version."""
    current = editable(version)
    _remove_party(current, organisation)
    touched(current, by=by)
    record("party.removed", on=current, by=by, organisation=organisation.pk)


@transaction.atomic
def choose_parties(
    *, version: ProtocolVersion, organisations: Iterable[Organisation], by: User
) -> None:
    """Make exactly these organisations the parties."""
    current = editable(version)
    wanted = {each.pk: each for each in organisations}
    held = {
        party.organisation_id: party for party in current.parties.select_related("organisation")
    }
    for pk, party in held.items():
        if pk not in wanted:
            _remove_party(current, party.organisation)
    for pk, organisation in wanted.items():
        if pk not in held:
            _add_party(current, organisation)
    touched(current, by=by)
    record("parties.chosen", on=current, by=by, organisations=sorted(wanted))


@transaction.atomic
def draft_next_version(*, protocol: Protocol, by: User, what_changed: str = "") -> ProtocolVersion:
    """A draft that begins as a copy of the version in force (else of the last one). The version in
    force comes under review by it; parties that have left are not copied."""
    current = Protocol.objects.select_for_update().get(pk=protocol.pk)
    versions = list(current.versions.order_by("-number"))
    coming = next((each for each in versions if each.state in ProtocolVersion.COMING), None)
    if coming is not None:
        raise Refused(
            f"Version {coming.number} is already {coming.state_words.lower()}. Finish or withdraw"
            " it first: a protocol has one coming version at a time."
        )
    base = next((each for each in versions if each.is_binding), versions[0])
    if base.state == ProtocolVersion.State.IN_FORCE:
        start_review(version=base, by=by)
    version = ProtocolVersion.objects.create(
        protocol=current,
        number=versions[0].number + 1,
        purpose=base.purpose,
        what_changed=what_changed.strip(),
        created_by=by,
    )
    _copy(base, version)
    text_changed(version, by=by)
    record("version.drafted", on=version, by=by, number=version.number)
    return version


def _filled(words: str, refusal: str) -> str:
    if not words.strip():
        raise Refused(refusal)
    return words.strip()


def _add_party(version: ProtocolVersion, organisation: Organisation) -> Party:
    left_on = Organisation.objects.values_list("left_on", flat=True).get(pk=organisation.pk)
    if left_on and ended(left_on, timezone.localdate()):
        raise Refused(
            f"{organisation} left the partnership on {left_on:%-d %B %Y}, so it cannot"
            " become a party. Choose organisations that are in the partnership."
        )
    party, _ = Party.objects.get_or_create(version=version, organisation=organisation)
    return party


def _remove_party(version: ProtocolVersion, organisation: Organisation) -> None:
    if version.obligations.filter(organisation=organisation).exists():
        raise Refused(
            f"{organisation} has obligations in this version. Remove them or give them to another"
            " party, then take it out of the parties."
        )
    # Who is no party has no signature here; the audit trail keeps that it once signed.
    version.signatures.filter(party__organisation=organisation).delete()
    version.parties.filter(organisation=organisation).delete()


def _copy(base: ProtocolVersion, version: ProtocolVersion) -> None:
    today = timezone.localdate()
    staying = base.parties.filter(organisations_on(today, "organisation__"))
    organisations = list(staying.values_list("organisation_id", flat=True))
    Party.objects.bulk_create(Party(version=version, organisation_id=pk) for pk in organisations)
    places: dict[int, Clause] = {}
    for clause in base.clauses.all():
        places[clause.pk] = Clause.objects.create(
            version=version, position=clause.position, heading=clause.heading, text=clause.text
        )
    for old in base.obligations.filter(organisation_id__in=organisations):
        due_on = _next_due(old, base.in_force_on, today)
        if due_on is None:
            continue  # done with: it was due once and has been reported
        Obligation.objects.create(
            version=version,
            clause=places.get(old.clause_id) if old.clause_id else None,
            organisation_id=old.organisation_id,
            what=old.what,
            measure=old.measure,
            evidence=old.evidence,
            exceptions=old.exceptions,
            due_on=due_on,
            recurs=old.recurs,
        )


def _next_due(obligation: Obligation, since: date | None, today: date) -> date | None:
    """Where the copy begins: at the first due day that nobody has reported on, if any."""
    reports = [(report.due_on, report.outcome) for report in obligation.reports.order_by("id")]
    standing = standing_of(
        first=obligation.due_on, recurs=obligation.recurs, since=since, reports=reports, today=today
    )
    return standing.open_day
