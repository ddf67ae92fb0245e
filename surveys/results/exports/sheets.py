"""The edition as sheets, by the rules for accessible spreadsheets of the UK's statistical service.

One table a sheet, its title in A1, no merged and no empty cells; shorthand in square brackets says
why a figure is not there. Pure: xlsx.py and ods.py write the same sheets.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.results.breakdowns import Group
from surveys.results.exports.about import About
from surveys.results.exports.table import (
    ANSWERS,
    ASIDE,
    NOT,
    WITHHELD,
    Line,
    Response,
    Subject,
    View,
    option_label,
)
from surveys.results.published import UNDER_HALF

CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, LOW = "[c]", "[x]", "[z]", "[low]"
SHORTHAND: Mapping[str, str] = {
    CONFIDENTIAL: "Confidential: withheld to protect single partnerships.",
    NOT_AVAILABLE: "Not available: this edition does not hold the figure.",
    NOT_APPLICABLE: "Not applicable: the question was not asked of any partnership of the group.",
    LOW: "Low: above 0 and below 0.5 per cent.",
}
WHOLE = "Whole question"
PER_CENT, OF_ALL, NUMBER = "Per cent of valid answers", "Per cent of all returns", "Number"
WEIGHTED, BASE = "Weighted per cent of valid answers", "Valid answers (base)"

Cell = str | int | float


@dataclass(frozen=True)
class Sheet:
    """A title, remarks beneath it, and one table; without `head` it holds remarks alone.

    `words`: how many of the first columns hold text. `links`: the first column names sheets.
    """

    name: str
    title: str
    remarks: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1
    links: bool = False


def sheets_of(view: View, about: About) -> tuple[Sheet, ...]:
    """Cover, contents, notes, response, a sheet for each section, and change."""
    tables = (_response(view, about), *_sections(view), *_changes(view))
    front = (_cover(about), _contents(tables), _notes(about))
    return (*front, *tables)


def _cover(about: About) -> Sheet:
    rows = tuple((name, value or NOT_AVAILABLE) for name, value in about.facts())
    remarks = (*about.notices, "This sheet contains one table.")
    return Sheet("Cover", about.words, remarks, ("What", "Value"), rows, words=2)


def _contents(tables: Iterable[Sheet]) -> Sheet:
    listed = [("Notes", "Notes and shorthand"), *((each.name, each.title) for each in tables)]
    return Sheet(
        "Contents", "Contents", ("This sheet contains one table.",), ("Sheet", "Title"),
        tuple(listed), words=2, links=True,
    )  # fmt: skip


def _notes(about: About) -> Sheet:
    limits = about.settings
    rows = (
        *SHORTHAND.items(),
        (PER_CENT, "Whole numbers, halves up; they may not add up to 100."),
        (OF_ALL, "Whole numbers, halves up, of all returns of the group."),
        (WEIGHTED, "Weighted so that groups with fewer returns count as much as they should."),
        (BASE, "Partnerships that were asked and gave a valid answer."),
        ("Indicative", f"Rows on a base below {limits.indicative_base} are indicative only."),
        ("Why figures are withheld", (f"Counts of 1 to {limits.min_count - 1}, rows on a base below"
         f" {limits.min_base}, and what would give those away.")),
    )  # fmt: skip
    return Sheet(
        "Notes", "Notes and shorthand", ("This sheet contains one table.",),
        ("Note", "What it means"), rows, words=2,
    )  # fmt: skip


def _response(view: View, about: About) -> Sheet:
    rows = tuple(
        (group.label, row.complete, *_rate(row))
        for row, group in zip(view.response, view.groups, strict=True)
    )
    head = ("Partnerships", "Complete returns", "Eligible partnerships", "Response rate (%)")
    title = f"Response to the {about.year} survey"
    return Sheet("Response", title, ("This sheet contains one table.",), head, rows)


def _rate(row: Response) -> tuple[Cell, Cell]:
    """Eligible partnerships, and the rate as printed: with one decimal."""
    if row.eligible_known is None:
        return NOT_AVAILABLE, NOT_AVAILABLE
    return row.eligible, NOT_APPLICABLE if row.per_cent is None else row.per_cent


def _sections(view: View) -> Iterator[Sheet]:
    by_section: dict[str, list[Subject]] = defaultdict(list)
    for subject in view.subjects.values():
        by_section[subject.section].append(subject)
    lines = _by_subject(view)
    head = ("Item", "Question", "Part", "Answer", "Measure", *(g.label for g in view.groups))
    remarks = (
        (
            "This sheet contains one table. Each row is one measure of one answer; columns are groups"
            " of partnerships."
        ),
        "Shorthand in square brackets is explained on the sheet Notes.",
    )
    for code, subjects in by_section.items():
        rows = [row for each in subjects for row in _rows(each, lines[each.key], len(view.groups))]
        title = f"Section {code}: {view.sections[code]}"
        yield Sheet(f"Section {code}"[:31], title, remarks, head, tuple(rows), words=5)


def _by_subject(view: View) -> dict[str, list[Line]]:
    """Lines of each item: group after group, each in the same order."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in view.lines:
        found[line.item].append(line)
    return found


