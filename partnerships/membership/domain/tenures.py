"""What can happen to time on seats: it begins, is corrected, gets a substitute, and ends."""

from datetime import date

from django.db import IntegrityError, transaction

from partnerships.membership.constitution import last_day_of_term
from partnerships.membership.domain import sitting
from partnerships.membership.domain.bodies import lock_body, refuse_dissolved
from partnerships.membership.models import Body, Constitution, Member, Seat, Tenure
from partnerships.membership.queries.seats import constitution_on
from partnerships.membership.wording import day_words
from portal.audit.record import Actor, record
from portal.errors import Refused


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
    """Seat a member. Without `until` it is for the term of the body's rules, if they have one,
    and no longer than seat, member and organisation last.

    Raises Refused: the seat is gone, held or kept for another organisation; the member or their
    organisation has left, or sits on the body already; the substitute may not be one.
    """
    body = lock_body(seat.body)
    stored = _locked_seat(seat.pk, body)
    refuse_dissolved(body)
    rules = constitution_on(body, since)
    people = _locked_members(member, substitute)
    if until is None:
        term = _term(rules, since)
        until = sitting.last_day_for(stored, people[member.pk], term)
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


def _term(rules: Constitution | None, since: date) -> date | None:
    """Last day of a term that begins then, if the rules know terms."""
    months = rules.term_months if rules else None
    return last_day_of_term(since, months) if months else None


@transaction.atomic
def end_tenure(*, tenure: Tenure, on: date, why: str, by: Actor) -> Tenure:
    """The member's last day on the seat, with the reason. A day later than was agreed is refused
    as it would be for somebody who takes the seat anew."""
    if not why.strip():
        raise Refused("Say why the time on the seat ends, so that the record explains itself.")
    stored = _locked_tenure(tenure)
    if stored.ended_why and stored.until:
        raise Refused(
            f"{stored.member}’s time on this seat ended on {day_words(stored.until)}. There is"
            " nothing more to do."
        )
    if on < stored.since:
        raise Refused(
            f"{stored.member} has held the seat since {day_words(stored.since)}, so the time"
            " cannot end before. Check the day."
        )
    later = stored.until is not None and on > stored.until
    stored.until, stored.ended_why = on, why.strip()[:200]
    if later:
        _refuse_longer(stored)
    stored.save(update_fields=["until", "ended_why"])
    record("tenure.ended", on=stored, by=by, reason=why.strip(), day=str(on))
    return stored


@transaction.atomic
def change_tenure(
    *, tenure: Tenure, since: date, until: date | None, why: str, by: Actor
) -> Tenure:
    """Correct the first and the last day on a seat, checked as if the seat were taken anew.

    `until` None: no end is agreed. Raises Refused for a time that may not be.
    """
    if not why.strip():
        raise Refused("Say why the days change, so that the record explains itself.")
    stored = _locked_tenure(tenure)
    before = (stored.since, stored.until)
    if (since, until) == before:
        raise Refused("Nothing has changed. Choose another first or last day, or go back.")
    if stored.ended_why and until is None:
        raise Refused(f"{stored.member}’s time on this seat has ended, so it needs a last day.")
    stored.since, stored.until = since, until
    _refuse_longer(stored)
    stored.save(update_fields=["since", "until"])
    facts = {
        "since": str(since),
        "until": str(until or ""),
        "before": [str(d or "") for d in before],
    }
    record("tenure.changed", on=stored, by=by, reason=why.strip(), **facts)
    return stored


@transaction.atomic
def name_substitute(*, tenure: Tenure, substitute: Member | None, by: Actor) -> Tenure:
    """Say who may stand in for the holder of a seat; None: nobody."""
    stored = _locked_tenure(tenure)
    body = stored.seat.body
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


def _refuse_longer(tenure: Tenure) -> None:
    """What a first or last day that was moved has to stand, as in seat_member."""
    body = tenure.seat.body
    refuse_dissolved(body)
    people = _locked_members(tenure.member, tenure.substitute)
    tenure.member = people[tenure.member_id]
    sitting.refuse_unfit(tenure, constitution_on(body, tenure.since))


def _locked_tenure(tenure: Tenure) -> Tenure:
    """The tenure as it is now, with its seat and body; nobody changes any of them meanwhile."""
    body = lock_body(tenure.seat.body)
    seat = _locked_seat(tenure.seat_id, body)
    rows = Tenure.objects.select_for_update(of=("self",))
    stored = rows.select_related("member__organisation", "substitute").get(pk=tenure.pk)
    stored.seat = seat
    return stored


def _locked_seat(seat_id: int, body: Body) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",)).select_related("organisation")
    seat = rows.get(pk=seat_id)
    seat.body = body
    return seat


def _locked_members(*members: Member | None) -> dict[int, Member]:
    """The members as they are now, by id; nobody of them leaves meanwhile."""
    wanted = [member.pk for member in members if member]
    rows = Member.objects.select_for_update(of=("self",)).select_related("organisation")
    return {member.pk: member for member in rows.filter(pk__in=wanted).order_by("pk")}
