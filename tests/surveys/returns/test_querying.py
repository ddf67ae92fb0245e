"""Queries: who asks, who answers, what becomes of the return, who is told."""

from typing import Any

import pytest

from portal.errors import Missing, Refused
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.national import (
    ask_partnership,
    reply_to_partnership,
    settle_with_partnership,
)
from surveys.returns.domain.querying import ask_reopening, raise_query, reply, settle_query
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import accept_return, declare_ready, sign_off
from surveys.returns.domain.waves import close_wave, settle_wave
from surveys.returns.models import Query, QueryMessage
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_reopening import DUE, act, told

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])


@pytest.fixture
def signed(desk: Desk) -> Desk:
    desk.signed(desk.cast.alpha)
    return desk


def ask(desk: Desk, question: str = "B14", text: str = "Is it right?") -> Query:
    return act(desk, raise_query, "evaluator", question=question, text=text)


def say(desk: Desk, query: Query, side: str, text: str = "Yes.") -> QueryMessage:
    who = "evaluator" if side == "evaluator" else "alpha_coordinator"
    with in_partnership(desk.cast.alpha.pk):
        return reply(query=query, text=text, side=side, by=desk.cast.users[who])


def settle(desk: Desk, query: Query, text: str = "") -> None:
    with in_partnership(desk.cast.alpha.pk):
        settle_query(query=query, by=desk.cast.evaluator, text=text)


def threads(desk: Desk) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """(number, state, (side, text) of its messages) of every query."""
    with in_partnership(desk.cast.alpha.pk):
        return [
            (q.number, q.state, list(q.messages.order_by("id").values_list("side", "text")))
            for q in Query.objects.order_by("number")
        ]


def refused(verb: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **more)
    return refusal.value.message


def test_a_thread_from_question_to_settling(signed: Desk) -> None:
    query = ask(signed, text="  Is it right? ")
    assert signed.state(signed.cast.alpha) == "queried"
    say(signed, query, "partnership", "Yes, the accountant says so.")
    assert threads(signed)[0][1] == "answered"
    assert signed.state(signed.cast.alpha) == "queried"
    say(signed, query, "evaluator", "Including grants?")
    say(signed, query, "partnership", "Yes.")
    settle(signed, query, "Thank you.")
    assert threads(signed) == [
        (1, "settled", [
            ("evaluator", "Is it right?"),
            ("partnership", "Yes, the accountant says so."),
            ("evaluator", "Including grants?"),
            ("partnership", "Yes."),
            ("evaluator", "Thank you."),
        ])
    ]  # fmt: skip
    assert signed.state(signed.cast.alpha) == "submitted"
    assert signed.events(signed.cast.alpha, of="query.") == [
        ("query.raised", "Evaluator"),
        ("query.replied", "Alpha Coordinator"),
        ("query.replied", "Evaluator"),
        ("query.replied", "Alpha Coordinator"),
        ("query.settled", "Evaluator"),
    ]


def test_who_is_told(signed: Desk) -> None:
    query = ask(signed)
    say(signed, query, "partnership")
    settle(signed, query)
    both = [(who, "/p/alpha/return/2004/queries/#query-1")
            for who in ("alpha_chair", "alpha_coordinator")]  # fmt: skip
    assert told(signed, "query_raised") == both
    assert told(signed, "query_answered") == [
        ("evaluator", "/national/response/2004/alpha/#query-1")
    ]
    assert told(signed, "query_settled") == both
    with in_partnership(signed.cast.alpha.pk):
        words = " ".join(f"{d.subject} {d.body}" for d in Delivery.objects.all())
    assert "question 14 of section 2" in words
    assert "Is it right?" not in words


def test_the_return_is_queried_until_the_last_is_settled(signed: Desk) -> None:
    first, second = ask(signed), ask(signed, question="")
    settle(signed, first)
    assert signed.state(signed.cast.alpha) == "queried"
    settle(signed, second)
    assert signed.state(signed.cast.alpha) == "submitted"


def test_an_accepted_return_is_accepted_again(signed: Desk) -> None:
    act(signed, accept_return, "evaluator")
    query = ask(signed)
    assert signed.state(signed.cast.alpha) == "queried"
    settle(signed, query)
    assert signed.state(signed.cast.alpha) == "accepted"


def test_a_new_version_is_not_accepted_because_the_old_one_was(signed: Desk) -> None:
    act(signed, accept_return, "evaluator")
    act(signed, reopen_return, "evaluator", sections=["B"], reason="A slip", due_on=DUE)
    act(signed, declare_ready, "alpha_coordinator")
    act(signed, sign_off, "alpha_chair")
    settle(signed, ask(signed))
    assert signed.state(signed.cast.alpha) == "submitted"


def test_a_new_version_answers_what_was_asked(signed: Desk) -> None:
    ask(signed)
    act(signed, reopen_return, "evaluator", sections=["B"], reason="A slip", due_on=DUE)
    assert threads(signed)[0][1] == "open"
    act(signed, declare_ready, "alpha_coordinator")
    act(signed, sign_off, "alpha_chair")
    assert threads(signed)[0][1] == "answered"
    assert signed.state(signed.cast.alpha) == "submitted"
    assert refused(act, signed, accept_return, "evaluator") == (
        "There are queries about this return that are not settled. Settle them, then accept it."
    )


