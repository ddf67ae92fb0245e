"""What parties undertake: written while the text may change, reported on once it binds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.membership.queries.seats import belonging_of
from partnerships.protocols.domain.locking import editable, locked, touched
from partnerships.protocols.due import may_report
from partnerships.protocols.models import (
    Clause,
    Obligation,
    ObligationReport,
    ProtocolVersion,
)
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Denied, Refused


@dataclass(frozen=True)
class Undertaking:
    """The words of one obligation: who does what, measured how, shown by what, due when."""

    organisation: Organisation
    what: str
    due_on: date
    recurs: str = Obligation.Recurs.ONCE
    measure: str = ""
    evidence: str = ""
    exceptions: str = ""
    clause: Clause | None = None

    def fields(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {
            "organisation": self.organisation,
            "what": self.what.strip(),
            "due_on": self.due_on,
            "recurs": self.recurs,
            "measure": self.measure.strip(),
            "evidence": self.evidence.strip(),
            "exceptions": self.exceptions.strip(),
            "clause": self.clause,
        }


@transaction.atomic
def add_obligation(*, version: ProtocolVersion, undertaking: Undertaking, by: User) -> Obligation:
    """A party undertakes something. Refuses an organisation that is no party."""
    current = editable(version)
    _refuse_unfit(current, undertaking)
    made = Obligation.objects.create(version=current, **undertaking.fields())
    touched(current, by=by)
    record("obligation.added", on=made, by=by, organisation=undertaking.organisation.pk)
    return made


@transaction.atomic
def change_obligation(*, obligation: Obligation, undertaking: Undertaking, by: User) -> None:
    """Change an obligation that has not been signed yet."""
    current = editable(obligation.version)
    _refuse_unfit(current, undertaking)
    Obligation.objects.filter(pk=obligation.pk).update(**undertaking.fields())
    touched(current, by=by)
    record("obligation.changed", on=obligation, by=by)


@transaction.atomic
def remove_obligation(*, obligation: Obligation, by: User) -> None:
    """Take an obligation out of a text that may still change."""
    current = editable(obligation.version)
    if obligation.reports.exists():
        raise Refused(
            "This obligation has been reported on, so it stays. Change its words instead."
        )
    record("obligation.removed", on=obligation, by=by, what=obligation.what)
    obligation.delete()
    touched(current, by=by)


@transaction.atomic
def report_obligation(
    *,
    obligation: Obligation,
    due_on: date,
    outcome: str,
    note: str,
    by: User,
    for_any: bool = False,
) -> ObligationReport:
    """Say whether an obligation was kept for one due day. A later report on that day replaces it.

    Members report for their own organisation, `for_any` (the co-ordinator) for every party. Raises
    Denied for others; Refused without a note, for a day that is not due, or when the protocol does
    not bind any more.
    """
    version = locked(obligation.version)
    today = timezone.localdate()
    _refuse_stranger(obligation, by, today, for_any)
    if not version.is_binding:
        raise Refused(
            f"Version {version.number} is {version.state_words.lower()}, so its obligations bind"
            " nobody now. Report on the version that is in force."
        )
    if not note.strip():
        raise Refused("Say what shows it: a note is needed, whatever the outcome.")
    if not may_report(obligation.due_on, obligation.recurs, version.in_force_on, due_on, today):
        raise Refused(
            f"This obligation is not due on {due_on:%-d %B %Y}. Choose one of its due days that"
            " has come, or the next one."
        )
    made = ObligationReport.objects.create(
        obligation=obligation, due_on=due_on, outcome=outcome, note=note.strip(), reported_by=by
    )
    record("obligation.reported", on=obligation, by=by, outcome=outcome, due_on=str(due_on))
    return made


def _refuse_unfit(version: ProtocolVersion, undertaking: Undertaking) -> None:
    if not undertaking.what.strip():
        raise Refused("Say what the party undertakes to do.")
    if not version.parties.filter(organisation=undertaking.organisation).exists():
        raise Refused(
            f"{undertaking.organisation} is not a party to this version. Add it to the parties"
            " first, or choose one of them."
        )
    if undertaking.clause is not None and undertaking.clause.version_id != version.pk:
        raise Refused("That clause is in another version. Choose a clause of this one.")


def _refuse_stranger(obligation: Obligation, by: User, today: date, for_any: bool) -> None:
    if for_any or obligation.organisation_id in belonging_of(by, today).organisation_ids:
        return
    raise Denied(
        f"Only members for {obligation.organisation} and the co-ordinator can report on this"
        " obligation. Ask one of them."
    )
