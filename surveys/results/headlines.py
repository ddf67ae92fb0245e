"""Findings in words, computed from published cells: titles of figures and key figures. Pure."""

from collections.abc import Sequence

from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.figures import Bar, Gap, Panel
from surveys.results.published import SUPPRESSED, ResponseRate, words

THE = ("North", "South", "East", "West")


def activity_headline(panel: Panel) -> str:
    """What leads on measurable outcomes, from a panel in falling order."""
    known, which = _comparable(panel.bars, "issues")
    if len(known) < 2 and which:
        return "Too few issues can be shown to say which leads on measurable outcomes"
    leaders = [bar for bar in known if bar.shares[-1].count]
    if not leaders:
        return panel.title
    first = leaders[0].shares[-1]
    tied = [_inside(bar.label) for bar in leaders if bar.shares[-1].words == first.words]
    said = f"{which}measurable outcomes are led by"
    if len(tied) > 2:
        return _capital(f"{said} {len(tied)} issues with {first.words}% each")
    return _capital(f"{said} {' and '.join(tied)} ({first.words}%)")


def gaps_headline(gaps: Sequence[Gap]) -> str:
    """On how many issues NRF areas are ahead, of those where both shares may be shown."""
    known = [gap.points for gap in gaps if gap.points is not None]
    if not known:
        return "NRF areas beside the others"
    ahead = sum(points > 0 for points in known)
    if ahead == len(known) > 1:
        which = " that can be shown" if len(known) < len(gaps) else ""
        return f"NRF areas are ahead on all {ahead} issues{which}"
    if len(known) < len(gaps):
        return f"NRF areas are ahead on {ahead} of the {len(known)} issues that can be shown"
    return f"NRF areas are ahead on {ahead} of {len(known)} issues"


def progress_headline(panels: Sequence[Panel]) -> str:
    """The outcomes with most and with least major progress."""
    known = ranked_outcomes(panels)
    _, which = _comparable([bar for panel in panels for bar in panel.bars], "outcomes")
    if len(known) < 2:
        return "Too few outcomes can be shown to compare progress" if which else "Progress made"
    most, least = known[0], known[-1]
    if most.shares[-1].per_cent == least.shares[-1].per_cent:
        share = 0 if not most.shares[-1].count else most.shares[-1].words
        return _capital(f"{which}major progress is alike on all {len(known)}, {share}%")
    named = f"{_inside(most.label)}. Least: {_inside(least.label)}"
    return _capital(f"{which}most major progress: {named}")


def ranked_outcomes(panels: Sequence[Panel]) -> list[Bar]:
    """Outcomes whose share of major progress may be shown, largest first."""
    bars = [bar for panel in panels for bar in panel.bars]
    known = [bar for bar in bars if bar.shares[-1].per_cent is not None]
    return sorted(known, key=lambda bar: -(bar.shares[-1].per_cent or 0))


def constraints_headline(bars: Sequence[Bar]) -> str:
    """The constraint most often called important, from bars in falling order."""
    known, which = _comparable(bars, "constraints")
    if len(known) < 2 and which:
        return "Too few constraints can be shown to say which is named most often"
    if not known or not known[0].shares[0].count:
        return "What holds mainstreaming back"
    first, often = known[0], "most often named"
    if which:
        often += f" of the {len(known)} that can be shown"
    return f"{first.label}: the constraint {often} ({first.shares[0].words}%)"


def regions_headline(rates: Sequence[ResponseRate]) -> str:
    """The regions where response is highest and lowest."""
    known = [rate for rate in rates if rate.per_cent is not None]
    if len(known) < 2:
        return "Response by region"
    ranked = sorted(known, key=lambda rate: rate.per_cent or 0)
    low, high = ranked[0], ranked[-1]
    if low.per_cent == high.per_cent:
        asked = " that was asked" if len(known) < len(rates) else ""
        return f"Every region{asked} has answered alike, {rate_words(high)}"
    return (
        f"{rate_words(high)} have answered in {region_words(high.group)},"
        f" {rate_words(low)} in {region_words(low.group)}"
    )


def response_headline(rate: ResponseRate) -> str:
    """How many have answered."""
    return f"{rate.complete:,} of {rate.eligible:,} partnerships have answered"


def rate_words(rate: ResponseRate) -> str:
    """A response rate as a whole per cent, halves up."""
    return f"{words(rate.complete, rate.eligible)}%" if rate.complete else "0%"


def region_words(key: str) -> str:
    """A region's name inside a sentence: "the South East", "London"."""
    label = GROUPS[GROUP_INDEX[key]].label
    return f"the {label}" if label.startswith(THE) else label


def group_words(key: str) -> str:
    """A group inside a sentence: "all partnerships", "NRF areas", "the South East"."""
    group = GROUPS[GROUP_INDEX[key]]
    if group.dimension == "region":
        return f"partnerships in {region_words(key)}"
    proper = group.label.startswith(("NRF", "London"))
    return group.label if proper else _inside(group.label)


def nobody(key: str) -> str:
    """What is said of a group without members."""
    return f"There are no {group_words(key)}."


def _comparable(bars: Sequence[Bar], things: str) -> tuple[list[Bar], str]:
    """The bars whose last share is shown, and how a sentence begins if another may beat them."""
    known = [bar for bar in bars if bar.shares[-1].per_cent is not None]
    return known, f"of the {len(known)} {things} that can be shown, " if withholds(bars) else ""


def withholds(bars: Sequence[Bar]) -> bool:
    """Whether the last share of one of them is withheld, so that it may beat those shown."""
    return any(bar.shares[-1].words == SUPPRESSED for bar in bars)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
