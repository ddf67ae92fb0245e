"""A national summary of about ten pages with made-up figures: every block, every chart."""

from datetime import UTC, datetime

from portal.web import charts as c
from portal.web.print import document as d

LEVELS = ("Measurable outcomes", "Joint strategy or activity", "Under discussion", "Not addressed")
PROGRESS = ("Major progress", "Some progress", "No progress yet")
SOURCE = "Source: national survey of partnerships, 2004. Base: 312 partnerships."

ISSUES = (
    ("Crime and community safety", 46, 47, 5),
    ("Neighbourhood renewal", 38, 39, 11),
    ("Health inequalities", 35, 51, 11),
    ("Education and attainment", 34, 46, 14),
    ("Employment and worklessness", 33, 45, 15),
    ("Drugs and alcohol", 32, 50, 13),
    ("Housing", 31, 47, 16),
    ("Liveability, street scene and public space", 30, 45, 18),
    ("Economic development", 28, 52, 15),
    ("Children and young people", 27, 58, 12),
    ("Skills and lifelong learning", 26, 52, 16),
    ("Poverty and social exclusion", 24, 46, 20),
    ("Environmental sustainability", 22, 51, 21),
    ("Transport and accessibility", 20, 50, 23),
    ("Culture, sport and leisure", 19, 49, 22),
    ("Older people", 18, 50, 25),
    ("Community cohesion", 17, 48, 25),
    ("E-government and information", 16, 42, 27),
    ("Rural development", 15, 33, 18),
    ("Race equality", 13, 40, 28),
    ("Disability", 11, 37, 33),
    ("Competitiveness and innovation", 9, 30, 27),
    ("Faith communities", 8, 31, 31),
    ("Gender issues", 6, 23, 34),
    ("Travellers", 5, 23, 28),
)
OUTCOMES = (
    ("Process outcomes", "Working more closely with partners", 43, 48),
    ("Process outcomes", "Sharing information and data", 19, 58),
    ("Process outcomes", "Pooling funding", 7, 30),
    ("Governance outcomes", "Collective vision and agreed strategy", 52, 42),
    (
        "Governance outcomes",
        "A stronger local voice in decisions of regional and national bodies",
        15,
        55,
    ),
    ("Governance outcomes", "Bringing in marginalised groups", None, None),
    ("Service outcomes", "Services better meet community needs", 11, 54),
    ("Service outcomes", "Meeting floor targets", 13, 43),
)
GAPS = (
    ("Neighbourhood renewal", 71, 21),
    ("Crime and community safety", 64, 39),
    ("Health inequalities", 55, 26),
    ("Housing", 44, 25),
    ("Environmental sustainability", 22, 22),
    ("Transport and accessibility", 19, 20),
    ("Rural development", 7, None),
)
REGIONS = (
    ("north_east", "North East", 24, 25),
    ("north_west", "North West", 44, 46),
    ("yorkshire_and_the_humber", "Yorkshire and the Humber", 21, 22),
    ("east_midlands", "East Midlands", 37, 41),
    ("west_midlands", "West Midlands", 31, 36),
    ("east_of_england", "East of England", 40, 48),
    ("london", "London", 32, 33),
    ("south_east", "South East", 46, 61),
    ("south_west", "South West", 37, 45),
)


def value(number: int | None, sign: str = "") -> c.Value | None:
    """A chart value printed as its whole number."""
    return None if number is None else c.Value(float(number), f"{number}{sign}")


def words(number: int | None) -> str:
    """A table cell."""
    return ".." if number is None else str(number)


def issues() -> d.Figure:
    """Figure 1, a long stacked bar chart."""
    rows = [(label, *known, 100 - sum(known)) for label, *known in ISSUES]
    chart = c.Stacked(
        "Activity and progress on policy issues",
        "Stacked bars of 25 issues. Crime leads with 46 per cent reporting measurable outcomes.",
        LEVELS,
        tuple(c.Row(label, tuple(map(value, shares))) for label, *shares in rows),
    )
    table = d.Table(
        "Activity and progress on policy issues (per cent)",
        ("Policy issue", *LEVELS),
        tuple((label, *map(words, shares)) for label, *shares in rows),
    )
    title = "activity and progress on 25 policy issues"
    return d.Figure(1, title, "Per cent of partnerships, 2004", chart, SOURCE, table)


