"""A return as it stands: its answers, what is asked, what is wrong, how far it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from partnerships.register.queries import survey_attributes
from surveys.questionnaires import checks, conditions
from surveys.questionnaires.checks import Finding
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.routing import Routed, asked, eligible
from surveys.questionnaires.structure import Form, Section
from surveys.returns import openness
from surveys.returns.freezing import document_hash, document_of
from surveys.returns.models import Confirmation, Return
from surveys.returns.progress import Progress, progress_of
from surveys.returns.queries import stored_answers, stored_confirmations, values_of
from surveys.returns.stored import StoredAnswer


@dataclass(frozen=True)
class Standing:
    """One return with everything its pages say about it.

    `stored`: the answer rows of an open return; empty once it is frozen, when everything comes
    from the frozen document. `cannot`: questions asked and left open because they cannot be
    answered, each with a row that says why (a frozen one without author). `carried`: question →
    year that its answer was copied from and not confirmed since. `confirmed`: soft checks that
    fail and that somebody confirmed for these very answers; `outdated`: those confirmed for answers
    that have changed since. `open_sections`: see openness.
    """

    annual_return: Return
    form: Form
    attributes: Mapping[str, Any]
    answers: Mapping[str, Any]
    stored: Mapping[str, StoredAnswer]
    routed: Routed
    findings: tuple[Finding, ...]
    cannot: Mapping[str, StoredAnswer]
    carried: Mapping[str, int]
    confirmed: Mapping[str, Confirmation]
    outdated: Mapping[str, Confirmation]
    open_sections: frozenset[str] | None

    @cached_property
    def progress(self) -> Progress:
        """How far it is, section by section."""
        return progress_of(self.form, self.routed, self.findings, self.cannot)

    @property
    def takes_answers(self) -> bool:
        """Whether answers may change now: the return is open, and in time."""
        return openness.takes_answers(self.annual_return, timezone.localdate())

    @property
    def in_time(self) -> bool:
        """Whether the return can still be worked on: the wave is open, or it has more time."""
        return openness.in_time(self.annual_return, timezone.localdate())

    @property
    def is_late(self) -> bool:
        """Whether it is past its last day and still not signed off, with time to be."""
        late = self.annual_return.due_on < timezone.localdate()
        return late and self.in_time and not self.annual_return.is_frozen

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
    def unable(self) -> dict[str, dict[str, str]]:
        """`cannot` as the frozen document has it: question → {"why", "note"}."""
        return {
            code: {"why": row.cannot, "note": row.cannot_note} for code, row in self.cannot.items()
        }

    @property
    def notes(self) -> dict[str, str]:
        """`confirmed` as the frozen document has it: check → note, empty where nothing was said."""
        return {code: confirmation.note for code, confirmation in self.confirmed.items()}

    @property
    def digest(self) -> str:
        """SHA-256 of the document that these answers make: what a reader of them has seen."""
        if self.annual_return.is_frozen:
            return self.annual_return.document_sha256
        slug = self.annual_return.partnership.slug
        return document_hash(
            document_of(
                self.form,
                slug,
                self.routed,
                cannot=self.unable,
                confirmed=self.notes,
            )
        )

    @property
    def blocking(self) -> list[Finding]:
        """Everything that keeps the return from being declared ready."""
        return [finding for finding in self.findings if finding.blocks]

    @property
    def to_put_right(self) -> list[Finding]:
        """What has to be answered, changed, or confirmed since it was copied."""
        return [finding for finding in self.blocking if finding.kind != "soft"]

    @property
    def to_confirm(self) -> list[Finding]:
        """What is unusual and has not been confirmed."""
        return [finding for finding in self.blocking if finding.kind == "soft"]

    @property
    def unusual(self) -> list[Finding]:
        """What is unusual, confirmed or not."""
        return [finding for finding in self.findings if finding.kind == "soft"]

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
    def to_put_right_by_section(self) -> list[tuple[Section, list[Finding]]]:
        """`to_put_right`, under their sections."""
        return self.by_section(self.to_put_right)

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

    def last_saved(self) -> StoredAnswer | None:
        """The answer saved last, or None."""
        return max(self.stored.values(), key=lambda a: a.answered_at, default=None)


@dataclass(frozen=True)
class _Given:
    """What people said, before anything is concluded from it."""

    attributes: Mapping[str, Any]
    answers: Mapping[str, Any]
    stored: Mapping[str, StoredAnswer]
    cannot: Mapping[str, StoredAnswer]
    carried: Mapping[str, int]
    confirmations: Callable[[], Mapping[str, Confirmation]]  # asked for where a soft check fails


def standing_of(annual_return: Return) -> Standing:
    """How this return stands now; read in its own partnership's scope."""
    form = form_of(annual_return.wave.questionnaire.sha256)
    given = _frozen(annual_return) if annual_return.is_frozen else _open(annual_return)
    return _concluded(annual_return, form, given)


