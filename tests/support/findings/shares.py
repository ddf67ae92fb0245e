"""Per cents of the answers; findings are written against the small protocol `Shares`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from surveys.results.published import Row

Return = tuple[Mapping[str, Any], Mapping[str, Any]]  # (attributes, answers)


class Shares(Protocol):
    """What a finding may ask; an edition's cells can answer it as well as raw returns can."""

    def share(self, item: str, codes: str, group: str = "all") -> float:
        """Per cent of the base that gave one of the codes ("some major") in a group."""


class RawShares:
    """Shares computed from returns, with no suppression and no rounding.

    `document` is the questionnaire; groups are "all", "nrf", "non_nrf", a type of authority, a
    region's label or "nrf:<type>" and "non_nrf:<type>".
    """

    def __init__(self, document: Mapping[str, Any], returns: Iterable[Return]) -> None:
        self.document = document
        self.returns = list(returns)
        self._counted = {
            question["code"]: {
                option["code"]
                for option in question.get("options", ())
                if option.get("in_base", True)
            }
            for question in document["questions"]
        }

    def share(self, item: str, codes: str, group: str = "all") -> float:
        """Per cent of those with an answer in the base; for ticks, of whoever ticked anything."""
        wanted, base, count = set(codes.split()), 0, 0
        counted = self._counted[item.split(".")[0]]
        for attributes, answers in self.returns:
            given = given_codes(answers, item) & counted
            if given and in_group(attributes, group):
                base += 1
                count += bool(given & wanted)
        return 100 * count / base if base else 0.0

    def answered(self, question: str) -> float:
        """Per cent of all returns that hold an answer to the question."""
        held = sum(question in answers for _, answers in self.returns)
        return 100 * held / len(self.returns)

    def where(self, rule: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]) -> "RawShares":
        """The same for the returns the rule (attributes, answers) chooses: a cross-tabulation."""
        return RawShares(self.document, (each for each in self.returns if rule(*each)))

    def mean(self, value: Callable[[Mapping[str, Any]], float | None]) -> float:
        """The mean of what `value` makes of each return's answers; None is left out."""
        values = [made for _, answers in self.returns if (made := value(answers)) is not None]
        return sum(values) / len(values)


class CellShares:
    """Shares as an edition's published cells show them.

    `row(item, group)` gives a surveys.results.published.Row. What a row withholds is spread
    evenly over its withheld cells, which is the best a reader can do; `withheld` lists every
    (item, group, code) asked for that the edition does not show.
    """

    def __init__(self, row: Callable[[str, str], Row]) -> None:
        self.row = row
        self.withheld: set[tuple[str, str, str]] = set()

    def share(self, item: str, codes: str, group: str = "all") -> float:
        """Per cent of the published base that gave one of the codes."""
        row, wanted = self.row(item, group), codes.split()
        hidden = [cell.option for cell in row.cells if cell.count is None]
        self.withheld |= {(item, group, code) for code in hidden if code in wanted}
        shown = {cell.option: cell.count for cell in row.cells if cell.per_cent is not None}
        rest = max(row.base - sum(count or 0 for count in shown.values()), 0)
        count = sum(
            rest / len(hidden) if code in hidden else shown.get(code) or 0 for code in wanted
        )
        return 100 * count / row.base if row.base else 0.0


def given_codes(answers: Mapping[str, Any], item: str) -> set[str]:
    """The option codes given for an item, as a set: empty where there is no answer."""
    question, _, row = item.partition(".")
    value = answers.get(question)
    if row and isinstance(value, Mapping):
        value = value.get(row)
    if value is None or isinstance(value, Mapping):
        return set()
    return set(value) if isinstance(value, list) else {value}


def in_group(attributes: Mapping[str, Any], group: str) -> bool:
    """Whether a partnership belongs to the group of that key."""
    fund = "nrf" if attributes["nrf"] else "non_nrf"
    kind = attributes["authority_type"]
    return group in ("all", fund, kind, f"{fund}:{kind}", attributes["region"])
