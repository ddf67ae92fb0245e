"""Editions of two waves, click by click: built, checked, frozen, explored and taken away."""

import csv
import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import evaluator
from tests.browser.room.desk import address, follow, heading_is, is_told, press
from tests.support.browser import Watched, faults

NOTE = "The survey of 2003 is now beside it."
CHECKS = [
    "The questionnaire is the one that was answered",
    "Every return is still as it was counted",
    "Counting the same returns again gives the same figures, to the byte",
    "Answers and what stands beside them add up to the returns",
    "No group has more returns than eligible partnerships",
    "What is withheld cannot be worked out from what is shown",
    "It can stand beside the released editions of its wave",
    "The earlier survey",
]
CRIME = "Crime and community safety"
TYPES = [
    "All partnerships",
    "Counties",
    "Shire districts",
    "Unitary authorities",
    "Metropolitan districts",
    "London boroughs",
]
REGIONS = 9
SECONDS = 180  # a worker that has much else to do
SYMBOLS = {"[c]": "..", 0.0: "-"}  # of a sheet, as pages print them
Row = list[str]


def fresh(watched: Watched, year: int, number: int) -> str:
    """Built, watched, checked, its checks read; its address."""
    watched.open("/national/editions/")
    evaluator.build(watched, year, number)
    page = watched.page
    evaluator.check(page, number)
    checks = page.locator("h2:text-is('Checks') + dl")
    assert checks.locator("dt").all_inner_texts() == CHECKS
    found = checks.locator("dd").all_inner_texts()
    assert [words.split()[0] for words in found] == ["Holds"] * len(CHECKS)
    assert faults(watched) == []
    return address(page)


def freeze_instead(watched: Watched, number: int) -> None:
    """It replaces the edition before it, and not without a note."""
    page = watched.page
    press(page, "Freeze this edition")
    page.get_by_label("I understand that a frozen edition").check()
    press(page, "Freeze this edition")
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        f"Say why this edition replaces edition {number - 1}"
    )
    assert faults(watched) == []
    page.get_by_label(f"Why does it replace edition {number - 1}?").fill(NOTE)
    press(page, "Freeze this edition")
    is_told(page, f"The 2004 survey, edition {number} is frozen.")
    heading_is(page, f"Edition {number} Frozen")
    expect(page.get_by_text(f"It replaces edition {number - 1}: {NOTE}")).to_be_visible()


def rows_of(table: Locator) -> list[Row]:
    """A table of figures, its head first; groups without the mark of a small base."""
    cells = "table => [...table.rows].map(row => [...row.cells].map(each => each.textContent))"
    return [[first.removesuffix(" (i)"), *others] for first, *others in table.evaluate(cells)]


def seek(page: Page) -> None:
    """A question by its words."""
    follow(page, "Questions")
    page.get_by_label("Words of the question").fill("policy issues crime")
    choose(page, "Search")
    assert page.locator(".portal-questions__code").all_inner_texts() == ["H02"]
    follow(page, CRIME)
    expect(page.get_by_role("heading", level=1)).to_have_text(CRIME)


def choose(page: Page, button: str, **fields: str) -> None:
    """A filter in the address, by the words of its lists."""
    for name, words in fields.items():
        page.locator(f'main select[name="{name}"]').select_option(label=words)
    with page.expect_navigation():
        press(page, button)


def measure_it(page: Page) -> list[Row]:
    """One question by type and by NRF, in every measure; gives the table of per cents by NRF."""
    table = page.locator("main .portal-table").first
    choose(page, "Show", by="Type of authority", show="Per cent of all returns")
    of_all = rows_of(table)
    assert of_all[0][-2:] == ["No valid answer (%)", "Returns (n)"]
    choose(page, "Show", by="NRF and non-NRF areas", show="Weighted beside unweighted")
    weighted = rows_of(table)
    choose(page, "Show", show="Per cent of valid answers")
    valid = rows_of(table)
    assert [row[0] for row in of_all[1:]] == TYPES
    answers = len(valid[0]) - 3
    assert weighted[0][1:3] == [valid[0][1], valid[0][1].replace(" (%)", ", weighted (%)")]
    assert [row[1 : 2 * answers : 2] for row in weighted] == [row[1:-2] for row in valid]
    return valid


def save_the_chart(page: Page, shown: list[Row]) -> None:
    """Drawn as on the page, and its figures."""
    svg = ElementTree.fromstring(evaluator.download(page, "link", "Chart (SVG)"))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    words = [text.strip() for text in svg.itertext()]
    assert {shown[0][1].removesuffix(" (%)"), "NRF areas"} <= set(words)
    saved = evaluator.download(page, "link", "Data (CSV)").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(saved))) == shown


def take_away(page: Page, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Files of the edition, all asked for before the first is fetched: name → content."""
    for words in wanted.values():
        page.get_by_role("region", name=words).get_by_role("button").click()
    return {name: _fetched(page, name) for name in wanted}


def _fetched(page: Page, name: str) -> bytes:
    """When the worker has made it; without script the page would look again by itself."""
    link = page.get_by_role("link", name=name)
    for _ in range(2 * SECONDS):
        if link.is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    return evaluator.download(page, "link", name)


def in_cells(content: bytes, item: str, group: str) -> dict[str, str]:
    """Answer → figure as printed, from the CSV export."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        rows = csv.DictReader(io.StringIO(zipped.read("cells.csv").decode("utf-8-sig")))
        return {
            row["label"]: row["words"]
            for row in rows
            if (row["item"], row["group"]) == (item, group)
        }


def in_sheet(content: bytes, item: str, group: str) -> dict[str, str]:
    """Answer → per cent as printed, from the sheet of the item's section."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name(f"Section {item[0]}").to_python()
    head = next(row for row in rows if row[0] == "Item")
    share, at = "Per cent of valid answers", head.index(group)
    found = {row[3]: row[at] for row in rows if (row[0], row[4]) == (item, share)}
    return {label: SYMBOLS.get(cell) or f"{cell:.0f}" for label, cell in found.items()}


def compare(page: Page, valid: list[Row]) -> None:
    """NRF areas beside London and the counties: as on the question's page, with differences."""
    follow(page, "Compare groups")
    choose(page, "Compare", second="London", third="Counties")
    heading = page.get_by_role("heading", level=2, name="NRF areas, London, Counties")
    expect(heading).to_be_visible()
    table = about_crime(page)
    assert table[0][1:6] == [
        "NRF areas (%)", "London (%)", "Counties (%)", "NRF areas less London (points)",
        "NRF areas less Counties (points)",
    ]  # fmt: skip
    crime = next(row for row in table if row[0] == CRIME)
    assert crime[1] == valid[2][1]


def about_crime(page: Page) -> list[Row]:
    """The table of the first chart that has it as a row."""
    card = page.locator(".portal-card", has=page.locator(f"th:text-is('{CRIME}')"))
    return rows_of(card.first.locator("table"))


def map_it(page: Page, valid: list[Row]) -> None:
    """The same answer region by region."""
    follow(page, "Map")
    choose(page, "Show on the map", item=f"H02 {CRIME}")
    table = rows_of(page.locator(".portal-map table").last)
    assert len(table) == 1 + REGIONS + 1
    assert table[0] == ["Region", valid[0][1], "Base (n)"]
    assert table[-1] == [valid[1][0], valid[1][1], valid[1][-1]]
    expect(page.locator(".portal-map svg").first).to_be_visible()
