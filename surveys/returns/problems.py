"""What is wrong on a section's page, as its error summary and fields show it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.web.components import PageError
from surveys.questionnaires import types
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.structure import Form, Question, Section
from surveys.questionnaires.types import FieldError
from surveys.returns.domain.answering import Clash
from surveys.returns.moments import moment_words
from surveys.returns.standing import Standing


@dataclass
class Problems:
    """Errors of a page: `fields` are drawn at their fields, `summary` lists them by question."""

    fields: list[FieldError] = field(default_factory=list)
    summary: dict[str, list[PageError]] = field(default_factory=dict)

    def add(self, question: str, message: str, anchor: str, fields: Iterable[FieldError]) -> None:
        """One line of the summary and what to draw at the fields it is about."""
        self.summary.setdefault(question, []).append(PageError(message, anchor))
        self.fields += fields

    def in_order(self, section: Section) -> list[PageError]:
        """The summary in the order of the page."""
        return [error for q in section.questions for error in self.summary.get(q.code, [])]


def add_typed(problems: Problems, form: Form, errors: Iterable[FieldError]) -> None:
    """Answers that could not be read; the summary says of which question."""
    for error in errors:
        question = form.question(error.field.split(".")[0])
        message = f"Question {question.number}: {error.message}"
        problems.add(question.code, message, error.anchor, [error])


def add_clashes(problems: Problems, form: Form, clashes: Iterable[Clash]) -> None:
    """Answers that somebody else changed in the meantime: whose, to what, when."""
    for clash in clashes:
        question = form.question(clash.question)
        anchor = question.items[0].anchor
        theirs = types.of(question).words(question, clash.theirs)
        message = (
            f"{clash.by} changed the answer to question {question.number} to “{theirs}” at"
            f" {moment_words(clash.at)}, after you opened this page."
            " Yours is still below but not saved: save again to replace theirs"
        )
        problems.add(question.code, message, anchor, [FieldError(question.code, message, anchor)])


def add_findings(
    problems: Problems, standing: Standing, section: Section, *, but: Collection[str] = ()
) -> None:
    """What blocks the return in this section, but for questions that have an error already."""
    for finding in standing.blocking:
        if finding.section == section.code and finding.question not in but:
            question = standing.form.question(finding.question)
            fields = _at_fields(standing, question, finding)
            words = f"{finding.message} {finding.remedy}" if finding.kind == "hard" else ""
            problems.add(question.code, words or finding.message, finding.anchor, fields)


def _at_fields(standing: Standing, question: Question, finding: Finding) -> list[FieldError]:
    """A grid that is half answered marks each open row; everything else the question itself."""
    value = standing.routed.answers.get(question.code)
    if finding.kind == "required" and question.rows and value:
        message = f"Choose {question.option_name}"
        return [
            FieldError(item.field, message, item.anchor)
            for item in question.items
            if standing.routed.asks(item) and item.row not in value
        ]
    if finding.kind == "hard":
        message = f"{finding.message} {finding.remedy}"
        return [FieldError(finding.item, message, finding.anchor)]
    return [FieldError(question.code, finding.message, finding.anchor)]


def notes_of(standing: Standing, section: Section) -> dict[str, SafeString]:
    """Soft findings of a section as notes under their questions."""
    return {
        finding.question: format_html(
            '<div class="govuk-inset-text portal-question__note"><strong>Please check:</strong>'
            " {} {}</div>",
            finding.message,
            finding.remedy,
        )
        for finding in standing.to_confirm
        if finding.section == section.code
    }
