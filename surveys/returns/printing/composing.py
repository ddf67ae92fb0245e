"""A return as a document for the print kit: its receipt or its standing, then every answer."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.formats import date_format

from portal.web.print.document import (
    Block,
    BulletList,
    Callout,
    Document,
    Heading,
    Paragraph,
    Section,
)
from portal.web.print.questions import Answered
from portal.web.print.record import Facts
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.structure import Form
from surveys.returns.models import Return
from surveys.returns.moments import moment_words
from surveys.returns.standing import Standing
from surveys.returns.wording import Said, in_words

RECONSTRUCTION = "This questionnaire is a reconstruction; the original was never found."
DRAFT = (
    "These answers are a draft. They do not count before the partnership’s chair has signed them"
    " off, and they may have changed since this file was made."
)
ENDS = (".", "?", "!")
FINGERPRINT = (
    "The fingerprint is the SHA-256 of the answers as signed off, in the form that the portal keeps."
    " If one letter of them changed, it would be another."
)


def compose(standing: Standing) -> Document:
    """The return as it stands; equal content gives an equal document, whatever the clock says."""
    annual_return = standing.annual_return
    signed = annual_return.is_frozen
    partnership = annual_return.partnership.name
    year = annual_return.wave.year
    head = "Receipt" if signed else "Where this draft stands"
    opening = _receipt(standing) if signed else _standing(standing)
    sections = [Section(head, (*opening, *_about(standing.form)), new_page=False)]
    if not signed and standing.blocking:
        sections.append(Section("Still to do", tuple(_to_do(standing)), new_page=False))
    notes = tuple(_confirmed(standing))
    if notes:
        sections.append(Section("Unusual answers, confirmed", notes, new_page=False))
    for part in in_words(standing):
        title = f"Section {part.section.number}: {part.section.title}"
        sections.append(Section(title, tuple(map(_answered, part.questions)), new_page=False))
    return Document(
        kind="return",
        title=f"{year} annual return",
        subtitle=partnership,
        date_words=_date_words(standing),
        issued=_issued(standing),
        running=f"{'Signed off' if signed else 'Draft, not signed off'}",
        brand=partnership[:80],
        author=partnership,
        synthetic=settings.SYNTHETIC_DEMO,
        sections=tuple(sections),
        keywords=("annual return", str(year), standing.form.code),
        cover=False,
        contents=False,
        numbered=False,
    )


def _date_words(standing: Standing) -> str:
    annual_return = standing.annual_return
    if annual_return.is_frozen and annual_return.submitted_at:
        signed = moment_words(annual_return.submitted_at)
        return f"Version {annual_return.version} · signed off at {signed}"
    last = standing.last_saved()
    return f"Draft · last saved at {moment_words(last.answered_at)}" if last else "Draft · empty"


def _issued(standing: Standing) -> datetime:
    """When these answers came to be: the clock of the printing would change the file."""
    annual_return = standing.annual_return
    if annual_return.is_frozen and annual_return.submitted_at:
        return annual_return.submitted_at
    last = standing.last_saved()
    opened = datetime.combine(annual_return.wave.opens_on, time(), tzinfo=UTC)
    return last.answered_at if last else opened


def _receipt(standing: Standing) -> Iterator[Block]:
    annual_return = standing.annual_return
    if not annual_return.is_counted:
        yield Callout(
            "Does not count",
            f"A return counts only if {standing.counts_if}. With these answers it does not, so it is"
            " not part of the national results.",
        )
    rows = [
        ("Partnership", annual_return.partnership.name),
        ("Survey", f"{standing.form.title} ({standing.form.code})"),
        ("Version", str(annual_return.version)),
        ("Declared ready", _act(annual_return.ready_at, annual_return.ready_by)),
        ("Signed off", _act(annual_return.submitted_at, annual_return.submitted_by)),
        ("Board decision", _decision(annual_return)),
        ("Questions", _counted(standing)),
        ("Time it took", _effort(annual_return)),
        ("Co-ordinator’s note", annual_return.ready_note),
        ("Fingerprint", annual_return.document_sha256),
        ("Questionnaire", f"version {standing.form.version}, SHA-256 {standing.form.sha256}"),
    ]
    yield Facts(tuple((name, words) for name, words in rows if words))
    yield Paragraph(FINGERPRINT)


def _act(at: datetime | None, by: object) -> str:
    return f"{moment_words(at)}, by {by}" if at else ""


def _decision(annual_return: Return) -> str:
    decision = annual_return.decision
    return f"{decision.number}" if decision else ""


def _counted(standing: Standing) -> str:
    """84 of 88 asked are answered, 2 cannot be answered"""
    answered, asked = len(standing.routed.answers), len(standing.routed.questions)
    words = f"{answered} of {asked} asked are answered"
    cannot = len(standing.unable)
    return f"{words}, {cannot} cannot be answered" if cannot else words


def _effort(annual_return: Return) -> str:
    """Measured at sign-off: 125 minutes"""
    spent: Mapping[str, Mapping[str, int]] = annual_return.effort or {}
    minutes = sum(each["minutes"] for each in spent.values())
    if not minutes:
        return ""
    return "1 minute" if minutes == 1 else f"{minutes:,} minutes"


def _standing(standing: Standing) -> Iterator[Block]:
    annual_return = standing.annual_return
    yield Callout("Draft", DRAFT)
    last = standing.last_saved()
    blocking = len(standing.blocking)
    rows = [
        ("Partnership", annual_return.partnership.name),
        ("Survey", f"{standing.form.title} ({standing.form.code})"),
        ("State", annual_return.get_state_display()),
        ("Return due", date_format(annual_return.due_on, "j F Y")),
        ("Last saved", _act(last.answered_at, last.author) if last else "Nothing yet"),
        ("Declared ready", _act(annual_return.ready_at, annual_return.ready_by)),
        ("Questions", _counted(standing)),
        ("Still to do", _things(blocking)),
    ]
    yield Facts(tuple((name, words) for name, words in rows if words))


def _things(count: int) -> str:
    if not count:
        return "Nothing: the return can be declared ready"
    return (
        "1 thing to put right or confirm"
        if count == 1
        else f"{count} things to put right or confirm"
    )


def _about(form: Form) -> Iterator[Block]:
    yield Callout("About the questionnaire", form.notice or RECONSTRUCTION)


def _to_do(standing: Standing) -> Iterator[Block]:
    for section, findings in standing.blocking_by_section:
        yield Heading(f"Section {section.number}: {section.title}")
        yield BulletList(tuple(map(_found, findings)))


def _found(finding: Finding) -> str:
    message = finding.message if finding.message.endswith(ENDS) else f"{finding.message}."
    return f"{message} {finding.remedy}".strip()


def _confirmed(standing: Standing) -> Iterator[Block]:
    """What soft checks found and somebody confirmed, with what was said about it."""
    said = {check.code: check for check in standing.form.checks}
    lines = []
    for code, note in standing.notes.items():
        words = f"{said[code].message} ({', '.join(said[code].questions)})"
        lines.append(f"{words} Note: {note}" if note else f"{words} Confirmed without a note.")
    if lines:
        yield BulletList(tuple(lines))


def _answered(said: Said) -> Answered:
    question = said.question
    remarks = []
    if said.cannot:
        note = f" {said.cannot_note}" if said.cannot_note else ""
        remarks.append(f"Cannot be answered: {said.cannot}.{note}")
    if said.carried:
        remarks.append(f"Copied from {said.carried}, not yet confirmed.")
    optional = "" if question.required or said.answered or said.cannot else " (optional)"
    return Answered(
        number=f"{question.number}.",
        text=question.text,
        code=question.code,
        words=f"{said.words}{optional}",
        points=said.points,
        rows=said.rows,
        row_name=question.row_name,
        remarks=tuple(remarks),
        none=not said.answered,
    )
