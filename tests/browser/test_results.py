"""Editions of two waves: built, checked, frozen, explored, taken away, released and then read."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser import editions, evaluator
from tests.browser.room.desk import follow, heading_is
from tests.support.browser import Watched, Windows, faults

# The journey is a fixture: four jobs of a worker, on a machine that may do much else.
pytestmark = pytest.mark.timeout(300, func_only=True)
READER = "reader@odpm.example"
CSV, XLSX = "lsp-survey-2004-edition-2-csv.zip", "lsp-survey-2004-edition-2.xlsx"
FILES = {CSV: "CSV with metadata (CSVW)", XLSX: "Spreadsheet (XLSX)"}
ITEM = "H02.crime"


@dataclass(frozen=True)
class Stand:
    """Where the edition of 2003 is; of that of 2004 two files and what NRF areas answered."""

    earlier: str
    files: dict[str, bytes]
    figures: dict[str, str]


@pytest.fixture(scope="module")
def stand(released: None, windows: Windows) -> Stand:
    """Beside the first edition of 2004, which is released already."""
    with windows(evaluator.EVALUATOR) as watched:
        earlier = editions.fresh(watched, 2003, 1)
        evaluator.freeze(watched.page, 1)
        newer = editions.fresh(watched, 2004, 2)
        editions.freeze_instead(watched, 2)
        with windows(READER) as reader:
            is_kept_from(reader, newer)
            is_kept_from(reader, earlier)
        table = explore(watched, newer)
        over_the_waves(watched, table)
        follow(watched.page, "Downloads")
        files = editions.take_away(watched.page, FILES)
        assert faults(watched) == []
        watched.open(earlier)  # first, because its figures stand in the newer one
        evaluator.release_edition(watched.page, 1)
        watched.open(newer)
        evaluator.release_edition(watched.page, 2)
        return Stand(earlier, files, dict(zip(table[0][1:], table[2][1:], strict=True)))


def explore(watched: Watched, newer: str) -> list[list[str]]:
    """From the national picture to the map; gives one table of a question's page."""
    page = watched.open(newer)
    follow(page, "National picture")
    expect(page.locator(".govuk-caption-xl")).to_have_text("2004 survey, all partnerships")
    assert page.locator(".portal-stat").count() == 4
    editions.seek(page)
    valid = editions.measure_it(page)
    editions.save_the_chart(page, valid)
    editions.compare(page, valid)
    assert faults(watched) == []
    editions.map_it(page, valid)
    assert faults(watched) == []
    return valid


def over_the_waves(watched: Watched, valid: list[list[str]]) -> None:
    """Who answered, and what changed since 2003."""
    page = watched.page
    follow(page, "Response")
    heading_is(page, "Response")
    for words in ("What the words mean", "Late beside early returns", "Weights for non-response"):
        expect(page.get_by_role("heading", name=words, level=2)).to_be_visible()
    follow(page, "Trends")
    heading_is(page, "Trends")
    table = editions.about_crime(page)
    assert table[0][1:] == [
        "2003 (%)", "2004 (%)", "Change (points)", "2003, in both waves (%)",
        "2004, in both waves (%)", "Change, in both waves (points)",
    ]  # fmt: skip
    assert next(row for row in table if row[0] == editions.CRIME)[2] == valid[1][1]
    assert faults(watched) == []


def is_kept_from(reader: Watched, path: str) -> None:
    """The same words whether it exists or not, and where to go instead."""
    page = reader.open(path, 404)
    heading_is(page, "Page not found")
    expect(page.get_by_role("main")).to_contain_text(
        "What has not been released yet opens only for the evaluation team."
    )
    follow(page, "The national picture")
    heading_is(page, "National picture")


def test_a_figure_is_the_same_on_the_page_and_in_the_files(stand: Stand) -> None:
    answers = {head.removesuffix(" (%)"): words for head, words in stand.figures.items()}
    base, mean = answers.pop("Base (n)"), answers.pop("Mean score")
    cells = editions.in_cells(stand.files[CSV], ITEM, "nrf")
    sheet = editions.in_sheet(stand.files[XLSX], ITEM, "NRF areas")
    assert {label: cells[label] for label in answers} == answers
    assert cells["Mean score"] == mean
    assert sheet == answers
    assert int(base) >= 10


def test_the_edition_before_names_the_new_one(stand: Stand, windows: Windows) -> None:
    with windows(READER) as watched:
        watched.open("/national/editions/1/")
        warning = watched.page.locator(".govuk-warning-text")
        expect(warning).to_contain_text(f"Edition 2 has replaced this one. {editions.NOTE}")
        follow(watched.page, "Edition 2")
        heading_is(watched.page, "Edition 2 Released")


def test_a_department_reads_and_downloads_what_is_released(stand: Stand, windows: Windows) -> None:
    with windows(READER) as watched:
        page = watched.open("/national/")
        offered = page.get_by_label("Edition", exact=True).locator("option").all_inner_texts()
        assert offered == [
            "2004 survey, edition 2", "2004 survey, edition 1", "2003 survey, edition 1",
        ]  # fmt: skip
        follow(page, "Downloads")
        assert evaluator.download(page, "link", CSV) == stand.files[CSV]
        follow(page, "Trends")
        assert editions.about_crime(page)[0][1] == "2003 (%)"
        assert faults(watched) == []
        watched.open(stand.earlier)
        heading_is(page, "Edition 1 Released")
