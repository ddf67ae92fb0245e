"""Attendance reports: each organisation sees its line first and may reply, then all see all."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.meetings.clock import day_words
from partnerships.meetings.emails.registers import tell_of_report
from partnerships.meetings.models import AttendanceReply, AttendanceReport
from partnerships.meetings.queries.attendance import Kept, by_organisation, seats_kept
from partnerships.membership.models import Organisation
from partnerships.membership.queries.seats import belonging_of
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Denied, Refused
from portal.working_days import add_working_days

REPLY_DAYS, LEAST_DAYS = 10, 5  # working days


@transaction.atomic
def make_report(
    *, first_on: date, last_on: date, by: User, opens_on: date | None = None
) -> AttendanceReport:
    """Count attendance of a period that is over, by organisation, and tell each organisation.

    `opens_on` (ten working days from today unless given, at least five): from then everybody sees
    every line with the replies. Raises Refused.
    """
    today = timezone.localdate()
    opens_on = opens_on or add_working_days(today, REPLY_DAYS)
    _refuse_period(first_on, last_on, today)
    _refuse_haste(opens_on, today)
    kept = seats_kept(first_on, last_on)
    if not kept:
        raise Refused(
            f"No attendance is recorded from {day_words(first_on)} to {day_words(last_on)}. Record"
            " who was at the meetings of this period first, or choose another period."
        )
    report = AttendanceReport.objects.create(
        first_on=first_on,
        last_on=last_on,
        opens_on=opens_on,
        figures=_figures(kept),
        made_by=by,
    )
    record("attendance.reported", on=report, by=by, lines=len(report.figures))
    tell_of_report(report, by=by)
    return report


@transaction.atomic
def reply_to_report(
    *, report: AttendanceReport, organisation: Organisation, text: str, by: User
) -> AttendanceReply:
    """What an organisation says about its own line; it can be changed until the day the report opens.
    For its members. Raises Refused, Denied."""
    today = timezone.localdate()
    if organisation.pk not in belonging_of(by, today).organisation_ids:
        raise Denied(
            f"Only members for {organisation} can reply for it. Ask one of them, or tell the"
            " co-ordinator."
        )
    if organisation.pk not in {line["organisation"] for line in report.figures}:
        raise Refused(
            f"{organisation} has no line in this report, so there is nothing to reply to. Tell the"
            " co-ordinator if it should have one."
        )
    if report.opens_on <= today:
        raise Refused(
            f"Replies were taken before {day_words(report.opens_on)}; now everybody reads this"
            " report."
            " Ask the co-ordinator to record a correction at the next meeting."
        )
    if not text.strip():
        raise Refused("Say what the others should know about your attendance.")
    reply, _ = AttendanceReply.objects.update_or_create(
        report=report,
        organisation=organisation,
        defaults={"text": text.strip(), "replied_by": by, "replied_at": timezone.now()},
    )
    record("attendance.replied", on=report, by=by, organisation=organisation.pk)
    return reply


def _figures(kept: list[Kept]) -> list[dict[str, Any]]:
    sectors = {each.organisation.pk: each.organisation.sector for each in kept}
    return [
        {
            "organisation": line.key,
            "name": line.name,
            "sector": sectors[int(line.key)],
            "present": line.present,
            "substitute": line.substitute,
            "apologies": line.apologies,
            "absent": line.absent,
        }
        for line in by_organisation(kept)
    ]


def _refuse_period(first_on: date, last_on: date, today: date) -> None:
    if last_on < first_on:
        raise Refused("The period ends before it begins. Choose a last day after the first.")
    if last_on >= today:
        raise Refused(
            f"The period is not over yet. Choose a last day before today, {day_words(today)}."
        )
    same = AttendanceReport.objects.filter(first_on=first_on, last_on=last_on).first()
    if same:
        raise Refused(
            f"There is a report of this period already, made on"
            f" {day_words(timezone.localdate(same.made_at))}. Open that one, or choose another"
            " period."
        )


def _refuse_haste(opens_on: date, today: date) -> None:
    least = add_working_days(today, LEAST_DAYS)
    if opens_on < least:
        raise Refused(
            "Organisations need at least five working days to reply. Open the report on"
            f" {day_words(least)} or later."
        )
