"""From a valid document to a frozen Form; compiled once per version and kept by its hash."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any

from surveys.questionnaires import conditions, document, mapping, types
from surveys.questionnaires.structure import (
    Check,
    Column,
    Form,
    Item,
    Option,
    Question,
    Row,
    Section,
)

__all__ = [
    "Check",
    "Column",
    "Form",
    "Item",
    "Option",
    "Question",
    "Row",
    "Section",
    "compile",
    "compiled",
]

KEPT = 16  # compiled forms kept per process; a site has one or two questionnaires a year
_cache: OrderedDict[str, Form] = OrderedDict()
_lock = Lock()
# Taken over from the document into Question under the same name.
PLAIN = (
    "code",
    "section",
    "type",
    "text",
    "help",
    "required",
    "min",
    "max",
    "decimals",
    "unit",
    "currency",
    "period",
    "max_length",
    "max_choices",
    "row_name",
    "rows_name",
    "option_name",
    "theme",
    "source",
    "source_ref",
)


def compiled(sha256: str, load: Callable[[], Mapping[str, Any]]) -> Form:
    """The form of the document with that hash; `load()` is called only when it is not at hand.

    ValueError when the loaded document has another hash: a stored document was tampered with.
    """
    with _lock:
        if sha256 in _cache:
            _cache.move_to_end(sha256)
            return _cache[sha256]
    form = compile(load())
    if form.sha256 != sha256:
        raise ValueError(f"the document's hash is {form.sha256}, not {sha256}")
    with _lock:
        _cache[sha256] = form
        while len(_cache) > KEPT:
            _cache.popitem(last=False)
    return form


def compile(source: Mapping[str, Any]) -> Form:  # noqa: A001 -- always called as form.compile
    """Compile a document that document.validate() found no fault with; others raise anything."""
    year = source["year"]
    sections = tuple(
        _section(source, part, number) for number, part in enumerate(source["sections"], start=1)
    )
    questions = tuple(question for section in sections for question in section.questions)
    items = tuple(item for question in questions for item in question.items)
    return Form(
        code=source["code"],
        year=year,
        version=source["version"],
        title=source["title"],
        status=source.get("status", ""),
        notice=source.get("notice", ""),
        sha256=document.sha256(source),
        sections=sections,
        questions=questions,
        items=items,
        columns=_columns(items),
        checks=tuple(_check(part, year) for part in source.get("checks", ())),
        figures=conditions.bind(source.get("figures", []), year=year),
        breakdowns=conditions.bind(source.get("breakdowns", []), year=year),
        by_code=MappingProxyType({question.code: question for question in questions}),
        by_item=MappingProxyType({item.key: item for item in items}),
        eligible_if=conditions.bind(source.get("eligibility"), year=year),
        mapping=mapping.matches_of(source),
        mapped_to=mapping.mapped_to(source),
        dropped=tuple(source.get("mapping", {}).get("dropped", ())),
    )


def _section(source: Mapping[str, Any], part: Mapping[str, Any], number: int) -> Section:
    mine = [q for q in source["questions"] if q["section"] == part["code"]]
    codes = frozenset(question["code"] for question in mine)
    return Section(
        code=part["code"],
        number=number,
        title=part["title"],
        intro=part.get("intro", ""),
        show_if=conditions.bind(part.get("show_if"), year=source["year"]),
        questions=tuple(
            _question(question, place, codes, source["year"])
            for place, question in enumerate(mine, start=1)
        ),
    )


def _question(part: Mapping[str, Any], number: int, codes: frozenset[str], year: int) -> Question:
    show_if = conditions.bind(part.get("show_if"), year=year)
    rows = tuple(
        Row(row["code"], row["label"], conditions.bind(row.get("show_if"), year=year))
        for row in part.get("rows", ())
    )
    looked_at = conditions.references(show_if).union(
        *(conditions.references(row.show_if) for row in rows)
    )
    question = Question(
        **{"help": "", "required": False, **{key: part[key] for key in PLAIN if key in part}},
        number=number,
        show_if=show_if,
        options=tuple(_option(option) for option in part.get("options", ())),
        rows=rows,
        figure=str(part.get("figure") or ""),
        local=looked_at & codes,
        always=() if any(row.show_if for row in rows) else tuple(row.code for row in rows),
    )
    kind = types.of(question)
    return dataclasses.replace(question, items=kind.items(question), pieces=kind.pieces(question))


def _option(part: Mapping[str, Any]) -> Option:
    names = ("code", "label", "score", "group", "in_base", "exclusive")
    return Option(**{name: part[name] for name in names if name in part})


def _check(part: Mapping[str, Any], year: int) -> Check:
    when = conditions.bind(part.get("when"), year=year)
    require = conditions.bind(part["require"], year=year)
    return Check(
        code=part["code"],
        kind=part["kind"],
        questions=tuple(part["questions"]),
        when=when,
        require=require,
        message=part["message"],
        remedy=part["remedy"],
        note=part.get("note", ""),
        rows=MappingProxyType(
            {**conditions.row_references(require), **conditions.row_references(when)}
        ),
        rows_of=MappingProxyType(conditions.rows_looked_at(when, require)),
    )


def _columns(items: tuple[Item, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(index, option)
        for index, item in enumerate(items)
        for option in (range(len(item.options)) if item.kind == "multi" else (None,))
    )
