"""Protocols of a room, each brought as far as the data file says, through every step on the way."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import takewhile

from partnerships.membership.queries.seats import accounts_of
from partnerships.protocols.domain.clauses import add_clause, change_clause
from partnerships.protocols.domain.consultation import (
    answer_comment,
    close_consultation,
    comment,
    open_consultation,
)
from partnerships.protocols.domain.drafting import (
    choose_parties,
    draft_next_version,
    draft_protocol,
)
from partnerships.protocols.domain.life import bring_into_force, withdraw_version
from partnerships.protocols.domain.obligations import Undertaking, add_obligation
from partnerships.protocols.domain.signing import sign
from partnerships.protocols.due import due_days
from partnerships.protocols.models import Obligation, ObligationReport, ProtocolVersion
from partnerships.protocols.queries.signing import signatory_for
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.room import Room, at
from portal.management.demo.board_room.texts import Text, day_of, filled, protocols

KEPT, BREACHED = ObligationReport.Outcome.KEPT, ObligationReport.Outcome.BREACHED
OUTCOMES = (KEPT, KEPT, BREACHED, KEPT, ObligationReport.Outcome.EXCEPTED)
NOTES = {
    KEPT: "Sent on time; everybody has it.",
    BREACHED: "Sent 24 days late because the officer had left. A deputy is named now.",
    ObligationReport.Outcome.EXCEPTED: "No figures this time: the system was being replaced.",
}
PAST = ("replaced", "in_force", "review", "withdrawn")
OLD = date(2003, 4, 1)  # when the older protocols were drafted
LEAD = timedelta(days=90)  # from the first draft to the day on which it binds


def agree(room: Room, *, past: bool) -> None:
    """The room's protocols that began in 2003 (`past`), or those that are on their way now."""
    for plan in protocols(room.slug):
        if (plan["way"] in PAST) == past:
            WAYS[plan["way"]](room, plan)


def _draft(room: Room, plan: Text, on: date) -> ProtocolVersion:
    protocol = draft_protocol(
        title=plan["title"], kind=plan["kind"], subject=plan["subject"], year=on.year,
        purpose=filled(plan["purpose"], room.names), by=room.coordinator,
    )  # fmt: skip
    version = protocol.versions.get()
    for heading, text in plan["clauses"]:
        add_clause(version=version, heading=heading, text=text, by=room.coordinator)
    choose_parties(
        version=version, organisations=[room.organisations[key] for key in plan["parties"]],
        by=room.coordinator,
    )  # fmt: skip
    clauses = {clause.position: clause for clause in version.clauses.all()}
    for key, what, measure, evidence, due, recurs, number in plan["owes"]:
        undertaking = Undertaking(
            organisation=room.organisations[key], what=what, measure=measure, evidence=evidence,
            due_on=day_of(due, room.today) or on, recurs=recurs, clause=clauses[number],
        )  # fmt: skip
        add_obligation(version=version, undertaking=undertaking, by=room.coordinator)
    dates.drafted(version, at(on, 11))
    return version


def _consult(room: Room, plan: Text, version: ProtocolVersion, on: date) -> None:
    """Open for comments; what was said is answered as the file says."""
    until = room.today + timedelta(days=16)
    open_consultation(version=version, until=until, by=room.coordinator)
    for key, number, text, state in plan.get("comments", ()):
        organisation = room.organisations[key]
        said = comment(
            version=version, text=text, by=accounts_of([organisation.pk])[0],
            clause=version.clauses.get(position=number), organisation=organisation,
        )  # fmt: skip
        if state != "open":
            answer_comment(
                comment=said, taken=state == "taken", answer=plan["answers"][state],
                by=room.coordinator,
            )  # fmt: skip
    dates.commented(version, at(on + timedelta(days=9), 17, 45), until)


def _ask(room: Room, plan: Text, version: ProtocolVersion, on: date) -> ProtocolVersion:
    """Through its consultation, to the parties for signature."""
    _consult(room, plan, version, on)
    dates.commented(version, at(on + timedelta(days=9), 17, 45), on + timedelta(days=30))
    close_consultation(version=version, ready=True, by=room.coordinator)
    dates.asked(version, at(on + timedelta(days=33), 10))
    version.refresh_from_db()
    return version


def _sign(version: ProtocolVersion, on: date, count: int | None = None) -> None:
    """By the first `count` parties, or by all."""
    for party in list(version.parties.select_related("organisation").order_by("id"))[:count]:
        signer = next(
            user for user in accounts_of([party.organisation_id]) if signatory_for(party, user)
        )
        sign(version=version, party=party, seen=version.text_sha256, by=signer)
    dates.signed(version, at(on, 12))


