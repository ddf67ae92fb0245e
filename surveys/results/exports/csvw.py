"""CSV with its description: three tables, the codebook, and CSVW metadata in one zip (W3C, 2015)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portal.web.print.attachments import safe
from surveys.questionnaires.codebook import codebook_csv, csv_metadata
from surveys.questionnaires.structure import Form
from surveys.results.exports.about import PUBLISHER, STATUS, SYMBOLS, TERMS, About
from surveys.results.exports.archive import archive
from surveys.results.exports.columns import CELLS, CHANGE, RESPONSE, Column
from surveys.results.exports.table import View, option_label

DIALECT = {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'}


def write(view: View, about: About, form: Form) -> bytes:
    """cells.csv, response.csv, change.csv and codebook.csv with csv-metadata.json and a README."""
    tables = {
        "cells.csv": (CELLS, cell_rows(view)),
        "response.csv": (RESPONSE, response_rows(view)),
        "change.csv": (CHANGE, change_rows(view)),
    }
    described = {name: columns for name, (columns, _) in tables.items()}
    metadata = json.dumps(metadata_of(about, described, form), indent=1, ensure_ascii=False)
    return archive(
        [
            ("README.txt", readme(about).encode("utf-8-sig")),
            ("csv-metadata.json", metadata.encode()),
            *((name, _csv(columns, rows)) for name, (columns, rows) in tables.items()),
            ("codebook.csv", codebook_csv(form).encode("utf-8-sig")),
        ]
    )


def cell_rows(view: View) -> Iterator[Sequence[object]]:
    """The rows of cells.csv, in the order of CELLS."""
    groups = {group.key: group for group in view.groups}
    for line in view.lines:
        about, group = view.subjects[line.item], groups[line.group]
        yield (
            line.item, about.question, about.section, about.text, about.part, about.kind,
            group.key, group.label, group.dimension, line.option, option_label(about, line),
            line.statistic, line.count, line.per_cent, line.per_cent_of_all,
            line.weighted_per_cent, line.value, line.base, line.words, line.status,
        )  # fmt: skip


def response_rows(view: View) -> Iterator[Sequence[object]]:
    """The rows of response.csv."""
    for row, group in zip(view.response, view.groups, strict=True):
        yield (
            group.key, group.label, group.dimension, row.complete, row.eligible_known,
            row.per_cent, row.words, row.status,
        )  # fmt: skip


def change_rows(view: View) -> Iterator[Sequence[object]]:
    """The rows of change.csv; none where the edition is compared with no earlier one."""
    labels = {group.key: group.label for group in view.change_groups}
    for row in view.changes:
        about = view.subjects[row.item]
        yield (
            row.item, row.earlier_item, about.label, row.group, labels[row.group],
            row.option, about.options[row.option], *row[4:],
        )  # fmt: skip


def metadata_of(about: About, tables: dict[str, tuple[Column, ...]], form: Form) -> dict[str, Any]:
    """csv-metadata.json: every table and column, where the figures come from, what symbols mean."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "dc:title": about.words,
        "dc:publisher": PUBLISHER,
        "dc:identifier": about.cells_sha256,
        "dc:source": about.source,
        "dc:rights": TERMS,
        "dc:issued": f"{about.built_at:%Y-%m-%d}",
        "dc:description": " ".join(about.notices),
        "notes": [
            {"name": name, "value": value}
            for name, value in (*about.facts(), *SYMBOLS.items(), *STATUS.items())
        ],
        "dialect": DIALECT,
        "tables": [
            *(_table(name, columns, about) for name, columns in tables.items()),
            _without_context(csv_metadata(form, "codebook.csv")),
        ],
    }


def _table(name: str, columns: tuple[Column, ...], about: About) -> dict[str, Any]:
    key = [column.name for column in columns if column.key]
    return {
        "url": name,
        "dc:title": f"{name.removesuffix('.csv').capitalize()}: {about.words}",
        "tableSchema": {"columns": [_column(each) for each in columns], "primaryKey": key},
    }


def _column(column: Column) -> dict[str, Any]:
    described = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": column.datatype,
        "required": column.key,
        "null": [""],
    }
    return described | ({"dc:extent": column.unit} if column.unit else {})


def _without_context(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name != "@context"}


def _csv(columns: tuple[Column, ...], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with byte order mark, which spreadsheets need; no text can be a formula."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([column.name for column in columns])
    texts = [column.datatype == "string" for column in columns]
    memory: dict[object, str] = {}
    for row in rows:
        lines.writerow(
            _guarded(value, memory) if is_text else value
            for value, is_text in zip(row, texts, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def _guarded(value: object, memory: dict[object, str]) -> str:
    """`safe`, asked once for each text: the same labels stand in thousands of rows."""
    if value not in memory:
        memory[value] = safe(str(value))
    return memory[value]


def readme(about: About) -> str:
    """What is in the zip, for people."""
    lines = [
        about.words,
        "",
        *about.notices,
        "",
        "cells.csv: one line for each answer or statistic of each question and group.",
        "response.csv: response of each group.",
        "change.csv: change since the survey before, for partnerships in both.",
        "codebook.csv: every variable of the questionnaire.",
        "csv-metadata.json: what every column means (CSV on the Web).",
        "",
        *(f"{name}: {value}" for name, value in about.facts()),
        "",
        "In the column words:",
        *(f"  {symbol}  {meaning}" for symbol, meaning in SYMBOLS.items()),
        "In the column status:",
        *(f"  {status}: {meaning}" for status, meaning in STATUS.items()),
        "",
    ]
    return "\r\n".join(lines)
