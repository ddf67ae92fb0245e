"""PDFs of minutes and packs: the same pages for every circle, nothing withheld in the file."""

import io
import re
from functools import cache

import pikepdf
import pytest
from django.core.files.storage import default_storage

from partnerships.meetings import freezing
from partnerships.meetings.models import Meeting, MinutesVersion, PaperVersion, PrintedFile
from partnerships.meetings.printing.files import (
    as_result,
    open_printed,
    pack_circle,
    print_minutes,
    print_pack,
)
from partnerships.meetings.printing.minutes import minutes_pages
from partnerships.meetings.printing.requests import request_minutes, request_pack
from portal.audit.models import AuditEvent
from portal.errors import Missing, Refused
from portal.web.print import page_count, to_pdf
from portal.web.print import pdf as press
from tests.partnerships.meetings.minuted import SECRET, Minuted
from tests.partnerships.meetings.packed import Steps, add_paper, pdf_of, picture
from tests.portal.web.print import structure
from tests.support import verapdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
        reason="the fonts are not installed: run `make assets`",
    ),
]
LONG = "\n\n".join("The landlord wants more money than the board has. " * 12 for _ in range(14))


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@cache
def text_of(pdf: bytes) -> str:
    return "\f".join(structure.pages(pdf))


def content(file: PrintedFile) -> bytes:
    with default_storage.open(file.file.name) as opened:
        return opened.read()


def printed(minuted: Minuted, version: MinutesVersion, circle: str) -> PrintedFile:
    steps = Steps(minuted.cast.alpha)
    return print_minutes(version_id=version.pk, circle=circle, by=minuted.by, progress=steps)


def packed(minuted: Minuted, circle: str) -> PrintedFile:
    steps = Steps(minuted.cast.alpha)
    meeting = minuted.table.meeting
    return print_pack(meeting_id=meeting.pk, circle=circle, by=minuted.by, progress=steps)


def test_a_pack_says_where_matters_arising_are_listed(minuted: Minuted) -> None:
    with_papers(minuted)
    assert "Listed on the meeting" not in text_of(content(packed(minuted, "full")))
    minuted.table.meeting.items.filter(number="1").update(standing="matters")
    assert "Listed on the meeting’s page." in text_of(content(packed(minuted, "full")))


def with_papers(minuted: Minuted) -> None:
    """Papers of every kind; the last item is restricted whole."""
    meeting, items, by = minuted.table.meeting, minuted.table.items, minuted.by
    Meeting.objects.filter(pk=meeting.pk).update(agenda_published_at=meeting.starts_at)
    items[1].papers.all().delete()
    pdf, secret = "application/pdf", {"restricted": True, "restricted_why": "Terms"}
    add_paper(items[1], "Figures", pdf_of("Open one", "Open two"), pdf, by)
    add_paper(items[1], "Offer", pdf_of("Hidden offer"), pdf, by, **secret)
    add_paper(items[1], "Budget", b"PK", "application/vnd.ms-excel", by)
    add_paper(items[1], "Map", picture("JPEG"), "image/jpeg", by)
    add_paper(items[2], "Lease", pdf_of("Hidden lease", "Hidden end", "Hidden"), pdf, by)


def starts(pdf: bytes) -> dict[str, int]:
    """Page on which each numbered item, decision and action begins."""
    found = {}
    for number, text in enumerate(text_of(pdf).split("\f")):
        for name in re.findall(r"^(\d+)\.\s|((?:RESOLVED|ACTION) \S+)", text, re.MULTILINE):
            found.setdefault("".join(name), number)
    return found


