"""Findings in words, computed from published cells: titles of figures and key figures. Pure."""

from collections.abc import Sequence

from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.figures import Bar, Gap, Panel
from surveys.results.published import ResponseRate, words

THE = ("North", "South", "East", "West")


def activity_headline(panel: Panel) -> str:
    """What leads on measurable outcomes, from a panel in falling order."""
    leaders = [bar for bar in panel.bars if bar.shares[-1].count]
    if not leaders:
        return panel.title
    first = leaders[0].shares[-1]
    tied = [_inside(bar.label) for bar in leaders if bar.shares[-1].words == first.words]
    if len(tied) > 2:
        return f"Measurable outcomes are led by {len(tied)} issues with {first.words}% each"
    return f"Measurable outcomes are led by {' and '.join(tied)} ({first.words}%)"


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
    if len(known) < 2:
        return "Progress made"
    return f"Most major progress: {_inside(known[0].label)}. Least: {_inside(known[-1].label)}"


def ranked_outcomes(panels: Sequence[Panel]) -> list[Bar]:
    """Outcomes whose share of major progress may be shown, largest first."""
    bars = [bar for panel in panels for bar in panel.bars]
    known = [bar for bar in bars if bar.shares[-1].per_cent is not None]
    return sorted(known, key=lambda bar: -(bar.shares[-1].per_cent or 0))


def constraints_headline(bars: Sequence[Bar]) -> str:
    """The constraint most often called important, from bars in falling order."""
    if not bars or not bars[0].shares[0].count:
        return "What holds mainstreaming back"
    first = bars[0]
    return f"{first.label}: the constraint most often named ({first.shares[0].words}%)"


def regions_headline(rates: Sequence[ResponseRate]) -> str:
    """The regions where response is highest and lowest."""
    known = [rate for rate in rates if rate.per_cent is not None]
    if len(known) < 2:
        return "Response by region"
    ranked = sorted(known, key=lambda rate: rate.per_cent or 0)
    low, high = ranked[0], ranked[-1]
    if low.per_cent == high.per_cent:
        return f"Every region has answered alike, {rate_words(high)}"
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


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
