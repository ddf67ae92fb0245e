"""The national summary for DfT: transport and accessibility first, its own figures and tables."""

from portal.web.print.document import Document, Section
from surveys.publications import sentences as say
from surveys.publications.annex import national_annex
from surveys.publications.issue import issue
from surveys.publications.pieces import Numbers, bars_of, panel_of, stats
from surveys.publications.reading import ALL, NON_NRF, NRF, TYPES, Reading
from surveys.results.breakdowns import REGIONS
from surveys.results.figures import activity, group_label

ACTIVE = ("lead", "active")
MORE = ("more", "much_more")
PROGRESS = ("some", "major")
TRANSPORT = "H02.transport"
JOINT = ("joint_strategy", "joint_activity", "measurable")


def compose(reading: Reading) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    parts = (_summary, _goals, _strategy, _plans, _accessibility, _beside, _support, national_annex)
    return issue(
        reading,
        kind="dft",
        title=f"Transport and accessibility in Local Strategic Partnerships {reading.year}",
        subtitle=(
            f"What {reading.rate(ALL).complete:,} partnerships told us about transport planning,"
            " access and progress"
        ),
        sections=tuple(part(reading, numbers) for part in parts),
    )


def _summary(reading: Reading, numbers: Numbers) -> Section:
    priority, absent = reading.share("L01", "priority"), reading.share("L01", "absent")
    active, unaware = reading.share("L04", *ACTIVE), reading.share("L04", "none")
    measurable, more = reading.share(TRANSPORT, "measurable"), reading.share("M01.dft", *MORE)
    goals = bars_of(reading, "L06", "major")
    return Section(
        "Transport at a glance",
        (
            *stats(
                (priority, "have transport as a main priority"),
                (measurable, "report measurable outcomes"),
                (active, "are active in accessibility planning"),
                (more, "want more support from DfT"),
            ),
            say.findings(
                say.claims(
                    (priority, "have transport among the main priorities of their strategy"),
                    (absent, "do not include transport at all"),
                ),
                _rank(reading),
                say.claims(
                    (active, "lead or take an active part in accessibility planning"),
                    (unaware, "are not aware of that or not involved"),
                ),
                say.most("Major progress on transport goals is most often reported on", goals, 2),
                say.claim(more, "ask for more support from the Department for Transport"),
            ),
            numbers.by_type(
                "Transport by funding and type of authority",
                [
                    ("Main priority", "L01", ("priority",)),
                    ("Joint work or outcomes", TRANSPORT, JOINT),
                    ("Measurable outcomes", TRANSPORT, ("measurable",)),
                    ("Accessibility planning", "L04", ACTIVE),
                    ("More support from DfT", "M01.dft", MORE),
                ],
            ),
        ),
        lead=f"{say.response(reading.rate(ALL))} to the {reading.year} national survey.",
    )


def _rank(reading: Reading) -> str:
    shown = say.known(bars_of(reading, "H02", "measurable"))
    own = next((bar for bar in shown if bar.key == TRANSPORT), None)
    if own is None:
        return "The share with measurable outcomes on transport cannot be shown."
    ahead = sum(1 for b in shown if (b.shares[0].per_cent or 0) > (own.shares[0].per_cent or 0))
    measured = say.claim(own.shares[0], "report measurable outcomes on transport").removesuffix(".")
    issues = say.counted(ahead, "of the other policy issues has", "of the other policy issues have")
    return f"{measured}; {issues.replace('no of', 'none of')} a larger share."


def _goals(reading: Reading, numbers: Numbers) -> Section:
    none, major = bars_of(reading, "L06", "none"), bars_of(reading, "L06", "major")
    return Section(
        "Progress on transport goals",
        (
            say.paragraph(
                say.most("Major progress is most often reported on", major, 1),
                say.most("No progress yet is most often reported on", none, 2),
            ),
            numbers.panels(
                [panel_of(reading, "L06")],
                title="Progress on transport goals",
                first="Goal",
                source=reading.source("L06"),
            ),
            numbers.by_type(
                "Some or major progress by funding and type of authority",
                [(reading.label(k), k, PROGRESS) for k in reading.keys("L06")],
            ),
        ),
    )


