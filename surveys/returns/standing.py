"""A return as it stands: its answers, what is asked, what is wrong, how far it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.register.queries import survey_attributes
from surveys.questionnaires import checks, conditions
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.routing import Routed, asked, eligible
from surveys.questionnaires.structure import Form, Section
from surveys.returns.freezing import document_hash, document_of
from surveys.returns.models import Answer, Return, Wave
from surveys.returns.progress import Progress, progress_of
from surveys.returns.queries import stored_answers, values_of


@dataclass(frozen=True)
class Standing:
    """One return with everything its pages say about it.

    `stored`: the answer rows of an open return; empty once it is frozen, when `answers` and
    `attributes` come from the frozen document.
    """

    annual_return: Return
    form: Form
    attributes: Mapping[str, Any]
    answers: Mapping[str, Any]
    stored: Mapping[str, Answer]
    routed: Routed
    findings: tuple[Finding, ...]
    progress: Progress

    @property
    def takes_answers(self) -> bool:
        """Whether answers may change: the return is open and so is its wave."""
        return self.annual_return.is_open and self.annual_return.wave.state == Wave.State.OPEN

    @property
    def is_eligible(self) -> bool:
        """Whether the return counts with these answers (see the questionnaire's `eligibility`)."""
        return eligible(self.form, self.routed)

    @property
    def counts_if(self) -> str:
        """When a return counts, in words that can follow "only if"."""
        numbers = {section.code: section.number for section in self.form.sections}
        return conditions.words(
            self.form.eligible_if,
            self.form.by_code,
            name=lambda q: f"question {q.number} of section {numbers[q.section]}",
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the document that these answers make: what a reader of them has seen."""
        if self.annual_return.is_frozen:
            return self.annual_return.document_sha256
        slug = self.annual_return.partnership.slug
        return document_hash(document_of(self.form, slug, self.routed))

    @property
    def blocking(self) -> list[Finding]:
        """What has to be put right before the return can be declared ready."""
        return [finding for finding in self.findings if finding.blocks]

    @property
    def to_confirm(self) -> list[Finding]:
        """What is unusual and only has to be looked at."""
        return [finding for finding in self.findings if not finding.blocks]

    def by_section(self, findings: Iterable[Finding]) -> list[tuple[Section, list[Finding]]]:
        """Findings under their sections, in the order of the questionnaire."""
        found = list(findings)
        grouped = [(s, [f for f in found if f.section == s.code]) for s in self.form.sections]
        return [(section, mine) for section, mine in grouped if mine]

    @property
    def blocking_by_section(self) -> list[tuple[Section, list[Finding]]]:
        """`blocking`, under their sections."""
        return self.by_section(self.blocking)

    @property
    def to_confirm_by_section(self) -> list[tuple[Section, list[Finding]]]:
        """`to_confirm`, under their sections."""
        return self.by_section(self.to_confirm)

    def section(self, code: str) -> Section | None:
        """The section of that code, or None."""
        return next((s for s in self.form.sections if s.code == code), None)

    def section_after(self, section: Section) -> Section | None:
        """The next section that is asked, or None after the last."""
        later = self.form.sections[section.number :]
        return next((s for s in later if s.code in self.routed.sections), None)

    def last_saved(self) -> Answer | None:
        """The answer saved last, or None."""
        return max(self.stored.values(), key=lambda a: a.answered_at, default=None)


def standing_of(annual_return: Return) -> Standing:
    """How this return stands now; read in its own partnership's scope."""
    form = form_of(annual_return.wave.questionnaire.sha256)
    stored: dict[str, Answer] = {}
    if annual_return.is_frozen:
        document = annual_return.document or {}
        attributes, answers = document["attributes"], document["answers"]
    else:
        stored = stored_answers(annual_return)
        attributes, answers = survey_attributes(annual_return.partnership), values_of(stored)
    routed = asked(form, answers, attributes)
    findings = tuple(checks.run(form, answers, attributes, routed=routed))
    return Standing(
        annual_return=annual_return,
        form=form,
        attributes=attributes,
        answers=answers,
        stored=stored,
        routed=routed,
        findings=findings,
        progress=progress_of(form, routed, answers, findings),
    )
