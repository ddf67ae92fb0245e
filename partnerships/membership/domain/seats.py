"""What can happen to seats: they are made, filled, left and abolished."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from partnerships.membership.constitution import faults, last_day_of_term, words
from partnerships.membership.domain import sitting
from partnerships.membership.domain.bodies import (
    lock_body,
    places_from,
    quorum_of,
    refuse_dissolved,
)
from partnerships.membership.domain.leaving import end_tenures
from partnerships.membership.models import (
    Body,
    Constitution,
    Member,
    Organisation,
    Seat,
    Sector,
    Tenure,
)
from partnerships.membership.queries.seats import constitution_on
from portal.audit.record import Actor, record
from portal.errors import Refused

SILENT = (Seat.Role.ADVISER, Seat.Role.OBSERVER)


@transaction.atomic
def add_seat(
    *,
    body: Body,
    title: str,
    sector: str,
    role: str = Seat.Role.MEMBER,
    votes: bool = True,
    organisation: Organisation | None = None,
    created_on: date,
    by: Actor,
) -> Seat:
    """Make a seat, for anybody of a sector or kept for one organisation."""
    current = lock_body(body)
    refuse_dissolved(current)
    if organisation:
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    seat = Seat(
        body=current,
        title=title.strip(),
        sector=sector,
        role=role,
        votes=votes,
        organisation=organisation,
        created_on=created_on,
    )
    _refuse_unfit(seat)
    seat.save()
    record("seat.added", on=seat, by=by, body=current.pk, sector=sector, votes=votes)
    return seat


@transaction.atomic
def abolish_seat(*, seat: Seat, on: date, by: Actor, why: str = "") -> Seat:
    """The day from which the seat is no more. Its holder's time ends the day before.

    Raises Refused if the rules in force then or later could never be met without it.
    """
    body = lock_body(seat.body)
    current = Seat.objects.select_for_update().get(pk=seat.pk)
    if current.abolished_on:
        gone = sitting.day(current.abolished_on)
        raise Refused(f"The seat “{current}” was abolished on {gone}. There is nothing more to do.")
    if on < current.created_on:
        made = sitting.day(current.created_on)
        raise Refused(
            f"The seat “{current}” was made on {made}, so it cannot be abolished before. Check the"
            " day."
        )
    _refuse_breaking_rules(body, current, on)
    last = on - timedelta(days=1)
    beyond = Q(until__isnull=True) | Q(until__gt=last)
    held = Tenure.objects.select_for_update().filter(beyond, seat=current)
    end_tenures(list(held), on=last, why=why or "the seat was abolished", by=by)
    current.abolished_on = on
    current.save(update_fields=["abolished_on"])
    record("seat.abolished", on=current, by=by, reason=why, day=str(on))
    return current


@transaction.atomic
def seat_member(
    *,
    seat: Seat,
    member: Member,
    since: date,
    until: date | None = None,
    substitute: Member | None = None,
    by: Actor,
) -> Tenure:
    """Seat a member. Without `until` the term of the body's rules counts, if they have one.

    Raises Refused: the seat is gone, held or kept for another organisation; the member or their
    organisation has left, or sits on the body already; the substitute may not be one.
    """
    body = lock_body(seat.body)
    current = Seat.objects.select_for_update(of=("self",)).select_related("organisation")
    stored = current.get(pk=seat.pk)
    stored.body = body
    refuse_dissolved(body)
    rules = constitution_on(body, since)
    if until is None and rules and rules.term_months:
        until = last_day_of_term(since, rules.term_months)
    people = _locked_members(member, substitute)
    tenure = Tenure(
        seat=stored,
        member=people[member.pk],
        substitute=people[substitute.pk] if substitute else None,
        since=since,
        until=until,
    )
    sitting.refuse_unfit(tenure, rules)
    try:
        with transaction.atomic():
            tenure.save()
    except IntegrityError as fault:  # a database that was written to by other means
        if "tenure_seat_held_once" not in str(fault):
            raise
        raise Refused(sitting.held_words(tenure)) from None
    record("tenure.began", on=tenure, by=by, seat=stored.pk, member=member.pk)
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, on: date, why: str, by: Actor) -> Tenure:
    """The member's last day on the seat, earlier or later than was agreed, with the reason."""
    if not why.strip():
        raise Refused("Say why the time on the seat ends, so that the record explains itself.")
    seat = Seat.objects.select_for_update().get(pk=tenure.seat_id)
    current = Tenure.objects.select_for_update(of=("self",)).select_related("member")
    stored = current.get(pk=tenure.pk)
    if stored.ended_why and stored.until:
        raise Refused(
            f"{stored.member}’s time on this seat ended on {sitting.day(stored.until)}. There is"
            " nothing more to do."
        )
    if on < stored.since:
        raise Refused(
            f"{stored.member} has held the seat since {sitting.day(stored.since)}, so the time"
            " cannot end before. Check the day."
        )
    stored.seat, stored.until, stored.ended_why = seat, on, why.strip()[:200]
    sitting.refuse_held(stored)
    stored.save(update_fields=["until", "ended_why"])
    record("tenure.ended", on=stored, by=by, reason=why.strip(), day=str(on))
    return stored


