"""The checks of an edition: each a name, what it says, whether it holds, and what was found."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from surveys.questionnaires.document import sha256
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, REGISTERED
from surveys.results.domain.comparing import dangers
from surveys.results.domain.rebuilding import Rebuilt
from surveys.results.hashing import code_sha256
from surveys.results.inputs import Changes
from surveys.results.models import Edition
from surveys.results.provenance import compared_words
from surveys.results.published import ItemCells
from surveys.results.queries import partnership_names, protections_of, published_items
from surveys.results.soundness import unprotected, whole_rows

SHOWN = 3
ANEW = "Discard this draft and build a new edition."
DECIDE = (
    "all others have given one answer. Discard this draft. Wait for more returns, or build a new"
    " edition that names the question as a public fact, if it is one."
)
TELL = "Tell the portal administrator, and do not use this edition."


@dataclass(frozen=True)
class Check:
    """One check and what it found; `detail` of a failed one says what to do."""

    key: str
    words: str
    passed: bool
    detail: str

    def as_json(self) -> dict[str, Any]:
        """As Edition.checks keeps it."""
        return asdict(self)


def examine(edition: Edition, rebuilt: Rebuilt | None) -> list[Check]:
    """Every check of an edition, in the order of its page."""
    items = published_items(edition)
    return [
        _questionnaire(edition),
        _returns(rebuilt),
        _figures(edition, items, rebuilt),
        _sums(edition, items),
        _response(edition),
        _disclosure(edition, items, rebuilt),
        _earlier(edition, rebuilt),
        Check("earlier_wave", "The earlier survey", True, compared_words(edition)),
    ]


def _questionnaire(edition: Edition) -> Check:
    wave = edition.wave
    same = edition.questionnaire_sha256 == wave.questionnaire.sha256
    same = same and sha256(wave.questionnaire.document) == edition.questionnaire_sha256
    return Check(
        "questionnaire",
        "The questionnaire is the one that was answered",
        same,
        f"Hash {edition.questionnaire_sha256[:12]}." if same else f"Its hash differs. {ANEW}",
    )


def _returns(rebuilt: Rebuilt | None) -> Check:
    words = "Every return is still as it was counted"
    if rebuilt is None:
        return Check("returns", words, False, f"It is not known which were counted. {ANEW}")
    found = rebuilt.changes
    if not found.same:
        return Check("returns", words, False, f"{who_changed(found)} {ANEW}")
    detail = f"{len(rebuilt.recorded):,} returns."
    if found.added:
        detail += f" {len(found.added):,} more have been signed off since and are not in it."
    return Check("returns", words, True, detail)


def who_changed(found: Changes) -> str:
    """Whose returns were changed, taken back or moved since they were counted."""
    ids = dict.fromkeys([*found.missing, *found.changed, *found.moved])
    return f"Changed or taken back since: {_few(partnership_names(ids))}."


def _figures(edition: Edition, items: dict[str, ItemCells], rebuilt: Rebuilt | None) -> Check:
    words = "Counting the same returns again gives the same figures, to the byte"
    if rebuilt is None or rebuilt.count is None:
        return Check("rebuild", words, False, f"The same returns are no longer there. {ANEW}")
    if rebuilt.count.cells_sha256 == edition.cells_sha256:
        changed = "" if edition.code_sha256 == code_sha256() else " The code has changed since."
        return Check("rebuild", words, True, f"Hash {edition.cells_sha256[:12]}.{changed}")
    now = {item.key: item for item in rebuilt.count.items}
    other = [key for key in items.keys() | now.keys() if items.get(key) != now.get(key)]
    return Check("rebuild", words, False, f"These differ: {_few(sorted(other))}. {ANEW}")


def _sums(edition: Edition, items: dict[str, ItemCells]) -> Check:
    rows, faults = whole_rows(items.values(), edition.complete)
    return Check(
        "sums",
        "Answers and what stands beside them add up to the returns",
        not faults,
        f"They do not in {_few(faults)}. {TELL}" if faults else f"In {rows:,} rows shown whole.",
    )


def _response(edition: Edition) -> Check:
    pairs = zip(edition.complete[:REGISTERED], edition.eligible, strict=False)
    sound = all(complete <= eligible for complete, eligible in pairs)
    return Check(
        "response",
        "No group has more returns than eligible partnerships",
        sound,
        f"{edition.complete[0]:,} of {edition.eligible[0]:,}." if sound else f"One has. {TELL}",
    )


def _disclosure(edition: Edition, items: dict[str, ItemCells], rebuilt: Rebuilt | None) -> Check:
    words = "What is withheld cannot be worked out from what is shown"
    kept = [(row.key, row.cells) for row in protections_of(edition)]
    if faults := unprotected(items, kept, edition.settings):
        return Check("disclosure", words, False, f"It can in {_few(faults)}. {TELL}")
    if found := rebuilt.count.exposed if rebuilt and rebuilt.count else ():
        cells = _few(f"{item}, {GROUPS[GROUP_INDEX[group]].label}" for item, group, _ in found)
        return Check("disclosure", words, False, f"It can in {cells}: {DECIDE}")
    withheld = sum(edition.withheld.values())
    return Check("disclosure", words, True, f"{withheld:,} cells withheld.")


def _earlier(edition: Edition, rebuilt: Rebuilt | None) -> Check:
    found = dangers(edition, rebuilt.recorded if rebuilt else {})
    return Check(
        "earlier",
        "It can stand beside the released editions of its wave",
        not found,
        " ".join(found) or "Nothing of a single return shows between them.",
    )


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - SHOWN
    return "; ".join(listed[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
