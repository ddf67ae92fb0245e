"""Routing as XLSForm expressions, and back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from surveys.questionnaires import conditions
from surveys.questionnaires import form as forms
from surveys.questionnaires.xlsform.expressions import expression
from surveys.questionnaires.xlsform.limits import limits
from surveys.questionnaires.xlsform.parsing import CannotSay, Target, condition
from tests.surveys.questionnaires import strategies
from tests.surveys.questionnaires.conftest import SMALL

SMALL_FORM = forms.compile(SMALL)
CODES = {"no": "no", "yes": "yes", "dk": "dk"}
BODIES = {code: code for code in strategies.BODIES}
FIELDS = {
    "A1": Target("A1", "single", None, CODES),
    "A2": Target("A2", "multi", None, BODIES),
    **{f"B1_{row}": Target("B1", "grid", row, CODES) for row in strategies.ROWS},
    **{code: Target(code, "number") for code in ("B2", "B3", "B4")},
    "B5": Target("B5", "text"),
}


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine, not a slow strategy
@given(strategies.conditions, strategies.answers(), strategies.attributes)
def test_conditions_mean_the_same_after_the_journey(
    node: Any, answers: dict[str, Any], attributes: dict[str, Any]
) -> None:
    bound = conditions.bind(node, year=2004)
    again = condition(expression(bound, SMALL_FORM.by_code), FIELDS)
    assert conditions.evaluate(again, answers, attributes) == conditions.evaluate(
        bound, answers, attributes
    )


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("${A1} = 'yes'", {"question": "A1", "in": ["yes"]}),
        ("${A1}='yes' or ${A1} = \"no\"", {"question": "A1", "in": ["yes", "no"]}),
        ("${A1} != 'yes'", {"not": {"question": "A1", "in": ["yes"]}}),
        ("selected(${A2}, 'board')", {"question": "A2", "includes_any": ["board"]}),
        ("${B2} > 3", {"gt": [{"number": "B2"}, {"value": 3}]}),
        ("3 < ${B2}", {"gt": [{"number": "B2"}, {"value": 3}]}),
        ("${B2} + ${B3} <= ${B4}", {"le": [{"sum": ["B2", "B3"]}, {"number": "B4"}]}),
        ("${B5} = ''", {"not": {"question": "B5", "answered": True}}),
        ("${B1_led} != ''", {"question": "B1", "row": "led", "answered": True}),
        (
            "${lsp_region} = 'London' or ${lsp_region} = 'North West'",
            {"lsp": "region", "in": ["London", "North West"]},
        ),
        (
            "not(${A1} = 'yes' and (${B2} >= 1))",
            {
                "not": {
                    "all": [
                        {"question": "A1", "in": ["yes"]},
                        {"ge": [{"number": "B2"}, {"value": 1}]},
                    ]
                }
            },
        ),
    ],
)
def test_reading_expressions(text: str, node: Any) -> None:
    assert condition(text, FIELDS) == node


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("${Z9} = 'yes'", "it looks at Z9, which is not a question before it"),
        ("${A1} = 'maybe'", "A1 has no choice maybe"),
        ("${A1} > 'yes'", "choices can only be equal or not"),
        ("${B5} = 'Money'", "B5 has no choices"),
        ("${B2} + 1 > 3", "only answers can be added up"),
        ("'a' = 'b'", "it compares no answer"),
        ("today() > ${B2}", "“today” is not understood here"),
        ("${A1} =", "it ends too early"),
        ("(${A1} = 'yes'", "“)” is missing"),
        ("${A1} = 'yes' ${A1}", "“${A1}” is not understood here"),
        ("#", "“#” is not understood here"),
        ("(" * 40 + "${A1} = 'yes'" + ")" * 40, "it is nested too deep"),
        ("${A1} = 'yes' or " * 2000, "it is longer than 8,000 characters"),
    ],
)
def test_what_cannot_be_said(text: str, why: str) -> None:
    with pytest.raises(CannotSay) as refusal:
        condition(text, FIELDS)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (". >= 0 and . <= 10", "number", ({"min": 0, "max": 10}, "")),
        (".>=-1.5", "number", ({"min": -1.5}, "")),
        ("count-selected(.) <= 3", "multi", ({"max_choices": 3}, "")),
        (
            "not(selected(., 'x') and count-selected(.) > 1)",
            "multi",
            ({"exclusive": ["x"]}, ""),
        ),
        ("string-length(.) <= 5", "text", ({"max_length": 5}, "")),
        (". <= 9 and . mod 2 = 0", "number", ({"max": 9}, ". mod 2 = 0")),
        ("regex(., '^a')", "text", ({}, "regex(., '^a')")),
        (". >= 0", "text", ({}, ". >= 0")),
        ("", "number", ({}, "")),
    ],
)
def test_limits(text: str, kind: str, found: Any) -> None:
    assert limits(text, kind) == found
