"""The committed questionnaire of 2004: valid, whole, and its seven checks at work."""

from typing import Any

import pytest

from surveys.questionnaires import checks, document, routing
from surveys.questionnaires.form import Form

COUNTY = {
    "nrf": False,
    "authority_type": "county",
    "region": "South East",
    "authority_codes": ["29"],
}


def found(form: Form, answers: dict[str, Any], lsp: dict[str, Any] = COUNTY) -> set[str]:
    findings = checks.run(form, {"A01": "in_place", **answers}, lsp)
    return {finding.code for finding in findings if finding.kind != "required"}


def test_document_is_valid(lsp2004: dict[str, Any]) -> None:
    assert document.validate(lsp2004) == []


def test_document_says_what_it_is(lsp2004: dict[str, Any]) -> None:
    assert lsp2004["notice"] == (
        "This questionnaire is a reconstruction; the original was never found."
    )
    assert {question["source"] for question in lsp2004["questions"]} == {
        "seed",
        "found",
        "inferred",
    }
    (pilots,) = [check for check in lsp2004["checks"] if check["code"] == "CK06"]
    assert "own knowledge, unverified" in pilots["note"]
    assert len(set(pilots["require"]["includes_any"])) == 21 + 41


def test_form_has_the_published_size(lsp2004_form: Form) -> None:
    assert len(lsp2004_form.sections) == 13
    assert len(lsp2004_form.questions) == 90
    assert len(lsp2004_form.items) == 256
    assert len(lsp2004_form.columns) == 359
    assert sum(question.required for question in lsp2004_form.questions) == 30
    kinds = [question.type for question in lsp2004_form.questions]
    counts = {
        kind: kinds.count(kind) for kind in ("single", "grid", "multi", "number", "text", "money")
    }
    assert counts == {"single": 35, "grid": 26, "multi": 12, "number": 10, "text": 4, "money": 3}


@pytest.mark.parametrize(
    ("state", "counts"),
    [("in_place", True), ("forming", True), ("joint", False), ("none", False), (None, False)],
)
def test_an_area_counts_that_has_a_partnership_of_its_own(
    lsp2004_form: Form, state: str | None, counts: bool
) -> None:
    routed = routing.asked(lsp2004_form, {"A01": state, "A04": "chair"}, COUNTY)
    assert routing.eligible(lsp2004_form, routed) is counts


def test_routing_by_state_of_the_partnership(lsp2004_form: Form) -> None:
    def sections(state: str) -> str:
        routed = routing.asked(lsp2004_form, {"A01": state}, COUNTY)
        return "".join(sorted(routed.sections))

    assert sections("in_place") == "ABCDEFGHIJKLM"
    assert sections("forming") == "ABCFGM"
    assert sections("joint") == "A"
    joint = routing.asked(lsp2004_form, {"A01": "joint"}, COUNTY)
    assert joint.questions == {"A01", "A04"}


def test_routing_by_place(lsp2004_form: Form) -> None:
    def asked(**place: Any) -> frozenset[str]:
        return routing.asked(lsp2004_form, {"A01": "in_place"}, {**COUNTY, **place}).questions

    assert {"L02", "G05", "M04"} <= asked()
    assert not {"L03", "G06", "M03", "J06"} & asked()
    assert {"L03", "M03", "J06", "I04", "E05", "B15"} <= asked(nrf=True, region="London")
    assert "L02" not in asked(region="London")
    assert "G06" in asked(authority_type="shire_district")
    assert "G04" not in asked(authority_type="unitary")


BOARD = {"B02": 10, "B03": 2, "B04": 1, "B05": 3, "B06": 2, "B07": 1, "B08": 1}


@pytest.mark.parametrize(
    ("code", "fails", "passes"),
    [
        ("CK01", {**BOARD, "B08": 2}, BOARD),
        ("CK01", {**BOARD, "B02": 11}, {key: n for key, n in BOARD.items() if key != "B08"}),
        ("CK02", {"B13": 2.5, "B14": 0}, {"B13": 2.5, "B14": 90000}),
        ("CK02", {"B13": 2.5}, {"B13": 0.0}),
        ("CK03", {"F03": {"spending": "2"}, "F04": "no"}, {"F03": {"spending": "2"}, "F04": "some"}),
        ("CK03", {"F03": {"spending": "2"}, "F04": "planned"}, {"F03": {"spending": "2"}}),
        ("CK04", {"I05": "precise", "I06": ["pm"], "E01": "no"}, {"I05": "precise", "I06": ["pm"], "E01": "developing"}),
        ("CK05", {"L01": "priority", "H02": {"transport": "not_addressed"}}, {"L01": "priority", "H02": {"transport": "discussed"}}),
        ("CK05", {"L01": "priority", "H02": {"transport": "not_addressed"}}, {"L01": "priority"}),
        ("CK07", {"A02": 2005}, {"A02": 2004}),
    ],
)  # fmt: skip
def test_checks(
    lsp2004_form: Form, code: str, fails: dict[str, Any], passes: dict[str, Any]
) -> None:
    assert found(lsp2004_form, fails) == {code}
    assert found(lsp2004_form, passes) == set()


def test_check_of_pilot_areas(lsp2004_form: Form) -> None:
    assert found(lsp2004_form, {"K01": "pilot"}) == set()
    assert found(lsp2004_form, {"K01": "pilot"}, {**COUNTY, "authority_codes": ["12"]}) == {"CK06"}
    joint = {**COUNTY, "authority_type": "shire_district", "authority_codes": ["12UB", "42UB"]}
    assert found(lsp2004_form, {"K01": "pilot"}, joint) == set()


def test_options_of_the_figures_have_groups(lsp2004: dict[str, Any], lsp2004_form: Form) -> None:
    first, second = lsp2004["figures"]
    groups = [option.group for option in lsp2004_form.question(first["question"]).options]
    assert groups == ["none", "early", "joint", "joint", "measurable"]
    for code in second["questions"]:
        codes = [option.code for option in lsp2004_form.question(code).options]
        assert codes[:3] == ["none", "some", "major"]
