"""What the partnership answered the time before, where the questionnaire says how it follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import types
from surveys.questionnaires.mapping import Match, carried_value, matches
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.routing import Routed
from surveys.questionnaires.structure import Form, Question
from surveys.returns.models import Cannot, Return
from surveys.returns.queries import newest_signed, signed_document
from surveys.returns.standing import Standing

KEPT = 64  # documents kept per process: of the partnerships that are at work now
_cache: dict[tuple[str, str], "Earlier"] = {}


@dataclass(frozen=True)
class Earlier:
    """The answers of the return signed off in `year`, by the questions of its own `form`.

    `mapping`: question of today → how it follows those; `cannot`: questions reported then as not
    answerable, each with a key of Cannot.
    """

    year: int
    form: Form
    answers: Mapping[str, Any]
    cannot: Mapping[str, str]
    mapping: Mapping[str, Match]

    def match(self, question: Question) -> Match | None:
        """How the question follows earlier ones; None: it is new."""
        found = self.mapping.get(question.code)
        return found if found and found.earlier else None

    def words(self, code: str) -> str:
        """The answer to one of the earlier questions; why there was none; or an empty string."""
        question = self.form.by_code.get(code)
        value = self.answers.get(code)
        if question is not None and value is not None:
            return types.of(question).words(question, value)
        why = self.cannot.get(code)
        return f"It could not be answered: {Cannot(why).label}" if why else ""

    def value_for(self, question: Question) -> Any:
        """The earlier answer as an answer to today's question; None unless it is the same one."""
        found = self.match(question)
        if found is None or not found.is_same:
            return None
        before = self.form.by_code.get(found.earlier[0])
        return before and carried_value(question, before, self.answers.get(before.code))


def earlier_of(annual_return: Return) -> Earlier | None:
    """The signed-off return on the questionnaire that this one's is mapped to, if there is one.

    One query, and once per process and document another; none when the questionnaire is mapped to
    no other. The first, in the partnership's scope, decides whose document it is.
    """
    form = form_of(annual_return.wave.questionnaire.sha256)
    if form.mapped_to is None:
        return None
    newest = newest_signed(form.mapped_to.sha256)
    if newest is None:
        return None
    version, document_sha256 = newest
    return _kept(form.sha256, document_sha256, lambda: _earlier(form, signed_document(version)))


def _earlier(form: Form, document: Mapping[str, Any]) -> Earlier:
    cannot = document.get("cannot", {})
    return Earlier(
        year=document["year"],
        form=form_of(document["questionnaire"]),
        answers=document["answers"],
        cannot={code: said["why"] for code, said in cannot.items()},
        mapping=matches(form),
    )


def _kept(sha256: str, document_sha256: str, make: Callable[[], Earlier]) -> Earlier:
    """What was made of this very document before, or make it: neither ever changes."""
    key = (sha256, document_sha256)
    found = _cache.get(key)
    if found is None:
        found = make()
        while len(_cache) >= KEPT:
            _cache.pop(next(iter(_cache)), None)
        _cache[key] = found
    return found


def may_be_copied(
    standing: Standing, earlier: Earlier, question: Question, routed: Routed | None = None
) -> bool:
    """Whether the earlier answer can stand for a question that is asked and has no answer yet.

    `routed`: what is asked, if other than now.
    """
    code = question.code
    return (
        code in (routed or standing.routed).questions
        and standing.answers.get(code) is None
        and code not in standing.cannot
        and earlier.value_for(question) is not None
    )
