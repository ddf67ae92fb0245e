"""Who may sit on a seat and who may stand in, each refusal with its words."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.membership.models import Constitution, Member, Tenure
from portal.errors import Refused


def refuse_unfit(tenure: Tenure, rules: Constitution | None) -> None:
    """Raise Refused unless the member may hold this seat from `since` to `until`."""
    seat, since, until = tenure.seat, tenure.since, tenure.until
    if seat.abolished_on and (until is None or until >= seat.abolished_on):
        raise Refused(
            f"The seat “{seat}” is abolished from {day(seat.abolished_on)} on. Choose another seat,"
            " or an earlier last day."
        )
    if since < seat.created_on:
        raise Refused(
            f"The seat “{seat}” exists since {day(seat.created_on)} only. Choose that day or a"
            " later one."
        )
    if until and until < since:
        raise Refused("The last day is before the first. Check the two days.")
    _refuse_gone(tenure.member, since)
    if seat.organisation_id and tenure.member.organisation_id != seat.organisation_id:
        raise Refused(
            f"The seat “{seat}” is kept for {seat.organisation}, and {tenure.member} serves for"
            f" {tenure.member.organisation}. Choose a member of {seat.organisation}."
        )
    refuse_held(tenure)
    _refuse_second_seat(tenure)
    refuse_unfit_substitute(tenure, rules)


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
    if member.until and member.until < on:
        raise Refused(f"{member} left on {day(member.until)}. Choose somebody who still serves.")
    left = member.organisation.left_on
    if left and left < on:
        raise Refused(
            f"{member.organisation} left the partnership on {day(left)}. Choose a member of an"
            " organisation that still belongs to it."
        )


def _same_person(member: Member) -> Q | list[int]:
    """One account may be several members, one for each organisation it serves."""
    if member.user_id is None:
        return [member.pk]
    return list(Member.objects.filter(user=member.user_id).values_list("pk", flat=True))


def _meeting(tenure: Tenure):  # type: ignore[no-untyped-def]
    """Other tenures that share a day with this one."""
    others = Tenure.objects.exclude(pk=tenure.pk)
    others = others.filter(Q(until__isnull=True) | Q(until__gte=tenure.since))
    return others.filter(since__lte=tenure.until) if tenure.until else others


def _span(tenure: Tenure) -> str:
    since = f"since {day(tenure.since)}"
    return f"from {day(tenure.since)} to {day(tenure.until)}" if tenure.until else since


def day(value: date) -> str:
    """A day as pages write it."""
    return date_format(value, "j F Y")
