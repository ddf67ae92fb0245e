"""What is wrong on a section's page, as its error summary and fields show it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from portal.web.components import PageError
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.structure import Form, Question, Section
from surveys.questionnaires.types import FieldError
from surveys.returns.clashes import clash_anchor
from surveys.returns.domain.answering import Clash
from surveys.returns.moments import moment_words
from surveys.returns.standing import Standing

BESIDE = ("soft", "carried")  # said under the question, with what there is to tick


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
    """Answers that somebody else changed in the meantime; the choice stands at the question."""
    for clash in clashes:
        question = form.question(clash.question)
        message = (
            f"{clash.by} changed the answer to question {question.number} at"
            f" {moment_words(clash.at)}, after you opened this page."
            " Choose which answer counts; yours is not saved yet"
        )
        problems.add(question.code, message, clash_anchor(question.code), [])


def add_findings(
    problems: Problems, standing: Standing, section: Section, *, but: Collection[str] = ()
) -> None:
    """What blocks the return in this section, but for questions that have an error already."""
    for finding in standing.blocking:
        if finding.section == section.code and finding.question not in but:
            question = standing.form.question(finding.question)
            fields = _at_fields(standing, question, finding)
            words = "" if finding.kind == "required" else f"{finding.message} {finding.remedy}"
            problems.add(question.code, words or finding.message, finding.anchor, fields)


def _at_fields(standing: Standing, question: Question, finding: Finding) -> list[FieldError]:
    """A grid that is half answered marks each open row; everything else the question itself."""
    if finding.kind in BESIDE:
        return []
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
