"""How far the reading of a wave is, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.questionnaires.structure import Question
from surveys.reading.queries.answers import places_of
from surveys.reading.queries.codebook import Codebook
from surveys.reading.queries.codes import codes_of
from surveys.returns.models import Wave


@dataclass(frozen=True)
class Progress:
    """One question: answers, those this reader has coded, those that wait for them, final ones."""

    question: Question
    answers: int
    mine: int
    waiting: int
    twice: int
    differing: int
    final: int
    alone: int
    themes: int


def progress_of(
    wave: Wave, questions: Sequence[Question], book: Codebook, reader: int
) -> list[Progress]:
    """Of every text question. Four queries."""
    codes = [question.code for question in questions]
    held = codes_of(wave, codes, book)
    places = places_of(wave, codes)
    found = []
    for question in questions:
        own = [held.of(place) for place in places if place.question == question.code]
        found.append(
            Progress(
                question=question,
                answers=len(own),
                mine=sum(each.own(reader) is not None for each in own),
                waiting=sum(each.waits_for(reader) for each in own),
                twice=sum(len(each.codings) > 1 for each in own),
                differing=sum(each.differs for each in own),
                final=sum(each.final is not None for each in own),
                alone=sum(
                    each.own(reader) is not None and len(each.codings) == 1 and not each.settled
                    for each in own
                ),
                themes=len(book.offered(question.code)),
            )
        )
    return found
