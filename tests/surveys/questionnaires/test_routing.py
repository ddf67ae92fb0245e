"""Routing: what is asked, what is set aside, what a page draws."""

from typing import Any

from hypothesis import given

from surveys.questionnaires import conditions, routing
from surveys.questionnaires import form as forms
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires import strategies as some
from tests.surveys.questionnaires.conftest import NRF, PLAIN, SMALL

SMALL_FORM = forms.compile(SMALL)
FULL = {
    "A1": "yes",
    "A2": ["board"],
    "B1": {"led": "no", "nrf": "yes"},
    "B2": 12,
    "B3": 2.5,
    "B4": 1000,
    "B5": "Money",
}


def test_asked_before_any_answer(small_form: Form) -> None:
    routed = routing.asked(small_form, {}, NRF)
    assert routed.sections == {"A"}
    assert routed.questions == {"A1", "A2"}
    assert routed.rows == frozenset()


def test_asked_with_all_answers(small_form: Form) -> None:
    routed = routing.asked(small_form, FULL, NRF)
    assert routed.sections == {"A", "B"}
    assert routed.questions == {"A1", "A2", "B1", "B2", "B3", "B4", "B5"}
    assert routed.rows == {"B1.led", "B1.fit", "B1.nrf"}
    assert routed.answers == FULL


def test_asked_leaves_out_rows_of_others(small_form: Form) -> None:
    routed = routing.asked(small_form, FULL, PLAIN)
    assert routed.rows == {"B1.led", "B1.fit"}
    assert routed.answers["B1"] == {"led": "no"}
    assert [item.key for item in small_form.items if not routed.asks(item)] == ["B1.nrf"]


def test_every_return_is_eligible_where_no_rule_says_otherwise(small_form: Form) -> None:
    assert small_form.eligible_if is None
    assert routing.eligible(small_form, routing.asked(small_form, {}, PLAIN))


def test_eligibility_looks_at_what_is_asked_only() -> None:
    """B2 counts while section B is asked; an answer set aside is no answer."""
    ruled = forms.compile(SMALL | {"eligibility": {"ge": [{"number": "B2"}, {"value": 10}]}})
    for answers, counts in (
        (FULL, True), (FULL | {"B2": 9}, False), (FULL | {"A1": "no"}, False), ({}, False),
    ):  # fmt: skip
        assert routing.eligible(ruled, routing.asked(ruled, answers, PLAIN)) is counts


def test_asked_collapses_a_chain_from_its_first_link(small_form: Form) -> None:
    without = {code: value for code, value in FULL.items() if code != "B2"}
    routed = routing.asked(small_form, without, NRF)
    assert routed.questions == {"A1", "A2", "B1", "B2", "B5"}
    assert set(routed.answers) == {"A1", "A2", "B1", "B5"}


def test_asked_reads_no_stale_answer_for_a_section(small: dict[str, Any]) -> None:
    small["questions"][1]["show_if"] = {"question": "A1", "in": ["yes"]}
    small["sections"][1]["show_if"] = {"question": "A2", "includes_any": ["board"]}
    form = forms.compile(small)
    answers = {"A1": "no", "A2": ["board"]}
    assert routing.asked(form, answers, NRF).sections == {"A"}
    assert routing.asked(form, {**answers, "A1": "yes"}, NRF).sections == {"A", "B"}


def test_asked_drops_a_grid_whose_rows_are_all_left_out(small: dict[str, Any]) -> None:
    for row in small["questions"][2]["rows"]:
        row["show_if"] = {"lsp": "nrf", "eq": True}
    form = forms.compile(small)
    assert "B1" not in routing.asked(form, {"A1": "yes"}, PLAIN).questions
    assert "B1" in routing.asked(form, {"A1": "yes"}, NRF).questions


