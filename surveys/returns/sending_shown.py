"""What the page of a return about to be declared or signed says beside the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.meetings.models import Decision
from partnerships.meetings.queries.decisions import Sought, decisions_found
from partnerships.meetings.reading import Reader
from portal.web.markdown import to_plain
from surveys.questionnaires.structure import Form, Question, Section
from surveys.returns.burden import Burden, burden_of
from surveys.returns.earlier import Earlier, earlier_of
from surveys.returns.endorsed import Kept, SectionTally, tally
from surveys.returns.models import Cannot, Confirmation, Return, Version
from surveys.returns.queries.threads import version_of
from surveys.returns.standing import Standing
from surveys.returns.versions import (
    Answers,
    ChangedSection,
    answers_now,
    answers_of,
    changes,
    count,
)

OFFERED = 50  # decisions in the list, the newest
LABEL = 90  # letters of a decision's text in it


@dataclass(frozen=True)
class Differences:
    """What is answered otherwise than before: since which version or year."""

    since: str
    sections: tuple[ChangedSection, ...]

    @property
    def number(self) -> int:
        """How many questions."""
        return count(self.sections)


@dataclass(frozen=True)
class Confirmed:
    """A check that found answers unusual, and who said that they are right ("" once frozen)."""

    message: str
    section: Section
    note: str
    by: str


@dataclass(frozen=True)
class Unable:
    """A question that cannot be answered."""

    question: Question
    section: Section
    why: str
    note: str


@dataclass(frozen=True)
class Beside:
    """All of it. `version` and `year` are None where there is nothing to compare with."""

    version: Differences | None
    year: Differences | None
    confirmed: Sequence[Confirmed]
    unable: Sequence[Unable]
    tally: Sequence[SectionTally]
    burden: Burden

    @property
    def dissenting(self) -> Sequence[SectionTally]:
        """Sections with which somebody does not agree."""
        return [each for each in self.tally if each.dissented]


def beside_answers(standing: Standing) -> Beside:
    """Read in the partnership's own scope; the number of queries does not depend on the answers."""
    annual_return = standing.annual_return
    return Beside(
        version=since_version(standing, version_of(annual_return, _before(annual_return))),
        year=since_year(standing, earlier_of(annual_return)),
        confirmed=confirmed_of(standing),
        unable=unable_of(standing),
        tally=tally(annual_return, standing),
        burden=burden_of(annual_return),
    )


def since_version(standing: Standing, version: Version | None) -> Differences | None:
    """What changed since that version; None without one."""
    if version is None:
        return None
    before = answers_of(standing.form, version.document)
    found = changes(standing.form, before, answers_now(standing))
    return Differences(f"version {version.number}", found)


def since_year(standing: Standing, earlier: Earlier | None) -> Differences | None:
    """What is answered otherwise than in the earlier year, to questions that were the same then."""
    if earlier is None:
        return None
    then = {
        question.code: value
        for question in standing.form.questions
        if question.code in standing.routed.questions
        and (value := earlier.value_for(question)) is not None
    }
    codes = frozenset(then)
    now = answers_now(standing)
    after = Answers(_only(now.given, codes), _only(now.cannot, codes), codes)
    found = changes(standing.form, Answers(then, {}, codes), after)
    return Differences(str(earlier.year), found)


def confirmed_of(standing: Standing) -> list[Confirmed]:
    """Unusual answers that somebody confirmed, in the order of the checks."""
    return [
        Confirmed(
            finding.message,
            standing.form.section(finding.section),
            standing.confirmed[finding.code].note,
            _author(standing.confirmed[finding.code]),
        )
        for finding in standing.unusual
        if finding.code in standing.confirmed
    ]


def unable_of(standing: Standing) -> list[Unable]:
    """Questions that cannot be answered, in order."""
    return [
        Unable(
            question,
            standing.form.section(question.section),
            Cannot(row.cannot).label,
            row.cannot_note,
        )
        for question in standing.form.questions
        if (row := standing.cannot.get(question.code))
    ]


def kept_of(version: Version | None, form: Form) -> list[tuple[Section, Kept]]:
    """What partners had said when the version was signed, by section; empty for none."""
    kept = version.tally if version else []
    return [(form.section(each["section"]), each) for each in kept]


def decisions_to_name(reader: Reader) -> list[Decision]:
    """The newest decisions in force that the reader may read."""
    in_force = Sought(state=Decision.State.IN_FORCE)
    return list(decisions_found(reader, in_force)[:OFFERED])


def decision_label(decision: Decision) -> str:
    """D2004/17: The board agrees the annual return"""
    words = " ".join(to_plain(decision.text).split())
    short = words if len(words) <= LABEL else f"{words[: LABEL - 1].rstrip()}…"
    return f"{decision.number}: {short}"


def _before(annual_return: Return) -> int:
    """Number of the version that these answers follow; 0: none."""
    return annual_return.version - 1 if annual_return.is_frozen else annual_return.version


def _author(confirmation: Confirmation) -> str:
    return str(confirmation.confirmed_by) if confirmation.confirmed_by_id else ""


def _only(given: Mapping[str, Any], codes: frozenset[str]) -> dict[str, Any]:
    return {code: value for code, value in given.items() if code in codes}