def outcomes() -> d.Figure:
    """Figure 2, stacked bars in groups, with one row suppressed."""
    rows = [(g, label, a, b, None if a is None else 100 - a - b) for g, label, a, b in OUTCOMES]
    chart = c.Stacked(
        "Progress by outcome",
        "Stacked bars of eight outcomes in three groups. Collective vision leads with 52 per cent.",
        PROGRESS,
        tuple(c.Row(label, tuple(map(value, shares)), group) for group, label, *shares in rows),
    )
    table = d.Table(
        "Progress by outcome (per cent)",
        ("Outcome", *PROGRESS),
        tuple((label, *map(words, shares)) for _, label, *shares in rows),
    )
    title = "progress by process, governance and service outcome"
    return d.Figure(2, title, "Per cent of partnerships, 2004", chart, SOURCE, table)


def gaps() -> d.Figure:
    """Figure 3, a dumbbell chart with one suppressed dot."""
    chart = c.Dumbbell(
        "Measurable outcomes in NRF and other partnerships",
        "Dots of seven issues. The widest gap is neighbourhood renewal, 71 against 21 per cent.",
        ("NRF partnerships", "Other partnerships"),
        tuple(c.Pair(label, value(a), value(b)) for label, a, b in GAPS),
    )
    table = d.Table(
        "Measurable outcomes (per cent)",
        ("Policy issue", "NRF", "Other"),
        tuple((label, words(a), words(b)) for label, a, b in GAPS),
    )
    title = "measurable outcomes in NRF and other partnerships"
    return d.Figure(3, title, "Per cent of partnerships, 2004", chart, SOURCE, table)


def trend() -> d.Figure:
    """Figure 4, three lines."""
    years = ("2001", "2002", "2003", "2004")
    lines = {"Crime": (12, 22, 34, 46), "Health": (7, 15, 25, 35), "Housing": (6, None, 22, 31)}
    chart = c.Trend(
        "Partnerships reporting measurable outcomes",
        "Lines from 2001 to 2004. Crime rises from 12 to 46 per cent.",
        years,
        tuple(c.Series(k, tuple(value(v, "%") for v in vs)) for k, vs in lines.items()),
    )
    rows = tuple((label, *map(words, values)) for label, values in lines.items())
    table = d.Table("Measurable outcomes by year (per cent)", ("Policy issue", *years), rows)
    title = "partnerships reporting measurable outcomes"
    return d.Figure(4, title, "Per cent of partnerships, 2001 to 2004", chart, SOURCE, table)


