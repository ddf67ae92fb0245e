"""The national summary for ODPM: governance, delivery, progress, kinds of LSP, mainstreaming, LAAs."""

from portal.web.print.document import Document, KeyFindings, Paragraph, Section, Stats
from surveys.publications import sentences as say
from surveys.publications.annex import national_annex
from surveys.publications.issue import issue
from surveys.publications.pieces import Numbers, bars_of, panel_of, stat
from surveys.publications.reading import ALL, NON_NRF, NRF, TYPES, Reading
from surveys.results.figures import Category, activity, activity_gaps, nrf_gaps, progress

MAJOR = Category("major", "Major progress", ("major",))
AGREE = ("4", "5")
IMPORTANT = ("2", "3")
MORE = ("more", "much_more")


def compose(reading: Reading) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    sections = (
        _summary(reading, numbers),
        _governance(reading, numbers),
        _activity(reading, numbers),
        _progress(reading, numbers),
        _funding(reading, numbers),
        _types(reading, numbers),
        _mainstreaming(reading, numbers),
        _agreements(reading, numbers),
        national_annex(reading, numbers),
    )
    return issue(
        reading,
        kind="odpm",
        title=f"Local Strategic Partnerships: national summary {reading.year}",
        subtitle=(
            f"What {reading.rate(ALL).complete:,} partnerships told us about governance, activity"
            " and progress"
        ),
        sections=sections,
    )


def _summary(reading: Reading, numbers: Numbers) -> Section:
    measurable = bars_of(reading, "H02", "measurable")
    absent = say.at_least(bars_of(reading, "H02", "not_addressed"), 100 / 3)
    floor = say.widest(nrf_gaps(reading.form, reading.items, "I03", MAJOR, reading.settings), 2)
    findings = [
        f"Measurable outputs or outcomes are most often reported on {say.most(measurable)}.",
        f"{len(absent)} of {len(measurable)} policy issues are not addressed at all by at least a"
        f" third of partnerships: {say.with_shares(absent)}."
        if absent
        else "No policy issue is left unaddressed by as many as a third of partnerships.",
        "Major progress is most often claimed on"
        f" {say.most(_outcomes(reading, 'major'), 2)}, least often on"
        f" {say.least(_outcomes(reading, 'major'), 2)}.",
        f"More NRF than non-NRF partnerships report major progress on"
        f" {say.listed([say.beside(g) for g in floor])}."
        if floor
        else "NRF and non-NRF partnerships cannot be told apart on service outcomes.",
        "Realigning main programmes is held back most by"
        f" {say.most(bars_of(reading, 'J03', *IMPORTANT), 2)}.",
    ]
    rate = reading.rate(ALL)
    stats = Stats(
        (
            stat(reading.share("H02.crime", "measurable"), "report measurable outcomes on crime"),
            stat(reading.share("I02.vision", "major"), "report major progress on a shared vision"),
            stat(reading.share("I01.pooled", "none"), "have made no progress on pooling funds"),
            stat(reading.share("D05", "lot", "some"), "say accountability needs strengthening"),
        )
    )
    by_group = numbers.by_type(
        "Selected results by funding and type of authority",
        [
            ("Measurable outcomes on crime", "H02.crime", ("measurable",)),
            ("Measurable outcomes on housing", "H02.housing", ("measurable",)),
            ("Major progress on a shared vision", "I02.vision", ("major",)),
            ("Major progress on floor targets", "I03.floor", ("major",)),
            ("Performance management in place", "E01", ("established",)),
        ],
    )
    return Section(
        "Summary",
        (stats, KeyFindings(tuple(findings)), by_group),
        lead=f"{say.response(rate)} to the {reading.year} national survey.",
    )


def _outcomes(reading: Reading, *options: str) -> list:
    return [b for code in ("I01", "I02", "I03") for b in bars_of(reading, code, *options)]


def _governance(reading: Reading, numbers: Numbers) -> Section:
    chair = reading.share("B01", "elected_member")
    strong = bars_of(reading, "F01", "2", "3")
    clear = bars_of(reading, "D01", "3")
    return Section(
        "Governance",
        (
            Paragraph(
                f"An elected member chairs {say.said(chair)} of the partnerships. Boards are judged"
                f" best on {say.most(bars_of(reading, 'B11', *AGREE), 2)} and least well on"
                f" {say.least(bars_of(reading, 'B11', *AGREE), 2)}, by the share that agrees with"
                " each statement."
            ),
            numbers.answers("B01", "Who chairs the board or executive", (ALL, NRF, NON_NRF)),
            Paragraph(
                "Lines of accountability are most often called clear and agreed for"
                f" {say.most(clear, 1)} and least often for {say.least(clear, 1)}."
                f" {say.said(reading.share('D05', 'lot'))} of partnerships say that accountability"
                " needs to be strengthened a lot, and a further"
                f" {say.said(reading.share('D05', 'some'))} to some extent."
            ),
            numbers.ranking(
                strong,
                title="Partners with fairly or very strong engagement",
                first="Partner",
                source=reading.source("F01"),
            ),
        ),
    )


