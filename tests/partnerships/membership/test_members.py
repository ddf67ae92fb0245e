"""Members are added, change and leave."""

from datetime import date

from partnerships.membership.domain.members import (
    CHANGED_MEANWHILE,
    add_member,
    change_member,
    member_leaves,
)
from partnerships.membership.domain.organisations import organisation_leaves
from partnerships.membership.models import Member, Tenure
from portal.errors import Conflict, Refused
from tests.partnerships.membership.directory import Directory, refused


def test_a_member_is_added(directory: Directory) -> None:
    acorn = directory.organisation("Acorn")
    with directory.room():
        made = add_member(
            organisation=acorn,
            name=" Ann Lee ",
            job_title="Director",
            email="Ann@Acorn.Example",
            phone="01709 000000",
            may_sign=True,
            since=date(2004, 1, 1),
            by=directory.by,
        )
        stored = Member.objects.values(
            "name", "job_title", "email", "phone", "may_sign", "name_public", "since", "until"
        )
        assert stored.get(pk=made.pk) == {
            "name": "Ann Lee",
            "job_title": "Director",
            "email": "ann@acorn.example",
            "phone": "01709 000000",
            "may_sign": True,
            "name_public": False,
            "since": date(2004, 1, 1),
            "until": None,
        }
    assert directory.events() == ["organisation.added", "member.added"]


def test_nobody_is_added_twice_or_without_a_name(directory: Directory) -> None:
    ann = directory.member("Ann", email="ann@acorn.example")
    words = (
        "Acorn has a member with the address ann@acorn.example already. Open that member, or check"
        " the address."
    )
    with directory.room(), refused(words, Refused):
        add_member(
            organisation=ann.organisation, name="Anne", email="ANN@acorn.example", by=directory.by
        )
    with directory.room(), refused("Enter the member’s name.", Refused):
        add_member(organisation=ann.organisation, name=" ", by=directory.by)
    directory.member("Ben")
    directory.member("Bert")  # two members without an address are fine


def test_nobody_is_added_for_an_organisation_that_left(directory: Directory) -> None:
    acorn = directory.organisation("Acorn")
    with directory.room():
        organisation_leaves(organisation=acorn, on=date(2004, 3, 31), by=directory.by)
    words = (
        "Acorn left the partnership on 31 March 2004, so nobody can be added for it. Choose another"
        " organisation."
    )
    with directory.room(), refused(words, Refused):
        add_member(organisation=acorn, name="Ann", by=directory.by)


def test_a_change_counts_revisions_and_a_stale_one_is_a_conflict(directory: Directory) -> None:
    ann = directory.member("Ann", email="ann@acorn.example")
    with directory.room():
        changed = change_member(member=ann, revision=1, phone="1", name="Anne", by=directory.by)
        assert (changed.phone, changed.name, changed.revision) == ("1", "Anne", 2)
        same = change_member(member=ann, revision=2, phone="1", by=directory.by)
        assert same.revision == 2
    with directory.room(), refused(CHANGED_MEANWHILE, Conflict):
        change_member(member=ann, revision=1, phone="2", by=directory.by)
    assert directory.events()[2:] == ["member.changed"]


def test_a_change_to_somebody_elses_address(directory: Directory) -> None:
    directory.member("Ann", email="ann@acorn.example")
    ben = directory.member("Ben", email="ben@acorn.example")
    words = (
        "Acorn has a member with the address ann@acorn.example already. Open that member, or check"
        " the address."
    )
    with directory.room(), refused(words, Refused):
        change_member(member=ben, revision=1, email="ann@acorn.example", by=directory.by)


def test_a_member_leaves_and_the_seats_fall_vacant(directory: Directory) -> None:
    ann = directory.member("Ann", since=date(2003, 1, 1))
    held = directory.tenure(directory.seat(directory.body()), ann)
    with directory.room():
        assert member_leaves(member=ann, on=date(2004, 5, 31), by=directory.by) == 1
        ann.refresh_from_db()
        held.refresh_from_db()
        assert (ann.until, ann.revision) == (date(2004, 5, 31), 2)
        assert (held.until, held.ended_why) == (date(2004, 5, 31), "Ann left")
    assert directory.events()[-2:] == ["member.left", "tenure.ended"]
    with (
        directory.room(),
        refused("Ann left on 31 May 2004. There is nothing more to do.", Refused),
    ):
        member_leaves(member=ann, on=date(2004, 6, 30), by=directory.by)


def test_a_term_that_ended_before_stays_as_it_was(directory: Directory) -> None:
    ann = directory.member("Ann")
    held = directory.tenure(directory.seat(directory.body()), ann, until=date(2003, 12, 31))
    with directory.room():
        assert member_leaves(member=ann, on=date(2004, 5, 31), by=directory.by) == 0
        assert Tenure.objects.get(pk=held.pk).until == date(2003, 12, 31)


def test_nobody_leaves_before_they_began(directory: Directory) -> None:
    ann = directory.member("Ann", since=date(2004, 1, 1))
    words = "Ann has served since 1 January 2004, so cannot have left before. Check the day."
    with directory.room(), refused(words, Refused):
        member_leaves(member=ann, on=date(2003, 12, 31), by=directory.by)