def _rows(subject: Subject, lines: Sequence[Line], groups: int) -> Iterator[tuple[Cell, ...]]:
    """The item's rows: each answer in its measures, then the base."""
    width = len(lines) // groups
    lead = (subject.key, subject.text, subject.part or WHOLE)
    for place in range(width):
        same = lines[place::width]  # one answer, group after group
        name = option_label(subject, same[0])
        for measure, cells in _measures(subject, same):
            yield (*lead, name, measure, *cells)
    bases = (CONFIDENTIAL if line.base is None else line.base for line in lines[::width])
    yield (*lead, "All valid answers", BASE, *bases)


def _measures(subject: Subject, same: Sequence[Line]) -> Iterator[tuple[str, list[Cell]]]:
    first = same[0]
    if first.statistic != ANSWERS:
        yield "Statistic", [_plain(line, line.value) for line in same]
        return
    yield NUMBER, [_plain(line, line.count) for line in same]
    if subject.in_base.get(first.option) and first.option not in ASIDE:
        yield PER_CENT, [_per_cent(line) for line in same]
        if any(line.weighted_per_cent is not None for line in same):
            yield WEIGHTED, [_weighted(line) for line in same]
    yield OF_ALL, [_of_all(line) for line in same]


def _plain(line: Line, value: int | float | None) -> Cell:
    """The figure to one decimal, or the shorthand for why there is none."""
    if line.status == NOT:
        return NOT_APPLICABLE
    if value is None:
        return CONFIDENTIAL
    return value if isinstance(value, int) else _tidy(value)


def _tidy(value: float) -> Cell:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _per_cent(line: Line) -> Cell:
    """As printed; none is 0."""
    if line.status == NOT:
        return NOT_APPLICABLE
    if line.status == WITHHELD:
        return CONFIDENTIAL
    if line.count == 0:
        return 0
    return LOW if line.words == UNDER_HALF else _number(line.words)


def _weighted(line: Line) -> Cell:
    low = line.weighted_per_cent == 0 and line.count
    return LOW if low else _plain(line, line.weighted_per_cent)


def _number(printed: str) -> Cell:
    # An answer with an empty base has no per cent.
    return int(printed) if printed.isdigit() else NOT_APPLICABLE


def _of_all(line: Line) -> Cell:
    if line.status == NOT:
        return NOT_APPLICABLE
    if line.count is None:
        return CONFIDENTIAL
    share = line.per_cent_of_all
    if share is None:
        return NOT_APPLICABLE
    return LOW if 0 < share < 0.5 else int(share + 0.5)


def _changes(view: View) -> Iterator[Sheet]:
    if not view.changes:
        return
    labels = _labels(view.change_groups)
    head = (
        "Item", "Question and part", "Answer", "Group", "Per cent now", "Base now",
        "Per cent then", "Base then", "Change in percentage points",
    )  # fmt: skip
    rows = []
    for row in view.changes:
        subject = view.subjects[row.item]
        numbers = (row.per_cent_now, row.base_now, row.per_cent_then, row.base_then, row.points)
        empty = NOT_APPLICABLE if row.status == NOT else CONFIDENTIAL
        cells = (empty if value is None else value for value in numbers)
        lead = (row.item, subject.label, subject.options[row.option], labels[row.group])
        rows.append((*lead, *cells))
    title = f"Change since {view.earlier}, for partnerships in both surveys"
    yield Sheet("Change", title, ("This sheet contains one table.",), head, tuple(rows), words=4)


def _labels(groups: Iterable[Group]) -> dict[str, str]:
    return {group.key: group.label for group in groups}