def test_every_copy_has_the_same_pages_and_no_withheld_word(minuted: Minuted) -> None:
    passage = minuted.passage(1, restricted=True)
    passage.text = LONG
    passage.save()
    minuted.circulate()
    confirmed = minuted.confirm()
    public = minuted.publish()
    full = content(printed(minuted, confirmed, "full"))
    members = content(printed(minuted, confirmed, "members"))
    everybody = content(printed(minuted, public, "public"))
    assert page_count(full) == page_count(members) == page_count(everybody) > 3
    assert starts(full) == starts(members) == starts(everybody)
    assert "landlord wants" in text_of(full)
    assert "Bob Field" in text_of(members)
    for copy, words in (
        (members, ("landlord", "Offer the", "The lease", "Draft lease")),
        (everybody, ("landlord", "Offer the", "The lease", "Draft lease", "Bob Field", "Cath")),
    ):
        assert [word for word in words if word in text_of(copy)] == []
        assert "Restricted: Commercial terms" in text_of(copy)
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            assert len(pdf.attachments) == 0


def test_words_that_a_correction_removed_are_in_no_public_file(minuted: Minuted) -> None:
    kept = "\n\n".join(f"Line {n}: the board heard of the plan. " * 6 for n in range(30))
    passage = minuted.open
    passage.text = "\n\n".join([kept, *("The chief constable hid it. " * 90,) * 3])
    passage.save()
    minuted.circulate()
    confirmed = minuted.confirm({passage.pk: kept})
    public = minuted.publish()
    full, members = (content(printed(minuted, confirmed, c)) for c in ("full", "members"))
    everybody = content(printed(minuted, public, "public"))
    assert page_count(full) == page_count(members) == page_count(everybody) > 4
    assert starts(full) == starts(members) == starts(everybody)
    for copy in (full, members):
        assert "constable" in text_of(copy)
    assert "constable" not in text_of(everybody)
    assert "Corrected at the meeting of 4 May 2004" in text_of(everybody)
    assert text_of(everybody).count("Line 7: the board heard") == 6


