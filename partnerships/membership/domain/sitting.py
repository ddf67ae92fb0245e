"""Who may sit on a seat and who may stand in, each refusal with its words."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from partnerships.membership.models import Constitution, Member, Seat, Tenure
from partnerships.membership.queries.serving import ended, lasts
from partnerships.membership.wording import day_words
from portal.errors import Refused


def refuse_unfit(tenure: Tenure, rules: Constitution | None) -> None:
    """Raise Refused unless the member may hold this seat from `since` to `until`."""
    seat, since, until = tenure.seat, tenure.since, tenure.until
    if seat.abolished_on and ended(seat.abolished_on, max(since, until or date.max)):
        raise Refused(
            f"The last day of the seat “{seat}” is {day_words(seat.abolished_on)}. Choose another"
            " seat, or a last day that is no later."
        )
    if since < seat.created_on:
        raise Refused(
            f"The seat “{seat}” exists since {day_words(seat.created_on)} only. Choose that day"
            " or a later one."
        )
    _refuse_gone(tenure.member, since)
    if until and until < since:
        raise Refused("The last day is before the first. Check the two days.")
    _refuse_going(tenure.member, until)
    refuse_other_organisation(tenure)
    refuse_held(tenure)
    _refuse_second_seat(tenure)
    refuse_unfit_substitute(tenure, rules)


def refuse_other_organisation(tenure: Tenure) -> None:
    """Raise Refused if the seat is kept for an organisation that the member does not serve."""
    seat = tenure.seat
    if seat.organisation_id and tenure.member.organisation_id != seat.organisation_id:
        raise Refused(
            f"The seat “{seat}” is kept for {seat.organisation}, and {tenure.member} serves for"
            f" {tenure.member.organisation}. Choose a member of {seat.organisation}."
        )


def last_day_for(seat: Seat, member: Member, term: date | None) -> date | None:
    """The last day of a tenure for which none was said: that of the term, the seat, the member or
    their organisation, whichever comes first."""
    days = (term, seat.abolished_on, member.until, member.organisation.left_on)
    return min((day for day in days if day), default=None)


def refuse_held(tenure: Tenure) -> None:
    """Raise Refused if somebody else holds the seat at the time."""
    if _meeting(tenure).filter(seat=tenure.seat_id).exists():
        raise Refused(held_words(tenure))


def held_words(tenure: Tenure) -> str:
    """That the seat is held, by whom, from when to when."""
    other = _meeting(tenure).filter(seat=tenure.seat_id).select_related("member").first()
    if other is None:
        return f"Somebody else holds the seat “{tenure.seat}” at that time. Choose another time."
    return (
        f"{other.member} holds the seat “{tenure.seat}” {_span(other)}. End that first, or choose a"
        " time when the seat is free."
    )


def refuse_unfit_substitute(tenure: Tenure, rules: Constitution | None) -> None:
    """Raise Refused unless the substitute, if there is one, may stand in on this seat."""
    stand_in, seat = tenure.substitute, tenure.seat
    if stand_in is None:
        return
    if rules and not rules.substitutes_allowed:
        raise Refused(
            f"The rules of {seat.body} allow no substitutes. Leave the substitute empty, or set new"
            " rules first."
        )
    if stand_in.pk == tenure.member_id:
        raise Refused("Nobody can stand in for themselves. Choose somebody else.")
    _refuse_gone(stand_in, max(tenure.since, min(timezone.localdate(), tenure.until or date.max)))
    if seat.organisation_id and stand_in.organisation_id != seat.organisation_id:
        raise Refused(
            f"The seat “{seat}” is kept for {seat.organisation}, so only a member of"
            f" {seat.organisation} can stand in."
        )
    own = _meeting(tenure).filter(seat__body=seat.body_id, member__in=_same_person(stand_in))
    if own.exists():
        raise Refused(
            f"{stand_in} has a seat of their own on {seat.body} and cannot be counted twice."
            " Choose somebody else to stand in."
        )


def _refuse_second_seat(tenure: Tenure) -> None:
    body = tenure.seat.body
    same = _meeting(tenure).filter(seat__body=body, member__in=_same_person(tenure.member))
    other = same.select_related("seat").first()
    if other:
        raise Refused(
            f"{tenure.member} sits on {body} as “{other.seat}” {_span(other)}. Nobody can be"
            " counted twice: choose somebody else, or end that first."
        )


def _refuse_gone(member: Member, on: date) -> None:
    if member.until and ended(member.until, on):
        left = day_words(member.until)
        raise Refused(f"{member} left on {left}. Choose somebody who still serves.")
    last = member.organisation.left_on
    if last and ended(last, on):
        raise Refused(
            f"{member.organisation} left the partnership on {day_words(last)}. Choose a member of"
            " an organisation that still belongs to it."
        )


def _refuse_going(member: Member, until: date | None) -> None:
    """Nobody holds a seat beyond their own last day or their organisation's."""
    for who, last in ((member, member.until), (member.organisation, member.organisation.left_on)):
        if last and ended(last, until or date.max):
            raise Refused(
                f"The last day of {who} in the partnership is {day_words(last)}. Choose a last day"
                " on the seat that is no later."
            )


def _same_person(member: Member) -> Q | list[int]:
    """One account may be several members, one for each organisation it serves."""
    if member.user_id is None:
        return [member.pk]
    return list(Member.objects.filter(user=member.user_id).values_list("pk", flat=True))


def _meeting(tenure: Tenure):  # type: ignore[no-untyped-def]
    """Other tenures that share a day with this one."""
    others = Tenure.objects.exclude(pk=tenure.pk).filter(lasts("until", tenure.since))
    return others.filter(since__lte=tenure.until) if tenure.until else others


def _span(tenure: Tenure) -> str:
    since = day_words(tenure.since)
    return f"from {since} to {day_words(tenure.until)}" if tenure.until else f"since {since}"
