"""The three documents over editions of many kinds: what they say, and that they say nothing else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from portal.web.print.document import Document
from portal.web.print.html import to_html
from surveys.publications import dft, odpm, partnership
from surveys.publications.partnership import kind_of
from surveys.publications.reading import ALL, Reading
from surveys.publications.sentences import NOTHING
from surveys.results.breakdowns import GROUPS
from surveys.results.figures import Category, bar
from tests.surveys.publications import editions
from tests.surveys.publications.texts import large_numbers, sentences, titles

HOSTILE = (
    '<script>alert("x")</script>',
    "=HYPERLINK(0)",
    "\N{RIGHT-TO-LEFT OVERRIDE}evil \N{SNOWMAN} Łódź ŵ",
    "x" * 250,
)
READINGS = {
    "demo": editions.demo,
    "one return": editions.single,
    "few returns": editions.few,
    "all hidden": editions.hidden,
    "no London": editions.without_london,
}


def own_document(reading: Reading) -> Document:
    return partnership.compose(reading, editions.own(reading))


KINDS: dict[str, Callable[[Reading], Document]] = {
    "odpm": odpm.compose,
    "dft": dft.compose,
    "partnership": own_document,
}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_reading = pytest.mark.parametrize("reading", READINGS)


@every_kind
@every_reading
def test_every_document_reads_as_english(kind: str, reading: str) -> None:
    document = KINDS[kind](READINGS[reading]())
    said = [text for text in sentences(document) if " " in text]
    for text in said:
        assert text[:1].isupper() or text[:1].isdigit() or text[:1] == "“", text
        assert text.endswith((".", ":")) or text.count(" ") < 9, text
        assert not re.search(r"  | [.,;]|\.\.|\(\)|\bnan\b|%%|\bN/A\b", text), text
        assert "withheld%" not in text
        assert "none%" not in text
    assert len({t for t in said if t != NOTHING}) == len([t for t in said if t != NOTHING])


def test_odpm_follows_the_evaluations_own_summary() -> None:
    document = odpm.compose(editions.demo())
    assert titles(document) == [
        "Summary",
        "Governance",
        "Rationalisation and protocols",
        "Drivers and activity",
        "Progress made",
        "NRF areas and the others",
        "Types of authority",
        "Mainstreaming",
        "Local Area Agreements and support",
        "How the survey was done",
    ]
    figures = [f.title for f in document.figures()]
    assert figures[:2] == ["Activity by policy issue", "Progress made"]


def test_dft_puts_transport_first() -> None:
    document = dft.compose(editions.demo())
    assert titles(document)[:3] == [
        "Transport at a glance",
        "Progress on transport goals",
        "Transport in Community Strategies",
    ]
    assert next(document.figures()).title == "Progress on transport goals"


def test_the_demo_shows_the_published_findings() -> None:
    text = " ".join(sentences(odpm.compose(editions.demo())))
    assert "most often reported on crime and community safety (" in text
    assert (
        "not addressed at all by at least a third of partnerships: gay and lesbian issues" in text
    )
    assert "competitiveness and innovation (" in text
    assert "“A collective vision and agreed, co-ordinated strategy” (" in text
    assert "“Meeting floor targets” (" in text


def displayed(reading: Reading) -> Iterator[str]:
    """Every per cent that a figure or table of this edition may print."""
    for item in reading.form.items:
        cells = reading.items[item.key]
        codes = [c for c, inside in zip(cells.options, cells.in_base, strict=True) if inside]
        wide = 5 if item.kind == "choice" else 1
        wanted = [w for n in range(1, wide) for w in combinations(codes, n)]
        categories = [Category("c", "", w) for w in wanted]
        for group in GROUPS:
            made = bar(item, cells, categories, group.key, reading.settings)
            yield from (share.words for share in made.shares)


@pytest.mark.parametrize("reading", ["demo", "no London"])
def test_every_per_cent_in_a_sentence_is_a_cell_of_the_edition(reading: str) -> None:
    read = READINGS[reading]()
    cells = set(displayed(read)) | {rate.words.rstrip("%") for rate in read.rates}
    for kind, compose in KINDS.items():
        document = compose(read)
        text = " ".join([*sentences(document), *large_numbers(document)])
        numbers = set(re.findall(r"([\d.]+)%", text)) - {"0", "0.5"}
        assert numbers, kind
        assert numbers <= cells, kind


@pytest.mark.parametrize("reading", READINGS)
def test_no_share_is_impossible(reading: str) -> None:
    shown = {
        words for words in displayed(READINGS[reading]()) if words not in ("..", "N/A", "-", "*")
    }
    assert all(0 < int(words) <= 100 for words in shown)
    one = READINGS[reading]()
    for item in one.form.items:
        for option in one.items[item.key].options:
            for group in (ALL, "nrf", "non_nrf"):
                count = one.share(item.key, option, group=group).count
                assert count is None or count >= 0, item.key


def test_a_named_share_is_the_share_of_that_item() -> None:
    reading = editions.demo()
    for kind in ("odpm", "dft"):
        for text in sentences(KINDS[kind](reading)):
            for label, number in re.findall(r"“([^”]+)” \((\d+)%\)", text):
                items = [i for i in reading.form.items if i.label == label]
                one = replace(reading, items={i.key: reading.items[i.key] for i in items})
                one = replace(one, form=_only(reading, items))
                assert number in set(displayed(one)), (kind, label)


def _only(reading: Reading, items: list) -> object:
    class Form:
        pass

    form = Form()
    form.items = items  # type: ignore[attr-defined]
    return form


@every_kind
def test_nothing_is_typed_by_hand(kind: str) -> None:
    """An edition that may show nothing leaves no per cent anywhere but the response."""
    document = KINDS[kind](editions.hidden())
    text = " ".join(sentences(document)).replace(editions.hidden().rate(ALL).words, "")
    assert re.findall(r"[\d.]+%", text) == []
    assert large_numbers(document) == [] or kind == "partnership"
    shown = {cell for t in document.tables() if t.number for row in t.rows for cell in row[1:]}
    rates = {cell for cell in shown if re.fullmatch(r"[\d.]+%", cell)}
    assert rates <= {rate.words for rate in editions.hidden().rates}


@every_kind
def test_no_withheld_count_is_printed(kind: str) -> None:
    """One return: no cell of any table or figure holds a per cent."""
    document = KINDS[kind](editions.single())
    tables = [*document.tables(), *(figure.table for figure in document.figures())]
    results = [t for t in tables if "per cent" in t.caption and "Response" not in t.caption]
    for table in results:
        shares = {cell for row in table.rows for cell in row[1:]} - {"..", "N/A", "-", "0", "1"}
        assert shares <= set(), table.caption


def test_groups_that_nobody_is_in_read_as_not_asked() -> None:
    document = dft.compose(editions.without_london())
    said = " ".join(sentences(document))
    assert (
        "There are no answers from partnerships in London on whether they took part in preparing"
        in said
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_words_and_nothing_else(name: str) -> None:
    reading = editions.demo()
    document = partnership.compose(reading, editions.own(reading, name=name))
    html = to_html(document)
    assert "<script>alert" not in html
    assert document.title == f"{name}: 2004 summary"


def test_a_partnership_is_compared_with_the_closest_group_of_enough_returns() -> None:
    reading = editions.demo()
    kinds = {
        (nrf, kind): kind_of(reading, nrf=nrf, authority_type=kind)
        for nrf in (True, False)
        for kind in ("county", "shire_district", "unitary", "metropolitan_district")
    }
    for (nrf, kind), group in kinds.items():
        least = reading.settings.indicative_base
        closest = f"{'nrf' if nrf else 'non_nrf'}:{kind}"
        assert reading.rate(group).complete >= least
        assert (group == closest) == (reading.rate(closest).complete >= least)
    assert kinds[False, "shire_district"] == "non_nrf:shire_district"
    assert kinds[True, "unitary"] == "unitary"
    assert kind_of(editions.single(), nrf=True, authority_type="county") == ALL


def test_without_a_kind_of_its_own_there_is_no_second_column() -> None:
    document = own_document(editions.few())
    table = next(table for table in document.tables() if table.number)
    assert table.head == ("Item", "Your answer", "All (%)")
    assert "No closer group has 30 returns" in " ".join(sentences(document))


def test_the_only_return_has_nothing_beside_it() -> None:
    said = " ".join(sentences(own_document(editions.single())))
    assert "Yours is the only complete return, so there is nothing to compare it with." in said


def test_every_return_of_the_demo_composes() -> None:
    reading = editions.demo()
    seen = set()
    for at in range(0, 316, 9):
        own = editions.own(reading, at=at)
        seen.add(own.kind)
        for text in sentences(partnership.compose(reading, own)):
            assert "You report" not in text or "where" in text or "cannot" in text
    assert len(seen) > 2


@pytest.mark.parametrize(
    ("kind", "item", "options", "sentence"),
    [
        (
            "odpm",
            "B01",
            ["elected_member"],
            "{}% of partnerships are chaired by an elected member.",
        ),
        ("odpm", "B11.leadership", ["4", "5"], "{}% of partnerships agree that they are well led"),
        ("odpm", "D05", ["lot"], "{}% of partnerships say that accountability needs a lot of"),
        (
            "odpm",
            "F04",
            ["all", "some"],
            "{}% of partnerships have mapped the spending of at least",
        ),
        (
            "odpm",
            "C01",
            ["completed"],
            "{}% of partnerships have completed a review of the pattern",
        ),
        (
            "odpm",
            "J01",
            ["some", "substantial"],
            "{}% of partnerships have realigned at least some",
        ),
        ("odpm", "I05", ["precise"], "{}% of partnerships can show with evidence outcomes"),
        (
            "dft",
            "L01",
            ["priority"],
            "{}% of partnerships have transport among the main priorities",
        ),
        ("dft", "L04", ["lead", "active"], "{}% of partnerships lead or take an active part in"),
        (
            "dft",
            "H02.transport",
            ["measurable"],
            "{}% of partnerships report measurable outcomes on",
        ),
        (
            "dft",
            "M01.dft",
            ["more", "much_more"],
            "{}% of partnerships ask for more support from the",
        ),
        ("dft", "L02", ["joint"], "{}% of partnerships outside London prepared the second Local"),
    ],
)
def test_a_claim_counts_the_answers_it_names(
    kind: str, item: str, options: list[str], sentence: str
) -> None:
    reading = editions.demo()
    row = reading.items[item].row(ALL, reading.settings)
    count = sum(row.cell(option).count or 0 for option in options)
    said = " ".join(sentences(KINDS[kind](reading)))
    assert sentence.format((200 * count + row.base) // (2 * row.base)) in said


@every_kind
def test_figures_and_grids_show_every_item_of_their_question(kind: str) -> None:
    reading = editions.demo()
    document = KINDS[kind](reading)
    rows = {figure.title: len(figure.table.rows) for figure in document.figures()}
    wanted = {
        "Activity by policy issue": 25,
        "Progress made": 15,
        "Measurable outcomes in NRF and non-NRF areas": 25,
        "Important or very important constraints on realigning programmes": 8,
        "Readiness for the Local Area Agreement": 7,
        "Where more support is needed": 8,
        "Progress on transport goals": 6,
        "Activity by policy issue, transport among them": 25,
        "Activity by policy issue: non-NRF areas": 25,
    }
    assert {title: wanted[title] for title in rows if title in wanted} == {
        title: size for title, size in rows.items() if title in wanted
    }
    assert set(rows) - set(wanted) <= {"Returns received", "Response by region"}
    grids = {t.caption: len(t.rows) for t in document.tables()}
    assert grids.get("Partners with fairly or very strong engagement (per cent)", 19) == 19
    assert grids.get("Important or primary drivers of activity (per cent)", 13) == 13
