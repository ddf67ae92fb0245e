"""The few ways in which a published finding is measured; each returns a function of `Shares`."""

from collections.abc import Callable, Sequence

from tests.support.findings.shares import Shares

Measure = Callable[[Shares], float]

TYPES = ("county", "shire_district", "unitary", "metropolitan_district", "london_borough")


def share(item: str, codes: str, group: str = "all") -> Measure:
    """The per cent that gave one of the codes."""
    return lambda shares: shares.share(item, codes, group)


def gap(item: str, codes: str, group: str, other: str) -> Measure:
    """Percentage points by which one group is ahead of another."""
    return lambda shares: shares.share(item, codes, group) - shares.share(item, codes, other)


def least(measures: Sequence[Measure]) -> Measure:
    """The smallest of several: what holds for it holds for each of them."""
    return lambda shares: min(measure(shares) for measure in measures)


def most(measures: Sequence[Measure]) -> Measure:
    """The largest of several."""
    return lambda shares: max(measure(shares) for measure in measures)


def mean(measures: Sequence[Measure]) -> Measure:
    """The plain mean of several."""
    return lambda shares: sum(measure(shares) for measure in measures) / len(measures)


def difference(measure: Measure, other: Measure) -> Measure:
    """Percentage points between two measures."""
    return lambda shares: measure(shares) - other(shares)


def number(measures: Sequence[Measure], at_least: float) -> Measure:
    """How many of several reach a level."""
    return lambda shares: float(sum(measure(shares) >= at_least for measure in measures))


def lead(item: str, others: Sequence[str], codes: str, group: str = "all") -> Measure:
    """Points between an item and the next one: positive when it comes first."""
    return difference(
        share(item, codes, group), most([share(each, codes, group) for each in others])
    )


def items(question: str, rows: str) -> list[str]:
    """Item keys of a grid: items("H02", "crime economic")."""
    return [f"{question}.{row}" for row in rows.split()]
