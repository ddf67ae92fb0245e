"""One text answer, opened in its own partnership's scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from django.db import transaction

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Missing
from portal.tenancy.context import in_partnership
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Question
from surveys.reading.codes import Codes
from surveys.reading.models import Coding, Quote, QuoteConsent, Settlement
from surveys.reading.queries.codebook import Codebook, codebook
from surveys.reading.queries.codes import codes_here
from surveys.reading.texts import Place, sha256_of
from surveys.returns.domain.locking import lock_return
from surveys.returns.models import Return
from surveys.returns.queries import return_of_year

NO_ANSWER = (
    "There is no such answer. The return may be open again, or the question may not have been"
    " answered. The list of answers shows those there are."
)
CHANGED = (
    "The partnership has signed its return again and this answer is another one now. Read it"
    " again before you go on."
)


@dataclass(frozen=True)
class TextAnswer:
    """One answer and all that was done to it."""

    annual_return: Return
    question: Question
    text: str
    codes: Codes
    consent: QuoteConsent | None
    quotes: tuple[Quote, ...]
    book: Codebook

    @property
    def place(self) -> Place:
        """Where it stands."""
        found = self.annual_return
        return Place(
            found.pk,
            self.partnership_id,
            found.stratum or 0,
            self.question.code,
            sha256_of(self.text),
        )

    @property
    def partnership_id(self) -> int:
        """Whose it is."""
        return cast("int", self.annual_return.partnership_id)

    @property
    def may_quote(self) -> bool | None:
        """What the partnership says about this very text; None: it was not asked."""
        return self.consent.may_quote if self.consent else None


@transaction.atomic
def read_text(*, partnership: Partnership, year: int, question: str, by: User) -> TextAnswer:
    """Open an answer for reading; an event in the partnership's audit trail. Raises Missing."""
    with opened(partnership, year, question, by) as answer:
        record("return.text_read", on=answer.annual_return, by=by, question=question)
        return answer


@contextmanager
def opened(
    partnership: Partnership, year: int, question: str, by: User, *, seen: str = ""
) -> Iterator[TextAnswer]:
    """The answer in its partnership's scope. With `seen`, the hash of the text that somebody acts
    on, its return is locked. Raises Missing, and Conflict where the text is another one."""
    with in_partnership(partnership.pk, user_id=by.pk, switch=True):
        answer = _answer(year, question, lock=bool(seen))
        if seen and answer.place.sha256 != seen:
            raise Conflict(CHANGED)
        yield answer


def _answer(year: int, code: str, *, lock: bool) -> TextAnswer:
    found = return_of_year(year)
    if found is not None and lock:  # two coders, or a coder and the partnership, at once
        found = lock_return(found)
    if found is None or not found.is_counted or not found.document:
        raise Missing(NO_ANSWER)
    question = form_of(found.document["questionnaire"]).by_code.get(code)
    text = found.document["answers"].get(code)
    if question is None or question.type != "text" or not isinstance(text, str) or not text.strip():
        raise Missing(NO_ANSWER)
    return _with_all(found, question, text)


def _with_all(found: Return, question: Question, text: str) -> TextAnswer:
    about = {"annual_return": found, "question": question.code}
    this = {**about, "text_sha256": sha256_of(text)}
    book = codebook()
    codings = Coding.objects.filter(**this).order_by("number")
    settled = Settlement.objects.filter(**this)
    consent = QuoteConsent.objects.filter(**this).select_related("said_by").first()
    quotes = Quote.objects.filter(**this).select_related("proposed_by", "decided_by")
    codes = codes_here(codings, settled, book)
    return TextAnswer(found, question, text, codes, consent, tuple(quotes.order_by("id")), book)
