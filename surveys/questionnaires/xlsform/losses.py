"""What an XLSForm made from a questionnaire leaves out, in words, before anybody relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.questionnaires.structure import Form, Question

NAMED = 6
Has = Callable[[Question], bool]
OF_QUESTIONS: tuple[tuple[str, Has], ...] = (
    ("that an amount is in pounds; it goes out as a whole number", lambda q: q.type == "money"),
    ("financial year", lambda q: bool(q.period)),
    ("unit", lambda q: bool(q.unit)),
    ("scores of options", lambda q: any(o.score is not None for o in q.options)),
    ("published groups of options", lambda q: any(o.group for o in q.options)),
    ("options outside the percentage base", lambda q: not all(o.in_base for o in q.options)),
    ("names of rows and options in messages", lambda q: bool(q.rows) and q.row_name != "row"),
    ("subject", lambda q: bool(q.theme)),
    ("source", lambda q: bool(q.source or q.source_ref)),
    ("figure it feeds", lambda q: bool(q.figure)),
)
OF_DOCUMENT = {
    "eligibility": "Which returns count",
    "mapping": "Mapping to the earlier questionnaire",
    "missing_codes": "Codes of missing answers",
    "breakdowns": "Breakdowns of the results",
    "figures": "Published figures",
    "reference_date": "Reference date",
    "status": "Status",
    "attribution": "Attribution",
    "types": "Remarks on the types of questions",
    "show_if_grammar": "Remarks on conditions",
}


def losses(form: Form, document: Mapping[str, Any]) -> tuple[str, ...]:
    """One line for each thing that does not go out, the gravest first."""
    return tuple(_losses(form, document))


def _losses(form: Form, document: Mapping[str, Any]) -> Iterator[str]:
    for check in form.checks:
        yield f"Check {check.code} ({check.kind}): XLSForm has no rules between answers: {check.message}"
    yield f"Year: {form.year}"
    for words, has in OF_QUESTIONS:
        codes = [question.code for question in form.questions if has(question)]
        if codes:
            yield f"{words[0].upper()}{words[1:]}: {_named(codes)}"
    for key, words in OF_DOCUMENT.items():
        if document.get(key):
            yield words


def _named(codes: list[str]) -> str:
    rest = len(codes) - NAMED
    named = ", ".join(codes[:NAMED])
    return f"{named} and {rest} more questions" if rest > 0 else named
