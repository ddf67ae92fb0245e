"""What a section's page is told about its answers after a save, as JSON."""

from collections.abc import Collection, Mapping
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.structure import Form, Section
from surveys.returns.beside import beside
from surveys.returns.clashes import clash_html
from surveys.returns.confirmed_seen import field_name, shown_now
from surveys.returns.domain.answering import Clash, Saved
from surveys.returns.earlier import earlier_of
from surveys.returns.entry import Entry, token_now
from surveys.returns.moments import clock
from surveys.returns.section_shown import clash_raw
from surveys.returns.standing import Standing

Told = dict[str, dict[str, Any]]


def told(
    standing: Standing, entry: Entry, saved: Saved, faults: Mapping[str, str], at: str
) -> Told:
    """What became of every question that was sent. `faults`: of soft checks, in words."""
    wrong = {error.field.split(".")[0]: error.message for error in reversed(entry.errors)}
    for check in standing.form.checks:
        if check.code in faults:
            wrong.setdefault(check.questions[0], faults[check.code])
    clashes = {clash.question: clash for clash in saved.clashes}
    found: Told = {}
    for code in entry.tokens:
        if code in clashes:
            found[code] = _clash(standing.form, clashes[code])
        elif code in entry.wrong:
            found[code] = {"state": "wrong", "words": wrong[code]}
        else:
            found[code] = _saved(standing, code, entry, saved, at)
            if code in wrong:
                found[code] |= {"state": "wrong", "words": wrong[code]}
    return found


def changed_by_others(standing: Standing, section: Section, known: Mapping[str, int]) -> Told:
    """Answers of the section that stand at another revision than the page shows."""
    found: Told = {}
    for question in section.questions:
        answer = standing.stored.get(question.code)
        shown = known.get(question.code)
        if answer is None or shown is None or answer.revision == shown:
            continue
        found[question.code] = {
            "state": "changed",
            "words": f"{answer.author} changed this at {clock(answer.answered_at)}",
            "token": str(token_now(standing, question.code)),
            "raw": raw_now(standing, question.code),
        }
    return found


def notes_changed(before: Standing, after: Standing, section: Section) -> dict[str, str]:
    """Question → what stands under it, where that is other than before."""
    earlier = earlier_of(after.annual_return)
    was = beside(before, section, earlier, True)
    now = beside(after, section, earlier, True)
    return {code: html for code, html in now.items() if html != was.get(code)}


def raw_now(standing: Standing, code: str) -> dict[str, list[str]]:
    """The stored answer's fields as they would have been typed, the reason for none included."""
    question = standing.form.question(code)
    answer = standing.stored.get(code)
    if answer is None:
        return {}
    raw = {} if answer.value is None else types.of(question).raw(question, answer.value)
    return raw | {f"cannot.{code}": [answer.cannot], f"cannot_note.{code}": [answer.cannot_note]}


def boxes_taken(standing: Standing, taken: Collection[str]) -> dict[str, dict[str, str]]:
    """Question → hidden fields of its boxes as they stand, for checks whose boxes were saved: who
    types on in them goes on from there."""
    found: dict[str, dict[str, str]] = {}
    for check in standing.form.checks:
        if check.code in taken:
            boxes = found.setdefault(check.questions[0], {})
            boxes[field_name(check.code)] = str(shown_now(standing, check))
    return found


def _clash(form: Form, clash: Clash) -> dict[str, Any]:
    question = form.question(clash.question)
    return {
        "state": "clash",
        "words": f"Not saved: {clash.by} answered differently. Choose which answer counts",
        "html": clash_html(question, clash),
        "raw": clash_raw(form, clash),
    }


def _saved(standing: Standing, code: str, entry: Entry, saved: Saved, at: str) -> dict[str, Any]:
    merged = code in saved.merged
    words = f"Saved {at}, together with what somebody else changed" if merged else f"Saved {at}"
    answer = standing.stored.get(code)
    found: dict[str, Any] = {
        "state": "merged" if merged else "saved",
        "words": words,
        "token": str(token_now(standing, code)),
    }
    # The fields differ from what is stored: they are told, so that the page can follow.
    if merged or code in entry.kept_theirs or (answer is not None and answer.cannot):
        found["raw"] = raw_now(standing, code)
    return found
