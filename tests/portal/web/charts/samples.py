"""Charts of every kind: with nothing, one row, many rows, only suppressed rows, and hostile words."""

from portal.web.charts import (
    Bar,
    Bars,
    Chart,
    Dumbbell,
    Goal,
    Pair,
    Range,
    Ranges,
    Response,
    Row,
    Series,
    Stacked,
    Tile,
    Tiles,
    Trend,
    Value,
)
from portal.web.charts.tiles import PLACES

LEVELS = ("Measurable outcomes", "Joint strategy", "Under discussion", "Not addressed")
LONG = "Services that better meet the community needs of people who live in remote places " * 3
HOSTILE = (
    "<script>alert(1)</script>",
    '"></text></svg><a href="file:///etc/passwd">',
    "Cyngor Gŵyr a Thŷ Ddewi",
    "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 日本語 שלום",
    "\u202eevil\x00\x0b",
    "W" * 5000,
    "word " * 1000,
    "",
)


def of(share: float) -> Value:
    """A value that prints as its whole number."""
    return Value(share, f"{share:.0f}")


def stacked(labels: tuple[str, ...], *, hidden: bool = False) -> Stacked:
    """Four levels for each label, or only suppressed rows."""
    shares = () if hidden else (of(46), of(40), of(10), of(4))
    return Stacked("Progress", "In words.", LEVELS, tuple(Row(la, shares) for la in labels))


def dumbbell(labels: tuple[str, ...], *, hidden: bool = False) -> Dumbbell:
    """Two dots for each label, or only suppressed rows."""
    pair = (None, None) if hidden else (of(71), of(21))
    rows = tuple(Pair(label, *pair) for label in labels)
    return Dumbbell("Gaps", "In words.", ("NRF partnerships", "Other partnerships"), rows)


def bars(labels: tuple[str, ...], *, hidden: bool = False) -> Bars:
    """One bar for each label, or only suppressed rows."""
    rows = tuple(Bar(la, None if hidden else of(75), "" if hidden else "46 of 61") for la in labels)
    return Bars("Response", "In words.", rows, Goal(85, "Target 85%"))


def grouped(labels: tuple[str, ...], *, hidden: bool = False) -> Bars:
    """Two bars under the heading of each label, or only suppressed rows."""
    value = None if hidden else of(40)
    rows = (Bar(name, value, group=label) for label in labels for name in ("NRF", "Other"))
    return Bars("Answers", "In words.", tuple(rows))


def ranges(labels: tuple[str, ...], *, hidden: bool = False) -> Ranges:
    """Quartiles for each label, or only suppressed rows."""
    values = (None, None, None, "..") if hidden else (3.0, 7.5, 12.0, "7.5")
    return Ranges("Meetings", "In words.", tuple(Range(label, *values) for label in labels))


def tiles(*, hidden: bool = False) -> Tiles:
    """Nine regions from 20 to 100 per cent, or only suppressed ones."""
    given = {region: 20 + 10 * i for i, region in enumerate(PLACES)}
    return Tiles(
        "Map",
        "In words.",
        tuple(Tile(region, None if hidden else of(s)) for region, s in given.items()),
    )


def trend(labels: tuple[str, ...], *, hidden: bool = False) -> Trend:
    """Three years for each label, or only suppressed years."""
    values = (None,) * 3 if hidden else (of(12), of(34), of(46))
    series = tuple(Series(label, values) for label in labels[:4])
    return Trend("Trend", "In words.", ("2002", "2003", "2004"), series)


def response(days: int, total: int = 357) -> Response:
    """So many days with eight returns a day."""
    received = tuple(min(total, 8 * day) for day in range(days))
    return Response("Returns", "In words.", received, total, "87%", Goal(85, "Target 85%"))


def everything() -> dict[str, Chart]:
    """Every kind in every state, by a name for the test's report."""
    many = tuple(f"Issue number {i}" for i in range(30))
    states = {"none": (), "one": ("Crime",), "many": many, "long": (LONG, "x"), "hostile": HOSTILE}
    kinds = {
        "stacked": stacked,
        "dumbbell": dumbbell,
        "bars": bars,
        "grouped": grouped,
        "ranges": ranges,
        "trend": trend,
    }
    charts: dict[str, Chart] = {
        f"{kind}-{state}": make(labels)
        for kind, make in kinds.items()
        for state, labels in states.items()
    }
    charts |= {f"{kind}-hidden": make(("A", "B"), hidden=True) for kind, make in kinds.items()}
    charts |= {"tiles": tiles(), "tiles-hidden": tiles(hidden=True)}
    charts["tiles-none"] = Tiles("Map", "In words.", ())
    charts |= {f"response-{days}": response(days) for days in (0, 1, 6, 43, 200)}
    charts["response-nobody"] = response(0, 0)
    return charts
