"""Quotes across partnerships, through the evaluator's role."""

from dataclasses import dataclass

from portal.errors import Missing
from surveys.reading.attribution import attribution
from surveys.reading.models import Quote
from surveys.reading.queries.answers import places_of, text_questions
from surveys.reading.queries.codebook import codebook
from surveys.reading.queries.codes import consents_of
from surveys.returns.models import Wave
from surveys.returns.queries import EVALUATOR


@dataclass(frozen=True)
class OfferedQuote:
    """A quote as a publication may print it; nothing in it names a partnership."""

    quote_id: int
    question: str
    text: str
    attribution: str
    themes: tuple[str, ...]  # codes


def offered_quotes(*, wave_id: int, theme: str | None = None) -> list[OfferedQuote]:
    """Approved quotes of a wave, by question and in the order they were made; of one theme (its
    code) if asked.

    A quote is offered while the partnership consents and its return says the same text still.
    """
    wave = Wave.objects.select_related("questionnaire").get(pk=wave_id)
    book = codebook()
    consents = consents_of(wave)
    codes = [question.code for question in text_questions(wave)]
    standing = {place.key for place in places_of(wave, codes)}
    found = []
    for quote in quotes_of(wave):
        key = (quote.annual_return_id, quote.question, quote.text_sha256)
        if quote.state != Quote.State.OFFERED or key not in standing or not consents.get(key):
            continue
        themes = tuple(each.code for each in book.named(quote.themes))
        if theme is None or theme in themes:
            signed = attribution(quote.group)
            found.append(OfferedQuote(quote.pk, quote.question, quote.text, signed, themes))
    return found


def quotes_of(wave: Wave) -> list[Quote]:
    """Every quote of a wave, whatever became of it, by question."""
    rows = Quote.objects.using(EVALUATOR).filter(annual_return__wave_id=wave.pk)
    return list(rows.select_related("annual_return").defer(*_LARGE).order_by("question", "id"))


def quote_by_id(quote_id: int) -> Quote:
    """One quote, with its return. Raises Missing."""
    rows = Quote.objects.using(EVALUATOR).filter(pk=quote_id)
    found = rows.select_related("annual_return").defer(*_LARGE).first()
    if found is None:
        raise Missing("There is no such quote. The list of quotes shows them all.")
    return found


def year_of(quote: Quote) -> int:
    """The year of its wave, which the evaluator's role knows by id only."""
    return Wave.objects.values_list("year", flat=True).get(pk=quote.annual_return.wave_id)


_LARGE = ("annual_return__document", "annual_return__codes", "annual_return__numbers")
