"""Files that people send: real ones pass, and what lies, hides or breaks is refused in words."""

import contextlib
import hashlib
import itertools
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import settings as running
from hypothesis import strategies as st

from portal.errors import Refused
from portal.web import contents
from portal.web.scanning import Verdict
from portal.web.uploads import CSV, DOCUMENTS, PDF, PNG, accept, checked, clean_name, size_words
from tests.portal.web import files

UNSCANNED = Verdict("unscanned", "Not checked for viruses: this site has no scanner.")
GOOD = files.samples()
TYPES = {
    "pdf": "application/pdf",
    **files.MAINS,
    **files.OPENS,
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def refusal(name: str, content: bytes, allowed: tuple = DOCUMENTS) -> str:
    """What is said about a file that must not come in."""
    with pytest.raises(Refused) as caught:
        checked(files.upload(name, content), allowed=allowed)
    return caught.value.message


@pytest.mark.parametrize("ending", GOOD)
@pytest.mark.parametrize("make", [files.upload, files.upload_on_disk])
def test_real_files_pass(ending: str, make: object) -> None:
    content = GOOD[ending]
    file = make(f"Paper 1.{ending.upper()}", content)
    found = checked(file, allowed=DOCUMENTS)
    assert found.name == f"Paper 1.{ending.upper()}"
    assert found.content_type == TYPES[ending]
    assert found.size == len(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.pages == (3 if ending == "pdf" else None)
    assert found.scan == UNSCANNED
    assert file.read() == content, "it stands at its beginning, ready to be stored"


@pytest.mark.parametrize(
    ("ending", "inside"),
    [
        (ending, inside)
        for ending, inside in itertools.product(GOOD, GOOD)
        # Text is text: nothing tells a list of names from its columns.
        if TYPES[ending] != TYPES[inside] and {ending, inside} != {"txt", "csv"}
    ],
)
def test_a_file_that_lies_about_its_kind_is_refused(ending: str, inside: str) -> None:
    assert "is not what its name says" in refusal(f"paper.{ending}", GOOD[inside])


def test_the_refusal_says_what_it_looks_like() -> None:
    assert refusal("paper.pdf", GOOD["docx"]) == (
        "“paper.pdf” is not what its name says (PDF): it looks like a packed document or ZIP archive."
        " Save it again in the right format, then upload the new copy."
    )
    assert "(PDF): it looks like a PNG picture." in refusal("paper.pdf", GOOD["png"])
    assert "(Word): it looks like a PDF." in refusal("paper.docx", GOOD["pdf"])
    assert "(PDF). Save it again" in refusal("paper.pdf", b"nothing known")


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "tool.exe", "a.pdf.js", "none", "x."])
def test_other_kinds_are_refused_with_a_list_of_good_ones(name: str) -> None:
    said = refusal(name, b"<svg/>", (PDF, CSV, PNG))
    assert said == (
        f"“{clean_name(name)}” is not a kind of file that can be uploaded here."
        " Choose PDF (.pdf), CSV (.csv) or PNG picture (.png)."
    )
    assert refusal("a.pdf", b"x", (CSV,)).endswith("Choose CSV (.csv).")


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><p>x",
        b" \n<html>",
        b"\xef\xbb\xbf<svg onload=x>",
        b"<?xml version='1.0'?><svg/>",
        b"<SCRIPT>x</SCRIPT>",
        b"{\\rtf1 x}",
        b"MZ\x90\0",
        b"a\0b",
        b"a\x1b[31mb",
        "a,b".encode("utf-16"),
        b"\x81\x8d",
    ],
)
@pytest.mark.parametrize("ending", ["txt", "csv"])
def test_text_that_is_no_text(ending: str, content: bytes) -> None:
    assert "is not what its name says" in refusal(f"a.{ending}", content)


