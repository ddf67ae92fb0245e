"""What the check page says: every finding with its rule, its place and what to do about it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from surveys.questionnaires.checks import Finding
from surveys.questionnaires.structure import Question, Section
from surveys.returns.confirmed_seen import findings_seen
from surveys.returns.models import Cannot, Confirmation
from surveys.returns.standing import Standing
from surveys.returns.stored import StoredAnswer

RULES = {
    "required": "Has to be answered",
    "carried": "Copied answers have to be confirmed",
    "hard": "Rule {code}, has to hold",
    "soft": "Rule {code}, unusual",
}


@dataclass(frozen=True)
class ShownFinding:
    """`url`: of the field to go to, empty for readers; `may_confirm`: by a tick here, with
    `seen` (confirmed_seen.finding_seen); `outdated`: confirmed for answers that changed since."""

    finding: Finding
    question: Question
    rule: str
    url: str
    may_confirm: bool
    seen: str = ""
    confirmation: Confirmation | None = None
    outdated: Confirmation | None = None


@dataclass(frozen=True)
class Unanswerable:
    """A question reported as not answerable, with the reason in words."""

    question: Question
    section: Section
    why: str
    note: str


@dataclass(frozen=True)
class CheckShown:
    """The whole page: what blocks and what was confirmed, both by section; what has no answer.

    Nothing blocks a return that is signed off.
    """

    blocking: list[tuple[Section, list[ShownFinding]]]
    confirmed: list[tuple[Section, list[ShownFinding]]]
    unanswerable: list[Unanswerable]
    to_put_right: int
    to_confirm: int


def check_shown(
    standing: Standing, within: Collection[str] | None, address: Callable[[str], str]
) -> CheckShown:
    """`within`: sections the reader may write (None: all); `address(section code)`: its page."""

    seen = findings_seen(standing)
    to_do = not standing.annual_return.is_frozen

    def shown(finding: Finding) -> ShownFinding:
        return _shown(standing, finding, within, address, seen)

    return CheckShown(
        blocking=[
            (section, [shown(f) for f in found])
            for section, found in standing.by_section(standing.blocking if to_do else ())
        ],
        confirmed=[
            (section, [shown(f) for f in found])
            for section, found in standing.by_section(f for f in standing.unusual if f.confirmed)
        ],
        unanswerable=[_unanswerable(standing, code, row) for code, row in standing.cannot.items()],
        to_put_right=len(standing.to_put_right) if to_do else 0,
        to_confirm=len(standing.to_confirm) if to_do else 0,
    )


def may_write(standing: Standing, section: str, within: Collection[str] | None) -> bool:
    """Whether a reader who may write `within` can change the answers of this section now."""
    opened = standing.open_sections
    return (
        standing.takes_answers
        and (within is None or section in within)
        and (opened is None or section in opened)
    )


def field_url(finding: Finding, page: str) -> str:
    """The finding's field on its section's page, which says what is wrong unless it is unusual."""
    problems = "" if finding.kind == "soft" else "?problems=1"
    return f"{page}{problems}#{finding.anchor}"


def _shown(
    standing: Standing,
    finding: Finding,
    within: Collection[str] | None,
    address: Callable[[str], str],
    seen: Mapping[str, str],
) -> ShownFinding:
    place = _writable(standing, finding, within)
    return ShownFinding(
        finding=finding,
        question=standing.form.question(finding.question),
        rule=RULES[finding.kind].format(code=finding.code),
        url=field_url(place, address(place.section)) if place else "",
        may_confirm=finding.kind == "soft"
        and (place is not None or _only_closed(standing, finding, within)),
        seen=seen.get(finding.code, ""),
        confirmation=standing.confirmed.get(finding.code),
        outdated=standing.outdated.get(finding.code),
    )


def _writable(
    standing: Standing, finding: Finding, within: Collection[str] | None
) -> Finding | None:
    """The finding, at the first of its check's questions that the reader may change now."""
    if may_write(standing, finding.section, within):
        return finding
    check = next((c for c in standing.form.checks if c.code == finding.code), None)
    for code in check.questions if check else ():
        question = standing.form.question(code)
        if may_write(standing, question.section, within):
            return replace(
                finding, section=question.section, question=code, anchor=question.items[0].anchor
            )
    return None


def _only_closed(standing: Standing, finding: Finding, within: Collection[str] | None) -> bool:
    """Not confirmed yet, in sections that a reopening left closed: it blocks all the same."""
    check = next(each for each in standing.form.checks if each.code == finding.code)
    sections = {standing.form.question(code).section for code in check.questions}
    mine = within is None or bool(sections & set(within))
    return standing.takes_answers and mine and not finding.confirmed


def _unanswerable(standing: Standing, code: str, row: StoredAnswer) -> Unanswerable:
    question = standing.form.question(code)
    section = standing.form.section(question.section)
    return Unanswerable(question, section, Cannot(row.cannot).label, row.cannot_note)
