"""A questionnaire as a document for the print kit, with room for the answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils import timezone

from portal.web.print.document import Block, BulletList, Callout, Document, Paragraph, Section
from portal.web.print.questions import Blank
from surveys.questionnaires import types
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.outline import SectionOutline, outline_eligibility, outline_sections
from surveys.questionnaires.structure import Form, Question

BRAND = "National evaluation of Local Strategic Partnerships"
RECONSTRUCTION = "This questionnaire is a reconstruction; the original was never found."
READING = (
    "Questions are numbered within their section. The code behind a question is its name elsewhere.",
    "Questions that are not asked of everybody say of whom they are asked.",
    "A circle stands for one choice, a box for any number of choices.",
    "If a question cannot be answered, the portal asks why instead.",
)
LINE_HOLDS = 90  # typed or written characters
FEWEST_LINES, MOST_LINES = 3, 10
TWICE = 2


def compose(questionnaire: Questionnaire, form: Form) -> Document:
    """The version as a document; equal content gives an equal document."""
    sections = [Section("Before you start", tuple(_opening(form)), new_page=False)]
    for section, outline in zip(form.sections, outline_sections(form), strict=True):
        blocks = tuple(_blocks(section.questions, outline))
        title = f"Section {section.number}: {section.title}"
        sections.append(Section(title, blocks, lead=section.intro))
    return Document(
        kind="questionnaire",
        title=form.title,
        subtitle=f"Blank questionnaire of the {form.year} survey, for reading and for drafts",
        date_words=f"{form.code}, version {form.version}",
        issued=_issued(questionnaire),
        running=f"{form.code}, version {form.version}",
        brand=BRAND,
        author=BRAND,
        synthetic=settings.SYNTHETIC_DEMO,
        sections=tuple(sections),
        keywords=("questionnaire", form.code, str(form.year)),
        numbered=False,
    )


def _issued(questionnaire: Questionnaire) -> datetime:
    at = questionnaire.published_at or questionnaire.created_at
    return at or datetime.combine(timezone.localdate(), time(), tzinfo=UTC)


def _opening(form: Form) -> Iterator[Block]:
    yield Callout("About this questionnaire", form.notice or RECONSTRUCTION)
    yield Paragraph(
        "This is for reading, for meetings and for drafts on paper. Answers count once they are"
        " given in the portal and signed off there by the partnership’s chair."
    )
    yield BulletList(READING)
    words = outline_eligibility(form)
    if words:
        yield Paragraph(words)
    yield Paragraph(f"Fingerprint of this version: SHA-256 {form.sha256}")


def _blocks(questions: tuple[Question, ...], outline: SectionOutline) -> Iterator[Block]:
    if outline.asked:
        yield Paragraph(outline.asked)
    for question, said in zip(questions, outline.questions, strict=True):
        kind = types.of(question)
        how = kind.how(question) if question.required else f"Optional. {kind.how(question)}"
        yield Blank(
            number=f"{question.number}.",
            text=question.text,
            code=question.code,
            help=question.help,
            remarks=tuple(filter(None, (said.asked, how))),
            options=tuple(option.label for option in question.options),
            many=question.type == "multi",
            rows=tuple(_row(row.label, row.remarks) for row in said.rows),
            row_name=question.row_name,
            lines=_lines(question),
            unit=_unit(question),
        )


def _row(label: str, remarks: str) -> str:
    return f"{label} ({remarks.rstrip('.')})" if remarks else label


def _unit(question: Question) -> str:
    if question.type == "money":
        return "pounds"
    return "" if question.unit == "year" else question.unit


def _lines(question: Question) -> int:
    if question.type != "text":
        return 0
    return min(MOST_LINES, max(FEWEST_LINES, question.max_length // LINE_HOLDS // TWICE))