@pytest.mark.parametrize(
    "content", [b"caf\xe9 \x96 \x80 5", "Tŷ".encode(), b"1 < 2", b"\xef\xbb\xbfa,b\r\n", b"From: x"]
)
def test_text_as_word_processors_and_spreadsheets_write_it(content: bytes) -> None:
    assert checked(files.upload("a.csv", content), allowed=DOCUMENTS).size == len(content)


def test_empty_and_too_large(settings: object) -> None:
    assert refusal("a.txt", b"") == "“a.txt” is empty. Choose the file again."
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    checked(files.upload("a.txt", b"x" * settings.UPLOAD_MAX_BYTES), allowed=DOCUMENTS)
    assert refusal("a.txt", b"x" * (settings.UPLOAD_MAX_BYTES + 1)) == (
        "“a.txt” is larger than 2 MB."
        " Make its pictures smaller or split it in two, then upload it again."
    )


def test_the_size_is_counted_not_believed(settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    file = files.upload_on_disk("a.txt", b"x" * 11)
    file.size = 5
    with pytest.raises(Refused, match="larger than 1 KB"):
        checked(file, allowed=DOCUMENTS)


@pytest.mark.parametrize(
    "protection", [pikepdf.Encryption(user="u", owner="o"), pikepdf.Encryption(owner="o")]
)
def test_protected_pdf(protection: pikepdf.Encryption) -> None:
    assert refusal("a.pdf", files.pdf(encryption=protection)) == (
        "“a.pdf” is protected with a password. Save it without protection, then upload it again."
    )


def test_damaged_pdf() -> None:
    whole = files.pdf(20)
    said = "“a.pdf” is damaged or not complete. Open it, save it again and upload the new copy."
    for size in (9, len(whole) // 2, len(whole) - 20):
        assert refusal("a.pdf", whole[:size]) == said
    assert refusal("a.pdf", whole.replace(b"/Pages 2 0 R", b"/Pages 9 9 R")) == said
    assert refusal("a.pdf", files.pdf(0)) == (
        "“a.pdf” has no pages. Save it again and upload the new copy."
    )


@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=3)), min_size=1, max_size=6),
)
@running(deadline=None)
def test_spoilt_files_pass_or_are_refused(ending: str, spoils: list[tuple[int, bytes]]) -> None:
    """Whatever a byte does to a file, it is no error."""
    content = bytearray(GOOD[ending])
    for place, new in spoils:
        at = place % len(content)
        content[at : at + len(new)] = new
    with contextlib.suppress(Refused):
        checked(files.upload(f"a.{ending}", bytes(content)), allowed=DOCUMENTS)


def test_a_pdf_that_would_fill_the_memory() -> None:
    """A sound one of the same make passes."""
    assert checked(files.upload("a.pdf", files.stream_bomb(1_000_000)), allowed=(PDF,)).pages == 1
    bomb = files.stream_bomb(contents.MOST_PDF_STREAM + 20_000_000)
    assert len(bomb) < 200_000
    assert "is damaged" in refusal("a.pdf", bomb)


def test_a_document_that_unpacks_to_far_too_much() -> None:
    bomb = files.office("docx", **{"word/document.xml": b"\0" * 12_000_000})
    assert len(bomb) < 20_000
    assert refusal("a.docx", bomb) == (
        "“a.docx” unpacks to far more than its own size. Save it again and upload the new copy."
    )
    many = files.packed({f"{n}.xml": b"" for n in range(contents.MOST_PARTS + 1)})
    assert "unpacks to far more" in refusal("a.docx", many)


