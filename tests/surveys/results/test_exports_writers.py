"""Each format is whole, accessible, the same bytes every time, and runs nothing in a spreadsheet."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import GROUPS, REGISTERED
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.exports import formats, sav
from surveys.results.exports.about import About
from surveys.results.exports.columns import CELLS, CHANGE, RESPONSE
from surveys.results.exports.formats import FORMATS
from surveys.results.exports.reading import subjects_of
from surveys.results.exports.sheets import SHORTHAND, sheets_of
from surveys.results.exports.table import Change, Response, View, lines_of
from surveys.results.published import response_rates, tenths
from tests.surveys.results.made_edition import SIZES, cells_of

CHANGES = (
    Change(
        "B01", "B02", "all", "officer", 10, 40, 25.0, "25", None, 40, None, "..", None, "withheld"
    ),
)


@pytest.fixture(scope="module")
def form(document_2004: dict[str, Any]) -> Form:
    return compile_form(document_2004)


@pytest.fixture(scope="module")
def about(form: Form) -> About:
    return About(
        year=2004, number=2, title="A survey", built_at=datetime(2005, 3, 1, 9, 30, tzinfo=UTC),
        returns=240, eligible=260, method=3, settings=Thresholds(), questionnaire_sha256="a" * 64,
        inputs_sha256="b" * 64, cells_sha256="c" * 64, attribution="Reconstructed.",
        synthetic=True, weighted=True, note="One return was counted twice.",
    )  # fmt: skip


@pytest.fixture(scope="module")
def view(form: Form) -> View:
    items = cells_of(form)
    subjects = subjects_of(form, items)
    lines = [
        line
        for item in items
        for at, group in enumerate(GROUPS)
        for line in lines_of(
            subjects[item.key], item, group.key, at, returns=SIZES[at], settings=Thresholds()
        )
    ]
    eligible = [size + 20 for size in SIZES[:REGISTERED]] + [0] * (len(SIZES) - REGISTERED)
    rates = [
        Response(r.group, r.complete, r.eligible, tenths(r.complete, r.eligible), r.words)
        for r in response_rates(SIZES, eligible)
    ]
    option = next(iter(subjects["B01"].options))
    changes = tuple(change._replace(option=option) for change in CHANGES)
    return View(
        sections={section.code: section.title for section in form.sections},
        subjects=subjects, groups=GROUPS, lines=tuple(lines), response=tuple(rates),
        changes=changes, change_groups=GROUPS[:8], earlier="2003 survey, edition 1",
    )  # fmt: skip


@pytest.fixture(scope="module")
def files(view: View, about: About, form: Form) -> dict[str, bytes]:
    return {key: each.write(view, about, form) for key, each in FORMATS.items()}


@pytest.mark.parametrize("key", FORMATS)
def test_the_same_edition_gives_the_same_bytes(
    key: str, files: dict[str, bytes], view: View, about: About, form: Form, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2031, 5, 6, 7, 8, tzinfo=UTC), tick=False)
    assert FORMATS[key].write(view, about, form) == files[key]


def zipped(files: dict[str, bytes]) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_csv_has_a_byte_order_mark_and_metadata_for_every_column(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as archive:
        assert archive.namelist() == [
            "README.txt", "csv-metadata.json", "cells.csv", "response.csv", "change.csv",
            "codebook.csv",
        ]  # fmt: skip
        assert archive.read("cells.csv").startswith(b"\xef\xbb\xbfitem,")
    texts = zipped(files)
    metadata = json.loads(texts["csv-metadata.json"])
    for table, columns in zip(metadata["tables"], (CELLS, RESPONSE, CHANGE), strict=False):
        heads = next(csv.reader(io.StringIO(texts[table["url"]])))
        described = table["tableSchema"]["columns"]
        assert heads == [each["name"] for each in described] == [each.name for each in columns]
        assert all(each["dc:description"] for each in described)
    assert metadata["tables"][3]["url"] == "codebook.csv"
    assert metadata["dc:identifier"] == "c" * 64
    assert "the original was never found" in metadata["dc:description"]
    assert "synthetic" in metadata["dc:description"]
    assert {note["name"] for note in metadata["notes"]} >= {"Edition", "..", "*", "withheld"}
    assert "Replaces an earlier edition: One return was counted twice." in texts["README.txt"]


def test_csv_keys_are_unique_and_numbers_are_numbers(files: dict[str, bytes], view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(zipped(files)["cells.csv"])))
    assert len(rows) == len(view.lines) == len({(r["item"], r["group"], r["option"]) for r in rows})
    for row in rows:
        for column in CELLS:
            if column.datatype != "string" and row[column.name]:
                float(row[column.name])
    change = next(csv.DictReader(io.StringIO(zipped(files)["change.csv"])))
    assert (change["count_now"], change["count_then"], change["words_then"]) == ("10", "", "..")


FORMULA = '=HYPERLINK("http://evil.example";"x")'


def test_text_is_never_a_formula(view: View, about: About, form: Form) -> None:
    """Whatever somebody writes into a questionnaire."""
    evil = {
        key: replace(each, text=FORMULA, options=dict.fromkeys(each.options, "+cmd|' /C calc'!A0"))
        for key, each in view.subjects.items()
    }
    whole = View(**{**vars(view), "subjects": evil})
    written = {key: FORMATS[key].write(whole, about, form) for key in ("csv", "xlsx", "ods")}
    rows = list(csv.DictReader(io.StringIO(zipped(written)["cells.csv"])))
    assert {row["question_text"] for row in rows} == {f"'{FORMULA}"}
    assert not [v for row in rows for v in row.values() if re.match(r"[=+@]", v)]
    with zipfile.ZipFile(io.BytesIO(written["xlsx"])) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not [n for n in sheets if re.search(rb"<f[ >]", book.read(n))]
        assert "xl/externalLinks" not in " ".join(book.namelist())
    with zipfile.ZipFile(io.BytesIO(written["ods"])) as book:
        content = book.read("content.xml")
    assert b"table:formula" not in content
    for key in ("xlsx", "ods"):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(written[key])).get_sheet_by_name(
            "Section B"
        )
        assert sheet.to_python()[4][1] == f"'{FORMULA}"


@pytest.mark.parametrize("key", ["xlsx", "ods"])
def test_workbooks_follow_the_rules_for_accessible_spreadsheets(
    key: str, files: dict[str, bytes], view: View, about: About
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[key]))
    sections = [f"Section {code}" for code in view.sections]
    assert book.sheet_names == ["Cover", "Contents", "Notes", "Response", *sections, "Change"]
    for planned in sheets_of(view, about):
        sheet = book.get_sheet_by_name(planned.name)
        assert not sheet.merged_cell_ranges
        rows = sheet.to_python()
        assert rows[0][0] == planned.title
        assert [row[0] for row in rows[1 : 1 + len(planned.remarks)]] == list(planned.remarks)
        table = rows[1 + len(planned.remarks) :]
        assert table[0] == list(planned.head)
        assert len(set(planned.head)) == len(planned.head)
        assert len(table) == len(planned.rows) + 1
        assert not [cell for row in table for cell in row if cell == ""]
        short = {c for row in table for c in row if isinstance(c, str) and c.startswith("[")}
        assert short <= set(SHORTHAND)
    notes = {row[0] for row in book.get_sheet_by_name("Notes").to_python()}
    assert set(SHORTHAND) <= notes
    contents = book.get_sheet_by_name("Contents").to_python()[3:]
    assert [row[0] for row in contents] == ["Notes", "Response", *sections, "Change"]


def test_tables_are_marked_up(files: dict[str, bytes], view: View, about: About) -> None:
    planned = sheets_of(view, about)
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as book:
        tables = [book.read(n).decode() for n in sorted(book.namelist()) if "/tables/" in n]
        assert len(tables) == len(planned)
        sheet = book.read("xl/worksheets/sheet5.xml").decode()
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert len(widths) >= 4
    assert min(widths) >= 12
    with zipfile.ZipFile(io.BytesIO(files["ods"])) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        root = ElementTree.fromstring(book.read("content.xml"))
    names = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    assert len(root.findall(".//table:database-range", names)) == len(planned)
    assert len(root.findall(".//table:table-header-rows", names)) == len(planned)


def test_json_stat_is_sparse_and_says_why(files: dict[str, bytes], view: View) -> None:
    collection = json.loads(files["json-stat"])
    assert (collection["version"], collection["class"]) == ("2.0", "collection")
    assert collection["note"][0].startswith("The questionnaire is a reconstruction")
    cubes = collection["link"]["item"]
    assert len({cube["href"] for cube in cubes}) == len(cubes) > 256
    for cube in cubes:
        size = 1
        for name, length in zip(cube["id"], cube["size"], strict=True):
            category = cube["dimension"][name]["category"]
            assert len(category["index"]) == length == len(category["label"])
            size *= length
        places = [*cube["value"], *cube.get("status", {})]
        assert len(places) == len(set(places))
        assert all(int(place) < size for place in places)
        assert None not in cube["value"].values()


def test_sav_has_labels_and_kinds_of_missing(files: dict[str, bytes], tmp_path: Any) -> None:
    import pyreadstat

    (tmp_path / "x.sav").write_bytes(files["sav"])
    frame, meta = pyreadstat.read_sav(tmp_path / "x.sav", user_missing=True)
    assert meta.variable_value_labels["group"][1.0] == "All partnerships"
    assert meta.variable_value_labels["count"][-91.0] == "Withheld to protect single partnerships"
    assert [each["lo"] for each in meta.missing_ranges["count"]] == [-91.0, -92.0, -93.0]
    assert set(frame[frame.status == 2.0]["count"]) <= {-91.0}
    assert set(frame[frame.status == 3.0]["count"]) == {-92.0}
    assert meta.creation_time == datetime(2005, 3, 1, 9, 30)  # noqa: DTZ001 the file has no zone
    assert sav.cut("é" * 200, 255).encode().decode()
    assert len(sav.cut("é" * 200, 255).encode()) <= 255


def test_without_the_packages_a_format_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {each.why_not for each in FORMATS.values()} == {""}
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    assert {key for key, each in FORMATS.items() if each.why_not} == {"parquet", "sav"}
    assert FORMATS["sav"].why_not == (
        "This portal was installed without the packages that write SPSS (SAV) files. Ask its"
        " administrator to install the optional packages called exports, or take another format."
    )


def test_an_edition_without_weights_and_new_statistics(form: Form, about: About) -> None:
    """Built by the first rules: 27 groups, no trimmed means, no weights, no change."""
    items = [
        replace(item, weighted=(), trimmed=(), total=(), counts=item.counts[:27])
        for item in cells_of(form)[:6]
    ]
    found = subjects_of(form, items)
    lines = [
        line
        for item in items
        for at, group in enumerate(GROUPS[:27])
        for line in lines_of(
            found[item.key], item, group.key, at, returns=SIZES[at], settings=Thresholds()
        )
    ]
    rates = [Response(group.key, 40, 50, 80.0, "80.0%") for group in GROUPS[:27]]
    old = View(
        {"A": "About", "B": "Lead"}, found, GROUPS[:27], tuple(lines), tuple(rates), (), (), ""
    )
    assert {line.weighted_per_cent for line in lines} == {None}
    assert not {line.statistic for line in lines} & {"trimmed_mean", "total"}
    assert [sheet.name for sheet in sheets_of(old, about)][3:] == [
        "Response",
        "Section A",
        "Section B",
    ]
    for key, each in FORMATS.items():
        assert each.write(old, about, form), key


def test_the_response_says_what_nobody_knows(view: View, about: About, form: Form) -> None:
    """Nobody is eligible in NRF counties, as the page says; in a band nobody knows who is."""
    rates = {rate.group: rate for rate in view.response}
    rates["nrf:county"] = Response("nrf:county", 0, 0, None, "N/A")
    told = replace(view, response=tuple(rates.values()))
    files = {"csv": FORMATS["csv"].write(told, about, form)}
    rows = {
        row["group"]: (row["eligible"], row["per_cent"], row["status"])
        for row in csv.DictReader(io.StringIO(zipped(files)["response.csv"]))
    }
    assert rows["all"] == ("260", "92.3", "shown")
    assert rows["nrf:county"] == ("0", "", "not_asked")
    assert rows["maturity:early"] == ("", "", "not_computed")
    sheet = next(each for each in sheets_of(told, about) if each.name == "Response")
    cells = dict(zip(rates, (row[2:] for row in sheet.rows), strict=True))
    assert (cells["nrf:county"], cells["maturity:early"]) == ((0, "[z]"), ("[x]", "[x]"))
