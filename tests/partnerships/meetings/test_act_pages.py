"""Pages of interests, decisions and actions recorded in an item."""

from collections.abc import Callable

import pytest

from partnerships.meetings.domain.attendance import declare, record_attendance
from partnerships.meetings.domain.decisions import change_decision, record_decision
from partnerships.meetings.models import Action, Decision, Declaration, Minutes
from tests.partnerships.meetings.table import Table, Visits, WritingDesk, sent, summary


@pytest.fixture
def pages(desk: WritingDesk, signed_in: Callable) -> Visits:
    """Alpha's co-ordinator; four voting members were there."""
    there = desk.table.there("ann", "bob", "cath", "dev")
    record_attendance(meeting=desk.table.meeting, entries=there, by=desk.table.by)
    return Visits(signed_in(desk.table.by))


def at(table: Table, rest: str, item: int = 1) -> str:
    return f"/p/alpha/meetings/{table.meeting.pk}/minutes/write/{table.items[item].pk}/{rest}"


class TestInterest:
    def test_is_recorded_and_shown_in_the_item(self, table: Table, pages: Visits) -> None:
        dev = str(table.members["dev"].pk)
        typed = {"member": dev, "words": "Owns it", "left_room": "on"}
        page = pages.post(at(table, "interest/"), typed)
        assert page.heading == "2 Community safety"
        assert "Dev Rook’s interest is recorded." in page.text
        assert "Dev Rook, Alpha Chamber Left the roomOwns it" in page.text
        assert (
            "Not quorate for this item: 3 of 5 voting seats (3 needed), 0 business (1 needed),"
            " 1 voluntary (1 needed); 1 with an interest is not counted" in page.text
        )

    def test_asks_for_who_and_what(self, table: Table, pages: Visits) -> None:
        page = pages.post(at(table, "interest/"), {"member": "x"})
        assert len(summary(page)) == 2
        assert summary(page)[1] == "Say what the interest is"
        assert not Declaration.objects.exists()

    def test_only_of_people_who_were_there(self, table: Table, pages: Visits) -> None:
        eve = str(table.members["eve"].pk)
        page = pages.post(at(table, "interest/"), {"member": eve, "words": "Kin"})
        assert page.title.startswith("Error: ")
        assert not Declaration.objects.exists()

    def test_is_taken_back(self, table: Table, pages: Visits) -> None:
        dev = table.members["dev"]
        made = declare(item=table.items[1], member=dev, words="Owns it", by=table.by)
        page = pages.post(f"/p/alpha/meetings/{table.meeting.pk}/interests/{made.pk}/withdraw/")
        assert "The interest is taken back." in page.text
        assert not Declaration.objects.exists()

    def test_of_another_meeting_is_not_found(self, table: Table, pages: Visits) -> None:
        path = f"/p/alpha/meetings/{table.meeting.pk}/interests/999/withdraw/"
        assert pages.post(path).status == 404

    def test_circulated_minutes_refuse(self, table: Table, pages: Visits) -> None:
        Minutes.objects.update(state="circulated")
        dev = str(table.members["dev"].pk)
        page = pages.post(at(table, "interest/"), {"member": dev, "words": "Owns it"})
        assert (page.status, summary(page)[0][:50]) == (
            409,
            "These minutes have been circulated. Take them back",
        )


class TestDecision:
    def test_gets_its_number_at_once(self, table: Table, pages: Visits) -> None:
        typed = {"text": "To adopt **it**.", "reached": "consensus"}
        page = pages.post(at(table, "decision/"), typed)
        assert page.heading == "2 Community safety"
        assert "RESOLVED D2004/1." in page.text
        assert "RESOLVED D2004/1To adopt it. By consensus" in page.text

    def test_by_vote(self, table: Table, pages: Visits) -> None:
        votes = {"votes_for": "3", "votes_against": "1", "votes_abstained": ""}
        typed = {"text": "To adopt it.", "reached": "vote", **votes}
        page = pages.post(at(table, "decision/"), typed)
        assert "By vote, as a last resort: 3 for, 1 against, 0 abstained" in page.text

    def test_asks_for_words_and_counts(self, table: Table, pages: Visits) -> None:
        page = pages.post(at(table, "decision/"), {"reached": "vote"})
        assert summary(page) == [
            "Write what was decided",
            "Enter the votes for",
            "Enter the votes against",
        ]

    def test_a_refusal_keeps_what_was_typed_and_gives_no_number(
        self, table: Table, pages: Visits
    ) -> None:
        votes = {"votes_for": "2", "votes_against": "2", "votes_abstained": "0"}
        page = pages.post(
            at(table, "decision/"), {"text": "To adopt it.", "reached": "vote", **votes}
        )
        assert page.status == 409
        assert summary(page) == [
            "2 for and 2 against carry nothing. Write a motion that was lost into the discussion"
            " instead."
        ]
        assert (sent(page)["text"], sent(page)["votes_for"]) == ("To adopt it.", "2")
        made = record_decision(item=table.items[1], text="Another.", by=table.by)
        assert made.number == "D2004/1"

    def test_restricted_says_why(self, table: Table, pages: Visits) -> None:
        typed = {"text": "To sign.", "reached": "consensus", "restricted": "on"}
        page = pages.post(at(table, "decision/"), typed)
        assert summary(page) == ["Say why the decision is restricted. Everybody sees the reason."]
        pages.post(at(table, "decision/"), typed | {"restricted_why": "A tender"})
        assert Decision.objects.get().restricted_why == "A tender"

    def test_of_a_restricted_item_asks_nothing_about_it(self, table: Table, pages: Visits) -> None:
        page = pages.get(at(table, "decision/", 2))
        assert "The item is restricted (Commercial terms), and so is the decision." in page.text
        pages.post(at(table, "decision/", 2), {"text": "To sign.", "reached": "consensus"})
        assert Decision.objects.get().restricted

    def test_warns_where_the_item_is_not_quorate(self, table: Table, pages: Visits) -> None:
        assert "does not bind the body" not in pages.get(at(table, "decision/")).text
        declare(item=table.items[1], member=table.members["dev"], words="Owns it", by=table.by)
        assert "does not bind the body" in pages.get(at(table, "decision/")).text

    @pytest.mark.parametrize(("how", "state"), [("replace", "replaced"), ("rescind", "rescinded")])
    def test_ends_an_earlier_one(
        self, table: Table, pages: Visits, signed_in: Callable, how: str, state: str
    ) -> None:
        earlier = record_decision(item=table.items[0], text="The old way.", by=table.by)
        later = WritingDesk(table, table.next_meeting())
        path = f"/p/alpha/meetings/{later.minutes.meeting_id}/minutes/write/{later.item.pk}/"
        page = pages.get(f"{path}decision/")
        assert "D2004/1: The old way." in page.text
        typed = {"text": "A new way.", "reached": "consensus", "earlier": f"{how}:{earlier.pk}"}
        pages.post(f"{path}decision/", typed)
        earlier.refresh_from_db()
        assert (earlier.state, earlier.replaced_by.number) == (state, "D2004/2")