def test_a_queried_return_is_not_accepted(signed: Desk) -> None:
    query = ask(signed)
    assert refused(act, signed, accept_return, "evaluator") == (
        "There are queries about this return that are not settled. Settle them, then accept it."
    )
    settle(signed, query)
    act(signed, accept_return, "evaluator")
    assert signed.state(signed.cast.alpha) == "accepted"


def test_refusals_of_asking(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    assert refused(ask, desk) == (
        "This return has not been signed off yet, so there is nothing to ask about."
    )
    act(desk, sign_off, "alpha_chair")
    assert refused(ask, desk, text=" ") == "Write what you want to know."
    assert refused(ask, desk, question="Z99") == (
        "There is no question Z99 in this questionnaire. Choose another one."
    )
    assert (threads(desk), desk.state(desk.cast.alpha)) == ([], "submitted")


def test_refusals_of_replying_and_settling(signed: Desk) -> None:
    query = ask(signed)
    assert refused(say, signed, query, "partnership", " ") == "Write a message."
    settle(signed, query)
    assert refused(say, signed, query, "partnership") == (
        "This query is settled. Ask for a reopening if an answer of the return has to change."
    )
    assert refused(settle, signed, query) == (
        "This query is settled already. There is nothing left to do."
    )


def test_the_evaluator_takes_up_a_settled_query(signed: Desk) -> None:
    query = ask(signed)
    settle(signed, query)
    say(signed, query, "evaluator", "One more thing.")
    assert (threads(signed)[0][1], signed.state(signed.cast.alpha)) == ("open", "queried")
    with in_partnership(signed.cast.alpha.pk):
        taken_up = Query.objects.get()
    assert (taken_up.settled_by, taken_up.settled_at) == (None, None)


class TestAskingForAReopening:
    def asked(self, desk: Desk, **more: Any) -> Query:
        given = {"sections": ["C", "B"], "reason": "A slip."} | more
        return act(desk, ask_reopening, "alpha_coordinator", **given)

    def test_names_the_sections_and_leaves_the_return_as_it_is(self, signed: Desk) -> None:
        self.asked(signed)
        titles = {section.code: section.title for section in signed.form.sections}
        text = f"Please reopen:\n2. {titles['B']}\n3. {titles['C']}\n\nA slip."
        assert threads(signed) == [(1, "open", [("partnership", text)])]
        assert signed.state(signed.cast.alpha) == "submitted"
        assert told(signed, "query_answered") == [
            ("evaluator", "/national/response/2004/alpha/#query-1")
        ]

    def test_is_not_turned_down_without_a_word(self, signed: Desk) -> None:
        query = self.asked(signed)
        assert refused(settle, signed, query) == (
            "Say why the return stays as it is, so that the partnership knows."
        )
        settle(signed, query, "The answer was right.")
        assert threads(signed)[0][1] == "settled"

    def test_once_at_a_time(self, signed: Desk) -> None:
        query = self.asked(signed)
        assert refused(self.asked, signed) == (
            "You have asked for a reopening already. Add to that request on the page of queries."
        )
        settle(signed, query, "No.")
        self.asked(signed)

    def test_not_while_the_return_is_open(self, desk: Desk) -> None:
        assert refused(self.asked, desk) == (
            "This return is not signed off, so you can change its answers without asking."
        )

    def test_not_once_results_are_final(self, signed: Desk) -> None:
        with in_national():
            close_wave(wave=signed.wave, by=signed.cast.by)
            settle_wave(wave=signed.wave, by=signed.cast.by)
        assert refused(self.asked, signed) == (
            "The results of the 2004 survey are final, so none of its returns is reopened."
        )

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"sections": []}, "Choose at least one section of this return to open."),
            ({"sections": ["Z"]}, "Choose at least one section of this return to open."),
            ({"reason": " "}, "Say why the sections should open."),
        ],
    )
    def test_not_without_sections_and_a_reason(
        self, signed: Desk, more: dict[str, Any], words: str
    ) -> None:
        assert refused(self.asked, signed, **more) == words
        assert threads(signed) == []


def test_the_evaluator_asks_from_outside(signed: Desk) -> None:
    """Each verb opens that one partnership; a draft is nobody else's affair."""
    place = {"partnership": signed.cast.alpha, "year": 2004, "by": signed.cast.evaluator}
    with in_national(user_id=signed.cast.evaluator.pk):
        ask_partnership(question="B14", text="Why?", **place)
        reply_to_partnership(number=1, text="Please.", **place)
        settle_with_partnership(number=1, **place)
        with pytest.raises(Missing, match="There is no query 2 about this return"):
            settle_with_partnership(number=2, **place)
        with pytest.raises(Missing, match="has not signed off a return of that year"):
            ask_partnership(question="", text="Why?", **place | {"partnership": signed.cast.beta})
    assert [state for _, state, _ in threads(signed)] == ["settled"]
    assert {who for _, who in signed.events(signed.cast.alpha, of="query.")} == {"Evaluator"}
