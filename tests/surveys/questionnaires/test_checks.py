"""Findings: required answers, hard and soft checks, of what is asked only."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires import checks, routing
from surveys.questionnaires import form as forms
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires import strategies as some
from tests.surveys.questionnaires.conftest import NRF, PLAIN, SMALL

SMALL_FORM = forms.compile(SMALL)
DONE = {"A1": "yes", "B1": {"led": "yes", "fit": "yes", "nrf": "yes"}, "B2": 5}


def test_run_finds_nothing_when_done(small_form: Form) -> None:
    assert checks.run(small_form, DONE, NRF) == []


def test_run_asks_for_a_required_answer(small_form: Form) -> None:
    assert checks.run(small_form, {}, NRF) == [
        Finding(
            kind="required",
            code="required",
            section="A",
            question="A1",
            item="A1",
            anchor="id_A1_0",
            message="Answer question 1: Is there an LSP?",
            remedy="Choose one of the options.",
        )
    ]


def test_run_asks_for_each_row(small_form: Form) -> None:
    grid, number = checks.run(small_form, {"A1": "yes"}, NRF)
    assert (
        grid.message == "Choose an answer for each statement in question 1: How far do you agree?"
    )
    assert (grid.item, grid.anchor) == ("B1.led", "id_B1.led_0")
    assert number.message == "Answer question 2: How many members?"
    assert number.remedy == "Enter a number between 1 and 150."


def test_run_names_the_rows_left(small_form: Form) -> None:
    (one,) = checks.run(small_form, {**DONE, "B1": {"led": "yes", "fit": "no"}}, NRF)
    assert one.message == "Choose an answer for 1 more statement: It is funded"
    assert one.item == "B1.nrf"
    assert checks.run(small_form, {**DONE, "B1": {"led": "yes", "fit": "no"}}, PLAIN) == []


def test_run_counts_rows_past_the_third(lsp2004_form: Form) -> None:
    answers = {"A01": "in_place", "H02": {"crime": "measurable"}}
    found = {f.question: f for f in checks.run(lsp2004_form, answers, NRF)}
    assert found["H02"].message == (
        "Choose a stage for 24 more issues: Economic development and employment; "
        "Competitiveness and innovation; Skills and lifelong learning; and 21 more"
    )


def test_run_reports_a_hard_check(small_form: Form) -> None:
    (finding,) = checks.run(small_form, {**DONE, "B3": 6.0, "B4": 1}, NRF)
    assert finding == Finding(
        kind="hard",
        code="CK1",
        section="B",
        question="B3",
        item="B3",
        anchor="id_B3",
        message="More staff than members.",
        remedy="Change one of the two numbers.",
    )
    assert finding.blocks


def test_run_reports_a_soft_check_at_its_row(small_form: Form) -> None:
    answers = {**DONE, "A2": ["board"], "B1": {"led": "yes", "fit": "no", "nrf": "dk"}}
    (finding,) = checks.run(small_form, answers, NRF)
    assert (finding.kind, finding.code, finding.item) == ("soft", "CK2", "B1.fit")
    assert finding.blocks


def test_run_lets_a_confirmed_soft_check_pass(small_form: Form) -> None:
    answers = {**DONE, "A2": ["board"], "B1": {"led": "yes", "fit": "no", "nrf": "dk"}}
    (finding,) = checks.run(small_form, answers, NRF, confirmed={"CK2"})
    assert (finding.code, finding.confirmed, finding.blocks) == ("CK2", True, False)


def test_run_never_lets_a_hard_check_be_confirmed(small_form: Form) -> None:
    (finding,) = checks.run(small_form, {**DONE, "B3": 6.0, "B4": 1}, NRF, confirmed={"CK1"})
    assert (finding.kind, finding.confirmed, finding.blocks) == ("hard", False, True)


def test_run_does_not_require_what_cannot_be_answered(small_form: Form) -> None:
    assert checks.run(small_form, {}, NRF, cannot={"A1"}) == []
    answers = {"A1": "yes", "B1": {"led": "yes"}}
    found = checks.run(small_form, answers, NRF, cannot={"B1"})
    assert [finding.question for finding in found] == ["B2"]


def test_run_passes_over_a_check_of_what_cannot_be_answered(small: dict[str, Any]) -> None:
    """Staff support the LSP, but what it costs cannot be said: nothing is unusual about that."""
    small["checks"][0] = {
        **small["checks"][0],
        "questions": ["B4", "B3"],
        "when": {"gt": [{"number": "B3"}, {"value": 0}]},
        "require": {"gt": [{"number": "B4"}, {"value": 0}]},
    }
    form = forms.compile(small)
    answers = {**DONE, "B3": 2.0}
    assert [f.code for f in checks.run(form, answers, NRF)] == ["CK1"]
    assert checks.run(form, answers, NRF, cannot={"B4"}) == []
    assert [f.code for f in checks.run(form, {**answers, "B4": 0}, NRF, cannot={"B4"})] == ["CK1"]


def test_run_judges_a_row_that_was_answered(small_form: Form) -> None:
    """Some other row of the grid cannot be answered."""
    answers = {**DONE, "A2": ["board"], "B1": {"fit": "no"}}
    (finding,) = checks.run(small_form, answers, NRF, cannot={"B1"})
    assert finding.code == "CK2"
    assert checks.run(small_form, {**answers, "B1": {"led": "no"}}, NRF, cannot={"B1"}) == []


def test_run_asks_to_confirm_what_was_copied(small_form: Form) -> None:
    assert checks.run(small_form, DONE, NRF, carried={"B2": 2003}) == [
        Finding(
            kind="carried",
            code="carried",
            section="B",
            question="B2",
            item="B2",
            anchor="id_B2",
            message="Confirm the answer copied from 2003 to question 2: How many members?",
            remedy="Tick “This still holds”, or change it.",
        )
    ]
    assert checks.run(small_form, {"A1": "no"}, NRF, carried={"B2": 2003}) == []


def test_seen_changes_with_what_the_check_looks_at_only(small_form: Form) -> None:
    (check,) = [c for c in small_form.checks if c.code == "CK2"]
    answers = {"A2": ["board"], "B1": {"led": "yes", "fit": "no"}}
    before = checks.seen(check, answers)
    assert checks.seen(check, {**answers, "B1": {"led": "no", "fit": "no"}, "B2": 4}) == before
    assert checks.seen(check, {**answers, "B1": {"led": "yes", "fit": "yes"}}) != before
    assert checks.seen(check, {**answers, "A2": ["board", "forum"]}) != before
    assert len(before) == 64


questions = st.sets(st.sampled_from([q["code"] for q in SMALL["questions"]]))
codes = st.sets(st.sampled_from(["CK1", "CK2"]))


@given(some.answers(), some.attributes, questions, codes)
def test_cannot_only_ever_takes_findings_away(
    answers: Any, lsp: Any, cannot: set[str], sure: set[str]
) -> None:
    """And of what it says cannot be answered nothing is required any more."""
    before = checks.run(SMALL_FORM, answers, lsp, confirmed=sure)
    after = checks.run(SMALL_FORM, answers, lsp, cannot=cannot, confirmed=sure)
    assert [f for f in before if f in after] == after
    gone = [f for f in before if f not in after]
    looked_at = {c.code: set(c.questions) for c in SMALL_FORM.checks}
    assert all(looked_at.get(f.code, {f.question}) & cannot for f in gone)
    assert not [f for f in after if f.kind == "required" and f.question in cannot]


@given(some.answers(), some.attributes, questions, questions)
def test_carried_adds_one_finding_for_each_answer_that_is_asked(
    answers: Any, lsp: Any, cannot: set[str], carried: set[str]
) -> None:
    years = dict.fromkeys(carried, 2003)
    routed = routing.asked(SMALL_FORM, answers, lsp)
    plain = checks.run(SMALL_FORM, answers, lsp, cannot=cannot)
    found = checks.run(SMALL_FORM, answers, lsp, cannot=cannot, carried=years)
    copied = [f for f in found if f.kind == "carried"]
    assert {f.question for f in copied} == carried & set(routed.answers)
    assert [f for f in found if f.kind != "carried"] == plain
    assert all(f.blocks for f in copied)


@given(some.answers(), some.attributes, codes, some.answers())
def test_a_confirmation_holds_while_nothing_it_saw_changes(
    answers: Any, lsp: Any, sure: set[str], later: Any
) -> None:
    """Whatever else is answered: equal hashes mean that the check judges alike."""
    for check in SMALL_FORM.checks:
        one = routing.asked(SMALL_FORM, answers, lsp)
        other = routing.asked(SMALL_FORM, later, lsp)
        if checks.seen(check, one.answers) != checks.seen(check, other.answers):
            continue
        if not set(check.questions) <= one.questions & other.questions:
            continue
        judged = [
            {f.code for f in checks.run(SMALL_FORM, each, lsp)} & {check.code}
            for each in (answers, later)
        ]
        assert judged[0] == judged[1]


def test_run_passes_over_what_is_not_asked(small_form: Form) -> None:
    answers = {"A1": "no", "A2": ["board"], "B1": {"fit": "no"}, "B2": 1, "B3": 9.0}
    assert checks.run(small_form, answers, NRF) == []


def test_run_passes_over_a_check_with_one_question_not_asked(small: dict[str, Any]) -> None:
    small["questions"][4]["show_if"] = {"lsp": "nrf", "eq": True}
    small["checks"][0]["when"] = {"question": "B2", "answered": True}
    form = forms.compile(small)
    assert [finding.code for finding in checks.run(form, DONE, NRF)] == ["CK1"]
    assert checks.run(form, DONE, PLAIN) == []
