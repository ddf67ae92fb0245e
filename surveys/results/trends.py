"""Trends: every question across the waves, as pages and exports read them.

Whole groups are as they were: each wave counts a partnership where it stood then. Matched groups
are as they are: both waves count it where it stands in the later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires.structure import Form, Item
from surveys.results.breakdowns import GROUPS
from surveys.results.changes import Change, Point, changes, link, matched_point, point
from surveys.results.matched_rules import GROUPS as MATCHED
from surveys.results.models import Edition, MatchedItem
from surveys.results.published import ItemCells
from surveys.results.queries import edition_before, published_items, questionnaire_form

EVERY_GROUP = tuple(group.key for group in GROUPS)
KINDS = ("choice", "multi")
AS_IS = (
    "Earlier returns counted where each partnership stands now. The difference from the published"
    " figures would be the answers of the few partnerships that moved, so this is for evaluators"
    " only and is not published."
)


@dataclass(frozen=True)
class GroupTrend:
    """One group: `points` oldest wave first; `changes` between the last two, if comparable.

    `matched`: the same two waves for partnerships that answered both, or None: not a matched group,
    or the question is not the same.
    """

    group: str
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    matched: tuple[Point, Point] | None
    matched_changes: tuple[Change, ...]


@dataclass(frozen=True)
class Trend:
    """One item across the waves. `breaks`: every break of the series in words, newest first."""

    item: Item
    breaks: tuple[str, ...]
    groups: tuple[GroupTrend, ...]


@dataclass(frozen=True)
class Trends:
    """`years` oldest first; `moved`: who changed class between the last two waves, in words."""

    editions: tuple[Edition, ...]
    trends: tuple[Trend, ...]
    moved: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The waves, oldest first."""
        return tuple(edition.wave.year for edition in self.editions)


@dataclass(frozen=True, eq=False)
class _Wave:
    edition: Edition
    form: Form
    cells: dict[str, ItemCells]


def trends(
    edition: Edition,
    *,
    released_only: bool,
    keys: Sequence[str] | None = None,
    groups: Sequence[str] = EVERY_GROUP,
) -> Trends:
    """The items of an edition (those of one choice or ticks; or these keys) back through the waves.

    Items come in questionnaire order; unknown keys are left out. `released_only`: whether the
    reader must wait for the release, of earlier editions too.
    """
    waves = [_wave(each) for each in line(edition, released_only=released_only)]
    newest = waves[-1]
    matched = _matched(waves)
    wanted = [
        item
        for item in newest.form.items
        if item.kind in KINDS and (keys is None or item.key in keys)
    ]
    return Trends(
        editions=tuple(wave.edition for wave in waves),
        trends=tuple(_trend(item, waves, matched.get(item.key), groups) for item in wanted),
        moved=moved_words(newest.edition, waves[-2].edition) if len(waves) > 1 else (),
    )


def line(edition: Edition, *, released_only: bool) -> list[Edition]:
    """The edition and those of earlier waves that it stands beside, oldest first."""
    found = [edition]
    while before := edition_before(found[0], released_only=released_only):
        found.insert(0, before)
    return found


def _wave(edition: Edition) -> _Wave:
    return _Wave(edition, questionnaire_form(edition), published_items(edition))


def _matched(waves: Sequence[_Wave]) -> dict[str, MatchedItem]:
    """The matched items, if they are matched with the edition that is shown beside them."""
    newest = waves[-1].edition
    if len(waves) < 2 or newest.earlier_id != waves[-2].edition.pk:
        return {}
    return {row.key: row for row in MatchedItem.objects.filter(edition=newest)}


def _trend(
    item: Item, waves: Sequence[_Wave], matched: MatchedItem | None, groups: Sequence[str]
) -> Trend:
    options = [option.code for option in item.options if option.in_base]
    steps, breaks = _steps(item, waves)
    return Trend(
        item=item,
        breaks=tuple(breaks),
        groups=tuple(_group(group, options, steps, matched, waves) for group in groups),
    )


def _steps(item: Item, waves: Sequence[_Wave]) -> tuple[list[tuple[_Wave, str, str]], list[str]]:
    """(wave, key there, break before it), oldest first, as far back as the item goes; all breaks."""
    steps: list[tuple[_Wave, str, str]] = []
    breaks: list[str] = []
    here, key = len(waves) - 1, item.key
    while key:
        wave = waves[here]
        found = link(wave.form, waves[here - 1].form, wave.form.item(key)) if here else None
        broken = found.broken if found else ""
        steps.insert(0, (wave, key, broken if found and found.key else ""))
        breaks += [broken] if broken else []
        here, key = here - 1, found.key if found else ""
    return steps, breaks


def _group(
    group: str,
    options: Sequence[str],
    steps: Sequence[tuple[_Wave, str, str]],
    matched: MatchedItem | None,
    waves: Sequence[_Wave],
) -> GroupTrend:
    points = tuple(
        point(
            wave.edition.wave.year, wave.cells[key], group, options, wave.edition.settings, broken
        )
        for wave, key, broken in steps
    )
    pair = _pair(group, matched, waves) if matched and group in MATCHED else None
    return GroupTrend(
        group=group,
        points=points,
        changes=changes(*points[-2:]) if len(points) > 1 else (),
        matched=pair,
        matched_changes=changes(*pair) if pair else (),
    )


def _pair(group: str, matched: MatchedItem, waves: Sequence[_Wave]) -> tuple[Point, Point]:
    at, width = MATCHED.index(group), len(matched.options)
    part = slice(at * width, (at + 1) * width)
    then, now = (wave.edition.wave.year for wave in waves[-2:])
    return (
        matched_point(
            then, matched.earlier_key, matched.options,
            tuple(matched.counts_then[part]), matched.bases_then[at],
        ),
        matched_point(
            now, matched.key, matched.options,
            tuple(matched.counts_now[part]), matched.bases_now[at],
        ),
    )  # fmt: skip


def moved_words(edition: Edition, earlier: Edition) -> tuple[str, ...]:
    """Who stands in both waves and who stands elsewhere than before, in sentences."""
    summary: dict[str, Any] = edition.quality.get("matched", {})
    if not summary:
        return ()
    then, now = earlier.wave.year, edition.wave.year
    said = (
        f"{summary['partnerships']['all']:,} partnerships answered in {then} and {now};"
        f" {summary['only_now']:,} in {now} only, {summary['only_then']:,} in {then} only."
    )
    names = {"type": "type of authority", "nrf": "NRF status", "region": "region"}
    moved = [f"{summary['moved'][key]:,} changed {name}" for key, name in names.items()]
    return (said, f"Of those in both, {', '.join(moved[:-1])} and {moved[-1]}.")


def as_is(edition: Edition, key: str, *, for_evaluators: bool) -> tuple[Point, ...] | None:
    """The earlier wave of an item, whole groups of MATCHED, counted where partnerships stand now.

    None for everybody but evaluators (AS_IS says why), and where nobody has moved.
    """
    stored = edition.quality.get("as_is", {}).get(key) if for_evaluators else None
    if not stored or edition.earlier is None:
        return None
    return tuple(
        matched_point(
            edition.earlier.wave.year, key, stored["options"], tuple(counts), stored["bases"][at]
        )
        for at, counts in enumerate(stored["counts"])
    )