def test_set_aside_keeps_what_is_not_asked(small_form: Form) -> None:
    answers = {**FULL, "A1": "no"}
    routed = routing.asked(small_form, answers, PLAIN)
    expected = {code: value for code, value in FULL.items() if code.startswith("B")}
    assert routing.set_aside(small_form, answers, routed) == expected
    rows = routing.set_aside(small_form, FULL, routing.asked(small_form, FULL, PLAIN))
    assert rows == {"B1": {"nrf": "yes"}}


def test_page_draws_dependents_with_their_condition(small_form: Form) -> None:
    routed = routing.asked(small_form, {"A1": "yes"}, NRF)
    shown = routing.page(small_form.section("B"), routed)
    assert [(part.question.code, conditions.plain(part.depends)) for part in shown] == [
        ("B1", None),
        ("B2", None),
        ("B3", {"question": "B2", "answered": True}),
        ("B4", {"gt": [{"number": "B3"}, {"value": 0}]}),
        ("B5", {"not": {"question": "B1", "row": "led", "in": ["yes"]}}),
    ]
    assert list(shown[0].rows) == ["led", "fit", "nrf"]
    assert routing.page(small_form.section("B"), routing.asked(small_form, {}, NRF)) == ()


def test_page_settles_what_earlier_sections_settle(small: dict[str, Any]) -> None:
    nrf_and_b2 = {"all": [{"lsp": "nrf", "eq": True}, {"question": "B2", "answered": True}]}
    small["questions"][4]["show_if"] = nrf_and_b2
    form = forms.compile(small)

    def drawn(lsp: dict[str, Any]) -> dict[str, Any]:
        routed = routing.asked(form, {"A1": "yes"}, lsp)
        shown = routing.page(form.section("B"), routed)
        return {part.question.code: conditions.plain(part.depends) for part in shown}

    assert drawn(NRF)["B3"] == {"question": "B2", "answered": True}
    assert "B3" not in drawn(PLAIN)
    assert "B4" not in drawn(PLAIN)


@given(some.answers(), some.attributes)
def test_answers_kept_are_those_asked(answers: Any, lsp: Any) -> None:
    routed = routing.asked(SMALL_FORM, answers, lsp)
    assert set(routed.answers) <= routed.questions
    for code, value in routed.answers.items():
        if code == "B1":
            assert {f"B1.{row}" for row in value} <= routed.rows
            assert value.items() <= answers[code].items()
        else:
            assert value == answers[code]
    aside = routing.set_aside(SMALL_FORM, answers, routed)
    for code, value in answers.items():
        if isinstance(value, dict):
            assert {**routed.answers.get(code, {}), **aside.get(code, {})} == value
        else:
            assert (code in routed.answers) is not (code in aside)


@given(some.answers(), some.attributes)
def test_routing_depends_on_what_is_asked_alone(answers: Any, lsp: Any) -> None:
    routed = routing.asked(SMALL_FORM, answers, lsp)
    again = routing.asked(SMALL_FORM, routed.answers, lsp)
    assert (again.sections, again.questions, again.rows) == (
        routed.sections,
        routed.questions,
        routed.rows,
    )


@given(some.answers(), some.attributes)
def test_answering_more_never_unasks_without_not(answers: Any, lsp: Any) -> None:
    fewer = {code: value for code, value in answers.items() if code in ("A1", "A2")}
    less = routing.asked(SMALL_FORM, fewer, lsp)
    more = routing.asked(SMALL_FORM, answers, lsp)
    assert less.questions - {"B5"} <= more.questions  # B5 hangs on a "not"
    assert less.rows <= more.rows


@given(some.answers(), some.attributes)
def test_page_draws_all_that_is_asked(answers: Any, lsp: Any) -> None:
    routed = routing.asked(SMALL_FORM, answers, lsp)
    for section in SMALL_FORM.sections:
        drawn = routing.page(section, routed)
        codes = {part.question.code for part in drawn}
        mine = {q.code for q in section.questions} & routed.questions
        assert mine <= codes
        for part in drawn:
            if part.depends is None:
                assert part.question.code in routed.questions
            else:
                held = conditions.evaluate(part.depends, routed.answers, lsp)
                assert held is (part.question.code in routed.questions)
