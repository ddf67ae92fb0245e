"""A section's page put together: fields with what is stored or typed, and what stands around them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from surveys.questionnaires import types
from surveys.questionnaires.rendering import raw_of, render_section
from surveys.questionnaires.structure import Form, Section
from surveys.questionnaires.types import FieldError, Raw
from surveys.questionnaires.types.html import safe
from surveys.returns.beside import beside
from surveys.returns.clashes import clash_html
from surveys.returns.domain.answering import Clash
from surveys.returns.domain.saving import SectionSaved
from surveys.returns.earlier import earlier_of
from surveys.returns.entry import Entry, Token, token_name, tokens_of
from surveys.returns.joining import mine_first
from surveys.returns.moments import moment_words
from surveys.returns.problems import Problems, add_clashes, add_typed
from surveys.returns.standing import Standing


@dataclass
class Drawn:
    """What to draw: fields as typed, what is wrong, tokens by question, clashes to decide."""

    raw: dict[str, list[str]]
    tokens: Mapping[str, Token]
    problems: Problems = field(default_factory=Problems)
    clashes: list[Clash] = field(default_factory=list)


def as_stored(standing: Standing, section: Section, problems: Problems) -> Drawn:
    """The page as it stands."""
    return Drawn(raw_of_page(standing, section), tokens_of(standing, section), problems)


def as_typed(
    standing: Standing, section: Section, entry: Entry, touched: Collection[str], data: Raw
) -> Drawn:
    """The page as it was sent: nothing of it could be saved. `touched`: checks whose boxes were."""
    raw = _overlay(raw_of_page(standing, section), entry, entry.typed)
    return Drawn(raw | _beside_typed(data, touched), entry.tokens)


def as_saved(
    standing: Standing,
    section: Section,
    entry: Entry,
    done: SectionSaved,
    faults: Mapping[str, str],
    data: Raw,
) -> Drawn:
    """The page after a save: what is stored now, and what was typed where that was not saved.

    `faults`: soft check → why its confirmation was not taken.
    """
    clashes = done.answers.clashes
    unsaved = entry.wrong | {clash.question for clash in clashes}
    raw = _overlay(raw_of_page(standing, section), entry, unsaved)
    for clash in clashes:
        raw |= clash_raw(standing.form, clash)
    if faults:
        raw |= _beside_typed(data, faults)
    # Where something is not saved, the editor's base stays: nothing counts as seen unchosen.
    kept = {code: token for code, token in entry.tokens.items() if code in unsaved}
    problems = Problems()
    add_typed(problems, standing.form, entry.errors)
    add_clashes(problems, standing.form, clashes)
    add_faults(problems, standing.form, faults)
    for code, words in done.uncopied.items():
        anchor = standing.form.question(code).items[0].anchor
        problems.add(code, words, anchor, [FieldError(code, words, anchor)])
    return Drawn(raw, tokens_of(standing, section) | kept, problems, clashes)


def add_faults(problems: Problems, form: Form, faults: Mapping[str, str]) -> None:
    """Confirmations that were not taken."""
    for check in form.checks:
        if check.code in faults:
            code = check.questions[0]
            words = f"Question {form.question(code).number}: {faults[check.code]}"
            problems.add(code, words, f"id_confirm.{check.code}", [])


def drawn_questions(standing: Standing, section: Section, drawn: Drawn, slug: str) -> SafeString:
    """The questions with everything around them."""
    earlier = earlier_of(standing.annual_return)
    return render_section(
        standing.form,
        section.code,
        drawn.raw,
        drawn.problems.fields,
        standing.routed,
        notes=beside(standing, section, earlier, True, drawn.raw),
        above={
            c.question: clash_html(standing.form.question(c.question), c) for c in drawn.clashes
        },
        marks=marks_of(standing, section, slug),
    )


def token_fields(tokens: Mapping[str, Token]) -> SafeString:
    """The hidden fields that carry the tokens."""
    return safe(
        *[
            f'<input type="hidden" name="{token_name(code)}" value="{token}">'
            for code, token in tokens.items()
        ]
    )


def raw_of_page(standing: Standing, section: Section) -> dict[str, list[str]]:
    """The section's stored answers as they would have been typed."""
    codes = {question.code for question in section.questions}
    return raw_of(standing.form, {code: v for code, v in standing.answers.items() if code in codes})


def clash_raw(form: Form, clash: Clash) -> dict[str, list[str]]:
    """My side of a clash as typed; rows of a grid that only they changed show theirs."""
    question = form.question(clash.question)
    shown = mine_first(question, clash.base, clash.theirs, clash.mine)
    return {} if shown is None else types.of(question).raw(question, shown)


def marks_of(standing: Standing, section: Section, slug: str) -> dict[str, SafeString]:
    """Beside each question's code, the way to what its answer was before, if it ever changed."""
    stored = standing.stored
    codes = [question.code for question in section.questions if question.code in stored]
    changed = {code: stored[code].revision - 1 for code in codes if stored[code].revision > 1}
    if not changed:
        return {}
    year = standing.annual_return.wave.year
    address = reverse("returns:answer", args=[slug, year, "QUESTION"])
    return {
        code: safe(
            f' <a class="govuk-link portal-question__history"'
            f' href="{address.replace("QUESTION", code)}">'
            f"Changed {'once' if times == 1 else f'{times} times'}"
            f'<span class="govuk-visually-hidden">: earlier answers to {code}</span></a>'
        )
        for code, times in changed.items()
    }


def last_saved_words(standing: Standing, section: Section) -> str:
    """Last saved at 10:42am on 3 November 2004 by Ann Smith. Empty before the first answer."""
    codes = {question.code for question in section.questions}
    rows = [row for code, row in standing.stored.items() if code in codes]
    last = max(rows, key=lambda row: row.answered_at, default=None)
    return f"Last saved at {moment_words(last.answered_at)} by {last.author}" if last else ""


def _overlay(
    raw: Mapping[str, list[str]], entry: Entry, questions: Collection[str] | Iterable[str]
) -> dict[str, list[str]]:
    """These fields, with what was typed in these questions in place of theirs."""
    given = set(questions)
    kept = {name: v for name, v in raw.items() if name.split(".")[0] not in given}
    for code in given:
        kept |= entry.typed.get(code, {})
    return kept


def _beside_typed(data: Raw, checks: Collection[str]) -> dict[str, list[str]]:
    """What was ticked and noted beside these unusual answers; elsewhere what stands is shown."""
    names = [f"{field}.{code}" for code in checks for field in ("confirm", "confirm_note")]
    return {name: [text[:LONGEST_SHOWN] for text in data[name]] for name in names if name in data}


LONGEST_SHOWN = 1001
