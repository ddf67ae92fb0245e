r"""Options, rows and categories as text, one a line: `code | label | remarks`; and back.

    joint | Joint strategy agreed | score 3 | group joint
    dk | Don't know | not in base
    none | None of these | alone
    transport | Local transport | only if nrf

A "|" in a label is written "\|".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.questionnaires.conditions.text import TextFault, parse, text

CODE = re.compile(r"[a-z0-9_]{1,40}")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
SPLIT = re.compile(r"(?<!\\)\|")
LONGEST_LABEL = 500
SCORE = re.compile(r"score (-?\d{1,9}(?:\.\d{1,6})?)")
GROUP = re.compile(r"group (\S+)")
CATEGORY = re.compile(r"group (\S+)")


class LineFault(Exception):
    """What is wrong with one line, with its number."""

    def __init__(self, number: int, message: str):
        super().__init__(f"Line {number}: {message}")


def options_text(options: Sequence[Mapping[str, Any]]) -> str:
    """Options, one a line."""
    return "\n".join(_option_line(option) for option in options)


def rows_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows, one a line, with their conditions."""
    return "\n".join(_row_line(row) for row in rows)


def categories_text(categories: Sequence[Any]) -> str:
    """Categories of a figure: an option code, or a group with its label."""
    return "\n".join(
        part if isinstance(part, str) else f"group {part['group']} | {_guarded(part['label'])}"
        for part in categories
    )


def read_options(written: str) -> list[dict[str, Any]]:
    """The options written there. Raises LineFault."""
    return _read(written, "option", _option_remark)


def read_rows(written: str) -> list[dict[str, Any]]:
    """The rows written there; conditions are read, not proved. Raises LineFault."""
    return _read(written, "row", _row_remark)


def read_categories(written: str) -> list[Any]:
    """The categories of a figure. Raises LineFault."""
    found: list[Any] = []
    for number, cells in _lines(written):
        group = CATEGORY.fullmatch(cells[0])
        if group and len(cells) == 2 and CODE.fullmatch(group[1]):
            found.append({"group": group[1], "label": _label(number, cells[1])})
        elif len(cells) == 1 and CODE.fullmatch(cells[0]):
            found.append(cells[0])
        else:
            raise LineFault(number, "write the code of an option, or “group CODE | label”.")
    return found


def _read(
    written: str, what: str, remark: Callable[[int, str], dict[str, Any]]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, cells in _lines(written):
        if len(cells) < 2:
            raise LineFault(number, "write the code, then | and the label.")
        code = cells[0]
        if not CODE.fullmatch(code):
            raise LineFault(
                number,
                f"“{code[:40]}” cannot be a code. Use small letters, digits and underscores, 40"
                " at most.",
            )
        if code in seen:
            raise LineFault(
                number,
                f"the code {code} stands on line {seen[code]} too. Give each {what} its own.",
            )
        seen[code] = number
        part: dict[str, Any] = {"code": code, "label": _label(number, cells[1])}
        for cell in cells[2:]:
            part |= remark(number, cell)
        found.append(part)
    return found


def _lines(written: str) -> list[tuple[int, list[str]]]:
    lines = written.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        (number, [cell.strip().replace("\\|", "|") for cell in SPLIT.split(line)])
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _label(number: int, label: str) -> str:
    if not label:
        raise LineFault(number, "the label is missing. Write it after the code and |.")
    if len(label) > LONGEST_LABEL:
        raise LineFault(number, f"the label may be {LONGEST_LABEL} characters long at most.")
    if CONTROL.search(label):
        raise LineFault(number, "the label holds a tab or another control character. Take it out.")
    return label


def _option_remark(number: int, cell: str) -> dict[str, Any]:
    if cell == "not in base":
        return {"in_base": False}
    if cell == "alone":
        return {"exclusive": True}
    if score := SCORE.fullmatch(cell):
        return {"score": float(score[1]) if "." in score[1] else int(score[1])}
    group = GROUP.fullmatch(cell)
    if group and CODE.fullmatch(group[1]):
        return {"group": group[1]}
    raise LineFault(
        number,
        f"“{cell[:40]}” is not understood. After the label may stand: score 3, group early,"
        " not in base, alone.",
    )


def _row_remark(number: int, cell: str) -> dict[str, Any]:
    condition = cell.removeprefix("only if ")
    if condition == cell:
        raise LineFault(number, "after the label may stand “only if” and a condition.")
    try:
        return {"show_if": parse(condition)}
    except TextFault as fault:
        raise LineFault(number, f"{fault.message}") from fault


def _option_line(option: Mapping[str, Any]) -> str:
    cells = [option["code"], _guarded(option["label"])]
    if option.get("score") is not None:
        cells.append(f"score {option['score']!r}")
    if option.get("group"):
        cells.append(f"group {option['group']}")
    if option.get("in_base") is False:
        cells.append("not in base")
    if option.get("exclusive"):
        cells.append("alone")
    return " | ".join(cells)


def _row_line(row: Mapping[str, Any]) -> str:
    cells = [row["code"], _guarded(row["label"])]
    if row.get("show_if") is not None:
        cells.append(f"only if {_guarded(text(row['show_if']))}")
    return " | ".join(cells)


def _guarded(words: str) -> str:
    return words.replace("|", "\\|")
