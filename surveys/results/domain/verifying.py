"""Verifying an edition long after: do the same returns still give the same cells?"""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.results.breakdowns import GROUPS
from surveys.results.domain.examining import who_changed
from surveys.results.domain.rebuilding import rebuild
from surveys.results.hashing import cells_sha256, code_sha256
from surveys.results.models import Edition
from surveys.results.published import SUPPRESSED, ItemCells
from surveys.results.queries import matched_rows, published_items
from surveys.results.soundness import ASIDE, STATISTICS

PARTS = ("bases", *ASIDE, *STATISTICS)
NAMES = {"bases": "base"}


@dataclass(frozen=True)
class Verified:
    """Whether the rebuilt cells are byte-identical, and what was found, line by line."""

    identical: bool
    lines: tuple[str, ...]


def verify_edition(*, edition: Edition) -> Verified:
    """Rebuild the edition from the returns it counted. Reads only, and takes as long as a build."""
    stored = published_items(edition)
    if cells_sha256(stored.values()) != edition.cells_sha256:
        return Verified(False, ("The stored cells are not those that were built.",))
    rebuilt = rebuild(edition)
    if rebuilt is None:
        return Verified(False, ("It is not known which returns it counted: it is too old.",))
    lines = [] if edition.code_sha256 == code_sha256() else [_code_words(edition)]
    if rebuilt.count is None:
        found = rebuilt.changes
        tally = (
            f"{len(found.missing):,} of its returns are missing, {len(found.changed):,} were"
            f" changed and {len(found.moved):,} stand elsewhere."
        )
        return Verified(False, (*lines, tally, who_changed(found), "The cells were not compared."))
    if rebuilt.count.cells_sha256 == edition.cells_sha256:
        words = f"The cells are byte-identical: {edition.cells_sha256}."
        return Verified(True, (*lines, words, *_not_recounted(edition)))
    lines += differences(stored, {item.key: item for item in rebuilt.count.items})
    return Verified(False, (*lines, *_not_recounted(edition)))


def _not_recounted(edition: Edition) -> tuple[str, ...]:
    if not matched_rows(edition):
        return ()
    return ("Its matched tables, of partnerships in both surveys, are not counted again.",)


def _code_words(edition: Edition) -> str:
    was = edition.code_sha256[:12] or "unknown"
    return f"The counting code differs: built by {was}, now {code_sha256()[:12]}."


def differences(stored: dict[str, ItemCells], now: dict[str, ItemCells]) -> Iterator[str]:
    """Each cell that differs, in words."""
    for key in dict.fromkeys([*stored, *now]):
        if key not in stored or key not in now:
            yield f"{key}: only {'built' if key in stored else 'rebuilt'}."
        elif (stored[key].kind, stored[key].options) != (now[key].kind, now[key].options):
            yield f"{key}: other answers are listed."
        else:
            yield from _cells(stored[key], now[key])


def _cells(stored: ItemCells, now: ItemCells) -> Iterator[str]:
    for at, group in enumerate(GROUPS[: len(stored.bases)]):
        before, after = _row(stored, at), _row(now, at)
        for name in dict.fromkeys([*before, *after]):
            was, is_now = before.get(name), after.get(name)
            if was != is_now:
                yield f"{stored.key}, {group.label}, {name}: {_word(was)}, now {_word(is_now)}."


def _row(item: ItemCells, at: int) -> dict[str, int | float | None]:
    row: dict[str, int | float | None] = dict(zip(item.options, item.counts[at], strict=True))
    for name in PARTS:
        if values := getattr(item, name):
            row[NAMES.get(name, name)] = values[at]
    if item.weighted:
        row |= {
            f"weighted {code}": n for code, n in zip(item.options, item.weighted[at], strict=True)
        }
    return row


def _word(value: float | None) -> str:
    return SUPPRESSED if value is None else f"{value:g}"
