"""SPSS files; needs the optional packages of `exports`. Used for editions and for extracts."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from surveys.results.exports.about import About
from surveys.results.exports.columns import CELLS, Column
from surveys.results.exports.csvw import cell_rows
from surveys.results.exports.table import View

# Where the header of a file keeps the moment it was written, which is made the edition's.
DATE, TIME = slice(92, 101), slice(101, 109)
WITHHELD, NOT_ASKED, NONE = -91, -92, -93
MISSING = {
    WITHHELD: "Withheld to protect single partnerships",
    NOT_ASKED: "Not asked",
    NONE: "Does not exist for this row",
}
LONGEST_LABEL = 255  # bytes
LONGEST_VALUE_LABEL = 120


@dataclass(frozen=True)
class Variable:
    """One variable: its values, and the words of codes; `missing` codes are left out of counts."""

    name: str
    label: str
    values: Sequence[Any]
    labels: Mapping[int, str] = field(default_factory=dict)
    missing: Sequence[int] = ()


def write(view: View, about: About) -> bytes:
    """The table of cells.csv: groups, answers' status and statistics coded and labelled."""
    columns = dict(zip((c.name for c in CELLS), zip(*cell_rows(view), strict=True), strict=True))
    groups = {group.key: number for number, group in enumerate(view.groups, start=1)}
    states = {"shown": 1, "withheld": 2, "not_asked": 3}
    why = {"shown": NONE, "withheld": WITHHELD, "not_asked": NOT_ASKED}
    status = columns["status"]
    variables = [
        Variable(name, _about(name), columns[name]) for name in ("item", "question", "section")
    ]
    variables.append(
        Variable("group", _about("group"), [groups[key] for key in columns["group"]],
                 {number: view.groups[number - 1].label for number in groups.values()})
    )  # fmt: skip
    variables += [Variable(name, _about(name), columns[name]) for name in ("option", "statistic")]
    variables.append(
        Variable("status", _about("status"), [states[each] for each in status],
                 {1: "Shown", 2: "Withheld", 3: "Not asked"})
    )  # fmt: skip
    for each in CELLS:
        if each.datatype != "string":
            variables.append(_figures(each, columns[each.name], [why[state] for state in status]))
    notes = (about.source, *about.notices, f"Cells {about.cells_sha256}")
    return write_variables(variables, title=about.words, notes=notes, at=about.built_at)


def _figures(column: Column, values: Sequence[Any], why: Sequence[int]) -> Variable:
    """Numbers with the codes of why there are none; a statistic may be any number, so there the
    variable `status` alone says why."""
    if column.name == "value":
        return Variable(column.name, column.about, values)
    filled = [code if value is None else value for value, code in zip(values, why, strict=True)]
    return Variable(column.name, column.about, filled, MISSING, tuple(MISSING))


def _about(name: str) -> str:
    return next(each.about for each in CELLS if each.name == name)


def write_variables(
    variables: Sequence[Variable], *, title: str, notes: Sequence[str], at: datetime
) -> bytes:
    """The variables as one file that says it was written at this moment."""
    import pandas as pd  # noqa: PLC0415 optional
    import pyreadstat  # noqa: PLC0415 optional

    frame = pd.DataFrame({each.name: list(each.values) for each in variables})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.sav"
        pyreadstat.write_sav(
            frame,
            str(file),
            file_label=title[:64],
            column_labels={v.name: cut(v.label, LONGEST_LABEL) for v in variables},
            variable_value_labels={
                v.name: {code: cut(words, LONGEST_VALUE_LABEL) for code, words in v.labels.items()}
                for v in variables
                if v.labels
            },
            missing_ranges={v.name: list(v.missing) for v in variables if v.missing},
            note=[cut(each, 80) for each in notes],
            row_compress=True,
        )
        content = bytearray(file.read_bytes())
    content[DATE] = f"{at:%d %b %y}".encode()
    content[TIME] = f"{at:%H:%M:%S}".encode()
    return bytes(content)


def cut(words: str, most: int) -> str:
    """At most so many bytes of UTF-8, ending in an ellipsis where something is left out."""
    if len(words.encode()) <= most:
        return words
    return words.encode()[: most - 3].decode(errors="ignore").rstrip() + "…"
