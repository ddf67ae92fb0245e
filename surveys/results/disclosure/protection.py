"""Disclosure control across groups: every withheld count gets a witness (see witness.py).

Rows are ruled on one by one before (cells.py). Here more cells are withheld until for each withheld
count some answers could change places without changing a published figure: so no sum over groups
gives it away. Withholding more never undoes a witness, so one pass is enough.

Where an answer decides who is asked another item, such a trade would change the other item's base;
its rows are then withheld whole, with their base (rule ROUTED). What is no answer (don't know, not
answered) is shown after all where nothing could change places with it. An answer for which that is
so is named in `Protected.exposed`, and a person decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from surveys.results.aggregation import Tallies
from surveys.results.breakdowns import GROUPS
from surveys.results.cells import Finished, Rulings
from surveys.results.disclosure.fields import NOWHERE, Answers, fields_of, spots_of
from surveys.results.disclosure.proofs import Paid, Protected, proofs_of, witness_of
from surveys.results.disclosure.rings import ring
from surveys.results.disclosure.rows import Cell, joined, name_of, options_of, present
from surveys.results.disclosure.sums import protect_sums
from surveys.results.disclosure.suppression import Rule
from surveys.results.disclosure.traits import Route, Traits
from surveys.results.disclosure.witness import (
    NEVER,
    ROWS,
    Field,
    Floats,
    Trade,
    bands,
    change,
    pair,
)
from surveys.results.tables import ASIDE, NOT_ANSWERED, NOT_APPLICABLE

# What it costs a reader to lose a cell: the broader the group, the more.
_WORTH = {"all": 300.0, "nrf": 60.0, "type": 8.0, "region": 8.0, "nrf_type": 3.0, "maturity": 8.0}
WORTH = np.array([_WORTH[group.dimension] for group in GROUPS])
WHOLE = (Rule.SMALL_BASE, Rule.ALL_ALIKE)


def protect(
    finished: Finished,
    tallies: Tallies,
    numbers: Mapping[int, npt.NDArray[np.float64]],
    traits: Traits,
) -> Protected:
    """Withhold what could be found across groups. `numbers`: [returns, number items] by place."""
    search = _Search(finished, tallies, traits)
    search.run()
    layout, options = finished.layout, options_of(finished.layout)
    limits = finished.thresholds
    sums, partners = protect_sums(search.numbers, numbers, tallies, WORTH, traits, limits)
    rulings = Rulings(
        answers=search.rules[..., :options],
        aside=search.rules[..., options : options + len(ASIDE)],
        bases=search.rules[..., -1],
        numbers=sums,
    )
    rules = search.rules * search.present
    return Protected(
        finished=replace(finished, rulings=rulings),
        witnesses=tuple(witness_of(layout, paid) for paid in search.paid),
        cells=proofs_of(layout, rules, search.covered, search.paid, sums, partners),
        exposed=tuple(
            (layout.items[item].key, GROUPS[group].key, name_of(layout, item, column))
            for group, item, column in search.exposed
        ),
    )


class _Search:
    """One run over all items; `rules` and `values` are [groups, items, cells of a row].

    `covered`: withheld cell → the position in `paid` of the trade that keeps it safe.
    """

    def __init__(self, finished: Finished, tallies: Tallies, traits: Traits):
        self.finished, self.traits, self.layout = finished, traits, finished.layout
        rulings, groups = finished.rulings, finished.table
        self.rules = joined(rulings.answers, rulings.aside, rulings.bases)
        self.values = joined(groups.answers, groups.aside, groups.bases)
        self.numbers = rulings.numbers.copy()
        self.present = present(self.layout)
        self.options = options_of(self.layout)
        self.base = self.options + len(ASIDE)
        self.number_at = {item: at for at, item in enumerate(self.layout.number_items)}
        self.spots = spots_of(tallies)
        self.covered: dict[Cell, int] = {}
        self.paid: list[Paid] = []
        self.exposed: list[Cell] = []
        self.routes: dict[int, list[Route]] = {}
        for route in traits.routes:
            self.routes.setdefault(route.filter, []).append(route)

    def run(self) -> None:
        """Items in order, filters before what they route; then those that were touched again."""
        waiting = [i for i in range(len(self.layout.items)) if i not in self.traits.public]
        while waiting:
            touched: set[int] = set()
            for item in waiting:
                touched |= {other for other in self._item(item) if other <= item}
            waiting = sorted(touched)
        self._show_routed_out()

    def _show_routed_out(self) -> None:
        """How many were not asked is known from what led them past, unless that trades sides."""
        column = self.options + NOT_APPLICABLE
        for group, item in np.argwhere(self.rules[:, :, column] > 0).tolist():
            cell = (group, item, column)
            if cell not in self.covered and not self._is_answer(item, column):
                self.rules[cell] = Rule.SHOWN

    def _item(self, item: int) -> set[int]:
        """Find a witness for each withheld cell of the item; gives the other items it touched."""
        touched: set[int] = set()
        fields = list(fields_of(self.layout, self.finished.table, item))
        for group, column in np.argwhere(self.rules[:, item] * self.present[item] > 0).tolist():
            if (group, item, column) in self.covered or not self._is_answer(item, column):
                continue
            found = self._trade(fields, group, column)
            if found is None:
                self._give_up((group, item, column))
            else:
                touched |= self._pay(*found)
        if item in self.routes:
            touched |= self._asked(fields, item)
        return touched

    def _is_answer(self, item: int, column: int) -> bool:
        """Bases and routed-out counts have no trade of their own: they move with the filter's."""
        if column == self.options + NOT_APPLICABLE:
            return bool(self.layout.chosen_na[item] != self.layout.nowhere)
        return column != self.base

    def _trade(
        self, fields: list[Answers], group: int, column: int
    ) -> tuple[Answers, Trade] | None:
        """The cheapest trade; one that withholds whole rows only for an answer that has no other."""
        for field in sorted(fields, key=lambda each: each.whole):
            if column not in field.columns:
                continue
            answer = field.columns.index(column)
            if field.whole and not field.inside[answer]:
                continue
            trade = self._cheapest(field, field.field, group, answer)
            if trade is not None:
                return field, trade
        return None

    def _cheapest(self, answers: Answers, field: Field, group: int, answer: int) -> Trade | None:
        """Rings first: they cost least, and stay among answers that lead to the same items."""
        trades: list[Trade | None] = []
        if not answers.whole and field is answers.field:
            price = self._cells_price(answers)
            price[:, self._astray(answers, answer)] = NEVER
            trades = [ring(field, group, answer, price)]
        if not any(trade and not trade.cost for trade in trades):

            def cost(one: int, other: int) -> Floats:
                return self._price(answers, one, other)

            trades += [
                change(field, self.spots, group, answer, cost),
                pair(field, self.spots, group, answer, cost),
                bands(field, group, answer, cost),
            ]
        return min((t for t in trades if t), key=lambda trade: trade.cost, default=None)

    def _astray(self, answers: Answers, answer: int) -> list[int]:
        """Answers that lead to other items than this one does."""
        others = [other for other in range(len(answers.codes)) if other != answer]
        return [other for other in others if self._routed(answers, answer, other)]

    def _asked(self, fields: list[Answers], item: int) -> set[int]:
        """Where a filter's row is withheld whole, how many were asked what it leads to goes too.

        Otherwise the base of the other item would say how many of a small group gave an answer.
        """
        touched: set[int] = set()
        sides = [field for field in fields if not field.whole and all(field.inside)]
        for route in self.routes[item]:
            for group in self._small(item):
                if (group, route.item, self.base) in self.covered:
                    continue
                found = [
                    (field, trade)
                    for field in sides
                    for trade in self._crossing(field, route, group)
                ]
                if found:
                    touched |= self._pay(*min(found, key=lambda each: each[1].cost))
        return touched

    def _small(self, item: int) -> list[int]:
        whole = np.isin(self.rules[:, item, : self.options], WHOLE).any(axis=1)
        return np.flatnonzero(whole & (self.values[:, item, self.base] > 0)).tolist()

    def _crossing(self, answers: Answers, route: Route, group: int) -> Iterator[Trade]:
        """Trades of the group that change who is asked."""
        partners = tuple(
            tuple(b for b in found if route.parts(answers.codes[a], answers.codes[b]))
            for a, found in enumerate(answers.field.partners)
        )
        crossing = replace(answers.field, partners=partners)
        for answer, column in enumerate(answers.columns):
            if column != NOWHERE and partners[answer]:
                trade = self._cheapest(answers, crossing, group, answer)
                if trade is not None:
                    yield trade

    def _cells_price(self, field: Answers) -> Floats:
        """[ROWS, answers]: what withholding one cell costs; nothing in rows that are no group."""
        price = np.zeros((ROWS, len(field.columns)))
        most = self.values[:, field.item].max() + 1
        for answer, column in enumerate(field.columns):
            if column != NOWHERE:
                is_open = self.rules[:, field.item, column] == Rule.SHOWN
                share = self.values[:, field.item, column] / most
                price[: len(GROUPS), answer] = WORTH * is_open * (1 + share)
        return price

    def _price(self, field: Answers, one: int, other: int) -> Floats:
        """[ROWS]: what withholding both answers costs, with the rows of items they route."""
        if field.whole:
            price = np.concatenate([self._row_price(field.item), np.zeros(ROWS - len(GROUPS))])
        else:
            price = self._cells_price(field)[:, [one, other]].sum(axis=1)
        for item in self._routed(field, one, other):
            price[: len(GROUPS)] += self._row_price(item)
        return price

    def _row_price(self, item: int) -> Floats:
        is_open = (self.rules[:, item] == Rule.SHOWN) & self.present[item]
        return is_open.sum(axis=1) * WORTH

    def _routed(self, field: Answers, one: int, other: int) -> set[int]:
        """The items that these two answers lead to differently."""
        return {
            route.item
            for route in self.routes.get(field.item, ())
            if route.parts(field.codes[one], field.codes[other])
        }

    def _pay(self, field: Answers, trade: Trade) -> set[int]:
        """Withhold the cells of the trade; gives the items whose rows went with it."""
        number, item = len(self.paid), field.item
        cells = [
            (group, item, field.columns[answer])
            for group, answer in trade.cells
            if field.columns[answer] != NOWHERE
        ]
        self._withhold(cells, Rule.ACROSS_GROUPS)
        answers = sorted({answer for _, answer in trade.cells})
        routed, whole = self._routed(field, *answers[:2]), {item} if field.whole else set()
        for other in sorted(routed | whole):
            rule = Rule.ROUTED if other in routed else Rule.ACROSS_GROUPS
            self._withhold_rows(trade.groups, other, rule)
            for group in trade.groups:
                for column in (NOT_APPLICABLE, NOT_ANSWERED, len(ASIDE)):
                    self.covered.setdefault((group, other, self.options + column), number)
        for cell in cells:
            self.covered.setdefault(cell, number)
        self.paid.append(Paid(field, trade, tuple(cells), bool(routed)))
        return routed | whole

    def _withhold(self, cells: list[Cell], rule: Rule) -> None:
        for cell in cells:
            if self.rules[cell] == Rule.SHOWN:
                self.rules[cell] = rule

    def _withhold_rows(self, groups: tuple[int, ...], item: int, rule: Rule) -> None:
        columns = np.flatnonzero(self.present[item]).tolist()
        self._withhold([(group, item, c) for group in groups for c in columns], rule)
        if item in self.number_at:
            at = self.number_at[item]
            held = self.numbers[list(groups), at]
            self.numbers[list(groups), at] = np.where(held == Rule.SHOWN, rule, held)

    def _give_up(self, cell: Cell) -> None:
        """No trade: show what is no answer or was given by nobody, name what remains.

        A row that went with the answer which routes it is another in that answer's trade.
        """
        group, item, column = cell
        base = (group, item, self.base)
        if base in self.covered:
            self.covered[cell] = self.covered[base]
            return
        inside = self.layout.items[item].in_base
        given = column < len(inside) and inside[column] and self.values[0, item, column]
        if given and self.values[base]:  # an empty row says by its base that nobody gave it
            self.exposed.append(cell)
        else:
            self.rules[cell] = Rule.SHOWN
