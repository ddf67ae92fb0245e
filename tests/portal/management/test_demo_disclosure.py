"""Nothing that the demo's edition withholds can be found: not in a row, not across groups."""

from collections.abc import Iterator

from surveys.results.breakdowns import GROUPS
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import traits
from surveys.results.published import ItemCells
from tests.portal.management.demo import SETTINGS, edition, form, protected, rows, settings
from tests.surveys.results.attacker import ASIDE, Lead, recovered, recovered_sums
from tests.surveys.results.reader import possible_values

OPEN = Thresholds(min_count=1, min_base=1, alike_base=1)
Part = tuple[list[int | None], list[bool]]


def leads() -> list[Lead]:
    """What the questionnaire says of who is asked what."""
    items = form().items
    return [
        Lead(
            items[route.filter].key,
            items[route.item].key,
            frozenset(code for code, side in route.sides.items() if side and code),
        )
        for route in traits(form(), settings().public).routes
        if route.sides
    ]


def test_no_equation_between_published_figures_gives_a_withheld_one_away() -> None:
    published, complete = edition(), len(leads())
    assert protected().exposed == ()
    assert complete > 15
    assert recovered(published, leads()) == set()
    for item in published.values():
        if item.kind == "number":
            assert recovered_sums(item) == set(), item.key


def test_every_withheld_cell_has_its_proof() -> None:
    for key, cells in protected().cells.items():
        for cell in cells:
            lone = cell["rule"] in {"routed", "dominated"} or cell["option"] in (*ASIDE, "numbers")
            assert cell["with"] or lone, (key, cell)


def test_every_withheld_count_of_a_row_alone_may_be_one_of_two_or_more() -> None:
    checked = 0
    for key, published in rows().items():
        for at, group in enumerate(GROUPS):
            if published.bases[at] < SETTINGS.min_base:
                continue
            for (true, sensitive), (shown, _) in zip(
                additive(rows(OPEN)[key], at), additive(published, at), strict=True
            ):
                base = published.bases[at] or 0
                if base < SETTINGS.alike_base and base in true:
                    assert set(shown) == {None}  # all gave one answer
                    continue
                found = possible_values([n or 0 for n in true], sensitive, SETTINGS)
                hidden = {p for p, n in enumerate(shown) if n is None and sensitive[p]}
                assert set(found) == hidden, (key, group.key)
                assert all(len(values) > 1 for values in found.values()), (key, group.key, found)
                checked += bool(hidden)
    assert checked > 1000


def additive(cells: ItemCells, at: int) -> Iterator[Part]:
    """The answers that add up to a group's base: what is shown beside one's kind."""
    answers = list(zip(cells.counts[at], cells.in_base, strict=True))
    if cells.kind == "choice":
        inside = [count for count, counted in answers if counted]
        yield inside, [True] * len(inside)
