"""What stands under each question of a section's page: unusual answers to confirm, last year's
answer, and why a question cannot be answered. Put together from pieces made once."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from surveys.questionnaires.checks import Finding
from surveys.questionnaires.mapping import Match
from surveys.questionnaires.structure import Question, Section
from surveys.questionnaires.types import Raw
from surveys.questionnaires.types.html import safe
from surveys.returns.confirmed_seen import field_name, shown_now
from surveys.returns.earlier import Earlier, may_be_copied
from surveys.returns.models import Cannot, Confirmation
from surveys.returns.moments import moment_words
from surveys.returns.standing import Standing

NOTHING_TYPED: Raw = {}
LONGEST_NOTE = 1000
# How the question differs from the earlier one(s), for a relation that is not "same".
CHANGED = {
    "reworded": "The question was different then, so the answer cannot be copied.",
    "split": "It was part of a wider question then, so the answer cannot be copied.",
    "merged": "It was asked in several questions then, so the answers cannot be copied.",
}


def beside(
    standing: Standing,
    section: Section,
    earlier: Earlier | None,
    can_write: bool,
    raw: Raw = NOTHING_TYPED,
) -> dict[str, SafeString]:
    """Question code → the HTML under it, for every question of the section.

    `can_write`: with fields `confirm.<check>` (yes), `confirm_note.<check>` and what they show of
    it as drawn (`confirm_seen.<check>`), `carried.<code>`
    (yes), `cannot.<code>`, `cannot_note.<code>` and buttons copy=<code>; else in words only.
    `raw`: what was typed in these fields and could not be saved; it is shown instead of what is
    stored.
    """
    unusual: dict[str, list[Finding]] = {}
    for finding in standing.unusual:
        unusual.setdefault(finding.question, []).append(finding)
    return {
        question.code: safe(
            *[
                _unusual(standing, found, can_write, raw)
                for found in unusual.get(question.code, ())
            ],
            _last_year(standing, question, earlier, can_write) if earlier else "",
            _carried(standing, question, can_write, raw),
            _unable(standing, question, can_write, raw),
        )
        for question in section.questions
    }


def _unusual(standing: Standing, finding: Finding, can_write: bool, raw: Raw) -> str:
    confirmation = standing.confirmed.get(finding.code)
    words = f"{escape(finding.message)} {escape(finding.remedy)}"
    outdated = standing.outdated.get(finding.code)
    said = _who_confirmed(confirmation) if confirmation else ""
    said = _confirmed_before(outdated) if outdated else said
    title = "Confirmed" if confirmation else "Please check"
    opening = (
        f'<div class="govuk-inset-text portal-question__note" id="check_{finding.code}">'
        f'<p class="govuk-body"><strong>{title}:</strong> {words}</p>{said}'
    )
    if not can_write:
        return f"{opening}</div>"
    pieces = _check_pieces(finding.code)
    name = f"confirm.{finding.code}"
    ticked = "yes" in raw[name] if name in raw else confirmation is not None
    note = _typed(raw, f"confirm_note.{finding.code}", confirmation.note if confirmation else "")
    checked = " checked" if ticked else ""
    check = next(each for each in standing.form.checks if each.code == finding.code)
    shown = shown_now(standing, check)
    seen = f'<input type="hidden" name="{field_name(check.code)}" value="{shown}">'
    box = f"{pieces.before}{checked}{pieces.between}{escape(note)}{pieces.after}"
    return f"{opening}{seen}{box}</div>"


def _confirmed_before(outdated: Confirmation) -> str:
    who, when = escape(outdated.confirmed_by), moment_words(outdated.confirmed_at)
    note = f": “{escape(outdated.note)}”" if outdated.note else "."
    words = f"Confirmed by {who} at {when}, but the answers changed since{note}"
    return f'<p class="govuk-body">{words}</p>'


def _who_confirmed(confirmation: Confirmation) -> str:
    if not confirmation.confirmed_by_id:
        return ""
    who, when = escape(confirmation.confirmed_by), moment_words(confirmation.confirmed_at)
    note = f": “{escape(confirmation.note)}”" if confirmation.note else "."
    return f'<p class="govuk-body">{who} confirmed this at {when}{note}</p>'


def _last_year(standing: Standing, question: Question, earlier: Earlier, can_write: bool) -> str:
    match = earlier.match(question)
    if match is None:
        return ""
    said = _earlier_words(earlier, match)
    changed = CHANGED.get(match.relation, "")
    remark = f'<span class="portal-beside__changed">{changed}</span>' if changed else ""
    button = ""
    if can_write and may_be_copied(standing, earlier, question):
        button = (
            f'<button type="submit" name="copy" value="{question.code}" class="govuk-button'
            ' govuk-button--secondary portal-beside__copy" data-module="govuk-button">Copy this'
            f'<span class="govuk-visually-hidden"> answer of {earlier.year} to question'
            f" {question.number}</span></button>"
        )
    return (
        f'<div class="portal-beside__last"><p class="portal-beside__words">{said}{remark}</p>'
        f"{button}</div>"
    )


def _earlier_words(earlier: Earlier, match: Match) -> str:
    """In 2003 you answered: Yes"""
    parts = [(code, earlier.words(code)) for code in match.earlier]
    answered = [(code, words) for code, words in parts if words]
    if not answered:
        return f"In {earlier.year} you did not answer this."
    if len(parts) == 1:
        return f"In {earlier.year} you answered: <strong>{escape(answered[0][1])}</strong>"
    each = [
        f"{escape(earlier.form.question(code).text)} <strong>{escape(words)}</strong>"
        for code, words in answered
    ]
    return f"In {earlier.year} you answered: {' · '.join(each)}"


def _carried(standing: Standing, question: Question, can_write: bool, raw: Raw) -> str:
    year = standing.carried.get(question.code)
    if year is None:
        return ""
    tag = (
        '<p class="govuk-body portal-beside__carried"><strong class="govuk-tag govuk-tag--yellow">'
        f"From {year}, not yet confirmed</strong></p>"
    )
    if not can_write:
        return tag
    ticked = " checked" if "yes" in raw.get(f"carried.{question.code}", ()) else ""
    hidden = f'<span class="govuk-visually-hidden"> (question {question.number})</span>'
    return tag + _box(f"carried.{question.code}", ticked, f"This still holds{hidden}")


def _unable(standing: Standing, question: Question, can_write: bool, raw: Raw) -> str:
    row = standing.stored.get(question.code)
    why, note = (row.cannot, row.cannot_note) if row else ("", "")
    why = _typed(raw, f"cannot.{question.code}", why)
    note = _typed(raw, f"cannot_note.{question.code}", note)
    if not can_write:
        return ""
    if why not in Cannot.values:
        why = ""
    opened = " open" if why or note else ""
    pieces = _unable_pieces(question.code, question.number, bool(question.rows), why)
    return f"{pieces.before}{opened}{pieces.between}{escape(note)}{pieces.after}"


def _typed(raw: Raw, name: str, stored: str) -> str:
    return raw[name][0] if raw.get(name) else stored


@dataclass(frozen=True, slots=True)
class Pieces:
    """Fixed HTML, cut where the two values of a group go."""

    before: str
    between: str
    after: str


@lru_cache(maxsize=512)
def _check_pieces(code: str) -> Pieces:
    """Cut at the tick of the box and at the note."""
    before, after = _box(f"confirm.{code}", "\0", "This is right").split("\0")
    return Pieces(
        # What an unticked box sends: without it a withdrawn tick would say nothing.
        before=f'<input type="hidden" name="confirm.{code}" value="no">{before}',
        between=after + _note(f"confirm_note.{code}", "Why it is right (optional)"),
        after="</textarea></div>",
    )


@lru_cache(maxsize=8192)
def _unable_pieces(code: str, number: int, rows: bool, why: str) -> Pieces:
    """Cut at the opening of the details and at the note."""
    left = "what is left open in question" if rows else "question"
    options = "".join(
        f'<option value="{key}"{" selected" if key == why else ""}>{escape(words)}</option>'
        for key, words in [("", "Choose a reason"), *Cannot.choices]
    )
    return Pieces(
        before=f'<details class="govuk-details portal-beside__unable" id="unable_{code}"',
        between=(
            '><summary class="govuk-details__summary"><span class="govuk-details__summary-text">'
            f'We cannot answer this<span class="govuk-visually-hidden"> ({left} {number})</span>'
            '</span></summary><div class="govuk-details__text"><div class="govuk-form-group">'
            f'<label class="govuk-label" for="id_cannot.{code}">Why it cannot be answered</label>'
            f'<select class="govuk-select" id="id_cannot.{code}" name="cannot.{code}">{options}'
            f"</select></div>{_note(f'cannot_note.{code}', 'More about it (optional)')}"
        ),
        after="</textarea></div></div></details>",
    )


def _box(name: str, ticked: str, words: str) -> str:
    return (
        '<div class="govuk-checkboxes govuk-checkboxes--small portal-beside__box">'
        '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input"'
        f' type="checkbox" id="id_{name}" name="{name}" value="yes"{ticked}>'
        f'<label class="govuk-label govuk-checkboxes__label" for="id_{name}">{words}</label>'
        "</div></div>"
    )


def _note(name: str, label: str) -> str:
    """A field for a note, up to its text."""
    return (
        f'<div class="govuk-form-group"><label class="govuk-label" for="id_{name}">{label}</label>'
        f'<textarea class="govuk-textarea" id="id_{name}" name="{name}" rows="2"'
        f' maxlength="{LONGEST_NOTE}">'
    )
