"""Bodies with their seats: who sits, what is vacant, whose term ends, and the balance of sectors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from partnerships.membership.models import Body, Constitution, Seat, Sector, Tenure
from partnerships.membership.queries.seats import SeatHeld
from partnerships.membership.queries.serving import bodies_on, places_on, running_on

SOON = 90  # days within which the end of a term is worth a word


@dataclass(frozen=True)
class Standing:
    """A body on a day: its seats in order, and what they come to."""

    body: Body
    day: date
    seats: tuple[SeatHeld, ...]

    @property
    def vacant(self) -> list[Seat]:
        """Seats that nobody holds."""
        return [held.seat for held in self.seats if held.tenure is None]

    @property
    def voting(self) -> list[SeatHeld]:
        """Seats that vote, vacant ones included."""
        return [held for held in self.seats if held.seat.votes]

    @property
    def ending(self) -> list[Tenure]:
        """Terms that end within 90 days, the first to end first."""
        last = self.day + timedelta(days=SOON)
        soon = [
            (held.tenure.until, held.tenure.pk, held.tenure)
            for held in self.seats
            if held.tenure and held.tenure.until and held.tenure.until <= last
        ]
        return [tenure for _, _, tenure in sorted(soon, key=lambda each: each[:2])]


@dataclass(frozen=True)
class SectorSeats:
    """One sector on a body: voting seats, how many are vacant, and what the quorum asks for."""

    sector: Sector
    seats: int
    vacant: int
    total: int
    needed: int

    @property
    def share(self) -> float:
        """Per cent of the body's voting seats."""
        return 100 * self.seats / self.total if self.total else 0.0

    @property
    def held(self) -> int:
        """Voting seats with a holder."""
        return self.seats - self.vacant

    @property
    def falls_short(self) -> bool:
        """Even with everybody there, the quorum's part of this sector is not met."""
        return self.held < self.needed


def standings(day: date, *, with_dissolved: bool = False) -> list[Standing]:
    """Every body by kind and name with its seats of the day. Three queries."""
    bodies = Body.objects.all()
    if not with_dissolved:
        bodies = bodies.filter(bodies_on(day))
    seats = _seats(day).prefetch_related(Prefetch("tenures", _tenures(day), to_attr="held"))
    found = bodies.prefetch_related(Prefetch("seats", seats, to_attr="seats_now"))
    return [Standing(b, day, _held(b.seats_now)) for b in found.order_by(_kind_order(), "name")]


def standing_on(body: Body, day: date) -> Standing:
    """One body on a day. Two queries."""
    seats = _seats(day).filter(body=body).select_related("organisation")
    seats = seats.prefetch_related(Prefetch("tenures", _tenures(day), to_attr="held"))
    return Standing(body, day, _held(list(seats)))


def sector_balance(standing: Standing, rules: Constitution | None) -> list[SectorSeats]:
    """Every sector that has voting seats or that the quorum asks for, in the sectors' order."""
    needed = rules.quorum_sectors if rules else {}
    voting = standing.voting
    found = []
    for sector in Sector:
        own = [held for held in voting if held.seat.sector == sector]
        least = needed.get(sector.value, 0)
        if own or least:
            vacant = sum(1 for held in own if held.tenure is None)
            found.append(SectorSeats(sector, len(own), vacant, len(voting), least))
    return found


def body_of(body_id: int) -> Body | None:
    """The body of this id here, with the one above it."""
    return Body.objects.select_related("parent").filter(pk=body_id).first()


def bodies_open(day: date) -> QuerySet[Body]:
    """Bodies that go on: for choices."""
    return Body.objects.filter(bodies_on(day)).order_by(_kind_order(), "name")


def constitutions_of(body: Body) -> QuerySet[Constitution]:
    """Its rules, the newest first."""
    return Constitution.objects.filter(body=body).order_by("-in_force_from")


def seat_of(seat_id: int) -> Seat | None:
    """The seat of this id with its body and the organisation it is kept for."""
    return Seat.objects.select_related("body", "organisation").filter(pk=seat_id).first()


def history_of(seat: Seat) -> QuerySet[Tenure]:
    """Everybody who held the seat, newest first."""
    return Tenure.objects.filter(seat=seat).select_related("member__organisation", "substitute")


def tenure_of(tenure_id: int) -> Tenure | None:
    """The tenure of this id with its seat, body and member."""
    rows = Tenure.objects.select_related("seat__body", "seat__organisation", "member", "substitute")
    return rows.filter(pk=tenure_id).first()


def _seats(day: date) -> QuerySet[Seat]:
    return Seat.objects.filter(places_on(day)).order_by(_role_order(), "id")


def _tenures(day: date) -> QuerySet[Tenure]:
    held = Tenure.objects.filter(running_on(day))
    return held.select_related("member__organisation", "substitute")


def _held(seats: Iterable[Any]) -> tuple[SeatHeld, ...]:
    return tuple(SeatHeld(seat, seat.held[0] if seat.held else None) for seat in seats)


def _kind_order() -> Case:
    return _order("kind", Body.Kind.values)


def _role_order() -> Case:
    """Chair and vice-chair first, then everybody as their seats were made."""
    last = [Seat.Role.MEMBER, Seat.Role.ADVISER, Seat.Role.OBSERVER]
    return _order("role", [Seat.Role.CHAIR, Seat.Role.VICE_CHAIR, *last])


def _order(field: str, keys: list[str]) -> Case:
    places = [When(**{field: key}, then=Value(place)) for place, key in enumerate(keys)]
    return Case(*places, default=Value(len(places)), output_field=IntegerField())
