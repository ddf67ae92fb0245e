"""Reads a PDF back: its structure tree, its marked content, its links, files and pages."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pytest


@dataclass(frozen=True)
class Tag:
    """One element of the structure tree: its kind, its Alt text and its Scope, and its depth."""

    kind: str
    alt: str
    scope: str
    depth: int


def opened(data: bytes) -> pikepdf.Pdf:
    """The PDF, read."""
    return pikepdf.open(io.BytesIO(data))


def tags(data: bytes) -> list[Tag]:
    """All elements in reading order."""
    with opened(data) as pdf:
        return [tag for kid in _kids(pdf.Root.StructTreeRoot) for tag in _walk(kid, 0)]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _walk(element: pikepdf.Object, depth: int) -> Iterator[Tag]:
    if not (isinstance(element, pikepdf.Dictionary) and "/S" in element):
        return
    scope = element.get("/A", {}).get("/Scope", "") if "/A" in element else ""
    yield Tag(str(element.S), str(element.get("/Alt", "")), str(scope), depth)
    for kid in _kids(element):
        yield from _walk(kid, depth + 1)


def untagged(data: bytes) -> list[str]:
    """Pieces of text shown outside any marked content, or in a piece that the tree never reaches."""
    found = []
    with opened(data) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        for page in pdf.pages:
            known = parents[int(page.obj.StructParents)]
            found += [f"page {page.index + 1}: {fault}" for fault in _loose(page, known)]
    return found


def _loose(page: pikepdf.Page, known: pikepdf.Array) -> Iterator[str]:
    open_marks: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                open_marks.append(_mark(operands, known))
            case "EMC":
                open_marks.pop()
            case "Tj" | "TJ" if not open_marks or "loose" in open_marks:
                yield f"text inside {open_marks}"


def _mark(operands: list[pikepdf.Object], known: pikepdf.Array) -> str:
    if str(operands[0]) == "/Artifact":
        return "artifact"
    number = int(operands[1].get("/MCID", -1)) if len(operands) > 1 else -1
    reached = 0 <= number < len(known) and isinstance(known[number], pikepdf.Dictionary)
    return "tagged" if reached else "loose"


def artifacts(data: bytes) -> list[int]:
    """How many pagination artifacts each page has."""
    with opened(data) as pdf:
        return [
            len(re.findall(rb"/Artifact <</Type/Pagination>>", page.obj.Contents.read_bytes()))
            for page in pdf.pages
        ]


def links(data: bytes) -> list[tuple[str, int]]:
    """Words and flags of each link."""
    with opened(data) as pdf:
        return [
            (str(link.Contents), int(link.F))
            for page in pdf.pages
            for link in page.obj.get("/Annots", [])
        ]


def files(data: bytes) -> dict[str, tuple[str, str, bytes]]:
    """Attached files by name: relationship, description and content."""
    with opened(data) as pdf:
        return {
            str(spec.UF): (str(spec.AFRelationship), str(spec.Desc), spec.EF.F.read_bytes())
            for spec in pdf.Root.AF
        }


def pages(data: bytes) -> list[str]:
    """The text of each page as somebody who copies it would get it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: install poppler-utils")
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def beyond_the_margin(data: bytes) -> list[str]:
    """Words that end to the right of the text column of an A4 page (170 mm from 20 mm on)."""
    command = ["pdftotext", "-bbox", "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    ends = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)<', done.stdout.decode())
    return [word for end, word in ends if float(end) > 190 / 25.4 * 72 + 1]
