"""A questionnaire as an XLSForm workbook: the sheets survey, choices and settings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import xlsxwriter

from surveys.questionnaires.structure import Form, Item, Question, Row, Section
from surveys.questionnaires.types.number import plain
from surveys.questionnaires.xlsform.expressions import ATTRIBUTES, expression, field

SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance", "constraint")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version")
TYPES = {"single": "select_one", "multi": "select_multiple", "money": "integer", "text": "text"}
Cells = dict[str, str]


def write(form: Form) -> bytes:
    """The .xlsx file; every cell is text, none a formula. See losses() for what is not in it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        # The same form gives the same bytes.
        book.set_properties({"created": datetime(form.year, 1, 1), "title": form.title})  # noqa: DTZ001
        for name, heads, rows in (
            ("survey", SURVEY, survey_rows(form)),
            ("choices", CHOICES, choice_rows(form)),
            ("settings", SETTINGS, iter([_settings(form)])),
        ):
            sheet = book.add_worksheet(name)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head)
            for place, row in enumerate(rows, start=1):
                for column, head in enumerate(heads):
                    if row.get(head):
                        sheet.write_string(place, column, row[head])
    return file.getvalue()


def survey_rows(form: Form) -> Iterator[Cells]:
    """The rows of the sheet survey, one a field, group by group."""
    for name in ATTRIBUTES.values():
        yield {"type": "hidden", "name": name}
    if form.notice:
        yield {"type": "note", "name": "notice", "label": form.notice}
    for section in form.sections:
        yield from _section(form, section)


def choice_rows(form: Form) -> Iterator[Cells]:
    """The rows of the sheet choices: a list for each question that has options."""
    for question in form.questions:
        for option in question.options:
            yield {"list_name": question.code, "name": option.code, "label": option.label}


def _settings(form: Form) -> Cells:
    return {"form_title": form.title, "form_id": form.code, "version": str(form.version)}


def _section(form: Form, section: Section) -> Iterator[Cells]:
    relevant = expression(section.show_if, form.by_code)
    name = f"section_{section.code}"
    yield {"type": "begin_group", "name": name, "label": section.title, "relevant": relevant}
    if section.intro:
        yield {"type": "note", "name": f"intro_{section.code}", "label": section.intro}
    for question in section.questions:
        yield from _question(form, question)
    yield {"type": "end_group"}


def _question(form: Form, question: Question) -> Iterator[Cells]:
    about = {
        "name": question.code,
        "label": question.text,
        "hint": question.help,
        "relevant": expression(question.show_if, form.by_code),
    }
    if not question.rows:
        yield {
            **about,
            "type": _type(question),
            "required": "yes" if question.required else "",
            "constraint": constraint(question),
        }
        return
    yield {**about, "type": "begin_group", "appearance": "table-list"}
    for row, item in zip(question.rows, question.items, strict=True):
        yield _row(form, question, row, item)
    yield {"type": "end_group"}


def _row(form: Form, question: Question, row: Row, item: Item) -> Cells:
    return {
        "type": f"select_one {question.code}",
        "name": field(question.code, row.code),
        "label": item.label,
        "required": "yes" if question.required else "",
        "relevant": expression(row.show_if, form.by_code),
    }


def _type(question: Question) -> str:
    if question.type == "number":
        return "decimal" if question.decimals else "integer"
    kind = TYPES[question.type]
    return f"{kind} {question.code}" if question.options else kind


def constraint(question: Question) -> str:
    """The limits of one answer; reading.py knows exactly these forms."""
    parts = []
    if question.type in ("number", "money"):
        parts.append(f". >= {plain(question.min)} and . <= {plain(question.max)}")
        if question.decimals:
            parts.append(f"round(., {question.decimals}) = .")
    if question.max_length:
        parts.append(f"string-length(.) <= {question.max_length}")
    if question.max_choices:
        parts.append(f"count-selected(.) <= {question.max_choices}")
    parts += [
        f"not(selected(., '{option.code}') and count-selected(.) > 1)"
        for option in question.options
        if option.exclusive
    ]
    return " and ".join(parts)
