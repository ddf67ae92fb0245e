"""One figure is the same everywhere: page, CSV, XLSX, ODS, JSON-stat, Parquet, SAV, API and PDF."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pyarrow.parquet as pq
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from portal.tenancy.context import in_national
from portal.web.print import pdf as press
from surveys.results.breakdowns import GROUPS
from surveys.results.exports.formats import FORMATS
from surveys.results.exports.reading import about_of, view_of
from surveys.results.exports.table import ANSWERS, ASIDE, Line, View, option_label
from surveys.results.models import Edition
from surveys.results.queries import questionnaire_form
from tests.conftest import Cast
from tests.portal.web.print import structure
from tests.support.api import BACKEND, Api
from tests.surveys.results.made_edition import made_edition
from tests.surveys.results.tables_of import tables_of
from tests.surveys.returns.desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAMPLE = 90
SEED = 20041122
LABELS = {group.key: group.label for group in GROUPS}
SYMBOL = {"..": "[c]", "N/A": "[z]", "*": "[low]", "-": 0}
MARKS = (" (i)", " (s)")


class Everywhere:
    """One released edition in every form, and a sample of its figures."""

    def __init__(self, cast: Cast) -> None:
        desk = Desk(cast)
        with in_national():
            self.edition: Edition = made_edition(desk.wave, desk.form)
            self.edition.refresh_from_db()
            self.view: View = view_of(self.edition)
            about = about_of(self.edition)
            form = questionnaire_form(self.edition)
            self.files = {key: each.write(self.view, about, form) for key, each in FORMATS.items()}
        self.api = Api(cast.odpm)
        self.browser = Client()
        self.browser.force_login(cast.odpm, BACKEND)
        self.lines = self._sample()
        self._pages: dict[str, Any] = {}

    def _sample(self) -> list[Line]:
        """Every kind of figure, shown and withheld and not asked, at random."""
        choose = random.Random(SEED)
        kinds: dict[tuple[str, str], list[Line]] = {}
        for line in self.view.lines:
            what = "aside" if line.option in ASIDE else line.statistic
            kinds.setdefault((what, line.status), []).append(line)
        each = SAMPLE // len(kinds) + 1
        return [
            line for lines in kinds.values() for line in choose.sample(lines, min(each, len(lines)))
        ]

    def page(self, key: str, show: str) -> list[dict[tuple[str, str], str]]:
        """The tables of one question's page by (group, heading)."""
        address = f"/national/editions/{self.edition.pk}/items/{key}/?by=every&show={show}"
        if address not in self._pages:
            response = self.browser.get(address)
            assert response.status_code == 200
            self._pages[address] = tables_of(response.content.decode())
        return self._pages[address]


