"""HTML to PDF: the only module that imports WeasyPrint. Ask for it through `portal.web.print.to_pdf`."""

import gc
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from weasyprint import CSS, HTML, Attachment  # noqa: TID251 its one place
from weasyprint.document import Document as Layout  # noqa: TID251 its one place
from weasyprint.text.fonts import FontConfiguration  # noqa: TID251 its one place
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: TID251 its one place

from portal.web.print.attachments import data_files
from portal.web.print.document import Document
from portal.web.print.finish import finish
from portal.web.print.html import headed, listed, to_html
from portal.web.print.places import NOWHERE, Fragment, Places, Spot, keeping
from portal.web.print.sheets import fill_sheets

HERE = Path(__file__).parent
STYLES = ("print.css", "record.css", "questions.css")
FONTS = HERE.parent / "static" / "build" / "fonts" / "ttf"
# The schemes that the stylesheet uses, each with the one folder it may read.
SHELVES = {"portal-font": (FONTS, ".ttf"), "portal-print": (HERE, ".svg")}

_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml"}
_RENDERING = threading.Lock()


class PrintError(RuntimeError):
    """A document could not be printed as it should be; the message says what was wrong."""


class ShelfFetcher(URLFetcher):
    """Serves our fonts and pictures by name and nothing else: no network, no other file."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(*SHELVES, "data"), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The named file of a shelf, or the content of a data: address; anything else is fatal."""
        scheme, _, name = url.partition(":")
        if scheme == "data":
            return super().fetch(url, headers)
        folder, suffix = SHELVES.get(scheme, (HERE, None))
        path = folder / unquote(name)
        if path.suffix != suffix or path.parent != folder:
            raise FatalURLFetchingError(f"A printed document may not fetch {url[:200]}.")
        if not path.is_file():
            raise FatalURLFetchingError(f"{path} is missing: run `make assets`, then try again.")
        return URLFetcherResponse(url, path.open("rb"), {"Content-Type": _TYPES[suffix]})


@dataclass(frozen=True)
class _Press:
    """What every document shares: fetcher, fonts and stylesheet, read once per process."""

    fetcher: ShelfFetcher
    fonts: FontConfiguration
    css: tuple[CSS, ...]


@cache
def _press() -> _Press:
    """The press of this process. A new font configuration for each document would leak memory."""
    fetcher, fonts = ShelfFetcher(), FontConfiguration()
    css = tuple(
        CSS(filename=HERE / name, url_fetcher=fetcher, font_config=fonts) for name in STYLES
    )
    gc.collect()
    gc.freeze()  # what is loaded by now stays for good: the collector need not look at it again
    return _Press(fetcher, fonts, css)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Switch the garbage collector off for one rendering: 15 to 20 % less processor time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint says at level ERROR: it carries on where we must not."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the message."""
        self.messages.append(record.getMessage())


@contextmanager
def _forgiven() -> Iterator[None]:
    """Let pass that WeasyPrint 70 never closes its own colour profile."""
    with warnings.catch_warnings():
        profile = r"unclosed file .*sRGB2014\.icc"
        warnings.filterwarnings("ignore", message=profile, category=ResourceWarning)
        yield


@contextmanager
def _no_complaints() -> Iterator[None]:
    """Raise `PrintError` when WeasyPrint reports an error, such as a picture that is missing."""
    complaints, logger = _Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as fault:
        raise PrintError(str(fault)) from fault
    finally:
        logger.removeHandler(complaints)
    if complaints.messages:
        raise PrintError(f"The document was not printed: {'; '.join(complaints.messages[:5])}")


def press(document: Document, like: Document | None = None) -> bytes:
    """The document as a finished PDF, on the pages of the fuller copy `like`. Raises `PrintError`."""
    # One document at a time: collector, warnings and log handler belong to the whole process.
    with _RENDERING, _no_collector(), _forgiven(), _no_complaints():
        places = NOWHERE if like is None else keeping(document, like, _spots(_layout(like)))
        layout = _layout(document, places)
        if like is not None and not places.kept_by(_spots(layout)):
            raise PrintError("A copy of the document would have other page numbers.")
        raw = layout.write_pdf(**_options(document))
        pdf = finish(raw, links=headed(document) | listed(document), claims=document.claims)
        return fill_sheets(pdf, document)


def _options(document: Document) -> dict[str, object]:
    return {
        "attachments": _attachments(document),
        "pdf_variant": "pdf/a-3a",
        "presentational_hints": True,  # a list that begins with 7 keeps its numbers
    }


def _layout(document: Document, places: Places = NOWHERE) -> Layout:
    """The document laid out in pages, nothing drawn yet."""
    machine = _press()
    html = to_html(document, places=places)
    page = HTML(string=html, url_fetcher=machine.fetcher, base_url="portal-print:")
    own = CSS(string=places.css, url_fetcher=machine.fetcher)
    sheets = [*machine.css, own]
    return page.render(font_config=machine.fonts, stylesheets=sheets, **_options(document))


def _spots(layout: Layout) -> dict[str, Spot]:
    """Where every section's heading and every place came to stand, by id."""
    found: dict[str, list[Fragment]] = {}
    for number, page in enumerate(layout.pages):
        frame = page._page_box  # noqa: SLF001 the layout has no public face
        for box in frame.descendants():
            element = box.element if box.element_tag in ("div", "h2") else None
            name = "" if element is None else element.get("id") or ""
            if name.startswith(("place-", "section-")):
                top = abs(box.position_y - frame.content_box_y()) < 1
                found.setdefault(name, []).append(Fragment(number, box.height, top))
    return {name: Spot(tuple(parts)) for name, parts in found.items()}


def _attachments(document: Document) -> list[Attachment]:
    """The data files, dated like the document: the clock would change the bytes."""
    return [
        Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            created=document.issued,
            modified=document.issued,
            relationship="Data",
        )
        for file in data_files(document)
    ]
