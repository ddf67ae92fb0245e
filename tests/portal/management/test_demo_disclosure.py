"""No published row of the demo's edition lets a reader find a count that it withholds."""

from collections.abc import Iterator

from surveys.results.breakdowns import GROUPS
from surveys.results.published import ItemCells
from surveys.results.suppression import Thresholds
from tests.portal.management.demo import SETTINGS, edition, form
from tests.surveys.results.reader import possible_values

OPEN = Thresholds(min_count=1, min_base=1, alike_base=1)
Part = tuple[list[int | None], list[bool]]


def test_every_withheld_count_may_be_one_of_two_or_more() -> None:
    checked = 0
    for key, published in edition().items():
        for at, group in enumerate(GROUPS):
            if published.bases[at] < SETTINGS.min_base:
                continue
            for (true, sensitive), (shown, _) in zip(
                additive(edition(OPEN)[key], at), additive(published, at), strict=True
            ):
                found = possible_values([n or 0 for n in true], sensitive, SETTINGS)
                hidden = {p for p, n in enumerate(shown) if n is None and sensitive[p]}
                assert set(found) == hidden, (key, group.key)
                assert all(len(values) > 1 for values in found.values()), (key, group.key, found)
                checked += bool(hidden)
    assert checked > 1000


def additive(cells: ItemCells, at: int) -> Iterator[Part]:
    """The answers that add up to a group's base, and what adds up to the rest of its returns."""
    answers = list(zip(cells.counts[at], cells.in_base, strict=True))
    if cells.kind == "choice":
        inside = [count for count, counted in answers if counted]
        yield inside, [True] * len(inside)
    outside = [cells.not_answered[at], cells.not_applicable[at]]
    if any(option.code == "dk" and not option.in_base for option in form().item(cells.key).options):
        outside.append(cells.dont_know[at])
    outside += [count for count, counted in answers if not counted]
    yield outside, [False] + [True] * (len(outside) - 1)
