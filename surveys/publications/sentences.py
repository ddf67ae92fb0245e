"""Findings in words, computed from cells: no number in a summary is typed by hand. Pure.

Every function returns whole English for every state of a share: shown, none, under half a per cent,
withheld, not asked. An empty string means that there is nothing to say.
"""

from collections.abc import Sequence

from portal.web.print.document import KeyFindings, Paragraph
from surveys.results.charts import points_words
from surveys.results.figures import Bar, Gap, Share
from surveys.results.published import (
    NONE,
    NOT_ASKED,
    SUPPRESSED,
    UNDER_HALF,
    ResponseRate,
    base_words,
)

HIDDEN = "cannot be shown without giving single answers away."
NOTHING = "Too few partnerships answered these questions for any finding to be shown."
# Proper names that the rule of `lower` does not see: their second word has no capital either.
PROPER = ("Black", "London")
WITH_ARTICLE = {
    "Department for Transport",
    "Government Office",
    "Learning and Skills Council",
    "Local authority",
    "Neighbourhood Renewal Unit",
    "Police",
    "Regional Development Agency",
}
SMALL = {"and", "for", "of", "the"}


def paragraph(*sentences: str) -> Paragraph:
    """The sentences that have something to say; one plain statement when none has."""
    return Paragraph(" ".join(_telling(sentences)))


def findings(*sentences: str) -> KeyFindings:
    """The same as key findings."""
    return KeyFindings(_telling(sentences))


def _telling(sentences: Sequence[str]) -> tuple[str, ...]:
    told = tuple(filter(None, sentences))
    hidden = len(told) != 1 and all(text.endswith(HIDDEN) for text in told)
    return (NOTHING,) if hidden else told


def said(share: Share) -> str:
    """A share in brackets or beside another: "46%", "none", "withheld", "not asked"."""
    if share.words == NOT_ASKED:
        return "not asked"
    if share.per_cent is None:
        return "withheld"
    return {NONE: "none", UNDER_HALF: "fewer than 1%"}.get(share.words, f"{share.words}%")


def claim(share: Share, verb: str, who: str = "partnerships") -> str:
    """One sentence: "46% of partnerships lead it."; `verb` in the plural, without a full stop."""
    if share.words == NOT_ASKED:
        return f"There are no answers from {who} on whether they {verb}."
    if share.per_cent is None:
        return f"How many {who} {verb} {HIDDEN}"
    if share.words == NONE:
        return f"None of the {who} {verb}."
    return f"{_first(said(share))} of {who} {verb}."


def claims(*parts: tuple[Share, str], who: str = "partnerships") -> str:
    """Several shares of the same partnerships in one sentence; apart if any is hidden or none.

    So each verb must also stand alone.
    """
    if all(share.words == SUPPRESSED for share, _ in parts):
        verbs = [verb for _, verb in parts]
        many = [f"how many {who} {verbs[0]}", *(f"how many {verb}" for verb in verbs[1:])]
        return f"{_first(listed(many))} {HIDDEN}"
    if any(share.per_cent is None or share.words == NONE for share, _ in parts):
        return " ".join(claim(share, verb, who) for share, verb in parts)
    (share, verb), *others = parts
    rest = [f"{said(other)} {words}" for other, words in others]
    return f"{_first(said(share))} of {who} {listed([verb, *rest])}."


def both(nrf: Share, non_nrf: Share, verb: str) -> str:
    """ "34% of NRF and 38% of non-NRF partnerships lead it."; apart if either is hidden or none."""
    if all(share.per_cent for share in (nrf, non_nrf)):
        return f"{_first(said(nrf))} of NRF and {said(non_nrf)} of non-NRF partnerships {verb}."
    return f"{claim(nrf, verb, 'NRF partnerships')} {claim(non_nrf, verb, 'non-NRF partnerships')}"


def known(bars: Sequence[Bar]) -> list[Bar]:
    """Bars whose first share may be shown, largest first; equal ones keep their order."""
    shown = [b for b in bars if b.shares[0].per_cent is not None]
    return sorted(shown, key=lambda b: -(b.shares[0].per_cent or 0.0))


def at_least(bars: Sequence[Bar], per_cent: float) -> list[Bar]:
    """Bars whose first share is shown and reaches a level in per cent."""
    return [b for b in known(bars) if (b.shares[0].per_cent or 0.0) >= per_cent]


