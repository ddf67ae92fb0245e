"""Answer rows as they were signed: where a return was recorded over a draft, or as a whole."""

from surveys.questionnaires.checks import left_open
from surveys.questionnaires.routing import Routed, asked
from surveys.questionnaires.structure import Form, Question
from surveys.returns.domain.answering import held_by, write_rows
from surveys.returns.joining import Held
from surveys.returns.models import Return, Version
from surveys.returns.queries import stored_answers
from surveys.returns.stored import StoredAnswer


def bring_back_answers(current: Return, form: Form) -> list[str]:
    """Write what the newest version says wherever the rows say otherwise; returns the questions.

    Each is a new revision, so that the draft that stood there is not lost. Answers that the version
    was not asked for stay: they count for nothing.
    """
    signed = current.versions.get(number=current.version)
    stored = stored_answers(current)
    document = signed.document
    then = asked(form, document["answers"], document["attributes"])
    rows = []
    for question in form.questions:
        said, row = _signed(signed, question.code), stored.get(question.code)
        if question.code in then.questions and _says(row, question, then) != said:
            rows.append(_answer(signed, question.code, said, row))
    write_rows(current, rows)
    return [row.question for row in rows]


def _says(row: StoredAnswer | None, question: Question, then: Routed) -> Held:
    """What the row says to what was asked: only that is in a document, so a grid may hold rows,
    and a full answer a reason why it cannot be given, that the signed one does not."""
    held = held_by(row)
    value = held.value
    if question.rows and value:
        wanted = {item.row for item in question.items if then.asks(item)}
        value = {code: said for code, said in value.items() if code in wanted} or None
    why = (held.cannot, held.cannot_note) if left_open(question, then) else ("", "")
    return Held(value, *why, held.carried_from)


def _signed(signed: Version, code: str) -> Held:
    unable = signed.document.get("cannot", {}).get(code, {})
    value = signed.document["answers"].get(code)
    return Held(value, unable.get("why", ""), unable.get("note", ""), None)


def _answer(signed: Version, code: str, said: Held, before: StoredAnswer | None) -> StoredAnswer:
    by = signed.ready_by or signed.signed_by
    return StoredAnswer(
        question=code,
        value=said.value,
        cannot=said.cannot,
        cannot_note=said.cannot_note,
        carried_from=None,
        revision=before.revision + 1 if before else 1,
        answered_by_id=by.pk,
        author=str(by),
        at=str(signed.signed_at),
    )
