"""Quotes as evaluators read them, with who made them and whether they may be printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from surveys.questionnaires.structure import Question
from surveys.reading.attribution import attribution
from surveys.reading.models import Quote, Theme
from surveys.reading.queries.answers import partnerships_of
from surveys.reading.queries.codebook import Codebook
from surveys.reading.queries.codes import consents_of, people_of
from surveys.reading.queries.quotes import quotes_of, year_of
from surveys.returns.models import Wave

COLOURS = {"proposed": "yellow", "offered": "green", "refused": "grey", "withdrawn": "grey"}


@dataclass(frozen=True)
class Shown:
    """One quote."""

    quote: Quote
    attribution: str
    themes: Sequence[Theme]
    people: dict[int, str]
    colour: str
    slug: str
    partnership: str
    year: int

    @property
    def proposed_by(self) -> str:
        """Name of the evaluator who made it."""
        return self.people.get(self.quote.proposed_by_id, "")

    @property
    def decided_by(self) -> str:
        """Name of the evaluator who decided; empty before that."""
        return self.people.get(self.quote.decided_by_id or 0, "")


@dataclass(frozen=True)
class Part:
    """The quotes of one question, and how many of its answers may be quoted."""

    question: Question
    quotes: Sequence[Shown]
    consented: int


def quotes_shown(
    wave: Wave, questions: Sequence[Question], book: Codebook, theme: Theme | None
) -> list[Part]:
    """By question; of one theme if asked."""
    consents = consents_of(wave)
    may = [question for (_, question, _), yes in consents.items() if yes]
    found = _shown(quotes_of(wave), book, wave.year)
    if theme is not None:
        found = [each for each in found if theme.pk in book.resolved(each.quote.themes)]
    return [
        Part(
            question,
            [each for each in found if each.quote.question == question.code],
            may.count(question.code),
        )
        for question in questions
    ]


def shown_quote(quote: Quote, book: Codebook) -> Shown:
    """One of them."""
    return _shown([quote], book, year_of(quote))[0]


def _shown(quotes: Iterable[Quote], book: Codebook, year: int) -> list[Shown]:
    quotes = list(quotes)
    who = {pk for quote in quotes for pk in (quote.proposed_by_id, quote.decided_by_id) if pk}
    people = people_of(who)
    where = partnerships_of({_home(quote) for quote in quotes})
    return [
        Shown(
            quote=quote,
            attribution=attribution(quote.group),
            themes=book.named(quote.themes),
            people=people,
            colour=COLOURS[quote.state],
            slug=where[_home(quote)].slug,
            partnership=where[_home(quote)].name,
            year=year,
        )
        for quote in quotes
    ]


def _home(quote: Quote) -> int:
    return cast("int", quote.partnership_id)
