"""The national summary for DfT: transport and accessibility first, its own figures and tables."""

from portal.web.print.document import Document, KeyFindings, Paragraph, Section, Stats
from surveys.publications import sentences as say
from surveys.publications.annex import national_annex
from surveys.publications.issue import issue
from surveys.publications.pieces import Numbers, bars_of, panel_of, stat
from surveys.publications.reading import ALL, NON_NRF, NRF, TYPES, Reading
from surveys.results.breakdowns import REGIONS
from surveys.results.figures import activity, group_label

ACTIVE = ("lead", "active")
MORE = ("more", "much_more")
TRANSPORT = "H02.transport"


def compose(reading: Reading) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    sections = (
        _summary(reading, numbers),
        _strategy(reading, numbers),
        _plans(reading, numbers),
        _accessibility(reading, numbers),
        _goals(reading, numbers),
        _beside(reading, numbers),
        _support(reading, numbers),
        national_annex(reading, numbers),
    )
    return issue(
        reading,
        kind="dft",
        title=f"Transport and accessibility in Local Strategic Partnerships {reading.year}",
        subtitle=(
            f"What {reading.rate(ALL).complete:,} partnerships told us about transport planning,"
            " access and progress"
        ),
        sections=sections,
    )


def _summary(reading: Reading, numbers: Numbers) -> Section:
    goals = bars_of(reading, "L06", "major")
    measurable = bars_of(reading, "H02", "measurable")
    rank = [b.key for b in say.known(measurable)]
    place = (
        f"Transport stands {rank.index(TRANSPORT) + 1} of {len(rank)} policy issues by measurable"
        f" outcomes, with {say.said(reading.share(TRANSPORT, 'measurable'))} of partnerships."
        if TRANSPORT in rank
        else "The share of partnerships with measurable outcomes on transport is withheld."
    )
    findings = (
        f"Transport is one of the main priorities of the Community Strategy in"
        f" {say.said(reading.share('L01', 'priority'))} of partnerships and is not included in"
        f" {say.said(reading.share('L01', 'absent'))}.",
        place,
        f"{say.said(reading.share('L04', *ACTIVE))} of partnerships lead or take an active part in"
        f" accessibility planning; {say.said(reading.share('L04', 'none'))} are not aware of it or"
        " not involved.",
        f"Major progress on transport goals is reported most often on {say.most(goals, 2)} and"
        f" least often on {say.least(goals, 1)}.",
        f"{say.said(reading.share('M01.dft', *MORE))} of partnerships ask for more support from the"
        " Department for Transport.",
    )
    return Section(
        "Transport at a glance",
        (
            Stats(
                (
                    stat(reading.share("L01", "priority"), "have transport as a main priority"),
                    stat(reading.share(TRANSPORT, "measurable"), "report measurable outcomes"),
                    stat(reading.share("L04", *ACTIVE), "are active in accessibility planning"),
                    stat(reading.share("M01.dft", *MORE), "want more support from DfT"),
                )
            ),
            KeyFindings(findings),
            numbers.by_type(
                "Transport by funding and type of authority",
                [
                    ("A main priority of the strategy", "L01", ("priority",)),
                    ("Measurable outcomes on transport", TRANSPORT, ("measurable",)),
                    ("Active in accessibility planning", "L04", ACTIVE),
                    ("More support needed from DfT", "M01.dft", MORE),
                ],
            ),
        ),
        lead=f"{say.response(reading.rate(ALL))} to the {reading.year} national survey.",
    )


def _strategy(reading: Reading, numbers: Numbers) -> Section:
    return Section(
        "Transport in Community Strategies",
        (
            Paragraph(
                f"{say.said(reading.share('L01', 'priority', group=NRF))} of NRF and"
                f" {say.said(reading.share('L01', 'priority', group=NON_NRF))} of non-NRF"
                " partnerships count transport among the main priorities of their strategy."
            ),
            numbers.answers(
                "L01", "The place of transport in the Community Strategy (per cent)", (ALL, *TYPES)
            ),
            numbers.ranking(
                bars_of(reading, "H01", "3", "4"),
                title="Important or primary drivers of activity",
                first="Driver",
                source=reading.source("H01"),
            ),
        ),
    )


