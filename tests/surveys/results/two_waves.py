"""Two small questionnaires, one mapped to the other, with every type of question and routing."""

from typing import Any

from surveys.questionnaires.document import validate
from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.structure import Form

DK = {"code": "dk", "label": "Don't know", "in_base": False}
NA = {"code": "na", "label": "Not applicable", "in_base": False}
IN_PLACE = {"question": "A01", "in": ["in_place"]}
BANDS = [
    {"code": "early", "label": "First met 2001 or before", "max": 2001},
    {"code": "2002", "label": "First met in 2002", "min": 2002, "max": 2002},
    {"code": "late", "label": "First met 2003 or after", "min": 2003},
]


def options(*codes: str, scored: bool = False) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"code": code, "label": f"Answer {code}"} for code in codes]
    for at, option in enumerate(found if scored else (), 1):
        option["score"] = at
    return found


def question(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "section": code[0], "text": f"Question {code}?",
        "type": kind, "required": False, "show_if": None, **more,
    }  # fmt: skip


def scale(code: str, kind: str = "single", **more: Any) -> dict[str, Any]:
    return question(
        code, kind, options=[*options("low", "mid", "high", scored=True), DK, NA], **more
    )


def rows(*codes: str, **conditions: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": f"Row {code}"}
        | ({"show_if": conditions[code]} if code in conditions else {})
        for code in codes
    ]


QUESTIONS = [
    question("A01", "single", options=options("in_place", "forming"), required=True),
    question(
        "A02", "number", min=1995, max=2005, decimals=0, unit="year", theme="maturity",
        show_if=IN_PLACE,
    ),
    question(
        "A03", "single",
        options=[
            *options("council", "other"),
            {"code": "vacant", "label": "Vacant", "in_base": False}, DK,
        ],
    ),
    question(
        "A04", "multi",
        options=[
            *options("x", "y", "z"),
            {"code": "none", "label": "None of these", "exclusive": True},
            {**DK, "exclusive": True},
        ],
    ),
    scale("A05"),
    scale("B01", "grid", rows=rows("all", "nrf", nrf={"lsp": "nrf", "eq": True})),
    question("B02", "number", min=0, max=99, decimals=1, unit="people"),
    question("B03", "money", min=0, max=1_000_000, currency="GBP", period="2003-04"),
    question("B04", "text", max_length=100),
    scale("B05", show_if={"question": "A04", "includes_any": ["x"]}),
    question("B06", "multi", options=options("p", "q"), show_if=IN_PLACE),
]  # fmt: skip


def document(year: int, **more: Any) -> dict[str, Any]:
    found = {
        "code": f"SMALL{year}", "year": year, "version": 1, "title": f"A small survey, {year}",
        "breakdowns": [{"code": "maturity", "label": "Maturity", "bands": BANDS}],
        "sections": [
            {"code": "A", "title": "Profile", "show_if": None},
            {"code": "B", "title": "Work", "show_if": IN_PLACE},
        ],
        "questions": [{**part, "order": at} for at, part in enumerate(QUESTIONS, 1)], **more,
    }  # fmt: skip
    assert validate(found) == [], validate(found)
    return found


def mapped(earlier: Form, **relations: str) -> dict[str, Any]:
    """A mapping that calls every question the same, but those named: reworded, new, dropped."""
    entries = [
        {
            "question": part["code"],
            "relation": relations.get(part["code"], "same"),
            "earlier": [] if relations.get(part["code"]) == "new" else [part["code"]],
        }
        for part in QUESTIONS
    ]
    to = {"code": earlier.code, "year": earlier.year, "version": 1, "sha256": earlier.sha256}
    return {"to": to, "questions": entries}


THEN: Form = compile_form(document(2003))
NOW: Form = compile_form(document(2004, mapping=mapped(THEN, A05="reworded", B06="new")))
