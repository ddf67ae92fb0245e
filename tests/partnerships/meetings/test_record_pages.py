"""Pages of recording a meeting: who was there, marked as held, the list of items."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.meetings.domain.attendance import mark_held, record_attendance
from partnerships.meetings.domain.writing import save_passage
from partnerships.meetings.entries import Entry
from partnerships.meetings.models import AgendaItem, Attendance, Meeting, Minutes
from tests.partnerships.meetings.table import Table, Visits, sent, summary
from tests.portal.web.markup import by_id, with_class, words


@pytest.fixture
def pages(table: Table, signed_in: Callable) -> Visits:
    """Alpha's co-ordinator."""
    return Visits(signed_in(table.by))


def at(table: Table, rest: str = "record/") -> str:
    return f"/p/alpha/meetings/{table.meeting.pk}/{rest}"


class TestWhoWasThere:
    def test_one_line_a_seat_and_lines_for_guests(self, table: Table, pages: Visits) -> None:
        page = pages.get(at(table))
        assert page.heading == "Who was there"
        lines = [words(e) for e in with_class(page.tree, "portal-attendance__who")]
        assert lines == [
            "AM Cllr Ann MoorAlphaton Council seat".replace(" ", "", 1),
            "BFBob FieldAlpha Police seat",
            "CVCath VoleVoluntary Action Alphaton seat",
            "DRDev RookAlpha Chamber seat",
            "ELEve LarkAlpha Trust seat · no vote",
            "–VacantAlpha College seat",
        ]
        assert "guest_2" in sent(page)
        assert with_class(page.tree, "portal-quorum") == []

    def test_records_and_states_the_quorum(self, table: Table, pages: Visits) -> None:
        ann, bob, cath, dev = (table.seats[n].pk for n in ("ann", "bob", "cath", "dev"))
        page = pages.post(
            at(table),
            sent(pages.get(at(table)))
            | {
                f"kind_{ann}": "present",
                f"kind_{bob}": "substitute",
                f"member_{bob}": str(table.fay.pk),
                f"kind_{cath}": "present",
                f"note_{cath}": "from item 2",
                f"kind_{dev}": "apologies",
                "guest_1": "Jo Bloggs, Government Office",
                "chair": str(table.members["ann"].pk),
            },
        )
        said = (
            "Not quorate: 3 of 5 voting seats (3 needed), 0 business (1 needed),"
            " 1 voluntary (1 needed)"
        )
        assert f"Saved. {said}." in page.text
        assert [words(e) for e in with_class(page.tree, "portal-quorum--not")] == [said]
        rows = Attendance.objects.order_by("name").values_list("name", "kind", "note")
        assert list(rows) == [
            ("Cath Vole", "present", "from item 2"),
            ("Cllr Ann Moor", "present", ""),
            ("Dev Rook", "apologies", ""),
            ("Fay Wren", "substitute", ""),
            ("Jo Bloggs, Government Office", "observer", ""),
        ]
        again = sent(page)
        assert (again[f"member_{bob}"], again["guest_0"]) == (
            str(table.fay.pk),
            "Jo Bloggs, Government Office",
        )
        table.meeting.refresh_from_db()
        assert table.meeting.chaired_by == table.members["ann"]

    def test_a_member_without_a_seat_stays_a_member(self, table: Table, pages: Visits) -> None:
        entry = Entry("observer", member=table.fay.pk)
        record_attendance(meeting=table.meeting, entries=[entry], by=table.by)
        pages.post(at(table), sent(pages.get(at(table))))
        assert Attendance.objects.get().member == table.fay

    def test_what_two_people_recorded_is_joined(self, table: Table, pages: Visits) -> None:
        opened = sent(pages.get(at(table)))
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        pages.post(at(table), opened | {f"kind_{table.seats['bob'].pk}": "present"})
        assert Attendance.objects.filter(kind="present").count() == 2

    def test_one_line_changed_by_both_is_shown_and_the_rest_saved(
        self, table: Table, pages: Visits
    ) -> None:
        ann, bob = table.seats["ann"].pk, table.seats["bob"].pk
        opened = sent(pages.get(at(table)))
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        mine = opened | {f"kind_{ann}": "apologies", f"kind_{bob}": "present"}
        page = pages.post(at(table), mine)
        assert page.status == 200
        assert summary(page) == [
            "Somebody else recorded “Present” here after you opened the page. Yours is shown but"
            " not saved: save again to replace theirs"
        ]
        assert sent(page)[f"kind_{ann}"] == "apologies"
        kinds = dict(Attendance.objects.values_list("name", "kind"))
        assert kinds == {"Cllr Ann Moor": "present", "Bob Field": "present"}
        pages.post(at(table), sent(page))
        assert Attendance.objects.get(name="Cllr Ann Moor").kind == "apologies"

    @pytest.mark.parametrize("base", ["", "{", "[]", "null", '{"seat:1": 7}', "\x00"])
    def test_a_broken_base_overwrites_nothing(self, table: Table, pages: Visits, base: str) -> None:
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        ann = table.seats["ann"].pk
        pages.post(at(table), {"base": base, f"kind_{ann}": "absent"})
        assert Attendance.objects.get().kind == "present"

    def test_a_refusal_keeps_what_was_typed(self, table: Table, pages: Visits) -> None:
        bob = table.seats["bob"].pk
        typed = sent(pages.get(at(table))) | {
            f"kind_{bob}": "substitute",
            "guest_0": "<b>Jo</b>",
        }
        page = pages.post(at(table), typed)
        assert summary(page) == ["Say who stood in for Bob Field."]
        assert (sent(page)[f"kind_{bob}"], sent(page)["guest_0"]) == ("substitute", "<b>Jo</b>")
        assert not Attendance.objects.exists()

    def test_values_that_no_page_offers_are_refused(self, table: Table, pages: Visits) -> None:
        bob = table.seats["bob"].pk
        page = pages.post(at(table), {f"kind_{bob}": "late", f"member_{bob}": "x", "chair": "-1"})
        assert "Choose how Bob Field attended" in summary(page)[0]
        assert not Attendance.objects.exists()

    def test_more_guests_than_lines(self, table: Table, pages: Visits) -> None:
        guests = [Entry("observer", name=f"Guest {n}") for n in range(5)]
        record_attendance(meeting=table.meeting, entries=guests, by=table.by)
        fields = sent(pages.get(at(table)))
        assert [fields[f"guest_{n}"] for n in range(8)] == [
            *(f"Guest {n}" for n in range(5)), "", "", "",
        ]  # fmt: skip
        pages.post(at(table), fields | {"guest_0": ""})
        assert Attendance.objects.count() == 4

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ("planned", "The agenda is not published yet"),
            ("cancelled", "This meeting was cancelled"),
        ],
    )
    def test_a_meeting_that_cannot_be_recorded_says_why(
        self, table: Table, pages: Visits, state: str, said: str
    ) -> None:
        Meeting.objects.update(state=state)
        page = pages.get(at(table))
        assert said in page.text
        assert "Save who was there" not in page.text

    def test_circulated_minutes_keep_who_was_there(self, table: Table, pages: Visits) -> None:
        bob = Entry("present", seat=table.seats["bob"].pk, note="from item 2")
        entries = [bob, Entry("observer", name="Jo Bloggs")]
        record_attendance(meeting=table.meeting, entries=entries, by=table.by)
        mark_held(meeting=table.meeting, by=table.by)
        Minutes.objects.update(state="circulated")
        page = pages.get(at(table))
        assert "who was there cannot be changed here" in page.text
        assert "Save who was there" not in page.text
        assert "kind_" not in page.html
        assert "Bob Field, Alpha Police seat: present, from item 2" in page.text
        assert "Dev Rook, Alpha Chamber seat: not recorded" in page.text
        assert "Vacant, Alpha College seat" in page.text
        assert "Jo Bloggs" in page.text
        assert "Nobody is recorded as the chair." in page.text
        bob = table.seats["bob"].pk
        page = pages.post(at(table), {"base": "{}", f"kind_{bob}": "present"})
        assert summary(page)[0].startswith("These minutes have been circulated. Take them back")

    def test_until_it_starts_only_apologies_are_offered(self, table: Table, pages: Visits) -> None:
        Meeting.objects.update(
            starts_at=datetime(2099, 3, 5, 14, tzinfo=UTC),
            ends_at=datetime(2099, 3, 5, 16, tzinfo=UTC),
        )
        page = pages.get(at(table))
        said = (
            "The meeting starts at 2pm on 5 March 2099. Until then only apologies can be recorded."
        )
        assert said in page.text
        for words_ in ("Present", "Who took the chair", "Also in attendance", "Mark as held"):
            assert words_ not in page.text
        bob = f"kind_{table.seats['bob'].pk}"
        page = pages.post(at(table), sent(page) | {bob: "apologies"})
        assert "Saved." in page.text
        assert list(Attendance.objects.values_list("name", "kind")) == [("Bob Field", "apologies")]
        assert with_class(page.tree, "portal-quorum") == []
        pages.post(at(table), sent(page) | {bob: ""})
        assert not Attendance.objects.exists()
        page = pages.post(at(table), sent(page) | {bob: "present"})
        assert "Choose how Bob Field attended" in summary(page)[0]

    def test_the_number_of_queries_does_not_grow(self, table: Table, pages: Visits) -> None:
        pages.get(at(table))  # the session is written once
        counts = []
        for names in (["ann"], ["ann", "bob", "cath", "dev"]):
            entries = [*table.there(*names), *(Entry("observer", name=n) for n in names)]
            record_attendance(meeting=table.meeting, entries=entries, by=table.by)
            with CaptureQueriesContext(connection) as queries:
                pages.get(at(table))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_base_is_what_the_page_shows(self, table: Table, pages: Visits) -> None:
        record_attendance(meeting=table.meeting, entries=table.there("ann"), by=table.by)
        base = json.loads(by_id(pages.get(at(table)).tree, "id_base").get("value") or "")
        ann = table.seats["ann"].pk
        assert base == {
            f"seat:{ann}": {"kind": "present", "seat": ann, "member": None, "name": "", "note": ""},
            "chair": None,
        }


