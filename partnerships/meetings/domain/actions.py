"""Actions: undertaken, reported on, moved, handed on, and closed with a note."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.clock import day_words
from partnerships.meetings.domain.recording import NOT_HELD
from partnerships.meetings.emails.registers import tell_of_new_action
from partnerships.meetings.models import Action, ActionUpdate, AgendaItem, Meeting, Minutes
from partnerships.meetings.queries.actions import may_act
from partnerships.meetings.queries.readers import reader_in
from partnerships.meetings.reading import for_the_trail, is_restricted
from partnerships.membership.models import Member, Organisation
from partnerships.membership.numbering import next_number
from partnerships.membership.permissions import P
from partnerships.membership.queries.serving import ended
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Denied, Refused

PROGRESS = ActionUpdate.Progress
TOLD = (PROGRESS.ON_TRACK, PROGRESS.AT_RISK, PROGRESS.LATE)
CIRCULATED = Minutes.State.CIRCULATED
ENDS = (Action.State.DONE, Action.State.DROPPED)


@transaction.atomic
def record_action(
    *,
    text: str,
    organisation: Organisation,
    due_on: date,
    by: User,
    item: AgendaItem | None = None,
    meeting: Meeting | None = None,
    owner: Member | None = None,
    restricted: bool = False,
    restricted_why: str = "",
) -> Action:
    """Number an action (in the meeting's year, or this one without a meeting) and tell whoever has
    to do it. One of a restricted item is restricted. Raises Refused, also when `item` is of
    minutes that are no draft any more, or `meeting` has such minutes."""
    meeting = item.meeting if item else meeting
    if item and item.restricted:
        restricted, restricted_why = True, restricted_why.strip() or item.restricted_why
    began = timezone.localdate(meeting.starts_at) if meeting else timezone.localdate()
    _refuse_empty(text, "Say what is to be done.")
    _refuse_empty(restricted_why if restricted else "-", "Say why the action is restricted.")
    _refuse_meeting(meeting, in_item=item is not None)
    _refuse_assignee(organisation, owner, began)
    _refuse_day(due_on, began)
    action = Action.objects.create(
        year=began.year,
        serial=next_number(register="action", year=began.year),
        meeting=meeting,
        item=item,
        text=text.strip(),
        restricted=restricted,
        restricted_why=restricted_why.strip() if restricted else "",
        organisation=organisation,
        owner=owner,
        due_on=due_on,
        recorded_by=by,
    )
    record("action.recorded", on=action, by=by, number=action.number)
    tell_of_new_action(action, by=by)
    return action


@transaction.atomic
def update_action(*, action: Action, progress: str, text: str, by: User) -> ActionUpdate:
    """Say how an open action is coming along. For its organisation's members and whoever may
    change anybody's actions. Raises Refused, Denied."""
    current = _open_for(action, by)
    if progress not in TOLD:
        raise Refused("Choose whether the action is on track, at risk or late.")
    _refuse_empty(text, "Say what has been done so far.")
    update = _told(current, progress, text, by)
    record("action.updated", on=current, by=by, progress=progress)
    return update


@transaction.atomic
def close_action(*, action: Action, state: str, note: str, by: User) -> None:
    """Close an open action as done or dropped, with a note. For those who may update it. Raises
    Refused, Denied."""
    current = _open_for(action, by)
    if state not in ENDS:
        raise Refused("Choose whether the action is done or dropped.")
    _refuse_empty(note, "Say in the note what was done, or why the action is dropped.")
    current.state, current.closing_note = state, note.strip()
    current.closed_at, current.closed_by = timezone.now(), by
    current.revision += 1
    current.save(update_fields=["state", "closing_note", "closed_at", "closed_by", "revision"])
    _told(current, PROGRESS.CLOSED, note, by)
    record("action.closed", on=current, by=by, reason=_reason(current, note), state=state)


@transaction.atomic
def change_action(
    *,
    action: Action,
    revision: int,
    due_on: date,
    organisation: Organisation,
    owner: Member | None,
    why: str,
    by: User,
) -> None:
    """Give an open action another due day or to somebody else. For whoever may change anybody's
    actions; `revision` is the one that was read. Raises Refused, Denied, Conflict."""
    current = _locked(action)
    if not reader_in(current.partnership, by).can(P.ACTION_MANAGE):
        raise Denied(
            "Only the co-ordinator changes the due day or the owner of an action. Ask them, and"
            " say how it is coming along meanwhile."
        )
    _refuse_closed(current)
    _refuse_stale(current, revision)
    moved = due_on != current.due_on
    given = (organisation.pk, owner and owner.pk) != (current.organisation_id, current.owner_id)
    if not moved and not given:
        raise Refused("Nothing is changed. Choose another due day, organisation or owner.")
    _refuse_empty(why, "Say why the action changes, so that its history tells.")
    if given:
        _refuse_assignee(organisation, owner, timezone.localdate())
    if moved:
        _refuse_day(due_on, timezone.localdate())
    _change(current, due_on, organisation, owner)
    if given:
        _told(current, PROGRESS.GIVEN, f"Now {assignee(current)}. {why.strip()}", by)
        tell_of_new_action(current, by=by)
    if moved:
        _told(current, PROGRESS.MOVED, why, by)
    reason = _reason(current, why)
    record("action.changed", on=current, by=by, reason=reason, due_on=due_on.isoformat())


def _refuse_stale(action: Action, revision: int) -> None:
    if action.revision != revision:
        raise Conflict(
            f"Somebody changed action {action.number} after you opened this page. Read how it"
            " stands now, then change it again."
        )


def assignee(action: Action) -> str:
    """Who has to do it: "Jane Smith, Alphaton PCT", or the organisation alone."""
    if action.owner:
        return f"{action.owner}, {action.organisation}"
    return str(action.organisation)


def _change(action: Action, due_on: date, organisation: Organisation, owner: Member | None) -> None:
    action.due_on, action.organisation, action.owner = due_on, organisation, owner
    action.reminded_on = None  # another day, or somebody else: reminded afresh
    action.revision += 1
    action.save(update_fields=["due_on", "organisation", "owner", "reminded_on", "revision"])


def _told(action: Action, progress: str, text: str, by: User) -> ActionUpdate:
    return ActionUpdate.objects.create(
        action=action, progress=progress, text=text.strip(), due_on=action.due_on, written_by=by
    )


def _reason(action: Action, words: str) -> str:
    return for_the_trail(words.strip(), restricted=is_restricted(action))


def _locked(action: Action) -> Action:
    rows = Action.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "owner", "partnership", "item").get(pk=action.pk)


