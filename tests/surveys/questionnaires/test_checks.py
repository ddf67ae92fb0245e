"""Findings: required answers, hard and soft checks, of what is asked only."""

from typing import Any

from surveys.questionnaires import checks
from surveys.questionnaires import form as forms
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires.conftest import NRF, PLAIN

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
    assert not finding.blocks


def test_run_passes_over_what_is_not_asked(small_form: Form) -> None:
    answers = {"A1": "no", "A2": ["board"], "B1": {"fit": "no"}, "B2": 1, "B3": 9.0}
    assert checks.run(small_form, answers, NRF) == []


def test_run_passes_over_a_check_with_one_question_not_asked(small: dict[str, Any]) -> None:
    small["questions"][4]["show_if"] = {"lsp": "nrf", "eq": True}
    small["checks"][0]["when"] = {"question": "B2", "answered": True}
    form = forms.compile(small)
    assert [finding.code for finding in checks.run(form, DONE, NRF)] == ["CK1"]
    assert checks.run(form, DONE, PLAIN) == []
