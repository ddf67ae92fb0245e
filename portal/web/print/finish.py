"""Closes the gaps that WeasyPrint 70 leaves in a tagged PDF, and saves it reproducibly.

What is missing and why it matters:

1. header cells have no Scope, so a corner header belongs to nothing (PDF/UA-1 7.5);
2. running heads and page numbers are tagged content that the tree never reaches: they must be
   artifacts, or a reader that goes by the page says them in the middle of a sentence (7.1, 7.8);
3. links have the bare anchor as their description (7.18.5);
4. paragraphs of a list item stand beside its mark instead of in its body (7.2);
5. a PDF/A file does not say that it is PDF/UA as well (clause 5), and may say so only if it
   describes that schema too (PDF/A-3 6.6.2.3).
"""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

_MARKED = re.compile(rb"/\w+\s*<</MCID (\d+)>>\s*BDC")
_ARTIFACT = b"/Artifact <</Type/Pagination>> BDC"
_GROUPS = {"/THead", "/TBody", "/TFoot"}


def finish(data: bytes, *, links: Mapping[str, str], claims: bool = True) -> bytes:
    """The finished PDF; `links` maps each internal anchor to the words of the link to it. Without
    `claims` it says nothing of PDF/UA and PDF/A: files of others will be laid into it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reached = _walk(pdf)
        leaves = _parent_tree(pdf)
        for page in pdf.pages:
            _make_artifacts(page.obj, reached.get(page.obj.objgen, set()), leaves)
            _describe_links(page.obj, links)
        if claims:
            _claim_universal_access(pdf)
        else:
            _disclaim(pdf)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(out, deterministic_id=True, object_stream_mode=mode)
        return out.getvalue()


def _walk(pdf: pikepdf.Pdf) -> dict[tuple[int, int], set[int]]:
    """Give header cells their Scope; returns the marked content that the tree reaches, by page."""
    reached: dict[tuple[int, int], set[int]] = {}
    waiting: list[tuple[Any, Any, str]] = [
        (child, None, "") for child in _children(pdf.Root.StructTreeRoot)
    ]
    while waiting:
        element, page, group = waiting.pop()
        page = element.get("/Pg", page)
        kind = str(element.get("/S"))
        group = kind if kind in _GROUPS else group
        if kind == "/TH":
            _set_scope(element, Name.Column if group == "/THead" else Name.Row)
        elif kind == "/LI":
            _fill_body(pdf, element)
        for child in _children(element):
            if isinstance(child, Dictionary) and "/S" in child:
                waiting.append((child, page, group))
            elif isinstance(child, int) and page is not None:
                reached.setdefault(page.objgen, set()).add(child)
    return reached


def _children(element: Object) -> Iterator[Object | int]:
    """What stands under an element of the structure tree: elements, references or numbers."""
    kids = element.get("/K")
    if kids is not None:
        yield from kids if isinstance(kids, Array) else [kids]


def _set_scope(cell: Object, scope: Name) -> None:
    """Say which cells a header cell heads, unless it says so already."""
    attributes = cell.get("/A")
    if attributes is None:
        cell.A = attributes = Dictionary(O=Name.Table)
    if "/Scope" not in attributes:
        attributes.Scope = scope


def _fill_body(pdf: pikepdf.Pdf, item: Object) -> None:
    """Move what stands loose in a list item into its body."""
    loose = [kid for kid in item.K if kid.get("/S") not in (Name.Lbl, Name.LBody)]
    if not loose:
        return
    kept = [kid for kid in item.K if kid.get("/S") in (Name.Lbl, Name.LBody)]
    body = Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array(loose))
    item.K = Array([*kept, pdf.make_indirect(body)])
    for kid in loose:
        kid.P = item.K[-1]


def _parent_tree(pdf: pikepdf.Pdf) -> dict[int, Object]:
    """The way back from marked content to the tree: a page's number to its list of elements."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}


def _make_artifacts(page: Object, reached: set[int], leaves: Mapping[int, Object]) -> None:
    """Turn marked content outside the tree into pagination artifacts."""
    parents = leaves.get(int(page.get("/StructParents", -1)))

    def artifact(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number in reached:
            return match[0]
        if parents is not None and number < len(parents):
            parents[number] = pikepdf.Object.parse(b"null")
        return _ARTIFACT

    page.Contents.write(_MARKED.sub(artifact, page.Contents.read_bytes()))


def _describe_links(page: Object, links: Mapping[str, str]) -> None:
    """Give each link the words it is shown with."""
    for annotation in page.get("/Annots", []):
        words = links.get(str(annotation.get("/Contents", "")))
        if words:
            annotation.Contents = String(words)


def _claim_universal_access(pdf: pikepdf.Pdf) -> None:
    """Add the PDF/UA claim and its schema inside the one RDF block that readers look at."""
    claim = Path(__file__).with_name("universal-access.xmp").read_bytes().strip()
    metadata = pdf.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b"</rdf:RDF>", claim + b"</rdf:RDF>", 1))


def _disclaim(pdf: pikepdf.Pdf) -> None:
    """Take the claim of PDF/A out of the metadata."""
    metadata = pdf.Root.Metadata
    claim = rb"""<(pdfaid:\w+)>[^<]*</\1>|\spdfaid:\w+=["'][^"']*["']"""
    metadata.write(re.sub(claim, b"", metadata.read_bytes()))
