"""Organisations join, change and leave."""

from datetime import date
from typing import Any

import pytest

from partnerships.membership.domain.organisations import (
    Left,
    add_organisation,
    change_organisation,
    organisation_leaves,
)
from partnerships.membership.models import Member, Organisation, Tenure
from portal.errors import Refused
from tests.partnerships.membership.directory import Directory, refused

TAKEN = (
    "There is an organisation called “{}” already. Open it in the list of organisations, or give"
    " this one a name that tells the two apart."
)


def test_an_organisation_joins(directory: Directory) -> None:
    with directory.room():
        made = add_organisation(
            name=" Acorn Housing ",
            sector="voluntary",
            kind="housing",
            website="https://acorn.example/",
            joined_on=date(2003, 4, 1),
            by=directory.by,
        )
        stored = Organisation.objects.values(
            "name", "sector", "kind", "website", "joined_on", "left_on"
        )
        assert stored.get(pk=made.pk) == {
            "name": "Acorn Housing",
            "sector": "voluntary",
            "kind": "housing",
            "website": "https://acorn.example/",
            "joined_on": date(2003, 4, 1),
            "left_on": None,
        }
    assert directory.events() == ["organisation.added"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "  "}, "Enter the name of the organisation."),
        ({"name": "ACORN"}, TAKEN.format("ACORN")),
        ({"sector": "navy"}, "Choose the sector from the list."),
        ({"kind": "navy"}, "Choose the kind of organisation from the list."),
    ],
)
def test_an_organisation_that_cannot_join(
    directory: Directory, fields: dict[str, Any], words: str
) -> None:
    directory.organisation("Acorn")
    usual = {"name": "Oak", "sector": "business", "kind": "other"}
    with directory.room(), refused(words, Refused):
        add_organisation(**(usual | fields), by=directory.by)
    assert directory.events() == ["organisation.added"]


def test_a_change_names_what_changed_and_none_is_no_event(directory: Directory) -> None:
    acorn = directory.organisation("Acorn")
    with directory.room():
        change_organisation(organisation=acorn, name="Acorn", sector="voluntary", by=directory.by)
        changed = change_organisation(
            organisation=acorn, name="Oak", sector="business", by=directory.by
        )
        assert (changed.name, changed.sector) == ("Oak", "business")
    assert directory.events() == ["organisation.added", "organisation.changed"]


def test_a_change_to_a_name_that_is_taken(directory: Directory) -> None:
    directory.organisation("Acorn")
    oak = directory.organisation("Oak")
    with directory.room(), refused(TAKEN.format("acorn"), Refused):
        change_organisation(organisation=oak, name="acorn", by=directory.by)


def test_who_leaves_ends_its_members_and_their_seats(directory: Directory) -> None:
    acorn, oak = directory.organisation("Acorn"), directory.organisation("Oak")
    ann, bob = directory.member("Ann", acorn), directory.member("Bob", acorn)
    gone = directory.member("Gus", acorn)
    cy = directory.member("Cy", oak)
    body = directory.body()
    held = directory.tenure(directory.seat(body, "One"), ann)
    to_come = directory.tenure(directory.seat(body, "Two"), bob, since=date(2005, 1, 1))
    stood_in = directory.tenure(
        directory.seat(directory.body("Forum"), "Three"), cy, substitute=bob
    )
    day = date(2004, 6, 30)
    with directory.room():
        Member.objects.filter(pk=gone.pk).update(until=date(2003, 3, 1))
        left = organisation_leaves(organisation=acorn, on=day, by=directory.by, why="It closed")
        assert left == Left(members=2, tenures=2)
        acorn.refresh_from_db()
        assert acorn.left_on == day
        days = Member.objects.order_by("name").values_list("name", "until", "revision")
        assert list(days) == [
            ("Ann", day, 2), ("Bob", day, 2), ("Cy", None, 1), ("Gus", date(2003, 3, 1), 1),
        ]  # fmt: skip
        tenures = Tenure.objects.order_by("id").values_list(
            "id", "until", "ended_why", "substitute"
        )
        assert list(tenures) == [(held.pk, day, "It closed", None), (stood_in.pk, None, "", None)]
        assert not Tenure.objects.filter(pk=to_come.pk).exists()
    assert directory.events()[-6:] == [
        "member.left", "member.left", "tenure.ended", "tenure.struck_out",
        "tenure.substitute_named", "organisation.left",
    ]  # fmt: skip


def test_nobody_leaves_twice_or_before_joining(directory: Directory) -> None:
    acorn = directory.organisation("Acorn", joined_on=date(2003, 4, 1))
    words = "Acorn joined on 1 April 2003, so it cannot have left before. Check the day."
    with directory.room(), refused(words, Refused):
        organisation_leaves(organisation=acorn, on=date(2003, 3, 31), by=directory.by)
    with directory.room():
        organisation_leaves(organisation=acorn, on=date(2004, 3, 31), by=directory.by)
    words = "Acorn left on 31 March 2004. There is nothing more to do."
    with directory.room(), refused(words, Refused):
        organisation_leaves(organisation=acorn, on=date(2004, 4, 1), by=directory.by)
    words = "It left on 31 March 2004, so it cannot have joined later. Check the day."
    with directory.room(), refused(words, Refused):
        change_organisation(organisation=acorn, joined_on=date(2004, 5, 1), by=directory.by)
