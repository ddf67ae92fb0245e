"""Lines of attendance made into rows, or why they cannot be: the rules of the body's seats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.meetings.clock import day_words
from partnerships.meetings.entries import CHAIR, Value
from partnerships.meetings.models import Attendance
from partnerships.meetings.queries.record import Sitting, day_of, members_of
from partnerships.membership.models import Member
from partnerships.membership.queries.seats import SeatHeld
from portal.errors import Refused

KIND = Attendance.Kind
OF_A_SEAT = (KIND.PRESENT, KIND.APOLOGIES, KIND.ABSENT, KIND.SUBSTITUTE)
LONGEST_NAME, LONGEST_NOTE = 160, 200


@dataclass(frozen=True)
class Checked:
    """Rows ready to be stored, and who took the chair."""

    rows: list[Attendance]
    chair_id: int | None


def checked_entries(sitting: Sitting, values: Mapping[str, Any]) -> Checked:
    """Rows of the joined lines. Raises Refused at the first line that breaks a rule."""
    lines = [value for key, value in values.items() if key != CHAIR and value]
    wanted = [value["member"] for value in lines if value["member"]]
    members = members_of(wanted, day_of(sitting.meeting))
    seats = {held.seat.pk: held for held in sitting.seats}
    rows = [_row(sitting, seats, members, value) for value in lines]
    _refuse_twice(rows)
    return Checked(rows, _chair(sitting, values.get(CHAIR), rows))


def may_stand_in(held: SeatHeld, member: Member) -> bool:
    """The substitute named with the seat, or any other member of the holder's organisation."""
    if held.member is None or member.pk == held.member.pk:
        return False
    return member == held.substitute or member.organisation_id == held.member.organisation_id


def _row(
    sitting: Sitting, seats: Mapping[int, SeatHeld], members: Mapping[int, Member], value: Value
) -> Attendance:
    held: SeatHeld | None = None
    member: Member | None = None
    if value["seat"]:
        held = seats.get(value["seat"])
        if held is None:
            day = day_words(day_of(sitting.meeting))
            raise Refused(f"One of these seats did not exist on {day}. Load the page again.")
        member = _on_seat(sitting, held, members, value)
        name = member.name
    else:
        member = _known(members, value) if value["member"] else None
        name = _guest_name(value, member)
    if len(value["note"]) > LONGEST_NOTE:
        raise Refused(f"The note about {name} is longer than {LONGEST_NOTE} characters.")
    return Attendance(
        meeting=sitting.meeting,
        seat=held.seat if held else None,
        member=member,
        name=name[:LONGEST_NAME],
        kind=value["kind"],
        note=value["note"],
    )


def _on_seat(
    sitting: Sitting, held: SeatHeld, members: Mapping[int, Member], value: Value
) -> Member:
    """Whose attendance a line about a seat is: its holder's, or the substitute's."""
    if held.member is None:
        day = day_words(day_of(sitting.meeting))
        raise Refused(
            f"The seat “{held.seat.title}” was vacant on {day}. Seat a member first, or leave the"
            " line empty."
        )
    if value["kind"] not in OF_A_SEAT:
        raise Refused(f"Choose for {held.member.name}: present, apologies, absent or substitute.")
    if value["kind"] != KIND.SUBSTITUTE:
        return held.member
    return _substitute(sitting, held, members, value)


def _substitute(
    sitting: Sitting, held: SeatHeld, members: Mapping[int, Member], value: Value
) -> Member:
    holder = held.member
    if not sitting.substitutes_allowed:
        raise Refused(
            f"The constitution of the {sitting.meeting.body} allows no substitutes. Record who came"
            f" for {holder} as in attendance, and apologies from {holder}."
        )
    if not value["member"]:
        raise Refused(f"Say who stood in for {holder}.")
    member = _known(members, value)
    if not may_stand_in(held, member):
        raise Refused(
            f"{member.name} cannot stand in for {holder}: only the substitute named with the seat or"
            f" another member of {holder.organisation} can."  # type: ignore[union-attr]
        )
    return member


def _known(members: Mapping[int, Member], value: Value) -> Member:
    member = members.get(value["member"])
    if member is None:
        raise Refused("One of these people is not a member any more. Load the page again.")
    return member


def _guest_name(value: Value, member: Member | None) -> str:
    if value["kind"] != KIND.OBSERVER:
        raise Refused("Somebody without a seat is in attendance: they cannot be present on one.")
    if member:
        return member.name
    if not value["name"]:
        raise Refused("Say who was in attendance.")
    if len(value["name"]) > LONGEST_NAME:
        raise Refused(f"Shorten the name “{value['name'][:40]}…” to {LONGEST_NAME} characters.")
    return value["name"]


def _refuse_twice(rows: list[Attendance]) -> None:
    seen: set[int] = set()
    for row in rows:
        if row.member_id in seen:
            raise Refused(
                f"{row.name} is recorded twice. A member counts on one seat only: leave the other"
                " line empty or record a substitute on it."
            )
        if row.member_id:
            seen.add(row.member_id)


def _chair(sitting: Sitting, wanted: int | None, rows: list[Attendance]) -> int | None:
    """Who took the chair. A chair recorded before who now turns out not to have been there is
    nobody's choice any more; one chosen just now is a slip to be told."""
    here = {row.member_id for row in rows if row.kind in Attendance.HERE}
    if wanted is None or wanted in here:
        return wanted
    if wanted == sitting.meeting.chaired_by_id:
        return None
    raise Refused(
        "Whoever took the chair has to be recorded as present. Choose somebody who was there."
    )
