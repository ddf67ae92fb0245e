"""The committed questionnaire, and a small one that holds every question type."""

import json
from pathlib import Path
from typing import Any

import pytest

from surveys.questionnaires import form as forms
from surveys.questionnaires.form import Form

LSP2004 = Path(forms.__file__).with_name("data") / "lsp2004.json"
AGREE = [
    {"code": "no", "label": "Disagree", "score": 0},
    {"code": "yes", "label": "Agree", "score": 1},
    {"code": "dk", "label": "Don't know", "in_base": False},
]
SMALL: dict[str, Any] = {
    "code": "SMALL",
    "year": 2004,
    "version": 1,
    "title": "A small survey",
    "sections": [
        {"code": "A", "title": "First"},
        {"code": "B", "title": "Second", "show_if": {"question": "A1", "in": ["yes"]}},
    ],
    "questions": [
        {
            "code": "A1",
            "section": "A",
            "type": "single",
            "text": "Is there an LSP?",
            "required": True,
            "options": AGREE,
        },
        {
            "code": "A2",
            "section": "A",
            "type": "multi",
            "text": "Which bodies?",
            "help": "Up to two.",
            "max_choices": 2,
            "options": [
                {"code": "board", "label": "Board"},
                {"code": "forum", "label": "Forum"},
                {"code": "group", "label": "Group"},
                {"code": "none", "label": "None of these", "exclusive": True},
            ],
        },
        {
            "code": "B1",
            "section": "B",
            "type": "grid",
            "text": "How far do you agree?",
            "required": True,
            "options": AGREE,
            "row_name": "statement",
            "rows_name": "statements",
            "rows": [
                {"code": "led", "label": "It is well led"},
                {"code": "fit", "label": "It is fit"},
                {"code": "nrf", "label": "It is funded", "show_if": {"lsp": "nrf", "eq": True}},
            ],
        },
        {
            "code": "B2",
            "section": "B",
            "type": "number",
            "text": "How many members?",
            "help": "Full members.",
            "required": True,
            "min": 1,
            "max": 150,
            "unit": "members",
        },
        {
            "code": "B3",
            "section": "B",
            "type": "number",
            "text": "How many staff?",
            "min": 0,
            "max": 100,
            "decimals": 1,
            "unit": "FTE",
            "show_if": {"question": "B2", "answered": True},
        },
        {
            "code": "B4",
            "section": "B",
            "type": "money",
            "text": "What did it cost?",
            "min": 0,
            "max": 20000000,
            "currency": "GBP",
            "show_if": {"gt": [{"number": "B3"}, {"value": 0}]},
        },
        {
            "code": "B5",
            "section": "B",
            "type": "text",
            "text": "What is your greatest challenge?",
            "max_length": 20,
            "show_if": {"not": {"question": "B1", "row": "led", "in": ["yes"]}},
        },
    ],
    "checks": [
        {
            "code": "CK1",
            "kind": "hard",
            "questions": ["B3", "B2"],
            "when": {"question": "B3", "answered": True},
            "require": {"le": [{"number": "B3"}, {"number": "B2"}]},
            "message": "More staff than members.",
            "remedy": "Change one of the two numbers.",
        },
        {
            "code": "CK2",
            "kind": "soft",
            "questions": ["B1", "A2"],
            "when": {"question": "A2", "includes_any": ["board"]},
            "require": {"not": {"question": "B1", "row": "fit", "in": ["no"]}},
            "message": "There is a board, but it is not fit.",
            "remedy": "Say in a note what is wrong with it.",
        },
    ],
}
NRF = {"nrf": True, "authority_type": "unitary", "region": "London", "authority_codes": ["00AB"]}
PLAIN = {
    "nrf": False,
    "authority_type": "county",
    "region": "North West",
    "authority_codes": ["17"],
}


@pytest.fixture
def small() -> dict[str, Any]:
    """The small document, to change at will."""
    changeable: dict[str, Any] = json.loads(json.dumps(SMALL))
    return changeable


@pytest.fixture(scope="session")
def small_form() -> Form:
    """The small document, compiled."""
    return forms.compile(SMALL)


@pytest.fixture
def lsp2004() -> dict[str, Any]:
    """The committed questionnaire of 2004, to change at will."""
    loaded: dict[str, Any] = json.loads(LSP2004.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def lsp2004_form() -> Form:
    """The committed questionnaire of 2004, compiled."""
    return forms.compile(json.loads(LSP2004.read_text(encoding="utf-8")))