@pytest.fixture(scope="module")
def everywhere(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Everywhere]:
    """Made once, in a transaction that is taken back."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with connection.cursor() as cursor:  # printing takes longer than a request may idle
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield Everywhere(Cast())
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def test_the_sample_holds_every_kind_of_figure(everywhere: Everywhere) -> None:
    lines = everywhere.lines
    assert len(lines) >= 60
    assert {line.status for line in lines} == {"shown", "withheld", "not_asked"}
    statistics = {line.statistic for line in lines}
    assert statistics >= {ANSWERS, "mean", "trimmed_mean", "median", "total", "mean_score"}
    for line in everywhere.view.lines:
        if line.status != "shown":
            assert (line.count, line.per_cent, line.per_cent_of_all, line.value) == (None,) * 4
            assert line.words in ("..", "N/A")


def test_pages(everywhere: Everywhere) -> None:
    found = [_on_page(everywhere, line) for line in everywhere.lines]
    missing = [
        line for line, seen in zip(everywhere.lines, found, strict=True) if line.words not in seen
    ]
    assert not missing, missing[:5]


def _on_page(everywhere: Everywhere, line: Line) -> list[str]:
    """What the page of the question says in the row and column of this figure."""
    subject = everywhere.view.subjects[line.item]
    label = option_label(subject, line)
    inside = subject.in_base.get(line.option, False)
    show = "valid" if inside or line.statistic != ANSWERS or line.option in ASIDE else "counts"
    heading = f"{label} (%)" if inside else label
    seen = [
        table[place]
        for table in everywhere.page(line.item, show)
        for place in ((LABELS[line.group] + mark, heading) for mark in ("", *MARKS))
        if place in table
    ]
    # A statistic that is withheld in every group has no column.
    return seen or ([line.words] if line.statistic == "total" else [])


def test_csv(everywhere: Everywhere) -> None:
    with zipfile.ZipFile(io.BytesIO(everywhere.files["csv"])) as zipped:
        rows = list(csv.DictReader(io.StringIO(zipped.read("cells.csv").decode("utf-8-sig"))))
        rates = list(csv.DictReader(io.StringIO(zipped.read("response.csv").decode("utf-8-sig"))))
    by_place = {(row["item"], row["group"], row["option"]): row for row in rows}
    assert len(by_place) == len(rows) == len(everywhere.view.lines)
    for line in everywhere.lines:
        row = by_place[line.item, line.group, line.option]
        for name in ("count", "per_cent", "per_cent_of_all", "weighted_per_cent", "value", "base"):
            figure = getattr(line, name)
            assert row[name] == ("" if figure is None else str(figure)), (line, name)
        assert (row["words"], row["status"]) == (line.words, line.status)
    for row, rate in zip(rates, everywhere.edition.response_rates(), strict=True):
        assert (row["group"], row["complete"], row["words"]) == (
            rate.group, str(rate.complete), rate.words,
        )  # fmt: skip


@pytest.mark.parametrize("key", ["xlsx", "ods"])
def test_workbooks(everywhere: Everywhere, key: str) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(everywhere.files[key]))
    places: dict[tuple[Any, ...], Any] = {}
    for name in book.sheet_names[4:]:
        rows = book.get_sheet_by_name(name).to_python()
        head = next(row for row in rows if row[0] == "Item")
        for row in rows[rows.index(head) + 1 :]:
            for group, cell in zip(head[5:], row[5:], strict=True):
                places[row[0], row[3], row[4], group] = cell
    for line in everywhere.lines:
        subject = everywhere.view.subjects[line.item]
        label, group = option_label(subject, line), LABELS[line.group]
        if line.statistic != ANSWERS:
            assert _same(places[line.item, label, "Statistic", group], line.words), line
            continue
        counted = "..N/A"[:2] if line.status == "withheld" else line.words
        number = places[line.item, label, "Number", group]
        assert _same(number, counted if line.count is None else f"{line.count:,}"), line
        if subject.in_base.get(line.option):
            cell = places[line.item, label, "Per cent of valid answers", group]
            assert _same(cell, line.words), line
    rows = book.get_sheet_by_name("Response").to_python()[3:]
    for row, rate in zip(rows, everywhere.edition.response_rates(), strict=True):
        assert row[:2] == [LABELS[rate.group], rate.complete]
        assert row[3] == ("[x]" if rate.words == "N/A" else float(rate.words.removesuffix("%")))


def _same(cell: Any, printed: str) -> bool:
    """A cell of a sheet and the words of a page say the same."""
    if printed in SYMBOL:
        return cell == SYMBOL[printed]
    return cell == float(printed.replace(",", ""))


def test_json_stat(everywhere: Everywhere) -> None:
    collection = json.loads(everywhere.files["json-stat"])
    cubes = {cube["href"]: cube for cube in collection["link"]["item"]}
    for line in everywhere.lines:
        of_answers = line.statistic == ANSWERS
        cube = cubes[f"#{line.item}" + ("" if of_answers else "_statistics")]
        measures = cube["dimension"]["measure"]["category"]["index"]
        for measure in measures:
            place = _place(cube, line.option, line.group, measure)
            assert cube["value"].get(place) == getattr(line, measure), (line, measure)
            if line.status == "withheld" and measure not in ("base", "weighted_per_cent"):
                assert cube["status"][place] == "c"


def _place(cube: dict[str, Any], *keys: str) -> str:
    at = 0
    for name, size, key in zip(cube["id"], cube["size"], keys, strict=True):
        at = at * size + cube["dimension"][name]["category"]["index"].index(key)
    return str(at)


def test_parquet_and_sav(everywhere: Everywhere, tmp_path: Path) -> None:
    import pyreadstat

    table = pq.read_table(io.BytesIO(everywhere.files["parquet"])).to_pylist()
    rows = {(row["item"], row["group"], row["option"]): row for row in table}
    (tmp_path / "edition.sav").write_bytes(everywhere.files["sav"])
    frame, _ = pyreadstat.read_sav(tmp_path / "edition.sav")
    numbers = {group.key: number for number, group in enumerate(GROUPS, start=1)}
    coded = {
        (row["item"], row["group"], row["option"]): row for row in frame.to_dict(orient="records")
    }
    for line in everywhere.lines:
        row = rows[line.item, line.group, line.option]
        other = coded[line.item, numbers[line.group], line.option]
        for name in ("count", "per_cent", "value", "base"):
            figure = getattr(line, name)
            assert row[name] == figure
            assert other[name] == figure if figure is not None else other[name] != other[name]
        assert (row["words"], row["status"]) == (line.words, line.status)


def test_api(everywhere: Everywhere) -> None:
    pages: dict[tuple[str, str], dict[str, Any]] = {}
    one = f"editions/{everywhere.edition.pk}/"
    for line in everywhere.lines:
        if (line.item, line.group) not in pages:
            body = everywhere.api.get(
                f"{one}cells/?item={line.item}&group={line.group}&page_size=200"
            )
            pages[line.item, line.group] = {row["option"]: row for row in body["results"]}
        assert pages[line.item, line.group][line.option] == line._asdict()
    rates = {row["group"]: row for row in everywhere.api.get(one)["response"]}
    for rate in everywhere.edition.response_rates():
        assert rates[rate.group]["complete"] == rate.complete
        assert rates[rate.group]["per_cent"] == (
            None if rate.per_cent is None else float(rate.words.removesuffix("%"))
        )


@pytest.mark.skipif(
    not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
    reason="the fonts are not installed: run `make assets`",
)
def test_the_national_summary(everywhere: Everywhere) -> None:
    """Every response rate, and every share that is one answer to one question: in the data
    attached to the PDF, and in the same line of its pages."""
    from portal.web.print import to_pdf
    from surveys.publications import odpm
    from surveys.publications.queries import reading_of

    with in_national(switch=True):
        pdf = to_pdf(odpm.compose(reading_of(everywhere.edition)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tables = [
            list(csv.reader(io.StringIO(spec.get_file().read_bytes().decode("utf-8-sig"))))
            for spec in opened.attachments.values()
        ]
    lines = [" ".join(line.split()) for line in "\n".join(structure.pages(pdf)).splitlines()]
    printed = {**_rates(everywhere), **_shares(everywhere.view)}
    compared = on_pages = 0
    for head, *rows in tables:
        for row in rows:
            known = [printed.get((head[0] == "Answer", row[0], name)) for name in head[1:]]
            found = [cell for cell, words in zip(row[1:], known, strict=True) if words is not None]
            assert found == [words for words in known if words is not None], row
            compared += len(found)
            whole = [line for line in lines if _is_row(line, row)]
            if found and whole:  # its label stands in one line of a table
                on_pages += len(found)
                assert " ".join(row) in whole, (row, whole)
    assert compared >= 60
    assert on_pages >= 30


def _is_row(line: str, row: list[str]) -> bool:
    """Whether a line of a page is a row with this label and as many figures."""
    label, *figures = row
    return line.startswith(f"{label} ") and len(line[len(label) :].split()) == len(figures)


# Whether the rows of the table are answers, label of the row, heading of the column.
Place = tuple[bool, str, str]


def _rates(everywhere: Everywhere) -> dict[Place, str]:
    rates = everywhere.edition.response_rates()
    return {(False, LABELS[rate.group], "Response rate"): rate.words for rate in rates}


def _shares(view: View) -> dict[Place, str]:
    """Place in a table in print → the figure, where only one question can be meant."""
    found: dict[Place, list[str]] = {}
    for line in view.lines:
        subject = view.subjects[line.item]
        if not subject.in_base.get(line.option):
            continue
        answer = subject.options[line.option]
        if subject.part and line.group == "all":
            found.setdefault((False, subject.part, f"{answer} (%)"), []).append(line.words)
        elif not subject.part:
            found.setdefault((True, answer, LABELS[line.group]), []).append(line.words)
    return {place: words[0] for place, words in found.items() if len(words) == 1}
