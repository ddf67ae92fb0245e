"""The document of minutes as pages for the print kit; pure but for the setting of made-up data."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from partnerships.meetings import freezing
from partnerships.meetings.freezing import Part
from partnerships.meetings.models import MinutesVersion
from portal.merge import word_changes
from portal.web.print.document import Block, Callout, Document, Paragraph, Section
from portal.web.print.record import Change, Corrected, Entry, Facts, Item, Paper, People

COPIES = {
    freezing.FULL: "Full copy, with restricted parts",
    freezing.MEMBERS: "Copy without restricted parts",
    freezing.PUBLIC: "Public copy",
}
SAME_PAGES = (
    "Parts marked “Restricted” are shown only to people entitled to read them. In other copies"
    " their room is left free, so that page numbers are the same in every copy."
)
NAMES = (
    "The public copy names people where the partnership’s register allows it, others by their"
    " organisation."
)
# The same words in every copy, like those above: a public copy leaves the room below free.
CORRECTIONS = (
    "Passages read as they were corrected when the minutes were confirmed. Below each one stands"
    " when; copies for members show what changed: words struck out were removed, underlined words"
    " were added."
)


def minutes_pages(
    document: freezing.Document, *, circle: str, kind: str, sha256: str, frozen_at: datetime
) -> Document:
    """The pages of one copy. Copies of one version for different circles have the same blocks."""
    draft = kind == MinutesVersion.Kind.CIRCULATED
    body = document["body"]
    return Document(
        kind="minutes",
        title=document["title"],
        subtitle=document["when"],
        date_words=f"{'Draft minutes' if draft else 'Minutes'} · {COPIES[circle]}",
        issued=frozen_at,
        running="Draft, not confirmed" if draft else "Confirmed minutes",
        brand=document["partnership"],
        author=document["partnership"],
        synthetic=settings.SYNTHETIC_DEMO,
        sections=(
            Section(
                f"Meeting of the {body}", tuple(_opening(document, draft, sha256)), new_page=False
            ),
            Section("Who was there", tuple(_people(document)), new_page=False),
            Section("Minutes", tuple(_items(document)), new_page=False),
        ),
        keywords=("minutes", body),
        cover=False,
        contents=False,
        numbered=False,
        placed=True,
    )


def _opening(document: freezing.Document, draft: bool, sha256: str) -> Iterator[Block]:
    if draft:
        yield Callout(
            "Draft",
            f"These minutes are circulated for amendments. They are a draft until a later meeting of"
            f" the {document['body']} confirms them.",
        )
    rows = [
        ("Date and time", document["when"]),
        ("Place", document["place"]),
        ("Chair", person_words(document["chair"]) if document["chair"] else ""),
        ("Quorum", document["quorum"]),
        ("Confirmed", confirmed_words(document["confirmed"])),
        ("Fingerprint", f"SHA-256 {sha256}"),
    ]
    yield Facts(tuple((name, value) for name, value in rows if value))
    # The same words in every copy: what differs must never take more room than in the full one.
    yield Paragraph(f"{SAME_PAGES} {NAMES}")
    if document["confirmed"]:
        yield Paragraph(CORRECTIONS)


def confirmed_words(confirmed: Part | None) -> str:
    """At the meeting of 5 May 2004, by Jane Smith"""
    if confirmed is None:
        return ""
    words = f"At {confirmed['at']}"
    return f"{words}, by {confirmed['by']}" if "by" in confirmed else words


def person_words(person: Part) -> str:
    """Jane Smith, Rotherham Primary Care Trust (until item 4)"""
    words = ", ".join(filter(None, (person["name"], person["organisation"])))
    if person.get("for"):
        words = f"{words}, for {person['for']}"
    return f"{words} ({person['note']})" if person.get("note") else words


def people_lines(group: Part) -> list[str]:
    """A line for each person of the group, as this copy names them."""
    return group["lines"] if "lines" in group else [person_words(p) for p in group["people"]]


def _people(document: freezing.Document) -> Iterator[Block]:
    for group in document["people"]:
        if lines := people_lines(group):
            yield People(group["group"], tuple(lines))


def _items(document: freezing.Document) -> Iterator[Block]:
    for item in document["items"]:
        yield _head(item)
        for passage in item["passages"]:
            yield _entry(passage, "", ())
            yield from _corrections(passage)
        for decision in item["decisions"]:
            yield _entry(decision, f"RESOLVED {decision['number']}", _decided(decision))
        for action in item["actions"]:
            yield _entry(action, f"ACTION {action['number']}", _to_do(action))


def _head(item: Part) -> Item:
    if item.get("withheld"):
        return Item(item["number"], "Restricted item", why=item["why"])
    remarks = [item["kind"], f"Presented by {item['presenter']}" if item["presenter"] else ""]
    return Item(
        item["number"],
        item["title"],
        remarks=(
            ". ".join(filter(None, remarks)) + ".",
            *(declared_words(d) for d in item["declarations"]),
            *filter(None, [item["quorum"]]),
        ),
        papers=tuple(
            Paper("Restricted paper" if p.get("withheld") else f"Paper: {p['title']}")
            for p in item["papers"]
        ),
        why=item["why"],
    )


def declared_words(declared: Part) -> str:
    """Interest declared by Jane Smith, Rotherham PCT: trustee of the fund. Left the room."""
    left = "Left the room." if declared["left_room"] else "Stayed in the room."
    said = declared["words"].strip().removesuffix(".")
    return f"Interest declared by {person_words(declared['person'])}: {said}. {left}"


def _corrections(passage: Part) -> Iterator[Corrected]:
    """A block for each correction in every copy, so that all have the same blocks."""
    for made in passage.get("corrections", ()):
        label = f"Corrected at {made['at']}"
        if "before" in made:
            yield Corrected(label, tuple(_changed_lines(made["before"], made["after"])))
        else:
            yield Corrected(label, (), withheld=True)


def _changed_lines(before: str, after: str) -> Iterator[Change]:
    """The lines in which something changed; the whole text stands above them."""
    lines: list[list[Change]] = [[]]
    for change in word_changes(before, after):
        for piece in change.text.splitlines(keepends=True):
            lines[-1].append(Change(change.kind, piece))
            if piece.endswith("\n"):
                lines.append([])
    for line in lines:
        if any(change.kind != "same" for change in line):
            yield from line


def _entry(part: Part, label: str, remarks: tuple[str, ...]) -> Entry:
    strong = bool(label)
    if part.get("withheld"):
        return Entry(label, why=part["why"], withheld=True, strong=strong)
    return Entry(label, part["text"], remarks, why=part["why"], strong=strong)


def _decided(decision: Part) -> tuple[str, ...]:
    return () if decision.get("withheld") else (f"{decision['how']}.",)


def _to_do(action: Part) -> tuple[str, ...]:
    return () if action.get("withheld") else (f"{owner_words(action)}. Due {action['due']}.",)


def owner_words(action: Part) -> str:
    """Rotherham Primary Care Trust, Jane Smith"""
    owner = action["owner"]
    name = owner["name"] if owner and owner["name"] else ""
    return ", ".join(filter(None, (action["organisation"], name)))
