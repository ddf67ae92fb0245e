"""The register of actions: what a reader may see of it, narrowed, counted, and one's own."""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from partnerships.meetings.models import Action, ActionUpdate
from partnerships.meetings.reading import Reader, actions_for, to_do
from partnerships.membership.models import Member, Organisation
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import accounts_as, accounts_of
from partnerships.membership.queries.serving import organisations_on, serving_on
from portal.accounts.models import User

NUMBER = re.compile(r"\s*A?\s*(\d{4})/(\d{1,6})\s*", re.IGNORECASE)
OPEN, ALL, OVERDUE, CLOSED = "open", "all", "overdue", "closed"
MINE, OURS = "mine", "ours"


@dataclass(frozen=True)
class Wanted:
    """What of the register somebody asks for. `state`: open, overdue, closed or all; `whose`:
    mine, ours (one's organisations') or anybody's ("")."""

    q: str = ""
    state: str = OPEN
    whose: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True)
class ActionCounts:
    """Figures at the top of the register."""

    open: int
    overdue: int
    mine: int
    mine_overdue: int
    closed: int


def actions_open_to(reader: Reader) -> QuerySet[Action]:
    """Every action the reader may read, also of minutes in draft: its owner has to act at once."""
    rows = Action.objects.select_related("organisation", "owner", "meeting__body", "item")
    return rows.filter(actions_for(reader))


def actions_found(reader: Reader, wanted: Wanted, today: date) -> QuerySet[Action]:
    """The register, narrowed: open ones by due day, closed ones with the latest first."""
    rows = actions_open_to(reader).filter(_in_state(wanted.state, today))
    if wanted.whose == MINE:
        rows = rows.filter(to_do(reader))
    if wanted.whose == OURS:
        rows = rows.filter(organisation__in=reader.belonging.organisation_ids)
    if wanted.organisation_id:
        rows = rows.filter(organisation=wanted.organisation_id)
    if wanted.q:
        rows = rows.filter(_words(wanted.q))
    order = ("-closed_at", "id") if wanted.state == CLOSED else ("due_on", "id")
    return rows.order_by(*order)


def action_counts(reader: Reader, today: date) -> ActionCounts:
    """How many actions the reader can find, in one query."""
    is_open, late, mine = _in_state(OPEN, today), _in_state(OVERDUE, today), to_do(reader)
    counted = actions_open_to(reader).aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=late),
        mine=Count("pk", filter=is_open & mine),
        mine_overdue=Count("pk", filter=late & mine),
        closed=Count("pk", filter=_in_state(CLOSED, today)),
    )
    return ActionCounts(**counted)


def action_or_none(reader: Reader, action_id: int) -> Action | None:
    """One action, or None if there is none that the reader may read."""
    rows = actions_open_to(reader).select_related("recorded_by", "closed_by", "item__meeting")
    return rows.filter(pk=action_id).first()


def updates_of(action: Action) -> list[ActionUpdate]:
    """The action's history, latest first."""
    return list(action.updates.select_related("written_by"))


def may_act(reader: Reader, action: Action) -> bool:
    """True if the reader may report on the action and close it: its organisation's members, and
    whoever may change anybody's."""
    if reader.can(P.ACTION_MANAGE):
        return True
    ours = action.organisation_id in reader.belonging.organisation_ids
    return ours and reader.can(P.ACTION_UPDATE)


def hearers(organisation: Organisation, owner: Member | None) -> list[User]:
    """Accounts that hear of an action: its owner's, or those of its organisation if the owner has
    none, has left, or nobody in particular owns it."""
    own = accounts_as([owner.pk]) if owner else []
    return own or accounts_of([organisation.pk])


def organisations_for_actions(today: date) -> list[Organisation]:
    """Organisations that can be given something to do, by name."""
    there = Organisation.objects.filter(organisations_on(today))
    return list(there.order_by("name", "id"))


def owners_for_actions(today: date) -> list[Member]:
    """Members who can be given something to do, by organisation and name."""
    there = Member.objects.filter(serving_on(today))
    return list(there.select_related("organisation").order_by("organisation__name", "name", "id"))


def open_work_of(user: User) -> list[Action]:
    """A person's own open actions in the current partnership, and those of their organisations
    that nobody in particular owns. One query."""
    members = Member.objects.filter(serving_on(timezone.localdate()), user=user)
    unowned = Q(owner__isnull=True, organisation__in=members.values("organisation"))
    rows = Action.objects.filter(state=Action.State.OPEN)
    own = Q(owner__in=members.values("pk"))
    return list(rows.filter(own | unowned).order_by("due_on", "id"))


def _in_state(state: str, today: date) -> Q:
    if state == ALL:
        return Q()
    if state == CLOSED:
        return ~Q(state=Action.State.OPEN)
    late = Q(due_on__lt=today) if state == OVERDUE else Q()
    return Q(state=Action.State.OPEN) & late


def _words(q: str) -> Q:
    number = NUMBER.fullmatch(q)
    if number:
        return Q(year=int(number[1]), serial=int(number[2]))
    return Q(search=SearchQuery(q, config="english", search_type="websearch"))
