"""Protocols on paper: what stands there for whom, printed once, readable by everybody."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.protocols import tasks
from partnerships.protocols.composing import compose
from partnerships.protocols.models import ProtocolPrint, ProtocolVersion
from partnerships.protocols.queries.public import public_print, public_version, public_versions
from partnerships.protocols.text import grouped
from portal.accounts.models import User
from portal.errors import Missing
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_partnership
from portal.web.print import pdf as press
from portal.web.print.document import Callout, Document, Table
from tests.conftest import Cast
from tests.partnerships.protocols.desk import Desk, scope
from tests.support import verapdf
from tests.support.pages import Pages

needs_fonts = pytest.mark.skipif(
    not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
    reason="the fonts are not installed: run `make assets`",
)
PRINT = tasks.print_version.portal_work


def signatures(document: Document) -> list[tuple[str, ...]]:
    tables = [block for block in document.sections[-1].blocks if isinstance(block, Table)]
    return list(tables[0].rows)


def test_the_document_holds_text_signatures_and_hash(desk: Desk) -> None:
    draft = desk.draft()
    desk.obligation(draft, desk.today, measure="Every ward")
    version = desk.in_force(draft)
    document = compose(version, circle="members")
    assert [section.title for section in document.sections] == [
        "Purpose and parties",
        "Clauses",
        "Obligations",
        "Signatures",
    ]
    day = f"{desk.today:%-d %B %Y}"
    assert signatures(document) == [
        ("Alphashire Police", "Alpha Member, Superintendent", day),
        ("Alphaton Council", "Alpha Chair, Leader of the council", day),
    ]
    (hashed,) = [b for b in document.sections[-1].blocks if isinstance(b, Callout)]
    assert grouped(version.text_sha256) in hashed.text
    assert compose(desk.again(version), circle="members") == document


def test_the_public_copy_names_those_who_agreed(desk: Desk) -> None:
    desk.chair_member.name_public = True
    desk.chair_member.save()
    version = desk.in_force(desk.draft())
    assert [row[1] for row in signatures(compose(version, circle="public"))] == [
        "Signed, name not public",
        "Alpha Chair, Leader of the council",
    ]


def test_a_draft_says_that_nobody_signed_it(desk: Desk) -> None:
    document = compose(desk.draft(), circle="members")
    assert document.kind == "Protocol: not signed"
    assert [row[1] for row in signatures(document)] == ["Not signed"] * 2


def test_the_public_sees_public_protocols_in_force_only(desk: Desk) -> None:
    desk.draft(title="Draft")
    desk.in_force(desk.draft(title="Private", is_public=False))
    live = desk.in_force(desk.draft(title="Public"))
    assert [v.protocol.title for v in public_versions()] == ["Public"]
    assert public_version(live.protocol_id) == live
    assert public_print(live) is None
    hidden = ProtocolVersion.objects.filter(protocol__title="Private").get()
    with pytest.raises(Missing):
        public_version(hidden.protocol_id)


@needs_fonts
def test_a_pdf_is_made_once_and_downloaded(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    with scope(cast):
        desk = Desk(cast)
        version = desk.in_force(desk.draft())
    client = signed_in(cast.alpha_member)
    address, ask = desk.address(version, "pdf/members/"), desk.address(version, "print/members/")
    assert Pages(client).get(address).status == 404
    for _ in range(2):
        asked = client.post(ask)
    with in_partnership(cast.alpha.pk, switch=True):
        job = Job.objects.get(key=f"version-{version.pk}-members")
    assert asked.url == f"/p/alpha/jobs/{job.pk}/"
    run_job(PRINT, job.pk, cast.alpha.pk)
    assert client.post(ask).url == address
    with in_partnership(cast.alpha.pk, switch=True):
        made = ProtocolPrint.objects.get()
        assert Job.objects.get(pk=job.pk).result["url"] == address
    answer = client.get(address)
    pdf = b"".join(answer.streaming_content)
    assert (answer["ETag"], len(pdf)) == (f'"{made.sha256}"', made.size)
    number = version.protocol.number.lower().replace("/", "-")
    assert f"protocol-{number}-version-1.pdf" in answer["Content-Disposition"]
    assert client.get(desk.address(version, "pdf/nobody/")).status_code == 404


@needs_fonts
@pytest.mark.slow
@pytest.mark.skipif(bool(verapdf.unavailable()), reason=verapdf.unavailable())
def test_the_pdf_is_readable_by_everybody(desk: Desk) -> None:
    draft = desk.draft()
    desk.obligation(draft, desk.today, measure="Every ward", recurs="month")
    pdf = press.press(compose(desk.in_force(draft), circle="members"))
    verdicts = verapdf.validate(pdf)
    assert {flavour: verdict.broken for flavour, verdict in verdicts.items()} == dict.fromkeys(
        verdicts, ()
    )
