"""Findings in words, computed from cells: no number in a summary is typed by hand. Pure."""

from collections.abc import Sequence

from surveys.results.charts import points_words
from surveys.results.figures import Bar, Gap, Share
from surveys.results.published import NONE, UNDER_HALF, ResponseRate


def said(share: Share) -> str:
    """A share inside a sentence: "46%", "fewer than 1%", "none", "a withheld share"."""
    if share.per_cent is None:
        return "a withheld share" if share.count is None and share.words == ".." else "no share"
    return {NONE: "none", UNDER_HALF: "fewer than 1%"}.get(share.words, f"{share.words}%")


def known(bars: Sequence[Bar]) -> list[Bar]:
    """Bars whose first share may be shown, largest first; equal ones keep their order."""
    shown = [b for b in bars if b.shares[0].per_cent is not None]
    return sorted(shown, key=lambda b: -(b.shares[0].per_cent or 0.0))


def at_least(bars: Sequence[Bar], per_cent: float) -> list[Bar]:
    """Bars whose first share is shown and reaches a level in per cent."""
    return [b for b in known(bars) if (b.shares[0].per_cent or 0.0) >= per_cent]


def lower(label: str) -> str:
    """A label inside a sentence; proper names and abbreviations keep their capitals."""
    first = label.split(" ", 1)[0]
    keeps = first.isupper() or first in {"Black", "Community", "Every", "Local", "Primary"}
    return label if keeps else label[:1].lower() + label[1:]


def listed(words: Sequence[str]) -> str:
    """"a", "a and b", "a, b and c"; semicolons where the words hold commas themselves."""
    if len(words) < 2:
        return "".join(words)
    comma = "; " if any("," in word for word in words) else ", "
    return f"{comma.join(words[:-1])} and {words[-1]}"


def with_shares(bars: Sequence[Bar]) -> str:
    """"crime and community safety (46%), housing (31%) and health (30%)"."""
    return listed([f"{lower(b.label)} ({said(b.shares[0])})" for b in bars])


def most(bars: Sequence[Bar], count: int = 3) -> str:
    """The largest shares, named; a plain statement when none may be shown."""
    top = known(bars)[:count]
    return with_shares(top) if top else "no item with enough answers to be shown"


def least(bars: Sequence[Bar], count: int = 3) -> str:
    """The smallest shares, named, smallest first."""
    bottom = known(bars)[::-1][:count]
    return with_shares(bottom) if bottom else "no item with enough answers to be shown"


def response(rate: ResponseRate) -> str:
    """"318 of 365 eligible partnerships (87.1%) returned a complete survey"."""
    if not rate.eligible:
        return "No partnership was eligible"
    return (
        f"{rate.complete:,} of {rate.eligible:,} eligible partnerships"
        f" ({rate.words}) returned a complete survey"
    )


def beside(gap: Gap) -> str:
    """"meeting floor targets (21% against 6%)"."""
    return f"{lower(gap.label)} ({said(gap.nrf)} against {said(gap.non_nrf)})"


def widest(gaps: Sequence[Gap], count: int = 3) -> list[Gap]:
    """The gaps with most points in favour of NRF areas."""
    shown = [g for g in gaps if g.points is not None and g.points > 0]
    return sorted(shown, key=lambda g: -(g.points or 0.0))[:count]


def gap_cells(gap: Gap) -> tuple[str, ...]:
    """Label, NRF, non-NRF, difference in points and both bases, for a table."""
    return (
        gap.label,
        gap.nrf.words,
        gap.non_nrf.words,
        points_words(gap.points),
        f"{gap.nrf_base:,}",
        f"{gap.non_nrf_base:,}",
    )
