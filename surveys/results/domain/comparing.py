"""Whether an edition beside an earlier released one of its wave would give a return away."""

from collections.abc import Iterable

from surveys.results.breakdowns import GROUPS
from surveys.results.inputs import Inputs, differing
from surveys.results.models import Edition
from surveys.results.queries import (
    inputs_recorded,
    matched_rows,
    published_items,
    released_before,
)
from surveys.results.subtraction import leaks

SHOWN = 3


def dangers(edition: Edition, recorded: Inputs) -> list[str]:
    """A sentence for each earlier released edition that it must not stand beside."""
    found = (_danger(edition, recorded, earlier) for earlier in released_before(edition))
    return [words for words in found if words]


def _danger(edition: Edition, recorded: Inputs, earlier: Edition) -> str:
    name = f"Edition {earlier.number}"
    same = earlier.cells_sha256 == edition.cells_sha256
    if other := _other_matched(edition, earlier, same=same):
        return (
            f"{name} has other tables of the partnerships in both surveys, first of question"
            f" {other}. Somebody could find answers by laying one edition beside the other. Leave"
            f" edition {earlier.number} standing, and tell its readers in a notice what has"
            " changed."
        )
    if same:
        return ""
    if earlier.method != edition.method:
        return (
            f"{name} was released by version {earlier.method} of the counting rules, this one is by"
            f" version {edition.method}: withheld figures could be found by laying one beside the"
            f" other. {name} stays as it is."
        )
    if earlier.settings != edition.settings:
        return (
            f"{name} was released with other disclosure settings. Discard this edition and build"
            f" one with the settings of edition {earlier.number}."
        )
    before = inputs_recorded(earlier)
    if before is None:
        return (
            f"{name} was released before the portal kept which returns an edition counts, so the"
            f" two cannot be compared. {name} stays as it is."
        )
    return _few_returns(edition, earlier, differing(before, recorded))


def _few_returns(edition: Edition, earlier: Edition, changed: list[int]) -> str:
    least = edition.settings.min_base
    few = [(GROUPS[at].label, n) for at, n in enumerate(changed) if 0 < n < least]
    if not any(changed):
        return (
            f"The same returns give other figures than in edition {earlier.number}. Tell the"
            " portal administrator that the counting code has changed."
        )
    if not few:
        return _differences(edition, earlier, changed)
    return (
        f"Too few returns differ from edition {earlier.number}: {_listed(few)}. Somebody could find"
        f" their answers by taking one edition from the other. Wait until at least {least} returns"
        " of each of these groups have changed or come in, then discard this edition and build a"
        " new one."
    )


def _differences(edition: Edition, earlier: Edition, changed: list[int]) -> str:
    """Where enough returns differ or none, but the figures of some questions tell on a few."""
    before, after = published_items(earlier), published_items(edition)
    found = next(leaks(before, after, changed, edition.settings), None)
    if found is None:
        return ""
    return (
        f"Edition {earlier.number} and this one side by side give answers away, first of"
        f" {found.group} in question {found.item}: {found.words}. Wait until more returns have"
        " changed or come in, then discard this edition and build a new one; or leave edition"
        f" {earlier.number} standing, and tell its readers in a notice what has changed."
    )


def _other_matched(edition: Edition, earlier: Edition, *, same: bool) -> str:
    """The first item of which the matched tables differ, "" where they do no harm.

    Where one of the two has none, they are harmless beside the same cells: they were ruled on
    beside these. Beside other cells nobody has ruled on them.
    """
    now, then = matched_rows(edition), matched_rows(earlier)
    if now == then or (same and not (now and then)):
        return ""
    return next(key for key in [*now, *then] if now.get(key) != then.get(key))


def _listed(groups: Iterable[tuple[str, int]]) -> str:
    named = [f"{n} in {label}" for label, n in groups]
    more = len(named) - SHOWN
    return ", ".join(named[:SHOWN]) + (f" and {more} groups more" if more > 0 else "")
