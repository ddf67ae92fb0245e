"""Codes for what an XLSForm calls by longer names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from string import ascii_uppercase
from typing import Any

QUESTION = re.compile(r"[A-Z][A-Z0-9]{0,7}")
LONGEST_CODE = 40
SPACES = re.compile(r"\s+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def question_code(name: str, taken: Iterable[str], section: str) -> str:
    """The name itself in capitals where it can be a code, else the section and a number."""
    used = set(taken)
    wanted = name.upper()
    if QUESTION.fullmatch(wanted) and wanted not in used:
        return wanted
    number = 1
    while f"{section[:4]}{number:02}" in used:
        number += 1
    return f"{section[:4]}{number:02}"


def section_code(name: str, taken: Iterable[str]) -> str:
    """The name without "section_" where it can be a code, else the next free letter."""
    used = set(taken)
    wanted = name.removeprefix("section_").upper()
    if QUESTION.fullmatch(wanted) and wanted not in used:
        return wanted
    free = [letter for letter in ascii_uppercase if letter not in used]
    return free[0] if free else next(f"S{n}" for n in range(1, 1000) if f"S{n}" not in used)


def answer_code(name: str, taken: Iterable[str]) -> str:
    """Small letters, digits and underscores; numbered when another has the same."""
    used = set(taken)
    plain = re.sub(r"[^a-z0-9_]+", "_", name.lower())[:LONGEST_CODE] or "option"
    code, number = plain, 2
    while code in used:
        code = f"{plain[: LONGEST_CODE - 4]}_{number}"
        number += 1
    return code


def one_line(value: Any, language: str, longest: int, cut: Callable[[], None]) -> str:
    """The words of a label or hint on one line, in the default language if there are several."""
    if isinstance(value, dict):
        value = value.get(language) or next(iter(value.values()), "")
    text = SPACES.sub(" ", CONTROLS.sub(" ", str(value or ""))).strip()
    if len(text) > longest:
        cut()
        return text[:longest].rstrip()
    return text
