"""XLSForm out and in: what goes there comes back, and what does not is named."""

import io
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from surveys.questionnaires import document, xlsform
from surveys.questionnaires import form as forms
from surveys.questionnaires.comparing import difference
from surveys.questionnaires.form import Form
from surveys.questionnaires.xlsform import reading

SURVEY = ("type", "name", "label", "hint", "required", "relevant", "constraint", "default")
CHOICES = ("list_name", "name", "label")
YES_NO = [("yn", "yes", "Yes"), ("yn", "no", "No")]


def workbook(
    survey: Iterable[dict[str, str]],
    choices: Iterable[tuple[str, str, str]] = YES_NO,
    settings: tuple[str, str] = ("Our form", "OURS"),
) -> bytes:
    """An XLSForm as somebody else would write it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("survey")
        sheet.write_row(0, 0, SURVEY)
        for place, row in enumerate(survey, start=1):
            sheet.write_row(place, 0, [row.get(key, "") for key in SURVEY])
        sheet = book.add_worksheet("choices")
        for place, line in enumerate([CHOICES, *choices]):
            sheet.write_row(place, 0, line)
        sheet = book.add_worksheet("settings")
        sheet.write_row(0, 0, ("form_title", "form_id"))
        sheet.write_row(1, 0, settings)
    return file.getvalue()


def carried(source: dict[str, Any]) -> dict[str, Any]:
    """The document without what losses() names."""
    kept = {
        key: source[key]
        for key in ("code", "year", "version", "title", "sections", "notice")
        if key in source
    }
    kept["questions"] = []
    for question in deepcopy(source["questions"]):
        for key in ("unit", "period", "currency", "theme", "source", "source_ref", "figure"):
            question.pop(key, None)
        for key in ("row_name", "rows_name", "option_name"):
            question.pop(key, None)
        for option in question.get("options", ()):
            for key in ("score", "group", "in_base"):
                option.pop(key, None)
        if question["type"] == "money":
            question["type"] = "number"
        kept["questions"].append(question)
    return kept


@pytest.mark.parametrize("which", ["small", "lsp2004"])
def test_what_can_be_carried_comes_back(which: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(which)
    read = xlsform.read(xlsform.write(forms.compile(source)), year=2004)
    assert (read.faults, read.left_out) == ((), ())
    assert read.document is not None
    assert document.validate(read.document) == []
    assert difference(carried(source), read.document).is_empty


def test_pyxform_accepts_it_without_a_warning(lsp2004_form: Form) -> None:
    made = convert(xlsform.write(lsp2004_form), file_type=".xlsx")
    assert made.warnings == []
    assert "Which of these best describes the LSP" in made.xform


def test_the_same_form_gives_the_same_bytes(small_form: Form) -> None:
    assert xlsform.write(small_form) == xlsform.write(small_form)


def test_no_cell_is_a_formula(small: dict[str, Any]) -> None:
    small["questions"][0]["text"] = "=1+1"
    data = xlsform.write(forms.compile(small))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert len(sheets) == 3
    assert not any(b"<f>" in sheet for sheet in sheets)
    read = xlsform.read(data, year=2004)
    assert read.document is not None
    assert read.document["questions"][0]["text"] == "=1+1"


def test_losses_are_named(small: dict[str, Any]) -> None:
    small["notice"] = "Carried."
    small["eligibility"] = {"question": "A1", "in": ["yes"]}
    assert xlsform.losses(forms.compile(small), small) == (
        "Check CK1 (hard): XLSForm has no rules between answers: More staff than members.",
        "Check CK2 (soft): XLSForm has no rules between answers: There is a board, but it is not"
        " fit.",
        "Year: 2004",
        "That an amount is in pounds; it goes out as a whole number: B4",
        "Unit: B2, B3",
        "Scores of options: A1, B1",
        "Options outside the percentage base: A1, B1",
        "Names of rows and options in messages: B1",
        "Which returns count",
    )


def test_a_form_of_somebody_else() -> None:
    read = xlsform.read(
        workbook(
            [
                {"type": "text", "name": "respondent_name", "label": "Your name"},
                {"type": "begin_group", "name": "about", "label": "About"},
                {"type": "note", "name": "hello", "label": "Hello."},
                {"type": "select_one yn", "name": "q1", "label": "Ready?", "required": "true()"},
                {
                    "type": "begin_group",
                    "name": "more",
                    "label": "More",
                    "relevant": "${q1} = 'yes'",
                },
                {
                    "type": "integer",
                    "name": "how_many",
                    "label": "How many, ${q1}?",
                    "constraint": ". > 0",
                    "default": "3",
                },
                {"type": "geopoint", "name": "where", "label": "Where?"},
                {"type": "end_group"},
                {
                    "type": "select_one yn",
                    "name": "q2",
                    "label": "Really?",
                    "relevant": "${where} != ''",
                    "required": "${q1} = 'yes'",
                },
                {"type": "note", "name": "bye", "label": "Goodbye."},
                {"type": "end_group"},
                {"type": "begin_repeat", "name": "people", "label": "People"},
                {"type": "text", "name": "who", "label": "Who?"},
                {"type": "end_repeat"},
            ]
        ),
        year=2005,
    )
    assert read.faults == ()
    assert read.document == {
        "code": "OURS",
        "year": 2005,
        "version": 1,
        "title": "Our form",
        "sections": [
            {"code": "A", "title": "Questions"},
            {"code": "ABOUT", "title": "About", "intro": "Hello."},
        ],
        "questions": [
            {
                "code": "A01",
                "section": "A",
                "type": "text",
                "text": "Your name",
                "max_length": 2000,
            },
            {
                "code": "Q1",
                "section": "ABOUT",
                "type": "single",
                "text": "Ready?",
                "required": True,
                "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
            },
            {
                "code": "ABOU01",
                "section": "ABOUT",
                "type": "number",
                "text": "How many, ${q1}?",
                "show_if": {"question": "Q1", "in": ["yes"]},
                "min": 0,
                "max": 1_000_000_000,
            },
            {
                "code": "Q2",
                "section": "ABOUT",
                "type": "single",
                "text": "Really?",
                "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
            },
        ],
    }
    assert read.left_out == (
        "The name “respondent_name”: the question is called A01 here",
        "“respondent_name” has no longest answer: 2,000 characters are assumed",
        "The name “q1”: the question is called Q1 here",
        "The group “more” inside a group; its questions are taken over",
        "The name “how_many”: the question is called ABOU01 here",
        "“how_many”: the text shows another answer (${…}); here it stays as typed",
        "“how_many”: the rule . > 0",
        "“how_many” has no limits at both ends: 0 to 1,000,000,000 is assumed",
        "“how_many”: default",
        "“where”: there is no question of the type geopoint here",
        "The name “q2”: the question is called Q2 here",
        "“q2”: it must be answered only if ${q1} = 'yes'",
        "“q2”: the condition ${where} != '', because it looks at where, which is not a question"
        " before it; it is asked of everybody",
        "The note “Goodbye.”",
        "“people”: there is no question of the type repeat here",
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "file: cannot be read; save it again as an Excel workbook (.xlsx)"),
        (b"PK\x03\x04mangled", "file: cannot be read; save it again as an Excel workbook (.xlsx)"),
        (
            workbook([]),
            "XLSForm: has no sheet called survey with a question in it",
        ),
        (
            workbook([{"type": "select_one zz", "name": "q", "label": "Q"}]),
            "XLSForm: [row : 2] List name not in choices sheet: zz",
        ),
        (
            workbook([{"type": "note", "name": "n", "label": "N"}]),
            "sections: needs at least 1",
        ),
        (
            workbook([{"type": "text", "name": "q", "label": "Q"}], settings=("", "our form")),
            "code: OUR FORM is not of the form allowed here",
        ),
    ],
)
def test_bad_files_are_named(data: bytes, fault: str) -> None:
    read = xlsform.read(data, year=2005)
    assert read.document is None
    assert fault in [str(each) for each in read.faults]


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 21_000_000)
    read = xlsform.read(file.getvalue(), year=2005)
    assert [str(each) for each in read.faults] == ["XLSForm: unpacks to more than 20 MB"]


def test_too_many_rows_are_refused_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def built(*args: object, **more: object) -> None:
        raise AssertionError

    monkeypatch.setattr(reading, "workbook_to_json", built)
    rows = [{"type": "note", "name": f"n{each}", "label": "Words"} for each in range(2001)]
    faults = xlsform.read(workbook(rows), year=2005).faults
    assert [str(each) for each in faults] == [
        "XLSForm: has more than 2,000 rows on its sheet survey"
    ]