class TestChanging:
    def at(self, decision: Decision) -> str:
        return f"/p/alpha/meetings/{decision.meeting_id}/decisions/{decision.pk}/change/"

    def test_saves_the_new_words(self, table: Table, pages: Visits) -> None:
        made = record_decision(item=table.items[1], text="To adopt it.", by=table.by)
        fields = sent(pages.get(self.at(made)))
        assert (fields["text"], fields["revision"]) == ("To adopt it.", "1")
        page = pages.post(self.at(made), fields | {"text": "To adopt it in June."})
        assert "D2004/1 is saved." in page.text
        made.refresh_from_db()
        assert made.text == "To adopt it in June."

    def test_a_stale_page_shows_both(self, table: Table, pages: Visits) -> None:
        made = record_decision(item=table.items[1], text="To adopt it.", by=table.by)
        fields = sent(pages.get(self.at(made)))
        change_decision(decision=made, revision=1, text="To adopt it at once.", by=table.by)
        page = pages.post(self.at(made), fields | {"text": "To adopt it in June."})
        assert page.status == 409
        assert summary(page) == [
            "Somebody else changed D2004/1 after you opened it. Compare both below, then save"
            " again."
        ]
        assert "How it stands now, and what yours would change" in page.text
        assert "at once" in page.text
        again = sent(page)
        assert (again["text"], again["revision"]) == ("To adopt it in June.", "2")
        pages.post(self.at(made), again)
        made.refresh_from_db()
        assert (made.text, made.revision) == ("To adopt it in June.", 3)

    def test_unknown_is_not_found(self, table: Table, pages: Visits) -> None:
        path = f"/p/alpha/meetings/{table.meeting.pk}/decisions/999/change/"
        assert pages.status(path) == 404


class TestAction:
    def test_is_recorded_with_owner_and_day(self, table: Table, pages: Visits) -> None:
        dev = table.members["dev"]
        typed = {
            "text": "Write the bid",
            "organisation": str(dev.organisation_id),
            "owner": str(dev.pk),
            "due_on": "2004-04-30",
        }
        page = pages.post(at(table, "action/"), typed)
        assert "Action A2004/1 is recorded." in page.text
        assert "A2004/1Write the bid Dev Rook, Alpha Chamber, by 30 April 2004" in page.text
        made = Action.objects.get()
        assert (made.item, made.owner, made.restricted) == (table.items[1], dev, False)

    def test_asks_for_what_who_and_when(self, table: Table, pages: Visits) -> None:
        page = pages.post(at(table, "action/"), {"due_on": "soon"})
        assert summary(page)[0] == "Say what is to be done"
        assert len(summary(page)) == 3
        assert not Action.objects.exists()

    def test_an_owner_from_elsewhere_is_refused(self, table: Table, pages: Visits) -> None:
        dev, ann = table.members["dev"], table.members["ann"]
        typed = {
            "text": "Write the bid",
            "organisation": str(dev.organisation_id),
            "owner": str(ann.pk),
            "due_on": "2004-04-30",
        }
        page = pages.post(at(table, "action/"), typed)
        assert page.status == 409
        assert sent(page)["text"] == "Write the bid"
        assert not Action.objects.exists()

    def test_of_a_restricted_item_is_restricted(self, table: Table, pages: Visits) -> None:
        typed = {
            "text": "Sign",
            "organisation": str(table.members["ann"].organisation_id),
            "due_on": "2004-04-30",
        }
        pages.post(at(table, "action/", 2), typed)
        assert Action.objects.get().restricted_why == "Commercial terms"


@pytest.mark.parametrize("rest", ["interest/", "decision/", "action/"])
def test_others_may_not(table: Table, pages: Visits, signed_in: Callable, rest: str) -> None:
    assert pages.status(at(table, rest)) == 200
    for name in ("alpha_member", "alpha_chair"):
        assert Visits(signed_in(table.cast.users[name])).status(at(table, rest)) == 403
