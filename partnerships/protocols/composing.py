"""A version as a document for the print kit: text, obligations, signatures, hash."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.utils import timezone

from partnerships.protocols.models import Obligation, ProtocolPrint, ProtocolVersion, Signature
from partnerships.protocols.text import Document as Text
from partnerships.protocols.text import document_of, grouped, sha256_of
from portal.web.print.document import (
    Block,
    BulletList,
    Callout,
    Document,
    Heading,
    Paragraph,
    Prose,
    Section,
    Table,
)

UNNAMED = "Signed, name not public"
MONTH_LONG = "{:%-d %B %Y}"


def compose(version: ProtocolVersion, *, circle: str) -> Document:
    """The version for one circle of readers; the public copy names only people whose names are
    public. Equal content gives an equal document."""
    text = document_of(version)
    sections = [
        Section("Purpose and parties", _opening(version, text), new_page=False),
        Section("Clauses", _clauses(text), new_page=False),
    ]
    if text["obligations"]:
        sections.append(Section("Obligations", (_obligations(text),), new_page=False))
    public = circle == ProtocolPrint.Circle.PUBLIC
    sections.append(Section("Signatures", _signatures(version, text, public), new_page=False))
    partnership = version.partnership.name
    return Document(
        kind="Protocol" if version.document else "Protocol: not signed",
        title=text["title"],
        subtitle=f"{text['number']}, version {text['version']}: {partnership}",
        date_words=_date_words(version),
        issued=_issued(version),
        running=f"{text['number']} version {text['version']}",
        brand=partnership[:80],
        author=partnership,
        synthetic=settings.SYNTHETIC_DEMO,
        sections=tuple(sections),
        keywords=("protocol", text["number"]),
        contents=False,
    )


def _opening(version: ProtocolVersion, text: Text) -> tuple[Block, ...]:
    facts = [
        ("Kind", version.protocol.get_kind_display()),
        ("Subject", version.protocol.get_subject_display()),
        ("State", version.state_words),
    ]
    if version.in_force_on:
        facts.append(("In force from", MONTH_LONG.format(version.in_force_on)))
    if version.review_on:
        facts.append(("Review on", MONTH_LONG.format(version.review_on)))
    if version.ended_on:
        facts.append(("Ended on", f"{MONTH_LONG.format(version.ended_on)}: {version.ended_why}"))
    names = tuple(party["name"] for party in text["parties"])
    parties = BulletList(names) if names else Paragraph("None yet.")
    return (
        Prose(text["purpose"] or "No purpose has been written yet."),
        Heading("Parties"),
        parties,
        Table("This version", ("Fact", "As it stands"), tuple(facts), text_columns=2),
    )


def _clauses(text: Text) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for clause in text["clauses"]:
        blocks.append(Heading(f"Clause {clause['number']}. {clause['heading']}"))
        blocks.append(Prose(clause["text"], top=4))
    return tuple(blocks) or (Paragraph("No clauses have been written yet."),)


def _obligations(text: Text) -> Table:
    labels = dict(Obligation.Recurs.choices)
    rows = tuple(
        (
            each["organisation"],
            each["what"] + (f" (clause {each['clause']})" if each["clause"] else ""),
            "; ".join(filter(None, (each["measure"], each["evidence"]))) or "–",
            each["exceptions"] or "–",
            f"{labels[each['recurs']]}, from {_day(each['due_on'])}"
            if each["recurs"] != Obligation.Recurs.ONCE
            else _day(each["due_on"]),
        )
        for each in text["obligations"]
    )
    head = ("Party", "Undertakes", "Measure and evidence", "Exceptions", "Due")
    return Table("What each party undertakes", head, rows, text_columns=5)


def _signatures(version: ProtocolVersion, text: Text, public: bool) -> tuple[Block, ...]:
    sha256 = sha256_of(text)
    live = version.signatures.filter(lapsed_at=None, withdrawn_at=None)
    joined = live.select_related("member", "party__organisation")
    signed = {each.party.organisation_id: each for each in joined}
    rows = tuple(
        (party["name"], *_signed_words(signed.get(party["id"]), public))
        for party in text["parties"]
    )
    blocks: list[Block] = []
    if rows:
        head = ("Party", "Signed by", "On")
        blocks.append(Table("Who signed this text", head, rows, text_columns=3))
    words = (
        f"SHA-256 {grouped(sha256)}. Every signature above is bound to exactly this text: a changed"
        " text has another hash and has to be signed again."
    )
    return (*blocks, Callout("Hash of the text", words))


def _signed_words(signature: Signature | None, public: bool) -> tuple[str, str]:
    if signature is None:
        return "Not signed", "–"
    named = not public or signature.member.name_public
    when = timezone.localtime(signature.signed_at)
    return signature.signed_as if named else UNNAMED, MONTH_LONG.format(when)


def _day(iso: str) -> str:
    return MONTH_LONG.format(datetime.fromisoformat(iso))


def _date_words(version: ProtocolVersion) -> str:
    if version.in_force_on:
        return f"In force from {MONTH_LONG.format(version.in_force_on)}"
    return version.state_words


def _issued(version: ProtocolVersion) -> datetime:
    """A day that belongs to the version and not to the clock."""
    if version.in_force_on:
        return datetime.combine(version.in_force_on, time(12), UTC)
    return version.created_at.replace(microsecond=0)
