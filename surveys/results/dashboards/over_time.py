"""Every question over the waves: whole group beside matched group, breaks in the series marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.web.charts import Chart, Dumbbell, Pair, Series, Value
from portal.web.charts import Trend as TrendChart
from portal.web.charts.palette import STROKES
from portal.web.components import DataTable
from surveys.questionnaires.structure import Form, Option, Question
from surveys.results.changes import Change, Point
from surveys.results.dashboards.breakdowns import strongest_first
from surveys.results.dashboards.plates import Plate
from surveys.results.headlines import group_words, nobody
from surveys.results.published import SUPPRESSED
from surveys.results.trends import GroupTrend, Trend, Trends

NOT_THEN = "not asked"
BROKEN = "broken"
MOSTLY = 0.75
"""The share of withheld figures from which a page says why there are so few."""


@dataclass(frozen=True)
class Line:
    """One answer of an item, or the strongest answer of a row of a grid, in one group."""

    label: str
    option: str
    trend: GroupTrend
    breaks: tuple[str, ...]

    def words(self, year: int, points: Iterable[Point]) -> str:
        """The per cent of a wave in words."""
        point = next((point for point in points if point.year == year), None)
        if point is None:
            return NOT_THEN
        found = next((s.words for s in point.shares if s.option == self.option), None)
        return NOT_THEN if found is None else found

    def value(self, year: int) -> Value | None:
        """The per cent of a wave for a chart; None where it may not be shown or was not asked."""
        for point in self.trend.points:
            for share in point.shares:
                if point.year == year and share.option == self.option:
                    per_cent = share.per_cent
                    return None if per_cent is None else Value(per_cent, share.words)
        return None

    @property
    def is_broken(self) -> bool:
        """Whether the two newest waves cannot be set beside each other."""
        return len(self.trend.points) > 1 and bool(self.trend.points[-1].broken)


def plates(form: Form, found: Trends, group: str) -> list[Plate]:
    """One plate a question, in the order of the questionnaire."""
    by_question = groupby(found.trends, key=lambda trend: trend.item.question)
    return [
        _plate(form.question(code), list(trends), found.years, group)
        for code, trends in by_question
    ]


def gaps(found: Trends, group: str, *, absent: bool) -> tuple[str, ...]:
    """Why figures are missing, in sentences. `absent`: the group has no members now."""
    if absent:
        return (nobody(group),)
    if len(found.years) < 2:
        return ()
    said = []
    series = [one for trend in found.trends for one in trend.groups]
    if _mostly_withheld(point for one in series for point in one.points):
        said.append(
            "Most figures are withheld, because so few partnerships of this group answered that"
            " they could give single partnerships away. Choose a larger group."
        )
    elif _mostly_withheld(point for one in series for point in one.matched or ()):
        said.append(
            "Most figures “in both waves” are withheld, because they could give away the answers"
            " of the few partnerships that answered in one wave only."
        )
    if found.editions[-1].earlier_id is None:
        said.append(
            f"Nothing is counted “in both waves”: the {found.years[-2]} survey had no frozen"
            " edition when this edition was built. A new edition would have these figures."
        )
    return tuple(said)


def _mostly_withheld(points: Iterable[Point]) -> bool:
    words = [share.words for point in points for share in point.shares]
    return bool(words) and words.count(SUPPRESSED) >= MOSTLY * len(words)


def _plate(question: Question, trends: list[Trend], years: tuple[int, ...], group: str) -> Plate:
    lines = list(_lines(question, trends))
    measure = "Per cent of valid answers"
    if question.rows:
        measure = f"“{_strongest(trends[0]).label}”, per cent"
    measure = f"{measure}, {group_words(group)}, {years[0]} to {years[-1]}"
    title = f"{question.code} {question.text}"
    return Plate(
        key=question.code.lower(),
        title=title,
        measure=measure,
        chart=_chart(question.text, measure, lines, years),
        table=_table(f"{title} {measure}", question, lines, years),
        source=_source(lines),
    )


def _lines(question: Question, trends: list[Trend]) -> Iterator[Line]:
    for trend in trends:
        options = strongest_first(trend.item.options)
        for option in options[:1] if question.rows else options:
            label = trend.item.label if question.rows else option.label
            for one in trend.groups:
                yield Line(label, option.code, one, trend.breaks)


def _strongest(trend: Trend) -> Option:
    return strongest_first(trend.item.options)[0]


def _chart(title: str, measure: str, lines: Sequence[Line], years: tuple[int, ...]) -> Chart | None:
    """Two waves as pairs of dots; more as lines of the four answers that are highest now."""
    whole = [line for line in lines if len(line.trend.points) > 1 and not line.is_broken]
    if not whole:
        return None
    if len(years) == 2:
        pairs = (Pair(line.label, line.value(years[1]), line.value(years[0])) for line in whole)
        return Dumbbell(title, measure, (str(years[1]), str(years[0])), tuple(pairs))
    highest = sorted(whole, key=lambda line: -_share(line.value(years[-1])))[: len(STROKES)]
    series = (Series(line.label, _unbroken(line, years)) for line in highest)
    return TrendChart(title, measure, tuple(str(year) for year in years), tuple(series))


def _share(value: Value | None) -> float:
    return -1.0 if value is None else value.share


def _unbroken(line: Line, years: tuple[int, ...]) -> tuple[Value | None, ...]:
    """The values since the newest break: no line is drawn across one."""
    since = max((p.year for p in line.trend.points if p.broken), default=years[0])
    return tuple(line.value(year) if year >= since else None for year in years)


def _table(
    caption: str, question: Question, lines: Sequence[Line], years: tuple[int, ...]
) -> DataTable:
    head = (
        question.row_name.capitalize() if question.rows else "Answer",
        *(f"{year} (%)" for year in years),
        "Change (points)",
        *(f"{year}, in both waves (%)" for year in years[-2:]),
        "Change, in both waves (points)",
    )
    rows = tuple(
        (
            line.label,
            *(line.words(year, line.trend.points) for year in years),
            _changed(line, line.trend.changes),
            *(_matched(line, year) for year in years[-2:]),
            _changed(line, line.trend.matched_changes) if line.trend.matched else "N/A",
        )
        for line in lines
    )
    return DataTable(caption, head, rows)


def _changed(line: Line, changes: Iterable[Change]) -> str:
    if line.is_broken:
        return BROKEN
    found = next((change.words for change in changes if change.option == line.option), None)
    if found is None:
        return NOT_THEN if len(line.trend.points) < 2 else SUPPRESSED
    return found


def _matched(line: Line, year: int) -> str:
    return line.words(year, line.trend.matched) if line.trend.matched else "N/A"


def _source(lines: Sequence[Line]) -> str:
    """The breaks of the series, each said once."""
    breaks = dict.fromkeys(words for line in lines for words in line.breaks)
    said = "; ".join(breaks)
    return f"Break in the series: {said}." if said else ""