def test_a_document_that_lies_about_what_it_unpacks_to() -> None:
    """The directory says 5 bytes, the part holds many more: damage, and never unpacked whole."""
    honest = files.office("docx", **{"word/document.xml": b"\0" * 9_000_000})
    lying = honest.replace((9_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert lying != honest
    assert "is damaged" in refusal("a.docx", lying)


def test_damaged_and_protected_documents() -> None:
    for ending in ("docx", "odt"):
        whole = GOOD[ending]
        assert "is damaged" in refusal(f"a.{ending}", whole[:-30])
    spoilt = files.open_document("odt", **{"content.xml": b"words words"}).replace(
        b"words w", b"wards w"
    )
    assert "is damaged" in refusal("a.odt", spoilt)
    odd = files.packed({"mimetype": files.OPENS["odt"].encode(), "x": b"x"}, zipfile.ZIP_LZMA)
    assert "is damaged" in refusal("a.odt", odd)
    named = files.office("docx", **{"é.xml": b"x"}).replace("é.xml".encode(), b"\xff\xff.xml")
    assert "is damaged" in refusal("a.docx", named)
    locked = files.open_document("ods", manifest="<manifest:encryption-data/>")
    assert "is protected with a password" in refusal("a.ods", locked)
    flagged = GOOD["xlsx"].replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    assert "is protected with a password" in refusal("a.xlsx", flagged)
    assert refusal("a.docx", contents._OLD_OFFICE + b"\0" * 600) == (
        "“a.docx” is protected with a password or saved in an old format."
        " Save it without a password in the present format, then upload it again."
    )


def test_documents_with_macros() -> None:
    said = "“a.{}” contains macros. Save it without macros, then upload it again."
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refusal("a.docx", files.office("docx", main=macro)) == said.format("docx")
    with_project = files.office("xlsx", **{"xl/vbaProject.bin": b"x"})
    assert refusal("a.xlsx", with_project) == said.format("xlsx")
    basic = files.open_document("odt", **{"Basic/Standard/M.xml": b"x"})
    assert refusal("a.odt", basic) == said.format("odt")


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_pictures_without_an_end(ending: str) -> None:
    assert "is damaged" in refusal(f"a.{ending}", GOOD[ending][:-4].replace(b"IEND", b""))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/pass wd.txt", "pass wd.txt"),
        ("C:\\files\\a.txt", "a.txt"),
        ("ann\u202etxt.exe\u200b.pdf", "anntxt.exe.pdf"),
        ("a\x00\n\tb.pdf", "ab.pdf"),
        ("  a   b .pdf ", "a b .pdf"),
        (".hidden", "hidden"),
        ("", "file"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("a." + "y" * 300, "a." + "y" * 9),
    ],
)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_what_forms_offer() -> None:
    assert accept((PDF, PNG)) == ".pdf,.png"
    assert accept().split(",") == [
        *(".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
        *(".txt", ".csv", ".png", ".jpg", ".jpeg"),
    ]


def test_sizes_in_words() -> None:
    found = [size_words(n) for n in (1, 2048, 26214400, 1572864)]
    assert found == ["1 KB", "2 KB", "25 MB", "1.5 MB"]


def scanner(folder: Path, script: str) -> list[str]:
    """A command of its own kind."""
    file = folder / "scanner"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o700)
    return [str(file), "--quiet"]


def test_the_scanner_decides_before_anything_opens_the_file(
    tmp_path: Path, settings: object
) -> None:
    settings.UPLOAD_SCAN_COMMAND = scanner(tmp_path, "exit 1")
    assert refusal("a.pdf", b"not even a PDF") == (
        "“a.pdf” contains a virus, so it was not accepted. Do not open it; ask the person it came"
        " from for a clean copy."
    )
    settings.UPLOAD_SCAN_COMMAND = scanner(tmp_path, "exit 2")
    assert "could not be checked for viruses" in refusal("a.pdf", GOOD["pdf"])
    settings.UPLOAD_SCAN_COMMAND = scanner(tmp_path, 'grep -q "^%PDF" "$2"')
    found = checked(files.upload("a.pdf", GOOD["pdf"]), allowed=DOCUMENTS)
    assert found.scan == Verdict("clean", "No virus was found.")


def test_no_copy_is_left_behind(tmp_path: Path, settings: object) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    checked(files.upload("a.pdf", GOOD["pdf"]), allowed=DOCUMENTS)
    refusal("a.pdf", GOOD["png"])
    assert list(tmp_path.iterdir()) == []
