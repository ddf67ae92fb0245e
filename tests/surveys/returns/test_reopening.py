"""Opening a signed-off return again: by whom, when, which sections, what stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.national import reopen_submitted
from surveys.returns.domain.querying import ask_reopening, raise_query
from surveys.returns.domain.recording import Completed, record_returns
from surveys.returns.domain.reopening import recall_return, reopen_return
from surveys.returns.domain.signing import accept_return, declare_ready, send_back, sign_off
from surveys.returns.domain.waves import close_wave, settle_wave
from surveys.returns.models import Answer, AnswerRevision, Query, Version
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])

DUE = date(2099, 3, 2)
WHY = "The budget is too low."


def act(desk: Desk, verb: Any, who: str, **more: Any) -> Any:
    """The verb as this person in alpha's room, who has just read the return."""
    with in_partnership(desk.cast.alpha.pk):
        if verb in (declare_ready, sign_off, accept_return):
            more = {"seen": desk.seen()} | more
        return verb(annual_return=desk.row(), by=desk.cast.users[who], **more)


def recall(desk: Desk, **more: Any) -> Any:
    return act(desk, recall_return, "alpha_chair", **{"sections": ["B"], "reason": WHY} | more)


def reopen(desk: Desk, **more: Any) -> Any:
    given = {"sections": ["B"], "reason": WHY, "due_on": DUE} | more
    return act(desk, reopen_return, "evaluator", **given)