def _strategy(reading: Reading, numbers: Numbers) -> Section:
    inside, outside = (reading.share("L01", "priority", group=g) for g in (NRF, NON_NRF))
    return Section(
        "Transport in Community Strategies",
        (
            say.paragraph(
                say.both(inside, outside, "count transport among the main priorities"),
                _driver(reading),
            ),
            numbers.answers(
                "L01", "The place of transport in the Community Strategy", (ALL, *TYPES)
            ),
        ),
        new_page=False,
    )


def _driver(reading: Reading) -> str:
    plan = reading.share("H01.ltp", "3", "4")
    return say.claim(plan, "call the Local Transport Plan an important or primary driver")


def _plans(reading: Reading, numbers: Numbers) -> Section:
    london = "partnerships in London"
    return Section(
        "Local transport plans",
        (
            say.paragraph(
                say.claims(
                    (
                        reading.share("L02", "joint"),
                        "prepared the second Local Transport Plan jointly",
                    ),
                    (reading.share("L02", "none"), "had no part in that plan"),
                    who="partnerships outside London",
                ),
                "In London the boroughs prepare Local Implementation Plans instead.",
                say.claim(reading.share("L03", "joint"), "took part in preparing theirs", london),
            ),
            numbers.answers(
                "L02",
                "Part played in the second Local Transport Plan, outside London",
                (ALL, *TYPES[:4]),
            ),
            numbers.answers(
                "L03", "Part played in the Local Implementation Plan, London", ("london_borough",)
            ),
        ),
        new_page=False,
    )


def _accessibility(reading: Reading, numbers: Numbers) -> Section:
    return Section(
        "Accessibility planning",
        (
            say.paragraph(
                "Accessibility planning asks whether people can reach work, learning, health care,"
                " food shops and other destinations.",
                say.claims(
                    (reading.share("L04", "lead"), "lead or host the accessibility partnership"),
                    (reading.share("L04", "active"), "take an active part"),
                    (reading.share("L04", "aware"), "are aware of the planning but not involved"),
                ),
            ),
            numbers.answers("L04", "Involvement in accessibility planning", (ALL, *TYPES)),
            numbers.answers(
                "L05",
                "Destinations on which active partnerships work together",
                (ALL, NRF, NON_NRF),
            ),
        ),
        new_page=False,
    )


def _beside(reading: Reading, numbers: Numbers) -> Section:
    panel = activity(reading.form, reading.items, ALL, reading.settings)
    goals = reading.keys("L06")
    rows = [
        (group_label(group), *(reading.share(k, *PROGRESS, group=group).words for k in goals))
        for group in (ALL, *REGIONS)
    ]
    return Section(
        "Transport beside other issues",
        (
            say.paragraph(
                say.claims(
                    (reading.share(TRANSPORT, "not_addressed"), "do not address transport at all"),
                    (
                        reading.share(TRANSPORT, "joint_strategy", "joint_activity"),
                        "have a joint strategy or joint activity on it",
                    ),
                )
            ),
            numbers.panels(
                [panel],
                title="Activity by policy issue, transport among them",
                first="Policy issue",
                source=reading.source("H02"),
            ),
            numbers.table(
                "Some or major progress on transport goals by region (per cent)",
                ("Region", *(reading.label(key) for key in goals)),
                rows,
            ),
        ),
    )


def _support(reading: Reading, numbers: Numbers) -> Section:
    inside, outside = (reading.share("M01.dft", *MORE, group=g) for g in (NRF, NON_NRF))
    return Section(
        "What partnerships need from DfT",
        (
            say.paragraph(
                say.both(inside, outside, "want more support from the Department for Transport"),
                say.most("Support is most often wanted from", bars_of(reading, "M01", *MORE), 1),
            ),
            numbers.ranking(
                bars_of(reading, "M01", *MORE),
                title="Where more support is needed",
                first="Source of support",
                source=reading.source("M01"),
            ),
            numbers.answers("M02", "Kinds of support that would help most", (ALL, NRF, NON_NRF)),
        ),
        new_page=False,
    )
