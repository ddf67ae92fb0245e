"""A reader who sets up every equation between published figures and solves them.

It knows what anybody knows: the published cells, how many returns each group has, which groups make up
which, that London and its boroughs are the same partnerships, and which answers lead to which
questions. A withheld cell is recovered when the equations leave it one value only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.results.breakdowns import AUTHORITY_TYPES, BANDS, GROUP_INDEX, GROUPS, REGIONS
from surveys.results.published import ItemCells

Term = tuple[str, int, str]  # item, group, cell
Equation = dict[Term, int]
ASIDE = ("dont_know", "not_applicable", "not_answered")


@dataclass(frozen=True)
class Lead:
    """What the questionnaire says: these answers of `filter` lead to `item`, and no others do."""

    filter: str
    item: str
    options: frozenset[str]
    chosen_na: bool = False  # "not applicable" may also be chosen: its count says nothing


def group_sums() -> list[tuple[int, list[int]]]:
    """A group and those it is the sum of."""
    at = GROUP_INDEX
    sums = [(at["all"], [at["nrf"], at["non_nrf"]])]
    sums += [(at["all"], [at[key] for key in names]) for names in (AUTHORITY_TYPES, REGIONS)]
    sums += [(at[kind], [at[f"nrf:{kind}"], at[f"non_nrf:{kind}"]]) for kind in AUTHORITY_TYPES]
    sums += [
        (at[flag], [at[f"{flag}:{kind}"] for kind in AUTHORITY_TYPES])
        for flag in ("nrf", "non_nrf")
    ]
    sums.append((at["all"], [*(at[f"maturity:{band}"] for band in BANDS), at["maturity:unknown"]]))
    return [*sums, (at["london"], [at["london_borough"]])]


def recovered(items: Mapping[str, ItemCells], leads: Sequence[Lead] = ()) -> set[Term]:
    """Every withheld count, base included, that the equations give away."""
    known = {term: value for item in items.values() for term, value in _published(item)}
    found: set[Term] = set()
    for cluster in _clusters(items, leads):
        equations = [e for key in cluster for e in _of_item(items[key])]
        equations += [e for lead in leads if lead.item in cluster for e in _of_lead(lead, items)]
        found |= _determined(equations, known)
    return found


def _published(item: ItemCells) -> Iterator[tuple[Term, int | None]]:
    for group in range(len(GROUPS)):
        for code, count in zip(item.options, item.counts[group], strict=True):
            yield (item.key, group, code), count
        for name in ASIDE:
            yield (item.key, group, name), getattr(item, name)[group]
        yield (item.key, group, "base"), item.bases[group]


def _cells(item: ItemCells) -> tuple[str, ...]:
    return (*item.options, *ASIDE, "base")


def _of_item(item: ItemCells) -> Iterator[Equation]:
    for whole, parts in group_sums():
        for cell in _cells(item):
            yield {(item.key, whole, cell): 1, **{(item.key, part, cell): -1 for part in parts}}
    inside = [code for code, counted in zip(item.options, item.in_base, strict=True) if counted]
    outside = [code for code in item.options if code not in inside]
    for group in range(len(GROUPS)):
        # Returns of the group are known; what stands outside the base is all of them less the base.
        yield {(item.key, group, cell): 1 for cell in (*outside, *ASIDE, "base")}
        if item.kind == "choice":
            yield {
                (item.key, group, "base"): -1,
                **{(item.key, group, code): 1 for code in inside},
            }


def _of_lead(lead: Lead, items: Mapping[str, ItemCells]) -> Iterator[Equation]:
    """Those asked are those who gave one of the answers; the others were not asked."""
    item = items[lead.item]
    outside = [c for c, counted in zip(item.options, item.in_base, strict=True) if not counted]
    for group in range(len(GROUPS)):
        asked = {(lead.filter, group, code): -1 for code in lead.options}
        if not lead.chosen_na:
            yield {
                **asked,
                **{
                    (lead.item, group, cell): 1
                    for cell in (*outside, "base", "dont_know", "not_answered")
                },
            }


def _clusters(items: Mapping[str, ItemCells], leads: Sequence[Lead]) -> Iterator[set[str]]:
    """Items that some lead ties together."""
    together = {key: {key} for key in items}
    for lead in leads:
        joined = together[lead.filter] | together[lead.item]
        for key in joined:
            together[key] = joined
    seen: set[str] = set()
    for key, cluster in together.items():
        if key not in seen:
            seen |= cluster
            yield cluster


def _determined(equations: list[Equation], known: Mapping[Term, int | None]) -> set[Term]:
    """The unknowns whose value all solutions share: those no solution of A x = 0 touches."""
    unknown: dict[Term, int] = {}
    rows = []
    for equation in equations:
        row = [term for term in equation if known.get(term) is None]
        if row:
            rows.append(equation)
            for term in row:
                unknown.setdefault(term, len(unknown))
    if not unknown:
        return set()
    matrix = np.zeros((len(rows), len(unknown)))
    for at, equation in enumerate(rows):
        for term, factor in equation.items():
            if term in unknown:
                matrix[at, unknown[term]] = factor
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    free = vectors[:, values < 1e-7]
    moves = (free**2).sum(axis=1)
    return {term for term, place in unknown.items() if moves[place] < 1e-9}


def recovered_sums(item: ItemCells) -> set[int]:
    """Groups whose withheld mean the means and bases of other groups give away."""
    withheld = {
        group for group, mean in enumerate(item.mean) if mean is None and item.bases[group] != 0
    }
    equations = [
        {("", whole, ""): 1, **{("", part, ""): -1 for part in parts}}
        for whole, parts in group_sums()
    ]
    known = {("", group, ""): None if group in withheld else 1 for group in range(len(GROUPS))}
    return {group for _, group, _ in _determined(equations, known)}