def refused(verb: Any, desk: Desk, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        verb(desk, **more)
    return refusal.value.message


def close(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)


def told(desk: Desk, kind: str) -> list[tuple[str, str]]:
    """(address, path) of the emails of this kind in alpha's room."""
    with in_partnership(desk.cast.alpha.pk):
        found = Delivery.objects.filter(kind=kind).order_by("email")
        return [(each.email.split("@")[0], each.path) for each in found]


class TestRecall:
    def test_frees_the_row_and_keeps_the_version(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        with in_partnership(desk.cast.alpha.pk):
            signed = desk.row()
        recall(desk, sections=["C", "B"], reason=f"  {WHY} ")
        with in_partnership(desk.cast.alpha.pk):
            row, (version,) = desk.row(), list(Version.objects.all())
        assert (row.state, row.version, row.reopened_sections, row.reopening_reason) == (
            "reopened", 1, ["B", "C"], WHY,
        )  # fmt: skip
        assert (
            row.document, row.document_sha256, row.codes, row.numbers, row.stratum, row.submitted_by,
            row.submitted_at, row.ready_by, row.ready_at, row.ready_note, row.effort,
        ) == (None, "", None, None, None, None, None, None, None, "", None)  # fmt: skip
        assert (version.number, version.document, version.signed_by, version.reason) == (
            1, signed.document, desk.cast.alpha_chair, "",
        )  # fmt: skip
        assert desk.values(desk.cast.alpha) == signed.document["answers"]

    def test_its_event_and_its_emails(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        recall(desk)
        with in_partnership(desk.cast.alpha.pk):
            event = AuditEvent.objects.get(name="return.recalled")
        assert (event.reason, event.facts) == (WHY, {"sections": ["B"], "version": 1})
        assert told(desk, "return_reopened") == [
            ("alpha_coordinator", "/p/alpha/return/2004/"),
            ("evaluator", "/national/response/2004/alpha/"),
        ]

    def test_one_that_is_not_eligible_too(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"})
        recall(desk, sections=["A"])
        assert desk.state(desk.cast.alpha) == "reopened"

    def test_not_before_it_is_signed(self, desk: Desk) -> None:
        desk.ready(desk.cast.alpha)
        assert refused(recall, desk) == (
            "This return is not signed off, so there is nothing to take back."
        )

    def test_not_once_it_is_accepted(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        act(desk, accept_return, "evaluator")
        assert refused(recall, desk) == (
            "This return is accepted, so you cannot take it back yourself. Ask the national"
            " evaluation team to reopen it."
        )

    def test_not_after_the_survey_is_closed(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        close(desk)
        assert refused(recall, desk) == (
            "The 2004 survey is closed, so the return cannot be taken back. Ask the national"
            " evaluation team to reopen it."
        )

    @pytest.mark.parametrize("sections", [[], ["Z"], ["B", "Z"]])
    def test_only_sections_that_there_are(self, desk: Desk, sections: list[str]) -> None:
        desk.signed(desk.cast.alpha)
        assert refused(recall, desk, sections=sections) == (
            "Choose at least one section of this return to open."
        )
        assert desk.state(desk.cast.alpha) == "submitted"

    @pytest.mark.parametrize("reason", ["", "  \n", "\u202e"])
    def test_not_without_a_reason(self, desk: Desk, reason: str) -> None:
        desk.signed(desk.cast.alpha)
        assert refused(recall, desk, reason=reason) == (
            "Say why the return is opened again, so that the team knows what to change."
        )


class TestReopening:
    @pytest.mark.parametrize("state", ["submitted", "accepted", "queried", "ineligible"])
    def test_in_every_state_before_the_results_are_final(self, desk: Desk, state: str) -> None:
        desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"} if state[0] == "i" else None)
        if state == "accepted":
            act(desk, accept_return, "evaluator")
        if state == "queried":
            act(desk, raise_query, "evaluator", question="B14", text="Why?")
        assert desk.state(desk.cast.alpha) == state
        close(desk)
        reopen(desk)
        with in_partnership(desk.cast.alpha.pk):
            row = desk.row()
        assert (row.state, row.extended_to, row.due_on, row.extension_reason) == (
            "reopened", DUE, DUE, "",
        )  # fmt: skip

    def test_not_once_they_are(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        close(desk)
        with in_national():
            settle_wave(wave=desk.wave, by=desk.cast.by)
        assert refused(reopen, desk) == (
            "The results of the 2004 survey are final, so its returns stay as they are. Say in a"
            " query what should be done differently in the next survey."
        )

    @pytest.mark.parametrize("state", ["ready", "answer"])
    def test_not_while_it_is_open(self, desk: Desk, state: str) -> None:
        getattr(desk, state)(desk.cast.alpha, desk.complete(desk.cast.alpha))
        assert refused(reopen, desk) == (
            "This return is open already: the partnership can change its answers."
        )

    def test_not_until_a_day_that_has_passed(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        yesterday = timezone.localdate() - timedelta(days=1)
        assert refused(reopen, desk, due_on=yesterday) == (
            "Choose today or a later day by which the return has to be signed off again."
        )
        reopen(desk, due_on=timezone.localdate())

    def test_fulfils_what_the_partnership_asked(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        act(desk, ask_reopening, "alpha_coordinator", sections=["B"], reason="A slip.")
        act(desk, raise_query, "evaluator", question="B14", text="Why?")
        reopen(desk)
        with in_partnership(desk.cast.alpha.pk):
            assert list(Query.objects.order_by("number").values_list("number", "state")) == [
                (1, "settled"), (2, "open"),
            ]  # fmt: skip

    def test_by_the_evaluator_leaves_its_event_in_the_partnership(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        with in_national(user_id=desk.cast.evaluator.pk):
            reopen_submitted(
                partnership=desk.cast.alpha, year=2004, sections=["B"], reason=WHY, due_on=DUE,
                by=desk.cast.evaluator,
            )  # fmt: skip
        assert desk.events(desk.cast.alpha)[-1] == ("return.reopened", "Evaluator")
        assert told(desk, "return_reopened") == [
            ("alpha_chair", "/p/alpha/return/2004/"),
            ("alpha_coordinator", "/p/alpha/return/2004/"),
        ]

    def test_a_recorded_return_gets_its_answers_back(self, desk: Desk) -> None:
        people = [desk.cast.alpha_coordinator, desk.cast.alpha_chair]
        answers = desk.complete(desk.cast.alpha)
        whole = Completed(desk.cast.alpha, answers, *people, timezone.now())
        with in_national():
            record_returns(wave=desk.wave, returns=[whole], by=desk.cast.by, reason="on paper")
        reopen(desk)
        with in_partnership(desk.cast.alpha.pk):
            rows = list(Answer.objects.all())
            revisions = dict(AnswerRevision.objects.values_list("question", "value"))
        assert {row.question: row.value for row in rows} == answers == revisions
        assert {(row.revision, row.answered_by) for row in rows} == {(1, people[0])}

    def test_one_recorded_over_a_draft_gets_what_was_recorded(self, desk: Desk) -> None:
        people = [desk.cast.alpha_coordinator, desk.cast.alpha_chair]
        answers = desk.complete(desk.cast.alpha)
        desk.answer(desk.cast.alpha, {"B14": 12, "A02": answers["A02"], "M06": "Only a draft"})
        signed = {code: value for code, value in answers.items() if code != "M06"}
        whole = Completed(desk.cast.alpha, signed, *people, timezone.now())
        with in_national():
            record_returns(wave=desk.wave, returns=[whole], by=desk.cast.by, reason="on paper")
        reopen(desk)
        with in_partnership(desk.cast.alpha.pk):
            rows = {row.question: (row.value, row.revision) for row in Answer.objects.all()}
            kept = list(
                AnswerRevision.objects.filter(question="B14").values_list("revision", "value")
            )
        assert {code: value for code, (value, _) in rows.items()} == signed | {"M06": None}
        assert (rows["B14"], rows["M06"], rows["A02"]) == (
            (answers["B14"], 2), (None, 2), (answers["A02"], 1),
        )  # fmt: skip
        assert kept == [(2, answers["B14"]), (1, 12)]

    def test_answers_that_are_as_they_were_signed_stay_untouched(self, desk: Desk) -> None:
        desk.signed(desk.cast.alpha)
        with in_partnership(desk.cast.alpha.pk):
            before = AnswerRevision.objects.count()
        reopen(desk)
        with in_partnership(desk.cast.alpha.pk):
            assert AnswerRevision.objects.count() == before


class TestAfterwards:
    @pytest.fixture
    def reopened(self, desk: Desk) -> Desk:
        desk.signed(desk.cast.alpha)
        close(desk)
        reopen(desk)
        return desk

    def save(self, desk: Desk, question: str, value: Any) -> Any:
        with in_partnership(desk.cast.alpha.pk):
            return save_answers(
                annual_return=desk.row(),
                edits={question: Edit(value, 1)},
                by=desk.cast.alpha_coordinator,
                within=None,
            )

    def test_answers_of_the_sections_named_change(self, reopened: Desk) -> None:
        assert self.save(reopened, "B14", 95_000).questions == ["B14"]

    def test_answers_of_closed_sections_are_refused(self, reopened: Desk) -> None:
        before = reopened.values(reopened.cast.alpha)
        with pytest.raises(Refused) as refusal:
            self.save(reopened, "A02", 1997)
        assert refusal.value.message.startswith(
            "The answers of section 1 cannot change, because the reopening left it closed."
        )
        assert reopened.values(reopened.cast.alpha) == before

    def test_signed_again_it_is_the_next_version_with_its_reason(self, reopened: Desk) -> None:
        self.save(reopened, "B14", 95_000)
        act(reopened, declare_ready, "alpha_coordinator")
        act(reopened, sign_off, "alpha_chair")
        with in_partnership(reopened.cast.alpha.pk):
            row, versions = reopened.row(), list(Version.objects.all())
        assert [(v.number, v.document["answers"]["B14"], v.reason) for v in versions] == [
            (1, 90_000, ""), (2, 95_000, WHY),
        ]  # fmt: skip
        assert (row.state, row.version, row.document, row.reopened_sections) == (
            "submitted", 2, versions[1].document, [],
        )  # fmt: skip
        assert row.reopening_reason == ""

    def test_sent_back_it_is_reopened_again(self, reopened: Desk) -> None:
        act(reopened, declare_ready, "alpha_coordinator")
        act(reopened, send_back, "alpha_chair", reason="Not yet")
        with in_partnership(reopened.cast.alpha.pk):
            row = reopened.row()
        assert (row.state, row.reopened_sections) == ("reopened", ["B"])

    def test_the_second_click_of_the_first_version_does_nothing_to_the_second(
        self, desk: Desk
    ) -> None:
        desk.ready(desk.cast.alpha)
        with in_partnership(desk.cast.alpha.pk):
            seen = desk.seen()
        act(desk, sign_off, "alpha_chair", seen=seen)
        recall(desk)
        with pytest.raises(Refused, match="This return is reopened, so it cannot be signed off"):
            act(desk, sign_off, "alpha_chair", seen=seen)
        self.save(desk, "B14", 95_000)
        act(desk, declare_ready, "alpha_coordinator")
        act(desk, sign_off, "alpha_chair")
        with pytest.raises(Refused, match="This return is submitted, so it cannot be signed off"):
            act(desk, sign_off, "alpha_chair", seen=seen)