def _open_for(action: Action, by: User) -> Action:
    current = _locked(action)
    if not may_act(reader_in(current.partnership, by), current):
        raise Denied(
            f"This action is for {current.organisation}. Only its members and the co-ordinator can"
            " report on it or close it. Tell them what you know."
        )
    _refuse_closed(current)
    return current


def _refuse_closed(action: Action) -> None:
    if action.state != Action.State.OPEN:
        words = action.get_state_display().lower()
        raise Refused(
            f"Action {action.number} is {words} since"
            f" {day_words(timezone.localdate(action.closed_at))}"
            " and stays as it is. Record a new action if there is more to do."
        )


def _refuse_empty(text: str, words: str) -> None:
    if not text.strip():
        raise Refused(words)


def _refuse_meeting(meeting: Meeting | None, *, in_item: bool) -> None:
    """Its minutes are locked: what they say of its actions stays true once they are circulated."""
    if meeting is None:
        return
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(
            "This meeting was cancelled. Record the action at another meeting, or without one."
        )
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is None and in_item:
        raise Refused(NOT_HELD)
    if minutes is None or minutes.state == Minutes.State.DRAFT:
        return
    back = ", or take the minutes back to a draft" if minutes.state == CIRCULATED else ""
    raise Refused(
        f"These minutes are {minutes.get_state_display().lower()}. Record the action without a"
        f" meeting{back}."
    )


def _refuse_assignee(organisation: Organisation, owner: Member | None, day: date) -> None:
    if organisation.left_on and ended(organisation.left_on, day):
        raise Refused(
            f"{organisation} left the partnership on {day_words(organisation.left_on)}. Choose"
            " another organisation."
        )
    if owner is None:
        return
    if owner.organisation_id != organisation.pk:
        raise Refused(
            f"{owner} is not of {organisation}. Choose somebody of this organisation, or nobody in"
            " particular."
        )
    if owner.until and ended(owner.until, day):
        raise Refused(
            f"{owner} has not been a member since {day_words(owner.until)}. Choose somebody else."
        )


def _refuse_day(due_on: date, began: date) -> None:
    if due_on < began:
        raise Refused(
            f"The action cannot be due on {day_words(due_on)}. Choose {day_words(began)} or a later"
            " day."
        )
