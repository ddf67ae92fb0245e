"""Single returns as variables: one value a return, with the kinds of missing answers apart. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from surveys.questionnaires import coding
from surveys.questionnaires.codebook import Variable as Described
from surveys.questionnaires.codebook import codebook
from surveys.questionnaires.structure import Form, Item, Option
from surveys.results.breakdowns import AUTHORITY_TYPES, REGIONS
from surveys.results.layout import DONT_KNOW, NOT_APPLICABLE
from surveys.returns.queries.single import SingleReturn

NOT_ANSWERED, KNOWS_NOT, NOT_ASKED = -9, -8, -1
MISSING: Mapping[int, str] = {
    NOT_ANSWERED: "Not answered, or reported as not answerable",
    KNOWS_NOT: "Don't know",
    NOT_ASKED: "Not applicable, or not asked",
}
# Answers may be negative numbers of up to twelve digits; there the codes stand beyond them.
BEYOND = 10**13

Codes = npt.NDArray[np.uint8]
Aside = tuple[int, npt.NDArray[np.bool_]]


@dataclass(frozen=True)
class Measured:
    """One variable of an extract. `labels`: code → words; `missing`: codes that are no answers.

    `about`: what the codebook says of it, None for what identifies the return.
    """

    name: str
    label: str
    values: Sequence[Any]
    kind: str  # "text", "code" or "number"
    labels: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[int, str] = field(default_factory=dict)
    about: Described | None = None


def microdata(form: Form, returns: Sequence[SingleReturn], *, texts: bool) -> tuple[Measured, ...]:
    """Whose return it is, then every variable in the order of the questionnaire.

    With `texts`, each free text stands behind the variable that says whether there is one.
    """
    return (*_places(returns), *_answers(form, returns, texts=texts))


def _places(returns: Sequence[SingleReturn]) -> Iterator[Measured]:
    types = {key: number for number, key in enumerate(AUTHORITY_TYPES, start=1)}
    regions = {key: number for number, key in enumerate(REGIONS, start=1)}
    yield Measured("partnership", "Partnership", [r.slug for r in returns], "text")
    yield Measured("name", "Name of the partnership", [r.name for r in returns], "text")
    yield Measured("nrf", "Neighbourhood Renewal Fund", [int(r.nrf) for r in returns], "code",
                   {0: "No", 1: "Yes"})  # fmt: skip
    yield Measured("authority_type", "Type of authority",
                   [types[r.authority_type] for r in returns], "code",
                   {types[key]: words for key, words in AUTHORITY_TYPES.items()})  # fmt: skip
    yield Measured("region", "Region", [regions[r.region] for r in returns], "code",
                   {regions[key]: words for key, words in REGIONS.items()})  # fmt: skip
    yield Measured(
        "document_sha256", "Hash of the return", [r.document_sha256 for r in returns], "text"
    )


def _answers(form: Form, returns: Sequence[SingleReturn], *, texts: bool) -> Iterator[Measured]:
    codes = np.frombuffer(b"".join(r.codes for r in returns), np.uint8)
    codes = codes.reshape(len(returns), len(form.columns))
    numbered = [index for index, item in enumerate(form.items) if item.kind == "number"]
    aside = _aside_ticked(form, codes)
    for position, (column, about) in enumerate(zip(form.columns, codebook(form), strict=True)):
        item = form.items[column.item_index]
        bytes_ = codes[:, position]
        if column.option_index is not None:
            option = item.options[column.option_index]
            if not _set_aside(option):
                yield _ticked(about, bytes_, aside.get(item.key, []))
        elif item.kind == "choice":
            yield _chosen(item, about, bytes_)
        elif item.kind == "number":
            place = numbered.index(column.item_index)
            least = form.question(item.question).min
            yield _number(about, bytes_, [r.numbers[place] for r in returns], least)
        else:
            yield _answered(about, bytes_)
            if texts:
                words = [r.texts.get(item.question, "") for r in returns]
                yield Measured(f"{about.name}.text", about.label, words, "text", about=about)


def _set_aside(option: Option) -> bool:
    return not option.in_base and option.code in (DONT_KNOW, NOT_APPLICABLE)


def _missing_of(option: Option) -> int:
    return KNOWS_NOT if option.code == DONT_KNOW else NOT_ASKED


def _table() -> npt.NDArray[np.int64]:
    """Byte → value; what is no answer is in it."""
    table = np.arange(256)
    table[[coding.NOT_ANSWERED, coding.CANNOT]] = NOT_ANSWERED
    table[coding.NOT_ASKED] = NOT_ASKED
    return table


def _chosen(item: Item, about: Described, codes: Codes) -> Measured:
    table, labels = _table(), {}
    for number, option in enumerate(item.options, start=1):
        if _set_aside(option):
            table[number] = _missing_of(option)
        else:
            labels[number] = option.label
    return Measured(about.name, about.label, table[codes].tolist(), "code", labels, MISSING, about)


def _ticked(about: Described, codes: Codes, aside: list[Aside]) -> Measured:
    """1 ticked, 0 not; who ticked "don't know" or "not applicable" has that everywhere."""
    table = _table()
    table[coding.NOT_TICKED], table[coding.TICKED] = 0, 1
    values = table[codes]
    for missing, ticked in aside:
        values = np.where(ticked, missing, values)
    labels = {0: "Not ticked", 1: "Ticked"}
    return Measured(about.name, about.label, values.tolist(), "code", labels, MISSING, about)


def _aside_ticked(form: Form, codes: Codes) -> dict[str, list[Aside]]:
    """Item key → for each of its options that is no answer, its code and who has ticked it."""
    found: dict[str, list[Aside]] = defaultdict(list)
    for position, column in enumerate(form.columns):
        if column.option_index is not None:
            item = form.items[column.item_index]
            option = item.options[column.option_index]
            if _set_aside(option):
                ticked = codes[:, position] == coding.TICKED
                found[item.key].append((_missing_of(option), ticked))
    return found


def _number(about: Described, codes: Codes, numbers: Sequence[float], least: float) -> Measured:
    further = BEYOND if least < 0 else 0
    missing = {code - further: words for code, words in MISSING.items()}
    table = _table() - further
    table[coding.ANSWERED] = NOT_ANSWERED - further  # should there be no number after all
    given = np.array(numbers, float)
    values = np.where((codes == coding.ANSWERED) & ~np.isnan(given), given, table[codes])
    return Measured(
        about.name, about.label, [_tidy(value) for value in values.tolist()], "number",
        {}, missing, about,
    )  # fmt: skip


def _tidy(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _answered(about: Described, codes: Codes) -> Measured:
    labels = {1: "Answered"}
    return Measured(
        about.name, about.label, _table()[codes].tolist(), "code", labels, MISSING, about
    )