def _activity(reading: Reading, numbers: Numbers) -> Section:
    panel = activity(reading.form, reading.items, ALL, reading.settings)
    measurable = bars_of(reading, "H02", "measurable")
    fifth = say.at_least(measurable, 20)
    return Section(
        "Activity on policy issues",
        (
            Paragraph(
                f"Partnerships report measurable outputs or outcomes most often on"
                f" {say.most(measurable)}. On {len(fifth)} of the {len(measurable)} issues at least"
                " a fifth of partnerships report them."
            ),
            numbers.panels(
                [panel],
                title="Activity by policy issue",
                first="Policy issue",
                source=reading.source("H02"),
            ),
            Paragraph(
                "The issues most often not addressed at all are"
                f" {say.most(bars_of(reading, 'H02', 'not_addressed'), 5)}."
            ),
        ),
    )


def _progress(reading: Reading, numbers: Numbers) -> Section:
    panels = progress(reading.form, reading.items, ALL, reading.settings)
    words = [
        (name, bars_of(reading, code, "major"), bars_of(reading, code, "none"))
        for name, code in (("process", "I01"), ("governance", "I02"), ("service", "I03"))
    ]
    return Section(
        "Progress made",
        (
            numbers.panels(
                panels,
                title="Progress on process, governance and service outcomes",
                first="Outcome",
                source=reading.source("I02"),
            ),
            *(
                Paragraph(
                    f"On {name} outcomes, major progress is reported most often on"
                    f" {say.most(major, 1)}; no progress yet is reported most often on"
                    f" {say.most(none, 1)}."
                )
                for name, major, none in words
            ),
        ),
    )


def _funding(reading: Reading, numbers: Numbers) -> Section:
    gaps = activity_gaps(reading.form, reading.items, reading.settings)
    ahead = [g for g in gaps if (g.points or 0) > 0]
    outcomes = [
        gap
        for code in ("I01", "I02", "I03")
        for gap in nrf_gaps(reading.form, reading.items, code, MAJOR, reading.settings)
    ]
    return Section(
        "NRF areas and the others",
        (
            Paragraph(
                f"NRF partnerships report measurable outcomes more often on {len(ahead)} of the"
                f" {len(gaps)} policy issues. The widest gaps are on"
                f" {say.listed([say.beside(g) for g in say.widest(gaps)])}."
            ),
            numbers.gaps(
                gaps,
                title="Measurable outcomes in NRF and non-NRF areas",
                first="Policy issue",
                source=reading.source("H02"),
            ),
            numbers.table(
                "Major progress in NRF and non-NRF areas (per cent)",
                ("Outcome", "NRF", "Non-NRF", "Difference", "NRF (n)", "Non-NRF (n)"),
                [say.gap_cells(gap) for gap in outcomes],
            ),
        ),
    )


def _types(reading: Reading, numbers: Numbers) -> Section:
    top = [b.key for b in say.known(bars_of(reading, "H02", "measurable"))[:8]]
    outcomes = [b.key for b in say.known(_outcomes(reading, "major"))[:8]]
    return Section(
        "Types of partnership",
        (
            Paragraph(
                "Counties, districts, unitary and metropolitan authorities and London boroughs"
                " differ in what they do and in how far they have got. The tables show the issues"
                " and outcomes that lead nationally; groups too small to be shown are withheld."
            ),
            numbers.by_type(
                "Measurable outcomes by funding and type of authority",
                [(reading.label(key), key, ("measurable",)) for key in top],
            ),
            numbers.by_type(
                "Major progress by funding and type of authority",
                [(reading.label(key), key, ("major",)) for key in outcomes],
            ),
        ),
    )


def _mainstreaming(reading: Reading, numbers: Numbers) -> Section:
    primary = bars_of(reading, "H01", "4")
    return Section(
        "Drivers and mainstreaming",
        (
            Paragraph(
                f"The primary drivers of activity are {say.most(primary)}. The least used are"
                f" {say.least(primary, 2)}. {say.said(reading.share('J01', 'some', 'substantial'))}"
                " of partnerships have realigned at least some main programmes."
            ),
            numbers.ranking(
                bars_of(reading, "J03", *IMPORTANT),
                title="Important or very important constraints on realigning programmes",
                first="Constraint",
                source=reading.source("J03"),
            ),
            numbers.ranking(
                primary,
                title="Primary drivers of activity",
                first="Driver",
                source=reading.source("H01"),
            ),
        ),
    )


def _agreements(reading: Reading, numbers: Numbers) -> Section:
    return Section(
        "Local Area Agreements and support",
        (
            numbers.answers(
                "K01", "State of the Local Area Agreement (per cent)", (ALL, *TYPES)
            ),
            numbers.panels(
                [panel_of(reading, "K04")],
                title="Readiness for the Local Area Agreement",
                first="Statement",
                source=reading.source("K04"),
            ),
            Paragraph(
                "Partnerships most often ask for more support from"
                f" {say.most(bars_of(reading, 'M01', *MORE), 2)}. Non-NRF partnerships look first to"
                f" {say.most(bars_of(reading, 'M01', *MORE, group=NON_NRF), 1)}."
            ),
            numbers.ranking(
                bars_of(reading, "M01", *MORE),
                title="Where more support is needed",
                first="Source of support",
                source=reading.source("M01"),
            ),
        ),
    )
