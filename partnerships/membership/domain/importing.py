"""Importing members from a CSV file: checked as a whole, shown, then done as a whole."""

import hashlib

from django.db import transaction
from django.utils import timezone

from partnerships.membership.member_file.planning import Plan, plan_of
from partnerships.membership.member_file.reading import Line, read
from partnerships.membership.models import Member, MemberImport, Organisation
from partnerships.membership.queries.roles import people_with_roles
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused

STATE = MemberImport.State
BATCH = 1000


@transaction.atomic
def check_members(*, file_name: str, text: str, by: User) -> tuple[Plan, MemberImport | None]:
    """What the file would do. It is kept for a decision unless it has faults or would do nothing."""
    plan = plan_of_text(text)
    if plan.faults or plan.does_nothing:
        return plan, None
    kept = MemberImport.objects.create(
        file_name=file_name,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        plan=plan.counts,
        uploaded_by=by,
    )
    record("members.import_checked", on=kept, by=by, counts=plan.counts)
    return plan, kept


def plan_of_text(text: str) -> Plan:
    """What a file of this text would do now. Two queries."""
    return plan_of(
        read(text),
        Organisation.objects.all(),
        Member.objects.select_related("organisation"),
        timezone.localdate(),
    )


@transaction.atomic
def apply_import(*, member_import: MemberImport, seen: str, by: User) -> MemberImport:
    """Do all of it at once. `seen`: digest of the plan that was shown (Plan.digest).

    A second click finds it done and changes nothing. Raises Conflict if the members changed in
    between, so that it would do something else now.
    """
    stored = MemberImport.objects.select_for_update().get(pk=member_import.pk)
    if stored.state == STATE.APPLIED:
        return stored
    if stored.state == STATE.DROPPED:
        raise Refused("This import was dropped. Upload the file again.")
    # Nobody adds, changes or ends an organisation or a member until this is done.
    list(Organisation.objects.select_for_update().order_by("pk"))
    list(Member.objects.select_for_update().order_by("pk"))
    plan = plan_of_text(stored.content)
    if plan.faults or plan.digest != seen:
        raise Conflict(
            "Members or organisations changed after you opened this page. Look at what the import"
            " would do now, then decide."
        )
    _write(plan)
    stored.plan = plan.counts
    _close(stored, STATE.APPLIED)
    record("members.imported", on=stored, by=by, sha256=stored.sha256, counts=plan.counts)
    return stored


@transaction.atomic
def drop_import(*, member_import: MemberImport, by: User) -> None:
    """Decide against it. Nothing of it was done."""
    stored = MemberImport.objects.select_for_update().get(pk=member_import.pk)
    if stored.state != STATE.CHECKED:
        words = stored.get_state_display().lower()
        raise Refused(f"This file is {words} already, so it cannot be dropped.")
    _close(stored, STATE.DROPPED)
    record("members.import_dropped", on=stored, by=by)


def _close(stored: MemberImport, state: str) -> None:
    # Names and addresses are not kept twice once the decision is made.
    stored.state, stored.content = state, ""
    stored.save(update_fields=["state", "content", "plan"])


def _write(plan: Plan) -> None:
    Organisation.objects.bulk_create(
        [_organisation(line) for line in plan.organisations.values()], batch_size=BATCH
    )
    wanted = {" ".join(o.name.split()).casefold(): o.pk for o in Organisation.objects.all()}
    accounts = {held.user.email.lower(): held.user for held in people_with_roles()}
    Member.objects.bulk_create(
        [
            _member(line, wanted[line.organisation.casefold()], accounts.get(line.email))
            for line in plan.new
        ],
        batch_size=BATCH,
    )
    changed = []
    for change in plan.changed:
        for key, (_, then) in change.differing.items():
            setattr(change.member, key, then)
        change.member.revision += 1
        changed.append(change.member)
    fields = sorted({key for change in plan.changed for key in change.differing})
    if changed:
        Member.objects.bulk_update(changed, [*fields, "revision"], batch_size=BATCH)


def _organisation(line: Line) -> Organisation:
    return Organisation(
        name=line.organisation,
        sector=line.sector,
        kind=line.kind or Organisation.Kind.OTHER,
    )


def _member(line: Line, organisation_id: int, user: User | None) -> Member:
    return Member(
        user=user if user and user.is_active else None,
        organisation_id=organisation_id,
        name=line.name,
        job_title=line.job_title,
        email=line.email,
        phone=line.phone,
        may_sign=line.may_sign,
        name_public=line.name_public,
        since=line.since,
    )
