"""The one place that gives the demo's past its dates.

Rules that look at the clock ("comments are taken until", "signed today") are obeyed as things are
seeded, on the day on which the demo is loaded; where a domain function takes the moment itself, it
is given. For the rest the story's dates are written here afterwards. Rows that the database never
lets anybody change (reports on actions and obligations) are inserted here with their date, since
their domain functions always say now.
"""

from datetime import date, datetime

from django.db.models import Model

from partnerships.meetings.models import (
    Action,
    ActionUpdate,
    Amendment,
    AttendanceReport,
    Decision,
    Meeting,
    Minutes,
    Passage,
    Proposal,
)
from partnerships.membership.models import Invitation
from partnerships.protocols.models import (
    Comment,
    Obligation,
    ObligationReport,
    Protocol,
    ProtocolVersion,
    Signature,
)
from portal.accounts.models import User
from portal.audit.record import record
from portal.mail.models import Delivery


def written(meeting: Meeting, at: datetime) -> None:
    """When the minutes of a meeting were typed, and their decisions and actions recorded."""
    Passage.objects.filter(minutes__meeting=meeting).update(edited_at=at)
    Decision.objects.filter(meeting=meeting).update(recorded_at=at)
    Action.objects.filter(meeting=meeting).update(recorded_at=at)


def amended(minutes: Minutes, until: date, at: datetime) -> None:
    """When amendments were proposed, and until when they could be."""
    Minutes.objects.filter(pk=minutes.pk).update(amend_until=until)
    Amendment.objects.filter(minutes=minutes).update(proposed_at=at)


def proposed(proposal: Proposal, at: datetime) -> None:
    """When a member proposed an item."""
    Proposal.objects.filter(pk=proposal.pk).update(proposed_at=at)


def reported(report: AttendanceReport, made: datetime, opens: date) -> None:
    """When an attendance report was made and opened."""
    AttendanceReport.objects.filter(pk=report.pk).update(made_at=made, opens_on=opens)


def invited(invitation: Invitation, sent: datetime, expires: datetime) -> None:
    """When an invitation was sent, and until when its link worked."""
    mine = Invitation.objects.filter(pk=invitation.pk)
    mine.update(created_at=sent, sent_at=sent, expires_at=expires)


def drafted(version: ProtocolVersion, at: datetime) -> None:
    """When a version was begun, and with the first one its protocol."""
    ProtocolVersion.objects.filter(pk=version.pk).update(created_at=at)
    if version.number == 1:
        Protocol.objects.filter(pk=version.protocol_id).update(created_at=at)


def commented(version: ProtocolVersion, at: datetime, until: date) -> None:
    """When comments came in, and until when they were taken."""
    ProtocolVersion.objects.filter(pk=version.pk).update(comment_until=until)
    Comment.objects.filter(version=version).update(written_at=at)


def asked(version: ProtocolVersion, at: datetime) -> None:
    """When the parties were asked to sign."""
    ProtocolVersion.objects.filter(pk=version.pk).update(ready_at=at)


def signed(version: ProtocolVersion, at: datetime) -> None:
    """When the parties signed."""
    Signature.objects.filter(version=version).update(signed_at=at)


def ended(version: ProtocolVersion, on: date) -> None:
    """When a version was withdrawn."""
    ProtocolVersion.objects.filter(pk=version.pk).update(ended_on=on)


def told(action: Action, progress: str, text: str, by: User, at: datetime) -> None:
    """A report on an action, as update_action writes it."""
    _insert(
        ActionUpdate(
            action=action,
            progress=progress,
            text=text,
            due_on=action.due_on,
            written_by=by,
            written_at=at,
        )
    )
    record("action.updated", on=action, by=by, progress=progress)


def closed(action: Action, state: str, note: str, by: User, at: datetime) -> None:
    """The end of an action, as close_action writes it."""
    told(action, ActionUpdate.Progress.CLOSED, note, by, at)
    Action.objects.filter(pk=action.pk).update(
        state=state, closing_note=note, closed_at=at, closed_by=by, revision=action.revision + 1
    )
    record("action.closed", on=action, by=by, reason=note, state=state)


def kept(
    obligation: Obligation, due_on: date, outcome: str, note: str, by: User, at: datetime
) -> None:
    """What became of an obligation on a due day, as report_obligation writes it."""
    _insert(
        ObligationReport(
            obligation=obligation,
            due_on=due_on,
            outcome=outcome,
            note=note,
            reported_by=by,
            reported_at=at,
        )
    )
    record("obligation.reported", on=obligation, by=by, outcome=outcome, due_on=str(due_on))


def nobody_was_told() -> None:
    """Take the emails about 2003 and 2004 off the log: they would all bear today's date."""
    Delivery.objects.all().delete()


def _insert(row: Model) -> None:
    """Store a row with the moment it carries, as loaddata does: Django would put now in its place."""
    row.save_base(raw=True, force_insert=True)
