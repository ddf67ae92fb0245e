"""The three documents as files: readable by everybody, archivable, and the same bytes every time."""

import io
from functools import cache

import pikepdf
import pytest

from portal.web.print import page_count, to_pdf
from portal.web.print import pdf as press
from surveys.publications import dft, odpm, partnership
from tests.support import verapdf
from tests.surveys.publications import editions

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
        reason="the fonts are not installed: run `make assets`",
    ),
]
KINDS = ("odpm", "dft", "partnership")
every_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def pdf_of(kind: str, name: str = "Alpha Partnership") -> bytes:
    reading = editions.demo()
    if kind == "partnership":
        return to_pdf(partnership.compose(reading, editions.own(reading, name=name)))
    return to_pdf({"odpm": odpm.compose, "dft": dft.compose}[kind](reading))


def attachments(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            name: spec.get_file().read_bytes().decode("utf-8-sig")
            for name, spec in opened.attachments.items()
        }


@every_kind
def test_the_same_edition_prints_the_same_bytes(kind: str) -> None:
    first = pdf_of(kind)
    pdf_of.cache_clear()
    editions.demo.cache_clear()
    assert pdf_of(kind) == first


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("odpm", 12, 17), ("dft", 9, 13), ("partnership", 4, 6)]
)
def test_length(kind: str, least: int, most: int) -> None:
    assert least <= page_count(pdf_of(kind)) <= most


@every_kind
def test_it_is_tagged_titled_and_in_english(kind: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(kind))) as pdf:
        assert pdf.Root.MarkInfo.Marked is True or bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        metadata = bytes(pdf.Root.Metadata.read_bytes())
    assert b"pdfuaid:part" in metadata
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata or b'pdfaid:part="3"' in metadata


@pytest.mark.skipif(bool(verapdf.unavailable()), reason=verapdf.unavailable() or "available")
@every_kind
def test_verapdf_finds_nothing(kind: str) -> None:
    verdicts = verapdf.validate(pdf_of(kind))
    assert {flavour: verdict.broken for flavour, verdict in verdicts.items()} == {
        "ua1": (),
        "3a": (),
    }


@every_kind
def test_every_figure_and_table_is_attached(kind: str) -> None:
    reading = editions.demo()
    composed = {
        "odpm": odpm.compose,
        "dft": dft.compose,
        "partnership": lambda r: partnership.compose(r, editions.own(r)),
    }[kind](reading)
    files = attachments(pdf_of(kind))
    figures = [f"figure-{figure.number}.csv" for figure in composed.figures()]
    tables = [f"table-{table.number}.csv" for table in composed.tables() if table.number]
    assert sorted(files) == sorted([*figures, *tables])
    first = next(composed.figures())
    head = files["figure-1.csv"].splitlines()[0]
    assert head.replace('"', "").startswith(first.table.head[0])


def test_a_hostile_name_prints_and_leaves_no_formula_behind() -> None:
    name = "=cmd|' /C calc'!A0 \N{SNOWMAN} Łódź"
    pdf = pdf_of("partnership", name)
    assert page_count(pdf) <= 6
    assert not any(
        line.startswith(("=", "+", "@"))
        for text in attachments(pdf).values()
        for line in text.splitlines()
    )