def _bind(room: Room, version: ProtocolVersion, began: date, review_on: date) -> ProtocolVersion:
    _sign(version, began + LEAD - timedelta(days=10))
    bring_into_force(version=version, on=began + LEAD, review_on=review_on, by=room.coordinator)
    version.refresh_from_db()
    return version


def _due(obligation: Obligation, until: date) -> Iterator[date]:
    days = due_days(obligation.due_on, obligation.recurs, obligation.version.in_force_on)
    return takewhile(lambda day: day <= until, days)


def _report(room: Room, version: ProtocolVersion, until: date, skip: int = -1) -> None:
    """What became of every due day up to `until`; nobody has said it of obligation `skip`."""
    for n, obligation in enumerate(version.obligations.order_by("id")):
        if n == skip:
            continue
        by = accounts_of([obligation.organisation_id])[0]
        for m, day in enumerate(_due(obligation, until)):
            outcome = OUTCOMES[(n + m) % len(OUTCOMES)]
            moment = at(day + timedelta(days=1), 9, 15)
            dates.kept(obligation, day, outcome, NOTES[outcome], by, moment)


def _replaced(room: Room, plan: Text) -> None:
    """Version 1 of 2003 superseded by version 2, which is in force; one report of it is overdue."""
    first = _bind(room, _ask(room, plan, _draft(room, plan, OLD), OLD), OLD, date(2004, 12, 31))
    _report(room, first, date(2004, 12, 31))
    began = room.today - timedelta(days=300)
    second = draft_next_version(
        protocol=first.protocol, by=room.coordinator, what_changed=plan["what_changed"]
    )
    clause = second.clauses.get(position=2)
    change_clause(
        clause=clause, revision=clause.revision, heading=clause.heading, text=plan["new_clause"],
        by=room.coordinator,
    )  # fmt: skip
    dates.drafted(second, at(began, 11))
    second.refresh_from_db()
    second = _ask(room, {}, second, began)
    _bind(room, second, began, room.today + timedelta(days=150))
    _report(room, second, room.today, skip=1)


def _in_force(room: Room, plan: Text) -> None:
    """In force since 2004 with all obligations reported; its review is due soon."""
    began = date(2003, 11, 3)
    version = _ask(room, plan, _draft(room, plan, began), began)
    version = _bind(room, version, began, room.today + timedelta(days=25))
    _report(room, version, date(2004, 12, 31))


def _signing(room: Room, plan: Text) -> None:
    began = room.today - timedelta(days=45)
    version = _ask(room, plan, _draft(room, plan, began), began)
    _sign(version, room.today - timedelta(days=5), count=1)


def _signed(room: Room, plan: Text) -> None:
    began = room.today - timedelta(days=60)
    _sign(_ask(room, plan, _draft(room, plan, began), began), room.today - timedelta(days=2))


def _consulted(room: Room, plan: Text) -> None:
    began = room.today - timedelta(days=14)
    _consult(room, plan, _draft(room, plan, began), began)


def _reviewed(room: Room, plan: Text) -> None:
    """In force since 2003, under review by a draft of its next version."""
    version = _bind(room, _ask(room, plan, _draft(room, plan, OLD), OLD), OLD, date(2004, 9, 30))
    coming = draft_next_version(
        protocol=version.protocol, by=room.coordinator, what_changed=plan["what_changed"]
    )
    heading, text = plan["extra_clause"]
    add_clause(version=coming, heading=heading, text=text, by=room.coordinator)
    dates.drafted(coming, at(room.today - timedelta(days=8), 11))


def _withdrawn(room: Room, plan: Text) -> None:
    version = _bind(room, _ask(room, plan, _draft(room, plan, OLD), OLD), OLD, date(2004, 12, 31))
    withdraw_version(version=version, why=plan["why"], by=room.coordinator)
    dates.ended(version, date(2004, 2, 2))


def _drafted(room: Room, plan: Text) -> None:
    _draft(room, plan, room.today - timedelta(days=4))


WAYS: dict[str, Callable[[Room, Text], None]] = {
    "replaced": _replaced,
    "in_force": _in_force,
    "signing": _signing,
    "signed": _signed,
    "consultation": _consulted,
    "review": _reviewed,
    "withdrawn": _withdrawn,
    "draft": _drafted,
}
