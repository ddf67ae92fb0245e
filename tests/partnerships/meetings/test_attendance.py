"""Who was there: lines and their rules, and two people at once."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from partnerships.meetings.domain.attendance import (
    Differing,
    record_attendance,
)
from partnerships.meetings.entries import Entry, values_of
from partnerships.meetings.models import Attendance, Meeting, Minutes
from partnerships.meetings.queries.record import sitting_of
from partnerships.membership.models import Constitution, Tenure
from portal.errors import Refused
from tests.partnerships.meetings.table import Table


def stored(meeting: Meeting) -> dict[str, tuple]:
    """name → (kind, seat, note)"""
    rows = Attendance.objects.filter(meeting=meeting)
    return {r.name: (r.kind, r.seat and r.seat.title, r.note) for r in rows}


def refused(table: Table, *entries: Entry, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        record_attendance(meeting=table.meeting, entries=entries, by=table.by, **more)
    assert not Attendance.objects.exists()
    return refusal.value.message


def seen(table: Table) -> dict:
    """What a page drawn now would hold."""
    table.meeting.refresh_from_db()
    return values_of(table.meeting, Attendance.objects.filter(meeting=table.meeting))


class TestWhoWasThere:
    def test_every_kind_of_line_and_the_chair(self, table: Table) -> None:
        ann, seats = table.members["ann"], table.seats
        recorded = record_attendance(
            meeting=table.meeting,
            entries=[
                *table.there("ann", "cath"),
                Entry("substitute", seat=seats["bob"].pk, member=table.fay.pk),
                Entry("apologies", seat=seats["dev"].pk, note="at a hearing"),
                Entry("absent", seat=seats["eve"].pk),
                Entry("observer", name=" Jo Bloggs, Government Office ", note="until item 2"),
            ],
            chaired_by=ann.pk,
            by=table.by,
        )
        assert stored(table.meeting) == {
            "Cllr Ann Moor": ("present", "Alphaton Council seat", ""),
            "Cath Vole": ("present", "Voluntary Action Alphaton seat", ""),
            "Fay Wren": ("substitute", "Alpha Police seat", ""),
            "Dev Rook": ("apologies", "Alpha Chamber seat", "at a hearing"),
            "Eve Lark": ("absent", "Alpha Trust seat", ""),
            "Jo Bloggs, Government Office": ("observer", None, "until item 2"),
        }
        table.meeting.refresh_from_db()
        assert table.meeting.chaired_by == ann
        assert len(recorded.changed) == 7
        assert recorded.differing == []
        assert table.events("meeting.attendance_recorded") == ["meeting.attendance_recorded"]
        assert sitting_of(table.meeting).quorum.words == (
            "Not quorate: 3 of 5 voting seats (3 needed), 0 business (1 needed),"
            " 1 voluntary (1 needed)"
        )

    def test_the_list_is_the_whole_list(self, table: Table) -> None:
        record_attendance(meeting=table.meeting, entries=table.there("ann", "bob"), by=table.by)
        record_attendance(meeting=table.meeting, entries=table.there("bob"), by=table.by)
        assert list(stored(table.meeting)) == ["Bob Field"]

    def test_the_same_again_writes_nothing(self, table: Table) -> None:
        for _ in range(2):
            record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        assert len(table.events("meeting.attendance_recorded")) == 1

    def test_a_named_substitute_of_another_organisation_may_stand_in(self, table: Table) -> None:
        Tenure.objects.filter(member=table.members["dev"]).update(substitute=table.fay)
        entry = Entry("substitute", seat=table.seats["dev"].pk, member=table.fay.pk)
        record_attendance(meeting=table.meeting, entries=[entry], by=table.by)
        assert stored(table.meeting) == {"Fay Wren": ("substitute", "Alpha Chamber seat", "")}

    def test_seats_and_rules_are_those_of_the_day(self, table: Table) -> None:
        """A later constitution asks for ten seats; the member left the seat after the meeting."""
        Constitution.objects.create(
            body=table.board, in_force_from="2004-06-01", quorum_number=10, decides_by="vote"
        )
        Tenure.objects.filter(member=table.members["bob"]).update(until="2004-03-05")
        record_attendance(
            meeting=table.meeting, entries=table.there("ann", "bob", "cath", "dev"), by=table.by
        )
        assert sitting_of(table.meeting).quorum.words == (
            "Quorum met: 4 of 5 voting seats (3 needed), 1 business (1 needed),"
            " 1 voluntary (1 needed)"
        )

    def test_a_chair_who_was_not_there_after_all_is_no_chair(self, table: Table) -> None:
        ann = table.members["ann"].pk
        record_attendance(
            meeting=table.meeting, entries=table.there("ann"), by=table.by, chaired_by=ann
        )
        record_attendance(
            meeting=table.meeting, entries=table.there("bob"), by=table.by, chaired_by=ann
        )
        table.meeting.refresh_from_db()
        assert table.meeting.chaired_by is None

    def test_the_sitting_costs_five_queries(self, table: Table, django_assert_num_queries) -> None:
        record_attendance(
            meeting=table.meeting, entries=table.there("ann", "bob", "cath"), by=table.by
        )
        meeting = Meeting.objects.select_related("body").get(pk=table.meeting.pk)
        with django_assert_num_queries(5):
            sitting = sitting_of(meeting)
            assert [line.recorded is not None for line in sitting.lines] == [True] * 3 + [False] * 3
            assert [sitting.quorum_for(item.pk).here for item in table.items] == [3, 3, 3]
            assert sitting.guests == []


class TestRefusals:
    def test_a_substitute_from_elsewhere(self, table: Table) -> None:
        entry = Entry("substitute", seat=table.seats["dev"].pk, member=table.fay.pk)
        assert refused(table, entry) == (
            "Fay Wren cannot stand in for Dev Rook: only the substitute named with the seat or"
            " another member of Alpha Chamber can."
        )

    def test_nobody_stands_in_for_themselves(self, table: Table) -> None:
        bob = table.members["bob"]
        entry = Entry("substitute", seat=table.seats["bob"].pk, member=bob.pk)
        assert refused(table, entry).startswith("Bob Field cannot stand in for Bob Field: only")

    def test_a_substitute_without_a_name(self, table: Table) -> None:
        entry = Entry("substitute", seat=table.seats["bob"].pk)
        assert refused(table, entry) == "Say who stood in for Bob Field."

    def test_substitutes_where_the_constitution_allows_none(self, table: Table) -> None:
        Constitution.objects.update(substitutes_allowed=False)
        entry = Entry("substitute", seat=table.seats["bob"].pk, member=table.fay.pk)
        assert refused(table, entry) == (
            "The constitution of the Board allows no substitutes. Record who came for Bob Field as"
            " in attendance, and apologies from Bob Field."
        )

    def test_somebody_on_a_vacant_seat(self, table: Table) -> None:
        assert refused(table, Entry("present", seat=table.seats["vacant"].pk)) == (
            "The seat “Alpha College seat” was vacant on 5 March 2004. Seat a member first, or"
            " leave the line empty."
        )

    def test_a_seat_of_another_body_or_day(self, table: Table) -> None:
        words = "One of these seats did not exist on 5 March 2004. Load the page again."
        assert refused(table, Entry("present", seat=10**9)) == words

    def test_somebody_who_left(self, table: Table) -> None:
        type(table.fay).objects.filter(pk=table.fay.pk).update(until="2004-03-04")
        entry = Entry("substitute", seat=table.seats["bob"].pk, member=table.fay.pk)
        words = "One of these people is not a member any more. Load the page again."
        assert refused(table, entry) == words

    def test_one_member_on_two_lines(self, table: Table) -> None:
        Tenure.objects.create(
            seat=table.seats["vacant"], member=table.members["ann"], since="2004-01-01"
        )
        entries = [*table.there("ann"), Entry("present", seat=table.seats["vacant"].pk)]
        assert refused(table, *entries) == (
            "Cllr Ann Moor is recorded twice. A member counts on one seat only: leave the other"
            " line empty or record a substitute on it."
        )

    def test_a_guest_without_a_name_with_too_long_a_one_or_present(self, table: Table) -> None:
        assert refused(table, Entry("observer", name="  ")) == "Say who was in attendance."
        assert refused(table, Entry("observer", name="x" * 161)) == (
            f"Shorten the name “{'x' * 40}…” to 160 characters."
        )
        assert refused(table, Entry("present", name="Jo")) == (
            "Somebody without a seat is in attendance: they cannot be present on one."
        )

    def test_an_unknown_kind_and_too_long_a_note(self, table: Table) -> None:
        seat = table.seats["bob"].pk
        assert refused(table, Entry("observer", seat=seat)) == (
            "Choose for Bob Field: present, apologies, absent or substitute."
        )
        assert refused(table, Entry("present", seat=seat, note="x" * 201)) == (
            "The note about Bob Field is longer than 200 characters."
        )

    def test_a_chair_who_was_not_there(self, table: Table) -> None:
        found = refused(table, *table.there("bob"), chaired_by=table.members["ann"].pk)
        assert found == (
            "Whoever took the chair has to be recorded as present. Choose somebody who was there."
        )

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("cancelled", "This meeting was cancelled, so there is nothing to record."),
            (
                "planned",
                "Publish the agenda first: a meeting can be recorded once its items have numbers.",
            ),
        ],
    )
    def test_a_meeting_that_is_not_called(self, table: Table, state: str, words: str) -> None:
        Meeting.objects.update(state=state)
        assert refused(table, *table.there("ann")) == words

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (
                "circulated",
                "These minutes have been circulated. Take them back to a draft on their page, or"
                " propose an amendment to the words.",
            ),
            (
                "confirmed",
                "These minutes have been confirmed, so they cannot change any more. Put what is"
                " wrong on the agenda of the next meeting.",
            ),
        ],
    )
    def test_minutes_that_are_no_draft(self, table: Table, state: str, words: str) -> None:
        later = table.called("June board", datetime(2004, 6, 4, 13, tzinfo=UTC))
        Minutes.objects.create(
            meeting=table.meeting,
            state=state,
            confirmed_at=timezone.now(),
            confirmed_by=table.by,
            confirmed_at_meeting=later,
        )
        assert refused(table, *table.there("ann")) == words

    def test_before_the_meeting_only_apologies(self, table: Table) -> None:
        Meeting.objects.update(
            starts_at=datetime(2099, 3, 5, 14, tzinfo=UTC),
            ends_at=datetime(2099, 3, 5, 16, tzinfo=UTC),
        )
        assert refused(table, *table.there("ann")) == (
            "The meeting starts at 2pm on 5 March 2099. Until then only apologies can be recorded."
        )
        sent = [Entry("apologies", seat=table.seats["ann"].pk)]
        record_attendance(meeting=table.meeting, entries=sent, by=table.by)
        assert list(stored(table.meeting)) == ["Cllr Ann Moor"]


class TestTwoPeople:
    """Both opened the page when only Ann was recorded."""

    @pytest.fixture
    def base(self, table: Table) -> dict:
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        return seen(table)

    def test_lines_of_both_are_joined(self, table: Table, base: dict) -> None:
        guest = Entry("observer", name="Jo")
        theirs = [*table.there("ann", "bob"), guest]
        record_attendance(meeting=table.meeting, entries=theirs, by=table.by, base=base)
        mine = [Entry("apologies", seat=table.seats["ann"].pk), *table.there("cath")]
        recorded = record_attendance(
            meeting=table.meeting, entries=mine, by=table.by, base=base,
            chaired_by=table.members["cath"].pk,
        )  # fmt: skip
        assert recorded.differing == []
        assert {name: kind for name, (kind, *_) in stored(table.meeting).items()} == {
            "Cllr Ann Moor": "apologies",
            "Bob Field": "present",
            "Cath Vole": "present",
            "Jo": "observer",
        }

    def test_one_line_changed_by_both_is_theirs_until_decided(
        self, table: Table, base: dict
    ) -> None:
        key, ann = f"seat:{table.seats['ann'].pk}", table.seats["ann"].pk
        theirs, mine = Entry("absent", seat=ann), Entry("apologies", seat=ann)
        record_attendance(meeting=table.meeting, entries=[theirs], by=table.by, base=base)
        both = [mine, *table.there("bob")]
        recorded = record_attendance(meeting=table.meeting, entries=both, by=table.by, base=base)
        assert recorded.differing == [Differing(key, theirs.value, mine.value)]
        kinds = {name: kind for name, (kind, *_) in stored(table.meeting).items()}
        assert kinds == {"Cllr Ann Moor": "absent", "Bob Field": "present"}
        record_attendance(meeting=table.meeting, entries=both, by=table.by, base=seen(table))
        assert stored(table.meeting)["Cllr Ann Moor"][0] == "apologies"
