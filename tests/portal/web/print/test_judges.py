"""What validators say of the PDF: veraPDF, pdfua, qpdf, pdffonts."""

import io
import shutil
import subprocess

import pdfua
import pytest

from tests.support import verapdf

pytestmark = pytest.mark.slow


def test_verapdf_finds_it_universally_accessible_and_archivable(printed: bytes) -> None:
    """PDF/UA-1 and PDF/A-3a in one file, by the reference validator."""
    reason = verapdf.unavailable()
    if reason:
        pytest.skip(reason)
    verdicts = verapdf.validate(printed)
    assert {flavour: verdict.broken for flavour, verdict in verdicts.items()} == {
        "3a": (),
        "ua1": (),
    }
    assert verdicts["ua1"].checks > 20_000


def test_verapdf_bites() -> None:
    """An unfinished page fails both: the judge is awake."""
    from weasyprint import HTML  # noqa: TID251 a plain page to compare with

    reason = verapdf.unavailable()
    if reason:
        pytest.skip(reason)
    verdicts = verapdf.validate(HTML(string="<p>Untagged</p>").write_pdf())
    assert all(verdict.broken for verdict in verdicts.values())


def test_the_fast_checker_agrees(printed: bytes) -> None:
    """pdfua knows sixteen rules of PDF/UA-1 and needs no Java."""
    assert pdfua.validate(io.BytesIO(printed)).findings == ()


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is missing: install qpdf")
def test_qpdf_finds_no_fault(printed: bytes, tmp_path: object) -> None:
    """Syntax and streams."""
    file = tmp_path / "summary.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="pdffonts is missing: poppler-utils")
def test_fonts_are_embedded_in_part_and_can_be_copied(printed: bytes, tmp_path: object) -> None:
    """Three weights of one family: embedded, subset, with Unicode tables."""
    file = tmp_path / "summary.pdf"
    file.write_bytes(printed)
    done = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert sorted(row[0].partition("+")[2] for row in rows) == [
        "Portal-Sans",
        "Portal-Sans-Bold",
        "Portal-Sans-Semi-Bold",
    ]
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
