"""A board with one member on it, and somebody to seat beside."""

from datetime import date
from typing import Any

from partnerships.membership.domain.tenures import seat_member
from partnerships.membership.models import Member, Seat, Tenure
from tests.partnerships.membership.directory import Directory

DAY = date(2004, 3, 3)


class Boardroom:
    """A board with Ann on its first seat, and everything that stands against seating people."""

    def __init__(self, directory: Directory):
        self.directory = directory
        self.board = directory.body()
        self.acorn, self.oak = directory.organisation("Acorn"), directory.organisation("Oak")
        self.ann, self.ben = (
            directory.member("Ann", self.acorn),
            directory.member("Ben", self.acorn),
        )
        self.oz = directory.member("Oz", self.oak)
        self.first = directory.seat(self.board, "First")
        self.second = directory.seat(self.board, "Second", created_on=date(2003, 6, 1))
        self.kept = directory.seat(self.board, "Kept", organisation=self.acorn)
        self.held = directory.tenure(self.first, self.ann, until=date(2005, 12, 31))

    def seat(self, seat: Seat, member: Member, since: date = DAY, **more: Any) -> Tenure:
        return seat_member(seat=seat, member=member, since=since, by=self.directory.by, **more)