@transaction.atomic
def name_substitute(*, tenure: Tenure, substitute: Member | None, by: Actor) -> Tenure:
    """Say who may stand in for the holder of a seat; None: nobody."""
    body = lock_body(tenure.seat.body)
    current = Tenure.objects.select_for_update(of=("self",)).select_related("seat", "member")
    stored = current.get(pk=tenure.pk)
    stored.seat.body = body
    if stored.ended_why:
        raise Refused(
            f"{stored.member}’s time on this seat is over, so nobody can be named to stand in."
        )
    stored.substitute = _locked_members(substitute)[substitute.pk] if substitute else None
    sitting.refuse_unfit_substitute(stored, constitution_on(body, stored.since))
    stored.save(update_fields=["substitute"])
    named = substitute.pk if substitute else None
    record("tenure.substitute_named", on=stored, by=by, substitute=named)
    return stored


def _refuse_unfit(seat: Seat) -> None:
    if not seat.title:
        raise Refused("Enter what the seat is called, such as “Voluntary sector 1”.")
    if seat.sector not in Sector.values:
        raise Refused("Choose the sector from the list.")
    if seat.role not in Seat.Role.values:
        raise Refused("Choose the role from the list.")
    if seat.votes and seat.role in SILENT:
        raise Refused("Advisers and observers do not vote. Take the vote away, or choose a role.")
    body = seat.body
    if body.formed_on and seat.created_on < body.formed_on:
        raise Refused(
            f"{body} was formed on {sitting.day(body.formed_on)}, so it cannot have had this seat"
            " before. Check the day."
        )
    kept_for = seat.organisation
    if kept_for and kept_for.left_on and kept_for.left_on < seat.created_on:
        raise Refused(
            f"{kept_for} left the partnership on {sitting.day(kept_for.left_on)}, so no seat can be"
            " kept for it."
        )


def _refuse_breaking_rules(body: Body, seat: Seat, on: date) -> None:
    left = places_from(body, on, without=seat)
    coming = Constitution.objects.filter(body=body, in_force_from__gt=on)
    for rules in filter(None, [constitution_on(body, on), *coming]):
        quorum = quorum_of(rules)
        if faults(quorum, left):
            raise Refused(
                f"Without the seat “{seat}” the quorum of {body} could never be met"
                f" ({words(quorum)}). Set new rules first, then abolish the seat."
            )


def _locked_members(*members: Member | None) -> dict[int, Member]:
    """The members as they are now, by id; nobody of them leaves meanwhile."""
    wanted = [member.pk for member in members if member]
    rows = Member.objects.select_for_update(of=("self",)).select_related("organisation")
    return {member.pk: member for member in rows.filter(pk__in=wanted).order_by("pk")}
