"""Governance: leadership, accountability, engagement, rationalisation and protocols."""

from portal.web.print.document import Block, Heading, Section
from surveys.publications import sentences as say
from surveys.publications.odpm.scales import AGREE, STRONG
from surveys.publications.pieces import Numbers, bars_of
from surveys.publications.reading import ALL, NON_NRF, NRF, Reading


def governance(reading: Reading, numbers: Numbers) -> Section:
    """Who leads, to whom they answer, who takes part."""
    return Section(
        "Governance",
        (
            *_leadership(reading, numbers),
            *_accountability(reading, numbers),
            *_performance(reading),
            *_engagement(reading, numbers),
            *_beyond(reading),
        ),
    )


def _leadership(reading: Reading, numbers: Numbers) -> tuple[Block, ...]:
    board = bars_of(reading, "B11", *AGREE)
    return (
        Heading("Leadership and strategic capacity"),
        say.paragraph(
            say.claim(reading.share("B01", "elected_member"), "are chaired by an elected member"),
            say.most("Agreement is most widespread with", board, 1, quoted=True),
            say.least("It is least widespread with", board, 2, quoted=True),
            say.claim(
                reading.share("B12", "yes"),
                "have had leadership development for their chair or board in the last 12 months",
            ),
        ),
        numbers.answers("B01", "Who chairs the board or executive", (ALL, NRF, NON_NRF)),
        numbers.grid("B11", "Agreement with statements about the board", "Statement", *AGREE),
    )


def _accountability(reading: Reading, numbers: Numbers) -> tuple[Block, ...]:
    clear = bars_of(reading, "D01", "3")
    close = bars_of(reading, "D03", *STRONG)
    return (
        Heading("Accountability"),
        say.paragraph(
            say.most("Lines of accountability are most often clear and agreed for", clear, 1),
            say.least("They are least often so for", clear, 1),
            say.claims(
                (
                    reading.share("D05", "lot"),
                    "say that accountability needs a lot of strengthening",
                ),
                (reading.share("D05", "some"), "say that it needs some"),
                (reading.share("D05", "no"), "say that it needs none"),
            ),
            say.most("The councillors most closely connected are", close, 1),
            say.least("The least connected are", close, 1),
        ),
        numbers.grid("D01", "Lines of accountability that are clear and agreed", "Line", "3"),
    )


def _performance(reading: Reading) -> tuple[Block, ...]:
    shares = [reading.share("E01", "established", group=g) for g in (NRF, NON_NRF)]
    return (
        Heading("Performance management"),
        say.paragraph(
            say.both(shares[0], shares[1], "have a well established performance management system"),
            say.most(
                "Of the statements about it, agreement is most widespread with",
                bars_of(reading, "E04", *AGREE),
                2,
                quoted=True,
            ),
        ),
    )


def _engagement(reading: Reading, numbers: Numbers) -> tuple[Block, ...]:
    strong = bars_of(reading, "F01", *STRONG)
    return (
        Heading("Engaging partners"),
        say.paragraph(
            say.most("Engagement is most often fairly or very strong for", strong, 3),
            say.least("It is least often so for", strong, 2),
            say.most(
                "Work has most often not started yet on",
                bars_of(reading, "F03", "0"),
                1,
            ),
            say.claim(
                reading.share("F04", "all", "some"),
                "have mapped the spending of at least some partners",
            ),
        ),
        numbers.grid("F01", "Partners with fairly or very strong engagement", "Partner", *STRONG),
    )


def _beyond(reading: Reading) -> tuple[Block, ...]:
    links = bars_of(reading, "G01", "3")
    return (
        Heading("Above, below and beside the partnership"),
        say.paragraph(
            say.most("Links are most often strong with", links, 1),
            say.least("They are least often strong with", links, 1),
            say.claim(
                reading.share("G04", "formal", "informal"),
                "have agreed the roles of county and districts, formally or informally",
                "partnerships in two-tier areas",
            ),
            say.claim(
                reading.share("G07", "yes"),
                "face pressing issues that they cannot address within their own boundary",
            ),
        ),
    )


def rationalisation(reading: Reading, numbers: Numbers) -> Section:
    """Fewer partnerships, better processes, agreements in force."""
    progress = bars_of(reading, "C03", "some", "major")
    return Section(
        "Rationalisation and protocols",
        (
            say.paragraph(
                say.claims(
                    (
                        reading.share("C01", "completed"),
                        "have completed a review of the pattern of partnerships",
                    ),
                    (reading.share("C01", "underway"), "have such a review under way"),
                ),
                say.claim(
                    reading.share("C02", "fewer_many", "fewer"),
                    "report that the number of partnerships has fallen",
                    "partnerships that reviewed the pattern",
                ),
                say.most(
                    "On processes, some or major progress is most often reported on", progress, 2
                ),
                say.least("It is least often reported on", progress, 1),
                say.claim(
                    reading.share("C05", "major"),
                    "have made major progress in reducing the burden of plans",
                ),
            ),
            numbers.grid(
                "C03", "Some or major progress in rationalising processes", "Way", "some", "major"
            ),
            numbers.answers("C04", "Agreements in force", (ALL, NRF, NON_NRF)),
        ),
        new_page=False,
    )