def most(opening: str, bars: Sequence[Bar], count: int = 3, *, quoted: bool = False) -> str:
    """ "{opening} crime (46%), housing (31%) and health (30%)."; empty if every share is hidden or
    none. Items that tie with the last one named are named too, or counted if they are many."""
    return _ranked(opening, [b for b in known(bars) if b.shares[0].count], count, quoted, bars)


def least(opening: str, bars: Sequence[Bar], count: int = 2, *, quoted: bool = False) -> str:
    """The same from the smallest share; empty when too few are shown to tell most from least."""
    shown = known(bars)
    return _ranked(opening, shown[::-1], count, quoted, bars) if len(shown) > 2 * count else ""


def _ranked(
    opening: str, bars: list[Bar], count: int, quoted: bool, asked_about: Sequence[Bar]
) -> str:
    """A row whose share is withheld might rank anywhere, so the sentence then says what it ranks."""
    if not bars:
        return ""
    hidden = any(b.shares[0].words == SUPPRESSED for b in asked_about)
    end = ", of those that can be shown." if hidden else "."
    top = bars[:count]
    tied = [b for b in bars[count:] if b.shares[0].words == top[-1].shares[0].words]
    if len(tied) <= 2:
        return f"{opening} {with_shares([*top, *tied], quoted=quoted)}{end}"
    others = f"{len(tied)} others with the same share as the last"
    return f"{opening} {with_shares(top, quoted=quoted)}; {others}{end}"


def lower(label: str) -> str:
    """A label inside a sentence; names and abbreviations keep their capitals."""
    words = [word for word in label.split(" ") if word not in SMALL]
    first, second = ([*words, "", ""])[:2]
    proper = second[:1].isupper() and not _short(second)
    if proper or first.startswith(PROPER) or _short(first):
        return f"the {label}" if label in WITH_ARTICLE else label
    if label in WITH_ARTICLE:
        return f"the {label[:1].lower()}{label[1:]}"
    return label[:1].lower() + label[1:]


def _short(word: str) -> bool:
    """An abbreviation, also with something behind it: "NRF", "LSP's", "IDeA,"."""
    return len(word) > 1 and word[:2].isupper()


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; semicolons where the words hold commas themselves."""
    if len(words) < 2:
        return "".join(words)
    if len(words) > 2 and any("," in word for word in words):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return f"{', '.join(words[:-1])} and {words[-1]}"


def with_shares(bars: Sequence[Bar], *, quoted: bool = False) -> str:
    """ "crime and community safety (46%), housing (31%) and health (30%)"."""
    return listed([f"{named(b.label, quoted=quoted)} ({said(b.shares[0])})" for b in bars])


def named(label: str, *, quoted: bool = False) -> str:
    """A label inside a sentence; statements and clauses in quotation marks."""
    return f"“{label}”" if quoted else lower(label)


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def counted(number: int, one: str, many: str) -> str:
    """ "1 issue", "3 issues"; "no issues"."""
    return f"{number or 'no'} {one if number == 1 else many}"


def response(rate: ResponseRate) -> str:
    """ "318 of 365 eligible partnerships (87.1%) returned a complete survey"."""
    if not rate.eligible:
        return "No partnership was eligible"
    eligible = "partnership" if rate.eligible == 1 else "partnerships"
    return (
        f"{rate.complete:,} of {rate.eligible:,} eligible {eligible}"
        f" ({rate.words}) returned a complete survey"
    )


def beside(gap: Gap, *, quoted: bool = False) -> str:
    """ "meeting floor targets (21% against 6%)"."""
    return f"{named(gap.label, quoted=quoted)} ({said(gap.nrf)} against {said(gap.non_nrf)})"


def compared(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps of which both shares may be shown."""
    return [g for g in gaps if g.points is not None]


def widest(gaps: Sequence[Gap], count: int = 3) -> list[Gap]:
    """The gaps with most points in favour of NRF areas."""
    ahead = [g for g in compared(gaps) if (g.points or 0) > 0]
    return sorted(ahead, key=lambda g: -(g.points or 0.0))[:count]


def gap_cells(gap: Gap) -> tuple[str, ...]:
    """Label, NRF, non-NRF, difference in points and both bases, for a table."""
    return (
        gap.label,
        gap.nrf.words,
        gap.non_nrf.words,
        points_words(gap.points),
        base_words(gap.nrf_base),
        base_words(gap.non_nrf_base),
    )
