"""Which returns wait for one person, in all their partnerships: opens the scope of each in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partnerships.membership.permissions import P
from partnerships.membership.queries.roles import partnerships_of
from partnerships.membership.roles import PARTNERSHIP_ROLES, rights_of
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.questionnaires.structure import Section
from surveys.returns.models import Return
from surveys.returns.next_step import Step, next_step
from surveys.returns.own_sections import OwnSection, sections_of
from surveys.returns.progress import COMPLETE, NOT_NEEDED
from surveys.returns.queries import newest_return
from surveys.returns.queries.threads import is_answered
from surveys.returns.standing import Standing, standing_of
from surveys.returns.states_said import SaidState, state_said

STATE = Return.State


@dataclass(frozen=True)
class Waiting:
    """A return in which it is the person's turn: what to do, and of the sections given to them
    those that are not complete (empty for who answers all)."""

    partnership: Partnership
    annual_return: Return
    said: SaidState
    step: Step
    sections: tuple[Section, ...]


def my_returns(user: User) -> list[Waiting]:
    """The newest return of each partnership where it waits for the person, the most urgent first.

    As many queries for a partnership however much is answered or given out there.
    """
    with in_national(user_id=user.pk, switch=True):
        places = partnerships_of(user)
    found = []
    for partnership, held in places:
        rights = rights_of(PARTNERSHIP_ROLES, frozenset(each.role for each in held))
        with in_partnership(partnership.pk, user_id=user.pk, switch=True):
            if waiting := _waiting(partnership, user, rights):
                found.append(waiting)
    return sorted(found, key=_urgency)


def _waiting(partnership: Partnership, user: User, rights: frozenset[P]) -> Waiting | None:
    newest = newest_return()
    if newest is None:
        return None
    contributes = P.RETURN_CONTRIBUTE in rights and P.RETURN_ANSWER not in rights
    own = sections_of(user, newest) if contributes and newest.is_open else []
    if not own and not _may_act(newest, rights):
        return None  # its answers are not read
    standing = standing_of(newest)
    answered = is_answered(newest)
    step = next_step(standing, rights.__contains__, own=own, answered=answered)
    if not step.mine:
        return None
    return Waiting(partnership, newest, state_said(standing), step, _left(standing, own))


def _may_act(annual_return: Return, rights: frozenset[P]) -> bool:
    """Whether it can be the turn of somebody with these rights, by the state alone."""
    if annual_return.state == STATE.QUERIED:
        return P.RETURN_REPLY in rights
    if annual_return.state == STATE.READY:
        return P.RETURN_SIGN_OFF in rights
    return annual_return.is_open and P.RETURN_ANSWER in rights


def _left(standing: Standing, own: Sequence[OwnSection]) -> tuple[Section, ...]:
    done = {s.code for s in standing.progress.sections if s.state in (COMPLETE, NOT_NEEDED)}
    return tuple(each.section for each in own if each.section.code not in done)


def _urgency(waiting: Waiting) -> tuple[date, str]:
    return waiting.annual_return.due_on, waiting.partnership.name