class TestHeld:
    def test_begins_the_minutes(self, table: Table, pages: Visits) -> None:
        page = pages.post(at(table, "held/"))
        assert page.heading == "Write the minutes"
        assert "The meeting is marked as held. Its minutes begin here." in page.text
        assert Minutes.objects.get().meeting == table.meeting

    def test_is_refused_before_it_starts(self, table: Table, pages: Visits) -> None:
        Meeting.objects.update(
            starts_at=datetime(2099, 3, 5, 14, tzinfo=UTC),
            ends_at=datetime(2099, 3, 5, 16, tzinfo=UTC),
        )
        page = pages.post(at(table, "held/"))
        assert page.status == 409
        assert "The meeting starts at 2pm on 5 March 2099." in page.text


class TestItems:
    def test_before_the_meeting_was_held(self, table: Table, pages: Visits) -> None:
        assert "The minutes have not begun" in pages.get(at(table, "minutes/write/")).text

    def test_every_item_with_what_is_written(self, table: Table, pages: Visits) -> None:
        minutes = mark_held(meeting=table.meeting, by=table.by)
        save_passage(
            minutes=minutes, item=table.items[1], restricted=False, text="Crime fell.",
            base_revision=0, by=table.by,
        )  # fmt: skip
        page = pages.get(at(table, "minutes/write/"))
        assert "1 of 3 items written" in page.text
        lines = [words(e) for e in with_class(page.tree, "portal-items__line")]
        assert lines[0] == "1 Apologies For decision Not started"
        assert lines[1].startswith("2 Community safety For decision · saved ")
        assert lines[1].endswith(" by Alpha Coordinator Written")
        assert lines[2] == "3 The lease For decision Restricted Not started"
        assert "Nobody is recorded as present yet" in page.text

    def test_no_agenda_says_so(self, table: Table, pages: Visits) -> None:
        AgendaItem.objects.all().delete()
        mark_held(meeting=table.meeting, by=table.by)
        assert "This meeting had no agenda" in pages.get(at(table, "minutes/write/")).text

    def test_the_number_of_queries_does_not_grow(self, table: Table, pages: Visits) -> None:
        mark_held(meeting=table.meeting, by=table.by)
        pages.get(at(table, "minutes/write/"))
        counts = []
        for position in (10, 20):
            with CaptureQueriesContext(connection) as queries:
                pages.get(at(table, "minutes/write/"))
            counts.append(len(queries))
            for n in range(position, position + 3):
                AgendaItem.objects.create(meeting=table.meeting, position=n, title="More")
        assert counts[0] == counts[1]


@pytest.mark.parametrize("rest", ["record/", "minutes/write/"])
def test_others_and_unknown_meetings(
    table: Table, signed_in: Callable, pages: Visits, rest: str
) -> None:
    assert pages.get(f"/p/alpha/meetings/999999/{rest}").status == 404
    for name in ("alpha_member", "alpha_chair"):
        assert Visits(signed_in(table.cast.users[name])).status(at(table, rest)) == 403
