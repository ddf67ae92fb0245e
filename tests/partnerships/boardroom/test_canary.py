"""Nothing restricted is public: every text of restricted things holds a word, and a visitor who
follows every link of the public pages, downloads included, never meets it."""

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import models
from django.test import Client

from partnerships.meetings.models import (
    Action,
    AgendaItem,
    Decision,
    Declaration,
    MinutesVersion,
    Paper,
    Passage,
)
from partnerships.meetings.printing.files import print_minutes
from partnerships.membership.models import Body, Interest, Member
from partnerships.protocols.domain.printing import build_print
from portal.web.print import pdf as press
from tests.partnerships.boardroom.hall import Hall
from tests.partnerships.meetings.packed import Steps
from tests.portal.web.print import structure

START = "/public/partnerships/alpha/"
CANARY = "canary"
# The reason for restricting something is the one thing everybody reads of it.
SHOWN_TO_ALL = {"restricted_why"}


def poison(rows: models.QuerySet[models.Model], *but: str) -> int:
    """A canary in every text of these rows; returns in how many fields."""
    texts = [
        field.name
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField)
        and not field.choices
        and field.name not in {*SHOWN_TO_ALL, *but}
    ]
    rows.update(
        **{name: f"{CANARY}{name}"[: rows.model._meta.get_field(name).max_length] for name in texts}
    )
    return len(texts)


def fill(hall: Hall) -> None:
    """A restricted one of everything, canaries in all of them; and in what is private of people."""
    item, mark = hall.table.items[1], {"restricted": True, "restricted_why": "Commercial terms"}
    police = hall.table.members["bob"].organisation
    inside = hall.table.items[2]  # a restricted item: whatever is under it is restricted too
    by = hall.minuted.by
    for at, own in ((item, mark), (inside, {})):
        serial = 50 + at.pk
        Decision.objects.create(
            year=2004, serial=serial, meeting=at.meeting, item=at, recorded_by=by, text="x", **own
        )
        Action.objects.create(
            year=2004, serial=serial, meeting=at.meeting, item=at, recorded_by=by, text="x",
            organisation=police, due_on="2004-04-01", **own,
        )  # fmt: skip
        Paper.objects.create(item=at, title="x", position=9, **own)
    Declaration.objects.create(item=inside, member=hall.table.members["bob"], words="x")
    hidden = models.Q(restricted=True) | models.Q(item__restricted=True)
    assert poison(Decision.objects.filter(hidden)) == 1
    assert poison(Action.objects.filter(hidden)) == 2
    assert poison(Paper.objects.filter(hidden)) == 2
    assert poison(Passage.objects.filter(hidden)) == 1
    assert poison(AgendaItem.objects.filter(restricted=True), "number") == 3
    assert poison(Declaration.objects.filter(item__restricted=True)) == 1
    Interest.objects.create(
        member=hall.table.members["ann"], nature="land", words=CANARY, declared_by=by,
        declared_on="2004-01-01",
    )  # fmt: skip
    Member.objects.filter(name_public=True).update(email=f"{CANARY}@alpha.example", phone=CANARY)
    Member.objects.filter(name="Fay Wren").update(name=f"{CANARY} Wren")


def crawl(client: Client) -> dict[str, bytes]:
    """Every public page and download that links lead to, by path."""
    found: dict[str, bytes] = {}
    ahead = [START]
    while ahead:
        path = ahead.pop()
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = (
            b"".join(response.streaming_content) if response.streaming else response.content
        )
        links = re.findall(r'href="([^"#]+)', unescape(found[path].decode("utf-8", "replace")))
        for link in links:
            if link.startswith(START) and link not in found and link not in ahead:
                ahead.append(link)
    return found


def words_of(content: bytes) -> str:
    """What a page says, or every page of a PDF and all that its file holds beside them."""
    if not content.startswith(b"%PDF"):
        return content.decode().casefold()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        about = str(pdf.Root.Metadata.read_bytes()) + str(dict(pdf.docinfo))
        held = "".join(str(obj) for obj in pdf.objects)
    return " ".join([*structure.pages(content), about, held]).casefold()


@pytest.mark.slow
@pytest.mark.skipif(
    not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
    reason="the fonts are not installed: run `make assets`",
)
def test_no_restricted_word_reaches_the_public(
    hall: Hall, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with hall.here():
        fill(hall)
        version = _public_copy(hall)
    protocol = hall.protocol()
    hall.protocol(f"{CANARY} protocol", serial=2, is_public=False)
    hall.protocol("Draft", serial=3, state="consultation", clause=CANARY)
    hall.meeting(f"{CANARY} forum", body=_private_body(hall))
    steps, by = Steps(hall.cast.alpha), hall.minuted.by
    print_minutes(version_id=version.pk, circle="public", by=by, progress=steps)
    build_print(version_id=protocol.pk, circle="public", by=by, progress=steps)
    pages = crawl(client)
    assert sorted(path.removeprefix(START) for path in pages if path.endswith(".pdf")) == [
        f"meetings/{hall.table.meeting.pk}/minutes.pdf",
        f"protocols/{protocol.protocol_id}.pdf",
    ]
    assert len(pages) == 9
    for path, content in pages.items():
        assert CANARY not in words_of(content), path
    assert "burglary fell by a tenth" in words_of(
        pages[f"{START}meetings/{hall.table.meeting.pk}/minutes.pdf"]
    )


def _public_copy(hall: Hall) -> MinutesVersion:
    """Circulated, confirmed with a correction of the restricted passage, published."""
    hall.minuted.circulate()
    corrected = hall.minuted.passage(1, restricted=True).pk
    hall.minuted.confirm({corrected: f"{CANARY} corrected"})
    return hall.minuted.publish()


def _private_body(hall: Hall) -> Body:
    with hall.here():
        return Body.objects.create(
            name=f"{CANARY} body", kind="area_forum", purpose=CANARY, is_public=False
        )
