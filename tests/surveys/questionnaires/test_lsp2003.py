"""The invented questionnaire of 2003, and the mapping of 2004 to it."""

import json
from collections import Counter
from typing import Any

from surveys.questionnaires import document, mapping
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires.conftest import LSP2004

LSP2003 = LSP2004.with_name("lsp2003.json")


def lsp2003() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(LSP2003.read_text(encoding="utf-8"))
    return loaded


def test_it_is_valid_and_says_what_it_is() -> None:
    invented = lsp2003()
    assert document.validate(invented) == []
    assert (invented["code"], invented["year"], invented["version"]) == ("LSP2003", 2003, 1)
    assert invented["notice"] == (
        "This questionnaire was invented for the demonstration; no survey ever asked it."
    )
    assert invented["title"] == "Demonstration survey of all English LSPs, 2003 (invented)"
    assert {question["source"] for question in invented["questions"]} == {"inferred"}
    assert [section["code"] for section in invented["sections"]] == list("ABCDEFGHIJM")
    assert len(invented["questions"]) == 74


def test_2004_is_mapped_to_it_without_a_gap(lsp2004: dict[str, Any]) -> None:
    invented = lsp2003()
    assert mapping.faults_against(lsp2004, invented, document.sha256(invented)) == []
    assert mapping.left_open(lsp2004, invented) == ([], [])


def test_relations(lsp2004_form: Form) -> None:
    found = lsp2004_form.mapping
    counts = Counter(match.relation for match in found.values())
    assert counts == {"same": 61, "reworded": 8, "split": 2, "merged": 1, "new": 18}
    assert lsp2004_form.dropped == ("A06", "M09")
    assert found["D02"].earlier == ("D06", "D07")
    assert found["B06"].earlier == found["B07"].earlier == ("B16",)
    assert found["K06"].earlier == ("J07",)
    assert {q.code for q in lsp2004_form.questions if q.section == "L"} <= {
        code for code, match in found.items() if match.relation == "new"
    }
    # Figures 1 and 2 have their trend.
    assert all(found[code].is_same for code in ("H02", "I01", "I02", "I03"))