def _plans(reading: Reading, numbers: Numbers) -> Section:
    return Section(
        "Local transport plans",
        (
            Paragraph(
                "Outside London,"
                f" {say.said(reading.share('L02', 'joint'))} of partnerships prepared the second"
                f" Local Transport Plan jointly and {say.said(reading.share('L02', 'none'))} had no"
                " part in it. In London the boroughs prepare Local Implementation Plans:"
                f" {say.said(reading.share('L03', 'joint'))} of the partnerships there took part in"
                " preparing them."
            ),
            numbers.answers(
                "L02",
                "Part played in the second Local Transport Plan, outside London (per cent)",
                (ALL, *TYPES[:4]),
            ),
            numbers.answers(
                "L03", "Part played in the Local Implementation Plan, London (per cent)", (ALL,)
            ),
        ),
    )


def _accessibility(reading: Reading, numbers: Numbers) -> Section:
    key = "L05"
    rows = [
        (o.label, *(reading.share(key, o.code, group=g).words for g in (ALL, NRF, NON_NRF)))
        for o in reading.form.item(key).options
    ]
    return Section(
        "Accessibility planning",
        (
            Paragraph(
                "Accessibility planning asks whether people can reach work, learning, health care,"
                " food shops and other destinations."
                f" {say.said(reading.share('L04', 'lead'))} of partnerships lead or host the"
                f" accessibility partnership, {say.said(reading.share('L04', 'active'))} take an"
                f" active part and {say.said(reading.share('L04', 'aware'))} are aware of it but"
                " not involved."
            ),
            numbers.answers(
                "L04", "Involvement in accessibility planning (per cent)", (ALL, *TYPES)
            ),
            numbers.table(
                "Destinations on which partners work together (per cent)",
                ("Destination", "All", "NRF", "Non-NRF"),
                rows,
                "Asked of partnerships that lead or take an active part; several answers possible.",
            ),
        ),
    )


def _goals(reading: Reading, numbers: Numbers) -> Section:
    none = bars_of(reading, "L06", "none")
    return Section(
        "Progress on transport goals",
        (
            Paragraph(
                "No progress yet is reported most often on"
                f" {say.most(none, 2)}; major progress most often on"
                f" {say.most(bars_of(reading, 'L06', 'major'), 2)}."
            ),
            numbers.panels(
                [panel_of(reading, "L06")],
                title="Progress on transport goals",
                first="Goal",
                source=reading.source("L06"),
            ),
            numbers.by_type(
                "Some or major progress by funding and type of authority",
                [(reading.label(k), k, ("some", "major")) for k in reading.keys("L06")],
            ),
        ),
    )


def _beside(reading: Reading, numbers: Numbers) -> Section:
    panel = activity(reading.form, reading.items, ALL, reading.settings)
    rows = [
        (group_label(g), *(reading.share(TRANSPORT, o, group=g).words for o in _STAGES))
        for g in (ALL, *REGIONS)
    ]
    labels = [reading.option_label(TRANSPORT, code).split(",")[0] for code in _STAGES]
    return Section(
        "Transport beside other issues",
        (
            Paragraph(
                f"{say.said(reading.share(TRANSPORT, 'not_addressed'))} of partnerships do not"
                " address transport at all;"
                f" {say.said(reading.share(TRANSPORT, 'joint_strategy', 'joint_activity'))} have a"
                " joint strategy or joint activity."
            ),
            numbers.panels(
                [panel],
                title="Activity by policy issue, transport among them",
                first="Policy issue",
                source=reading.source("H02"),
            ),
            numbers.table(
                "Stage reached on transport and accessibility by region (per cent)",
                ("Region", *labels),
                rows,
            ),
        ),
    )


_STAGES = ("not_addressed", "discussed", "joint_strategy", "joint_activity", "measurable")


def _support(reading: Reading, numbers: Numbers) -> Section:
    return Section(
        "What partnerships need from DfT",
        (
            Paragraph(
                f"{say.said(reading.share('M01.dft', *MORE))} of partnerships want more support from"
                f" the Department for Transport: {say.said(reading.share('M01.dft', *MORE, group=NRF))}"
                f" of NRF and {say.said(reading.share('M01.dft', *MORE, group=NON_NRF))} of non-NRF"
                " partnerships."
            ),
            numbers.answers(
                "M02", "Kinds of support that would help most (per cent)", (ALL, NRF, NON_NRF)
            ),
            numbers.ranking(
                bars_of(reading, "M01", *MORE),
                title="Where more support is needed",
                first="Source of support",
                source=reading.source("M01"),
            ),
        ),
    )
