"""From signed to the end, and what the database itself keeps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from partnerships.protocols.domain import drafting, life
from partnerships.protocols.models import Clause, Obligation, Party, ProtocolVersion
from portal.errors import Refused
from portal.jobs.models import Job
from portal.mail.models import Delivery
from tests.partnerships.protocols.desk import Desk


def test_into_force_supersedes_prints_and_tells(desk: Desk) -> None:
    old = desk.in_force(desk.draft())
    drafting.draft_next_version(protocol=old.protocol, by=desk.by)
    new = desk.in_force(desk.again(old.protocol.versions.get(number=2)))
    old = desk.again(old)
    assert (old.state, old.ended_on, old.ended_why) == (
        "superseded",
        desk.today,
        "Superseded by version 2",
    )
    assert (new.state, new.in_force_on) == ("in_force", desk.today)
    assert Job.objects.filter(kind="partnerships.protocols.tasks.print_version").count() == 2
    assert Delivery.objects.filter(kind="protocol_in_force").count() == 4


def test_a_private_protocol_has_no_public_copy(desk: Desk) -> None:
    desk.in_force(desk.draft(is_public=False))
    assert not Job.objects.filter(kind="partnerships.protocols.tasks.print_version").exists()


def test_days_of_force_and_review(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    day = timedelta(days=1)

    def refused(on, review_on) -> str:
        with pytest.raises(Refused) as refusal:
            life.bring_into_force(version=version, on=on, review_on=review_on, by=desk.by)
        return refusal.value.message

    words = (
        f"A protocol comes into force after the last party signed ({desk.today:%-d %B %Y}) and not"
        " before its day has come. Choose a day from then up to today."
    )
    assert refused(desk.today + day, desk.today + 9 * day) == words
    assert refused(desk.today - day, desk.today + 9 * day) == words
    assert refused(desk.today, desk.today) == (
        "Choose a review day after the day on which it comes into force."
    )


def test_a_party_that_left_after_signing_is_not_bound(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    desk.leaves(desk.police)
    with pytest.raises(Refused) as refusal:
        life.bring_into_force(
            version=version,
            on=desk.today,
            review_on=desk.today + timedelta(days=365),
            by=desk.by,
        )
    assert refusal.value.message == (
        f"Alphashire Police left the partnership on {desk.yesterday:%-d %B %Y}, after it had signed."
        " Withdraw this version, then draft the next one without it and have it signed."
    )
    assert desk.again(version).state == "signed"


def test_the_parties_hear_of_a_withdrawn_version(desk: Desk) -> None:
    version = desk.in_force(desk.draft())
    life.withdraw_version(version=version, why="The law changed.", by=desk.by)
    told = Delivery.objects.filter(kind="protocol_ended").order_by("email")
    assert [(each.email, each.subject) for each in told] == [
        (address, f"{version.protocol}: version 1 is withdrawn")
        for address in ("alpha_chair@portal.example", "alpha_member@portal.example")
    ]


@pytest.mark.parametrize("stage", ["draft", "consulted", "ready", "in_force"])
def test_only_a_signed_version_comes_into_force(desk: Desk, stage: str) -> None:
    version = desk.draft()
    version = version if stage == "draft" else getattr(desk, stage)(version)
    with pytest.raises(Refused, match="so it cannot be brought into force now"):
        life.bring_into_force(version=version, on=desk.today,
                              review_on=desk.today + timedelta(days=9), by=desk.by)  # fmt: skip


def test_a_review_that_changes_nothing_moves_the_day(desk: Desk) -> None:
    version = desk.in_force(desk.draft())
    later = desk.today + timedelta(days=700)
    for given, words in (
        ({"review_on": desk.today, "why": "x"}, "Choose a review day after today."),
        (
            {"review_on": later, "why": " "},
            "Say why: for example, that the parties met and nothing has to change.",
        ),
    ):
        with pytest.raises(Refused) as refusal:
            life.change_review_day(version=version, **given, by=desk.by)
        assert refusal.value.message == words
    life.change_review_day(version=version, review_on=later, why="All is well", by=desk.by)
    assert desk.again(version).review_on == later


def test_a_review_ends_by_a_new_version_or_a_withdrawal(desk: Desk) -> None:
    version = desk.in_force(desk.draft())
    life.start_review(version=version, by=desk.by)
    with pytest.raises(Refused) as refusal:
        life.start_review(version=version, by=desk.by)
    assert refusal.value.message == (
        "Version 1 is under review, so it cannot be put under review now. Open the protocol again"
        " to see what can be done next."
    )
    life.withdraw_version(version=version, why="The unit was closed", by=desk.by)
    version = desk.again(version)
    assert (version.state, version.ended_on, version.ended_why) == (
        "withdrawn",
        desk.today,
        "The unit was closed",
    )


def test_a_withdrawal_has_a_reason_and_happens_once(desk: Desk) -> None:
    version = desk.draft()
    with pytest.raises(Refused) as refusal:
        life.withdraw_version(version=version, why="", by=desk.by)
    assert refusal.value.message == (
        "Say why the version is withdrawn: it stays in the register with the reason."
    )
    life.withdraw_version(version=version, why="No", by=desk.by)
    with pytest.raises(Refused, match="Version 1 is withdrawn, so it cannot be withdrawn now"):
        life.withdraw_version(version=version, why="Again", by=desk.by)


CHANGES = (
    lambda v: ProtocolVersion.objects.filter(pk=v.pk).update(purpose="Other"),
    lambda v: ProtocolVersion.objects.filter(pk=v.pk).update(text_sha256="0" * 64),
    lambda v: ProtocolVersion.objects.filter(pk=v.pk).update(document={}),
    lambda v: Clause.objects.filter(version=v).update(text="Other"),
    lambda v: Clause.objects.filter(version=v)._raw_delete("default"),
    lambda v: Clause.objects.create(version=v, position=9, heading="a", text="b"),
    lambda v: Party.objects.filter(version=v)._raw_delete("default"),
    lambda v: Obligation.objects.filter(version=v).update(what="Other"),
)


def test_the_database_keeps_what_was_signed(desk: Desk) -> None:
    draft = desk.draft()
    desk.obligation(draft, desk.today)
    version = desk.in_force(draft)
    for change in CHANGES:
        words = "a signed protocol stays as it was signed"
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            change(version)
    with pytest.raises(IntegrityError, match="a signed protocol is never deleted"):
        with transaction.atomic():
            ProtocolVersion.objects.filter(pk=version.pk)._raw_delete("default")
    Obligation.objects.filter(version=version).update(reminded_on=desk.today)


WAY = {
    ("draft", "consultation"), ("draft", "withdrawn"),
    ("consultation", "draft"), ("consultation", "signed"), ("consultation", "withdrawn"),
    ("signed", "consultation"), ("signed", "in_force"), ("signed", "withdrawn"),
    ("in_force", "under_review"), ("in_force", "withdrawn"),
    ("under_review", "superseded"), ("under_review", "withdrawn"),
}  # fmt: skip


def test_the_database_knows_the_way_of_a_version(desk: Desk) -> None:
    version = desk.draft()
    ProtocolVersion.objects.filter(pk=version.pk).update(ended_why="x")
    way, start = set(), "draft"
    for start in ProtocolVersion.State.values:
        for state in ProtocolVersion.State.values:
            if state != start and goes(version, start, state):
                way.add((start, state))
    assert way == WAY


PATHS = {
    "draft": (), "consultation": ("consultation",), "signed": ("consultation", "signed"),
    "in_force": ("consultation", "signed", "in_force"),
    "under_review": ("consultation", "signed", "in_force", "under_review"),
    "superseded": ("consultation", "signed", "in_force", "under_review", "superseded"),
    "withdrawn": ("withdrawn",),
}  # fmt: skip


def goes(version: ProtocolVersion, start: str, state: str) -> bool:
    """Whether the database lets the version go from start to state; it does not stay there."""
    rows = ProtocolVersion.objects.filter(pk=version.pk)
    try:
        with transaction.atomic():
            for step in PATHS[start]:
                rows.update(state=step)
            try:
                with transaction.atomic():
                    rows.update(state=state)
            finally:
                transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
