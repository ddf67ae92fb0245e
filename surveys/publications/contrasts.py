"""What a partnership does that few of its kind do, and what most of its kind do and it does not. Pure."""

from collections.abc import Sequence
from typing import Protocol

from surveys.publications import sentences as say
from surveys.publications.reading import Reading
from surveys.results.figures import Share
from surveys.results.headlines import group_words

HALF = 50.0
NAMED = 3
ACTIVE = ("joint_strategy", "joint_activity", "measurable")


class Compared(Protocol):
    """A partnership's answers and the group it is compared with."""

    @property
    def kind(self) -> str:
        """Key of the group."""

    def option(self, key: str) -> str | None:
        """Code of its answer to a choice item, or None."""


def strengths(
    reading: Reading, own: Compared, keys: Sequence[str], option: str, words: str, things: str
) -> str:
    """Where it reports something that fewer than half of its kind report, rarest first."""
    given = [key for key in keys if own.option(key) == option]
    shares = {key: reading.share(key, option, group=own.kind) for key in given}
    shown = [key for key in given if shares[key].per_cent is not None]
    rare = sorted((k for k in shown if _value(shares[k]) < HALF), key=lambda k: _value(shares[k]))
    kind = group_words(own.kind)
    if rare:
        named = [
            _named(reading, key, shares[key], quoted=things == "outcomes") for key in rare[:NAMED]
        ]
        return f"You report {words} where fewer than half of {kind} do: {say.listed(named)}."
    if not given:
        return f"You do not report {words} on any of the {len(keys)} {things} yet."
    many = say.counted(len(given), things.removesuffix("s"), things)
    if not shown:
        return f"You report {words} on {many}; the share of {kind} that do so cannot be shown."
    return f"You report {words} on {many}, where at least half of {kind} do so too."


def _named(reading: Reading, key: str, share: Share, *, quoted: bool = False) -> str:
    return f"{say.named(reading.label(key), quoted=quoted)} ({say.said(share)})"


def behind(reading: Reading, own: Compared) -> list[tuple[str, Share]]:
    """Issues it does not address and at least half of its kind work on, most common first."""
    keys = [key for key in reading.keys("H02") if own.option(key) == "not_addressed"]
    shares = [(key, reading.share(key, *ACTIVE, group=own.kind)) for key in keys]
    common = [(key, share) for key, share in shares if _value(share) >= HALF]
    return sorted(common, key=lambda pair: -_value(pair[1]))


def gaps(reading: Reading, own: Compared) -> str:
    """The same as a sentence."""
    named = [_named(reading, key, share) for key, share in behind(reading, own)[:NAMED]]
    kind = group_words(own.kind)
    if not named and _nothing_known(reading, own):
        return ""
    if not named:
        return (
            f"You address every issue that is known to be joint work for at least half of {kind}."
        )
    return (
        f"You do not address {say.listed(named)}: the share of {kind} with a joint strategy, joint"
        " activity or outcomes is in brackets."
    )


def _nothing_known(reading: Reading, own: Compared) -> bool:
    keys = reading.keys("H02")
    return all(reading.share(k, *ACTIVE, group=own.kind).per_cent is None for k in keys)


def steps(reading: Reading, own: Compared) -> list[str]:
    """The same as something to do; empty when there is nothing."""
    named = [say.lower(reading.label(key)) for key, _ in behind(reading, own)[:NAMED]]
    if not named:
        return []
    them = "it" if len(named) == 1 else "them"
    return [
        (
            f"Look first at {say.listed(named)}: at least half of {group_words(own.kind)} work on {them}"
            " jointly. Ask a neighbour how it began."
        )
    ]


def same(reading: Reading, key: str, chosen: str, group: str) -> str:
    """The share of a group that gave the same answer; no share for answers outside the base."""
    item = reading.form.item(key)
    if not any(o.code == chosen and o.in_base for o in item.options):
        return "N/A"
    return reading.share(key, chosen, group=group).words


def _value(share: Share) -> float:
    return -1.0 if share.per_cent is None else share.per_cent
