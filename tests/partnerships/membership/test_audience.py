"""Who is told: accounts that still belong to the partnership, and nobody else."""

from datetime import date

import pytest
import time_machine

from partnerships.membership.domain.members import member_leaves
from partnerships.membership.domain.organisations import organisation_leaves
from partnerships.membership.domain.roles import end_role, give_role
from partnerships.membership.models import Member, RoleAssignment
from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import holders_of
from partnerships.membership.queries.seats import accounts_here, accounts_of, accounts_on
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import Directory

LATER = date(2004, 6, 1)


@pytest.fixture
def room(directory: Directory) -> Boardroom:
    """Ann sits on the board and Ben stands in for her; both have accounts with roles."""
    made = Boardroom(directory)
    cast = directory.cast
    with directory.room():
        Member.objects.filter(pk=made.ann.pk).update(user=cast.alpha_chair)
        Member.objects.filter(pk=made.ben.pk).update(user=cast.alpha_member)
        made.held.substitute = made.ben
        made.held.save()
        made.ann.refresh_from_db()
        made.ben.refresh_from_db()
    return made


def told(room: Boardroom) -> tuple[list[str], list[str]]:
    """Names on the board of 3 March 2004, and of Acorn, as told on 1 June."""
    with room.directory.room(), time_machine.travel(LATER, tick=False):
        on, of = accounts_on(room.board, DAY), accounts_of([room.acorn.pk])
    return [user.name for user in on], [user.name for user in of]


def test_those_on_the_body_and_their_substitutes(room: Boardroom) -> None:
    both = ["Alpha Chair", "Alpha Member"]
    assert told(room) == (both, both)


def test_nobody_who_left_since_the_meeting(room: Boardroom) -> None:
    with room.directory.room():
        member_leaves(member=room.ann, on=date(2004, 5, 31), by=room.directory.by)
    assert told(room) == (["Alpha Member"], ["Alpha Member"])


def test_on_the_last_day_one_still_belongs(room: Boardroom) -> None:
    with room.directory.room():
        member_leaves(member=room.ann, on=LATER, by=room.directory.by)
    assert told(room)[1] == ["Alpha Chair", "Alpha Member"]


def test_nobody_of_an_organisation_that_left(room: Boardroom) -> None:
    with room.directory.room():
        organisation_leaves(organisation=room.acorn, on=DAY, by=room.directory.by)
    assert told(room) == ([], [])


def test_nobody_whose_role_ended_or_whose_account_is_closed(room: Boardroom) -> None:
    cast = room.directory.cast
    with room.directory.room():
        held = RoleAssignment.objects.get(partnership=cast.alpha, user=cast.alpha_member)
        end_role(assignment_id=held.pk, by=room.directory.by, reason="Moved")
    assert told(room) == (["Alpha Chair"], ["Alpha Chair"])
    User.objects.filter(pk=cast.alpha_chair.pk).update(is_active=False)
    assert told(room) == ([], [])


def test_a_role_elsewhere_does_not_count(room: Boardroom) -> None:
    cast = room.directory.cast
    with in_partnership(cast.beta.pk):
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
    with in_partnership(cast.alpha.pk, user_id=cast.nobody.pk):
        assert accounts_here([cast.nobody.pk, cast.alpha_member.pk]) == [cast.alpha_member]
        assert holders_of(P.MEETING_MANAGE) == [cast.alpha_coordinator]