def test_minutes_conform_and_print_the_same_bytes_twice(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.accept(minuted.amend(minuted.open.text.replace("a tenth", "an eighth")))
    version = minuted.confirm({minuted.open.pk: minuted.open.text.replace("a tenth", "an eighth")})
    document = freezing.copy_for(version.document, freezing.MEMBERS)
    facts = {"kind": version.kind, "sha256": version.sha256, "frozen_at": version.frozen_at}
    pages = minutes_pages(document, circle="members", **facts)
    whole = minutes_pages(version.document, circle="full", **facts)
    first = to_pdf(pages, like=whole)
    assert to_pdf(pages, like=whole) == first
    assert structure.untagged(first) == []
    assert "Corrected at the meeting of 4 May 2004" in text_of(first)
    if not verapdf.unavailable():
        for pdf in (first, to_pdf(whole)):
            found = verapdf.validate(pdf)
            assert {k: v.broken for k, v in found.items()} == {"3a": (), "ua1": ()}


def test_the_same_content_is_printed_once(minuted: Minuted) -> None:
    version = minuted.circulate()
    first = printed(minuted, version, "members")
    again = printed(minuted, version, "members")
    assert (again.pk, again.made_at) == (first.pk, first.made_at)
    assert (first.meeting_id, first.kind, first.circle, first.version) == (
        minuted.table.meeting.pk, "minutes", "members", version,
    )  # fmt: skip
    names = AuditEvent.objects.filter(name__startswith="minutes.p").values_list("name", flat=True)
    assert list(names) == ["minutes.printed"]
    before = content(first)
    default_storage.delete(first.file.name)
    assert content(printed(minuted, version, "members")) == before
    assert as_result(first, "alpha") == {
        "url": f"/p/alpha/meetings/{first.meeting_id}/minutes/pdf/",
        "words": f"Download the minutes (PDF, {first.pages} pages)",
    }


def test_draft_copies_say_so(minuted: Minuted) -> None:
    file = printed(minuted, minuted.circulate(), "full")
    text = text_of(content(file))
    assert "Draft, not confirmed" in text
    assert SECRET in text
    with open_printed(file=file, by=minuted.by):
        pass
    assert AuditEvent.objects.filter(name="minutes.downloaded").count() == 1
    default_storage.delete(file.file.name)
    with pytest.raises(Missing, match="This file is missing. Make it again"):
        open_printed(file=file, by=minuted.by)


def test_a_pack_has_one_pagination_for_every_copy(minuted: Minuted) -> None:
    with_papers(minuted)
    assert pack_circle(minuted.table.meeting, entitled=True) == "full"
    full, members = (content(packed(minuted, circle)) for circle in ("full", "members"))
    pages, others = (text_of(pdf).split("\f") for pdf in (full, members))
    assert len(pages) == len(others)
    agenda = len(pages) - 8  # 2 + 1 + 1 + 1 + 3 pages of papers
    stamps = ["2 paper 1"] * 2 + ["2 paper 2", "2 paper 3", "2 paper 4"] + ["3 paper 1"] * 3
    for copy in (pages, others):
        for number, stamp in enumerate(stamps, agenda + 1):
            line = f"Page {number} of {len(pages)} · item {stamp}"
            assert line in re.sub(r"\s+", " ", copy[number - 1])
    assert "shown as their authors made them" in re.sub(r"\s+", " ", pages[0])
    assert "Open one" in pages[agenda]
    assert "Open one" in others[agenda]
    assert "Hidden offer" in pages[agenda + 2]
    assert "Budget.bin" in pages[agenda + 3]
    whole = "".join(others)
    assert [w for w in ("Hidden", "Offer", "Lease", "The lease") if w in whole] == []
    assert "Restricted: Terms" in others[agenda + 2]
    with pikepdf.open(io.BytesIO(members)) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        assert b"pdfaid:part" not in pdf.Root.Metadata.read_bytes()
        with pdf.open_outline() as outline:
            names = [child.title for top in outline.root for child in top.children]
    assert "Item 2, paper 1: Figures, page 1 of 2" in names
    assert "Item 3, paper 1: restricted, page 1 of 3" in names


def test_a_pack_is_made_anew_when_a_paper_changes(minuted: Minuted) -> None:
    with_papers(minuted)
    first, again = packed(minuted, "full"), packed(minuted, "full")
    assert first.pk == again.pk
    version = PaperVersion.objects.get(paper__title="Map")
    add_paper(minuted.table.items[1], "Second map", picture(), "image/png", minuted.by)
    newer = packed(minuted, "full")
    assert (newer.pk == first.pk, newer.pages) == (False, first.pages + 1)
    assert version.paper.title == "Map"


def test_a_broken_paper_gets_a_page_that_names_it(minuted: Minuted) -> None:
    Meeting.objects.update(agenda_published_at=minuted.table.meeting.starts_at)
    paper = add_paper(
        minuted.table.items[1], "Broken", pdf_of("Fine"), "application/pdf", minuted.by
    )
    name = paper.versions.get().file.name
    with default_storage.open(name, "wb") as file:
        file.write(b"%PDF-1.7 no more")
    last = text_of(content(packed(minuted, "full"))).split("\f")[-1]
    assert "This file could not be shown page by page." in re.sub(r"\s+", " ", last)


def test_there_is_no_pack_of_a_draft_agenda(minuted: Minuted) -> None:
    meeting = minuted.table.meeting
    meeting.state = Meeting.State.PLANNED
    with pytest.raises(Refused) as refusal:
        request_pack(meeting=meeting, circle="full", by=minuted.by)
    assert refusal.value.message == (
        "There is no pack before the agenda is published. Publish the agenda first."
    )


def test_asking_twice_is_one_job(minuted: Minuted) -> None:
    version = minuted.circulate()
    first = request_minutes(version=version, circle="full", by=minuted.by)
    assert request_minutes(version=version, circle="full", by=minuted.chair).pk == first.pk
    assert first.label == "Minutes: March board, 5 March 2004"
