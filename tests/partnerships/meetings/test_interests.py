"""Interests declared at the meeting, and the meeting held."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from partnerships.meetings.domain.actions import record_action
from partnerships.meetings.domain.attendance import (
    declare,
    mark_held,
    record_attendance,
    undo_held,
    withdraw_declaration,
)
from partnerships.meetings.domain.decisions import record_decision
from partnerships.meetings.domain.writing import save_passage
from partnerships.meetings.entries import Entry
from partnerships.meetings.models import Declaration, Meeting, Minutes, Passage
from partnerships.meetings.queries.record import sitting_of
from portal.audit.models import AuditEvent
from portal.errors import Refused
from tests.partnerships.meetings.table import STARTS, Table, Visits


class TestInterests:
    @pytest.fixture(autouse=True)
    def _there(self, table: Table) -> None:
        record_attendance(
            meeting=table.meeting,
            entries=[
                *table.there("ann", "cath", "dev", "eve"),
                Entry("substitute", seat=table.seats["bob"].pk, member=table.fay.pk),
            ],
            by=table.by,
        )

    def test_takes_the_seat_out_of_the_quorum_of_that_item_alone(self, table: Table) -> None:
        declare(
            item=table.items[1], member=table.members["dev"], words=" Owns it ", by=table.by,
            left_room=True,
        )  # fmt: skip
        (made,) = Declaration.objects.all()
        assert (made.words, made.left_room) == ("Owns it", True)
        sitting = sitting_of(table.meeting)
        assert sitting.quorum_for(table.items[0].pk).met
        assert sitting.quorum_for(table.items[1].pk).words_for_item == (
            "Not quorate for this item: 3 of 5 voting seats (3 needed), 0 business (1 needed),"
            " 1 voluntary (1 needed); 1 with an interest is not counted"
        )
        assert [d.words for d in sitting.declared_in(table.items[1].pk)] == ["Owns it"]

    def test_a_substitutes_interest_takes_out_the_seat_they_sit_on(self, table: Table) -> None:
        declare(item=table.items[1], member=table.fay, words="Lives there", by=table.by)
        assert sitting_of(table.meeting).quorum_for(table.items[1].pk).here == 3

    def test_an_advisers_interest_changes_no_quorum(self, table: Table) -> None:
        declare(item=table.items[1], member=table.members["eve"], words="Kin", by=table.by)
        found = sitting_of(table.meeting).quorum_for(table.items[1].pk)
        assert (found.here, found.not_counted) == (4, 0)

    def test_said_again_it_takes_the_place_of_the_first(self, table: Table) -> None:
        for words in ("Owns it", "Owns half of it"):
            declare(item=table.items[1], member=table.members["dev"], words=words, by=table.by)
        assert [d.words for d in Declaration.objects.all()] == ["Owns half of it"]

    def test_taken_back_it_counts_again_and_the_trail_keeps_it(self, table: Table) -> None:
        dev = table.members["dev"]
        made = declare(item=table.items[1], member=dev, words="Owns it", by=table.by)
        withdraw_declaration(declaration=made, by=table.by)
        assert not Declaration.objects.exists()
        assert sitting_of(table.meeting).quorum_for(table.items[1].pk).met
        event = AuditEvent.objects.get(name="interest.withdrawn")
        assert event.facts == {"member": dev.pk, "words": "Owns it"}

    def test_refuses_empty_words_and_people_who_were_not_there(self, table: Table) -> None:
        with pytest.raises(Refused) as refusal:
            declare(item=table.items[1], member=table.members["dev"], words=" ", by=table.by)
        assert refusal.value.message == "Say what the interest is."
        with pytest.raises(Refused) as refusal:
            declare(item=table.items[1], member=table.members["bob"], words="Kin", by=table.by)
        assert refusal.value.message == (
            "Bob Field is not recorded as present. Record who was there, then the interest."
        )


class TestHeld:
    def test_begins_the_minutes_with_a_passage_for_each_item(self, table: Table) -> None:
        minutes = mark_held(meeting=table.meeting, by=table.by)
        table.meeting.refresh_from_db()
        assert (table.meeting.state, minutes.state) == ("held", "draft")
        passages = Passage.objects.filter(minutes=minutes)
        assert [(p.item, p.restricted, p.text, p.revision) for p in passages] == [
            (item, False, "", 0) for item in table.items
        ]
        assert table.events("meeting.held") == ["meeting.held"]

    def test_twice_it_is_held_once(self, table: Table) -> None:
        first = mark_held(meeting=table.meeting, by=table.by)
        assert mark_held(meeting=table.meeting, by=table.by) == first
        assert table.events("meeting.held") == ["meeting.held"]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (
                {"state": "cancelled"},
                "This meeting was cancelled, so there is nothing to record.",
            ),
            (
                {"state": "planned"},
                "Publish the agenda first: a meeting can be recorded once its items have numbers.",
            ),
            (
                {
                    "starts_at": datetime(2099, 7, 1, 13, 30, tzinfo=UTC),
                    "ends_at": datetime(2099, 7, 1, 13, 30, tzinfo=UTC) + timedelta(hours=1),
                },
                "The meeting starts at 2:30pm on 1 July 2099. Its minutes can be written from"
                " then on.",
            ),
        ],
    )
    def test_is_refused(self, table: Table, changed: dict, words: str) -> None:
        Meeting.objects.filter(pk=table.meeting.pk).update(**changed)
        with pytest.raises(Refused) as refusal:
            mark_held(meeting=table.meeting, by=table.by)
        assert refusal.value.message == words
        assert not Minutes.objects.exists()


class TestUndone:
    KEPT = (
        "Something was written in these minutes already, and what was written is kept. Correct it"
        " there instead."
    )

    def test_untouched_minutes_go_and_who_was_there_stays(self, table: Table) -> None:
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        mark_held(meeting=table.meeting, by=table.by)
        undo_held(meeting=table.meeting, by=table.by)
        table.meeting.refresh_from_db()
        assert table.meeting.state == "called"
        assert (Minutes.objects.count(), Passage.objects.count()) == (0, 0)
        assert [row.name for row in sitting_of(table.meeting).attendance] == ["Cllr Ann Moor"]
        assert table.events("meeting.held_undone") == ["meeting.held_undone"]
        assert mark_held(meeting=table.meeting, by=table.by).state == "draft"

    @pytest.mark.parametrize("what", ["words", "words taken out again", "decision", "action"])
    def test_what_was_written_is_kept(self, table: Table, what: str) -> None:
        minutes = mark_held(meeting=table.meeting, by=table.by)
        item = table.items[1]
        if what.startswith("words"):
            words = {"minutes": minutes, "item": item, "restricted": False, "by": table.by}
            save_passage(**words, text="Crime fell.", base_revision=0)
            if what != "words":
                save_passage(**words, text="", base_revision=1)
        elif what == "decision":
            record_decision(item=item, text="Yes.", by=table.by)
        else:
            police = table.members["bob"].organisation
            record_action(
                item=item, text="Call", organisation=police, due_on=STARTS.date(), by=table.by
            )
        with pytest.raises(Refused) as refusal:
            undo_held(meeting=table.meeting, by=table.by)
        assert refusal.value.message == self.KEPT
        assert Minutes.objects.exists()

    def test_refused_for_a_meeting_that_was_not_held_or_whose_minutes_are_out(
        self, table: Table
    ) -> None:
        with pytest.raises(Refused) as refusal:
            undo_held(meeting=table.meeting, by=table.by)
        assert refusal.value.message == "Mark the meeting as held first: its minutes begin then."
        mark_held(meeting=table.meeting, by=table.by)
        Minutes.objects.update(state="circulated")
        with pytest.raises(Refused):
            undo_held(meeting=table.meeting, by=table.by)
        assert Minutes.objects.exists()

    def test_its_page_offers_it_while_nothing_is_written(
        self, table: Table, client: Client
    ) -> None:
        client.force_login(table.by, "allauth.account.auth_backends.AuthenticationBackend")
        pages = Visits(client)
        minutes = mark_held(meeting=table.meeting, by=table.by)
        path = f"/p/alpha/meetings/{table.meeting.pk}"
        assert "Marked by mistake?" in pages.get(f"{path}/minutes/write/").text
        page = pages.post(f"{path}/held/undo/")
        assert "The meeting is not marked as held any more." in page.text
        assert page.heading == "Who was there"
        minutes = mark_held(meeting=table.meeting, by=table.by)
        save_passage(
            minutes=minutes, item=table.items[1], restricted=False, text="Crime fell.",
            base_revision=0, by=table.by,
        )  # fmt: skip
        assert "Marked by mistake?" not in pages.get(f"{path}/minutes/write/").text