def standing_after(before: Standing, saved: Mapping[str, StoredAnswer]) -> Standing:
    """How an open return stands with these rows in place of those it had: a save spares reading
    everything twice. One query at most, for what was confirmed."""
    stored = {**before.stored, **saved}
    given = _given(before.annual_return, before.attributes, stored)
    return _concluded(before.annual_return, before.form, given)


def _concluded(annual_return: Return, form: Form, given: _Given) -> Standing:
    routed = asked(form, given.answers, given.attributes)
    cannot = {
        code: answer
        for code, answer in given.cannot.items()
        if code in routed.questions and checks.left_open(form.question(code), routed)
    }
    found = checks.run(
        form,
        given.answers,
        given.attributes,
        routed=routed,
        cannot=cannot,
        carried=given.carried,
    )
    unusual = {finding.code for finding in found if finding.kind == "soft"}
    confirmations = given.confirmations() if unusual else {}
    valid = _still_valid(form, routed, confirmations)
    findings = tuple(
        [replace(f, confirmed=True) if f.kind == "soft" and f.code in valid else f for f in found]
    )
    return Standing(
        annual_return=annual_return,
        form=form,
        attributes=given.attributes,
        answers=given.answers,
        stored=given.stored,
        routed=routed,
        findings=findings,
        cannot=cannot,
        carried={code: y for code, y in given.carried.items() if code in routed.answers},
        confirmed={f.code: confirmations[f.code] for f in findings if f.confirmed},
        outdated={
            f.code: said
            for f in findings
            if f.kind == "soft" and not f.confirmed and (said := confirmations.get(f.code))
        },
        open_sections=openness.open_sections(annual_return, _missing_in(findings)),
    )


def _open(annual_return: Return) -> _Given:
    read = getattr(annual_return, "authority_codes", None)
    attributes = survey_attributes(annual_return.partnership, read)
    return _given(annual_return, attributes, stored_answers(annual_return))


def _given(
    annual_return: Return, attributes: Mapping[str, Any], stored: Mapping[str, StoredAnswer]
) -> _Given:
    return _Given(
        attributes=attributes,
        answers=values_of(stored),
        stored=stored,
        cannot={code: answer for code, answer in stored.items() if answer.cannot},
        carried={code: a.carried_from for code, a in stored.items() if a.carried_from},
        confirmations=lambda: stored_confirmations(annual_return),
    )


def _frozen(annual_return: Return) -> _Given:
    """From the document alone: what changed since in the register or in answers is no matter."""
    document: dict[str, Any] = annual_return.document or {}
    answers = document["answers"]
    confirmed = document.get("confirmed", {})
    return _Given(
        attributes=document["attributes"],
        answers=answers,
        stored={},
        cannot={
            code: StoredAnswer(
                question=code,
                value=answers.get(code),
                cannot=said["why"],
                cannot_note=said["note"],
            )
            for code, said in document.get("cannot", {}).items()
        },
        carried={},
        confirmations=lambda: {
            code: Confirmation(check_code=code, note=note, seen="")
            for code, note in confirmed.items()
        },
    )


def _still_valid(
    form: Form, routed: Routed, confirmations: Mapping[str, Confirmation]
) -> frozenset[str]:
    """Checks confirmed for the answers of now; what a frozen document says is not in question."""
    return frozenset(
        check.code
        for check in form.checks
        if (said := confirmations.get(check.code))
        and said.seen in ("", checks.seen(check, routed.answers))
    )


def _missing_in(findings: Iterable[Finding]) -> frozenset[str]:
    """Sections with a question that has to be answered and is not."""
    return frozenset(finding.section for finding in findings if finding.kind == "required")