def response() -> d.Figure:
    """Figure 5, the response curve."""
    received = tuple(min(312, 8 * day) for day in range(43))
    chart = c.Response(
        "Surveys returned since launch",
        "312 of 357 surveys came back in six weeks, 87 per cent, above the 85 per cent target.",
        received, 357, "87%", c.Goal(85, "Target 85%"),
    )  # fmt: skip
    rows = tuple((str(day // 7), str(received[day])) for day in range(0, 43, 7))
    table = d.Table("Surveys returned by week", ("Week", "Returned"), rows)
    title = "surveys returned since launch"
    return d.Figure(5, title, "Per cent of 357 partnerships", chart, SOURCE, table)


def by_region() -> tuple[d.Figure, d.Figure]:
    """Figures 6 and 7: the response by region as bars and as a map."""
    rates = [(key, label, back, sent, 100 * back / sent) for key, label, back, sent in REGIONS]
    bars = c.Bars(
        "Response by region",
        "Bars from 75 per cent in the South East to 97 per cent in London.",
        tuple(
            c.Bar(label, c.Value(rate, f"{rate:.0f}%"), f"{back} of {sent}")
            for _, label, back, sent, rate in rates
        ),
        c.Goal(85, "Target 85%"),
    )
    tiles = c.Tiles(
        "Response by region",
        "A map of nine hexagons from 75 per cent in the South East to 97 per cent in London.",
        tuple(c.Tile(key, c.Value(rate, f"{rate:.0f}%")) for key, *_, rate in rates),
    )
    rows = tuple((label, str(sent), str(back)) for _, label, back, sent, _ in rates)
    table = d.Table("Response by region", ("Region", "Sent", "Returned"), rows)
    about = ("response by region", "Per cent of partnerships")
    return (
        d.Figure(6, *about, bars, SOURCE, table),
        d.Figure(7, *about, tiles, SOURCE, table),
    )


def long_table() -> d.Table:
    """Table 2, longer than a page."""
    rows = tuple(
        (f"{label}: {group}", *map(words, (*known, 100 - sum(known))))
        for group in ("NRF", "other")
        for label, *known in ISSUES
    )
    notes = ("Per cents are rounded and may not add up to 100.", ".. suppressed.")
    return d.Table("Policy issues in detail (per cent)", ("Policy issue", *LEVELS), rows, 2, notes)


SUMMARY = (
    d.Stats(
        (
            d.Stat("312", "surveys returned, 87% of 357"),
            d.Stat("46%", "report measurable outcomes on crime"),
            d.Stat("52%", "report major progress on a collective vision"),
            d.Stat("29%", "have not begun to pool funding"),
        )
    ),
    d.KeyFindings(
        (
            "Crime, neighbourhood renewal and health have the most measurable outcomes.",
            "NRF partnerships report more outcomes on four of seven issues compared.",
            "More than a third do not address some equality issues.",
        )
    ),
    d.Paragraph(
        "Most partnerships report that they have agreed what they are for. Fewer report that money, "
        "staff or premises are shared, and fewer still that services have changed as a result. The "
        "sections that follow take these in turn, and close with how the survey was carried out."
    ),
    d.Table(
        "Partnerships in the survey by region",
        ("Region", "Sent", "Returned", "Response"),
        tuple((name, str(n), str(k), f"{100 * k / n:.0f}%") for _, name, k, n in REGIONS),
        1,
        ("Response is complete returns over eligible partnerships.",),
    ),
)
TEXT = (
    "Figures in this sample are invented to try the printed page. A paragraph of ordinary length "
    "stands here, so that headings, figures and tables meet running text as they do in a real "
    "summary, and so that a break between two pages falls inside a paragraph now and then."
)
ABOUT = (
    d.Paragraph(TEXT),
    d.Heading("How to read the figures"),
    d.BulletList(("Per cents are of partnerships that answered.", "Bases are stated beneath.")),
    d.Callout("Small groups", "Answers of groups under ten partnerships are not shown."),
)


def national() -> d.Document:
    """The sample summary."""
    regions = by_region()
    sections = (
        d.Section("Summary", SUMMARY, lead="Partnerships have become a part of local governance."),
        d.Section("Activity on policy issues", (d.Paragraph(TEXT), issues())),
        d.Section("Policy issues in detail", (d.Paragraph(TEXT), long_table())),
        d.Section("Progress by outcome", (d.Paragraph(TEXT), outcomes(), *ABOUT)),
        d.Section("NRF and other partnerships", (d.Paragraph(TEXT), gaps(), trend())),
        d.Section("About the survey", (*ABOUT, response(), *regions)),
    )
    return d.Document(
        kind="national_summary",
        title="Local partnerships: national summary 2004",
        subtitle="What 312 partnerships told us about governance, activity and progress",
        date_words="December 2004",
        issued=datetime(2004, 12, 1, 9, tzinfo=UTC),
        running="2004 survey",
        brand="National survey of Local Strategic Partnerships",
        author="National evaluation team",
        synthetic=True,
        sections=sections,
        keywords=("local strategic partnerships", "evaluation"),
    )
