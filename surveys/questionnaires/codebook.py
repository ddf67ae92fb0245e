"""The codebook: every column of coded answers, with its values, base and routing in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.web.print.attachments import safe
from surveys.questionnaires import coding, conditions, types
from surveys.questionnaires.mapping import RELATIONS
from surveys.questionnaires.structure import Form, Item, Match, Node, Option, Question, Section

EVERYBODY = "Every partnership"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a variable: the byte in the coded answers, the code in the document, words."""

    byte: int
    code: str
    label: str


MISSING = (
    Value(coding.NOT_ANSWERED, "", "Not answered"),
    Value(coding.NOT_ASKED, "", "Not asked"),
    Value(coding.CANNOT, "", "Reported as not answerable"),
)


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of the coded answers (surveys/questionnaires/coding.py), in their order.

    `name`: "A01"; a row of a grid "H02.crime"; an option of a multi question "B10.board".
    `base`: who belongs to 100 per cent. `asked`: the routing. `earlier`: the mapping in words.
    """

    name: str
    question: str
    section: str
    label: str
    kind: str
    values: tuple[Value, ...]
    base: str
    asked: str
    earlier: str


def codebook(form: Form) -> tuple[Variable, ...]:
    """Every variable, in the order of Form.columns."""
    return tuple(_variables(form))


HEADINGS = (
    "Variable",
    "Question",
    "Section",
    "Label",
    "Type",
    "Values",
    "Missing values",
    "Base",
    "Asked of",
    "Last time",
)


def codebook_csv(form: Form) -> str:
    """The codebook as CSV: a heading and a line for each variable. No cell can be a formula."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADINGS)
    for variable in codebook(form):
        cells = (
            variable.name,
            variable.question,
            variable.section,
            variable.label,
            variable.kind,
            values_in_words(variable.values),
            values_in_words(MISSING),
            variable.base,
            variable.asked,
            variable.earlier,
        )
        lines.writerow([safe(cell) for cell in cells])
    return text.getvalue()


def csv_metadata(form: Form, file_name: str) -> dict[str, Any]:
    """What the columns of codebook_csv are, as CSV on the Web (W3C, 2015)."""
    columns = [
        {"name": heading.lower().replace(" ", "_"), "titles": heading, "datatype": "string"}
        for heading in HEADINGS
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": file_name,
        "dc:title": f"Codebook of {form.code} version {form.version}",
        "dc:identifier": form.sha256,
        "dc:description": form.notice,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "variable"},
    }


def values_in_words(values: tuple[Value, ...]) -> str:
    """ "1 = Yes (yes); 2 = No (no)" """
    return "; ".join(
        f"{value.byte} = {value.label}" + (f" ({value.code})" if value.code else "")
        for value in values
    )


def _variables(form: Form) -> Iterator[Variable]:
    for column in form.columns:
        item = form.items[column.item_index]
        question = form.question(item.question)
        section = form.section(question.section)
        option = None if column.option_index is None else item.options[column.option_index]
        yield Variable(
            name=f"{item.key}.{option.code}" if option else item.key,
            question=question.code,
            section=section.code,
            label=_label(question, item, option),
            kind=_kind(question),
            values=_values(item, option),
            base=_base(item),
            asked=_asked(form, section, question, item),
            earlier=mapped_in_words(form, form.mapping[question.code]),
        )


def mapped_in_words(form: Form, match: Match) -> str:
    """ "Same question: A01 of LSP2003 version 1"; "New" when it follows nothing."""
    words = RELATIONS[match.relation]
    return f"{words}: {', '.join(match.earlier)} of {form.mapped_to}" if match.earlier else words


def _label(question: Question, item: Item, option: Option | None) -> str:
    part = item.label if item.row else option.label if option else ""
    return f"{question.text} – {part}" if part else question.text


def _kind(question: Question) -> str:
    kind = types.of(question)
    limits = kind.how(question) if kind.kind in ("number", "text") or question.max_choices else ""
    return f"{kind.label}. {limits}" if limits else kind.label


def _values(item: Item, option: Option | None) -> tuple[Value, ...]:
    if option:
        return (
            Value(coding.NOT_TICKED, "", "Not ticked"),
            Value(coding.TICKED, option.code, "Ticked"),
        )
    if item.kind == "choice":
        return tuple(
            Value(place, each.code, each.label) for place, each in enumerate(item.options, start=1)
        )
    where = "the number is kept beside it" if item.kind == "number" else "the text is not coded"
    return (Value(coding.ANSWERED, "", f"Answered; {where}"),)


def _base(item: Item) -> str:
    outside = [option.label for option in item.options if not option.in_base]
    base = "Returns that were asked and answered"
    return f"{base}, without {' or '.join(f'‘{label}’' for label in outside)}" if outside else base


def _asked(form: Form, section: Section, question: Question, item: Item) -> str:
    row = next((row for row in question.rows if row.code == item.row), None)
    nodes: list[Node] = [section.show_if, question.show_if, row.show_if if row else None]
    given = [node for node in nodes if node is not None]
    if not given:
        return EVERYBODY
    clauses = [
        conditions.words(node, form.by_code, name=lambda question: question.code) for node in given
    ]
    return f"Only if {', and if '.join(clauses)}"
