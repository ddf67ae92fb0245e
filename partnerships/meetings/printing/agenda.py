"""A meeting's agenda and papers as one pack: its document, and its pages for the print kit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from partnerships.meetings import freezing
from partnerships.meetings.clock import minutes_words, span_words
from partnerships.meetings.freezing import Part
from partnerships.meetings.models import AgendaItem, Meeting, PaperVersion
from partnerships.meetings.printing.minutes import COPIES, SAME_PAGES
from portal.web.print.document import Block, Callout, Document, Paragraph, Section
from portal.web.print.record import Entry, Facts, Item, PageOf, Paper, Sheet
from portal.web.print.sheets import pages_of

SHOWN = ("application/pdf", "image/png", "image/jpeg")
AS_MADE = (
    "The agenda can be read by a screen reader. The papers after it are shown as their authors made"
    " them, so some may not be: ask the partnership for a paper in another format."
)
FREE = (
    "This paper is withheld from this copy. Its pages are left free, so that page numbers are the"
    " same in every copy."
)
# Items whose content comes from earlier meetings and goes on changing until the meeting.
CARRIED_IN = (AgendaItem.Standing.MATTERS, AgendaItem.Standing.ACTIONS)
LISTED = "Listed on the meeting’s page."
BROKEN = "This file could not be shown page by page. Download it from the meeting’s page."


def pack_document(
    meeting: Meeting, items: Sequence[AgendaItem], versions: Sequence[PaperVersion]
) -> freezing.Document:
    """All that a pack is made of, as plain JSON: for its hash and for the copies of it."""
    return {
        "format": 1,
        "partnership": meeting.partnership.name,
        "body": meeting.body.name,
        "title": meeting.title,
        "when": span_words(meeting.starts_at, meeting.ends_at),
        "place": meeting.place,
        "issued": meeting.agenda_published_at.isoformat() if meeting.agenda_published_at else "",
        "people": [],
        "items": [_item(item, versions) for item in items],
    }


def _item(item: AgendaItem, versions: Sequence[PaperVersion]) -> Part:
    return {
        "number": item.number or str(item.position),
        "title": item.title,
        "kind": item.get_kind_display(),
        "standing": item.standing,
        "presenter": item.presenter,
        "minutes": item.minutes,
        "summary": item.summary,
        "restricted": item.restricted,
        "why": item.restricted_why,
        "late": item.is_late,
        "passages": [],
        "decisions": [],
        "actions": [],
        "papers": [_paper(v) for v in versions if v.paper.item_id == item.pk],
    }


def _paper(version: PaperVersion) -> Part:
    is_pdf = version.content_type == "application/pdf"
    return {
        "id": version.pk,
        "title": version.paper.title,
        "restricted": version.paper.restricted,
        "why": version.paper.restricted_why,
        "late": version.is_late,
        "file_name": version.file_name,
        "content_type": version.content_type,
        "sha256": version.sha256,
        "pages": (version.pages or 1) if is_pdf else 1,
    }


def pack_pages(
    pack: freezing.Document, files: Mapping[int, bytes], *, circle: str, issued: datetime
) -> Document:
    """The pages of one copy. `files`: content by id of the paper's version, for those shown."""
    return Document(
        kind="pack",
        title=pack["title"],
        subtitle=pack["when"],
        date_words=f"Agenda and papers · {COPIES[circle]}",
        issued=issued,
        running="Agenda and papers",
        brand=pack["partnership"],
        author=pack["partnership"],
        synthetic=settings.SYNTHETIC_DEMO,
        sections=(
            Section("Agenda", tuple(_agenda(pack)), new_page=False),
            Section("Papers", tuple(_papers(pack, files)), new_page=False),
        ),
        keywords=("agenda", pack["body"]),
        cover=False,
        contents=False,
        numbered=False,
        placed=True,
        claims=False,
    )


def _agenda(pack: freezing.Document) -> Iterator[Block]:
    rows = [("Body", pack["body"]), ("Date and time", pack["when"]), ("Place", pack["place"])]
    yield Facts(tuple((name, value) for name, value in rows if value))
    yield Callout("About this pack", AS_MADE)
    yield Paragraph(SAME_PAGES)
    for item in pack["items"]:
        yield _head(item)
        yield Entry(markdown=item.get("summary", ""), withheld=bool(item.get("withheld")))


def _head(item: Part) -> Item:
    papers = tuple(
        Paper(_paper_words(paper, number), _anchor(item, number))
        for number, paper in enumerate(item["papers"], 1)
    )
    if item.get("withheld"):
        return Item(item["number"], "Restricted item", papers=papers, why=item["why"])
    minutes = minutes_words(item["minutes"]) if item["minutes"] else ""
    presenter = f"presented by {item['presenter']}" if item["presenter"] else ""
    late = "late item" if item["late"] else ""
    remarks = ", ".join(filter(None, (item["kind"], presenter, minutes, late)))
    listed = (LISTED,) if item.get("standing") in CARRIED_IN else ()
    words = (f"{remarks}.", *listed)
    return Item(item["number"], item["title"], words, papers, why=item["why"])


def _paper_words(paper: Part, number: int) -> str:
    if paper.get("withheld"):
        return f"Paper {number} (restricted)"
    late = " (late paper)" if paper["late"] else ""
    return f"Paper {number}: {paper['title']}{late}"


def _anchor(item: Part, number: int) -> str:
    return f"item-{item['number']}-paper-{number}"


def _papers(pack: freezing.Document, files: Mapping[int, bytes]) -> Iterator[Block]:
    papers = [paper for item in pack["items"] for paper in item["papers"]]
    pages = sum(paper["pages"] for paper in papers)
    many = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
    on = "1 page" if pages == 1 else f"{pages} pages"
    yield Paragraph(f"{many} on {on} follow this page." if papers else "There are no papers.")
    for item in pack["items"]:
        for number, paper in enumerate(item["papers"], 1):
            yield from _sheets(item, paper, number, files)


def _sheets(item: Part, paper: Part, number: int, files: Mapping[int, bytes]) -> Iterator[Sheet]:
    laid = _laid(paper, files)
    for page in range(paper["pages"]):
        yield Sheet(
            head=_sheet_head(item, paper, number, page),
            stamp=f"item {item['number']} paper {number}",
            words=() if page < len(laid) else _slip(paper),
            laid=laid[page] if page < len(laid) else None,
            anchor="" if page else _anchor(item, number),
        )


def _laid(paper: Part, files: Mapping[int, bytes]) -> list[PageOf]:
    if paper.get("withheld") or paper["id"] not in files or paper["content_type"] not in SHOWN:
        return []
    return list(pages_of(files[paper["id"]], paper["content_type"]))[: paper["pages"]]


def _sheet_head(item: Part, paper: Part, number: int, page: int) -> str:
    of = f", page {page + 1} of {paper['pages']}" if paper["pages"] > 1 else ""
    title = "restricted" if paper.get("withheld") else paper["title"]
    return f"Item {item['number']}, paper {number}: {title}{of}"


def _slip(paper: Part) -> tuple[str, ...]:
    if paper.get("withheld"):
        return (f"Restricted: {paper['why']}" if paper["why"] else "Restricted", FREE)
    if paper["content_type"] in SHOWN:
        return (paper["file_name"], BROKEN)
    return (
        paper["file_name"],
        "A file of this kind cannot be shown page by page. Download it from the meeting’s page.",
    )
