"""The themes of one question of a wave as they stand: how many answers count, and with what."""

from dataclasses import dataclass

from surveys.reading.models import Theme
from surveys.reading.queries.answers import places_of
from surveys.reading.queries.codebook import codebook
from surveys.reading.queries.codes import codes_of
from surveys.reading.theme_counts import Tally, tally
from surveys.returns.models import Wave


@dataclass(frozen=True)
class Counted:
    """`final`: answers whose codes count; `differing`: of two coders who disagree; `waiting`: for a
    first or second coder."""

    question: str
    themes: tuple[Theme, ...]
    tally: Tally
    answers: int
    final: int
    differing: int

    @property
    def open(self) -> int:
        """Answers that do not count yet."""
        return self.answers - self.final

    @property
    def waiting(self) -> int:
        """Those that nobody, or one coder only, has coded."""
        return self.open - self.differing


def counted(wave: Wave, question: str) -> Counted:
    """Of the answers whose codes are final: both coders agree, or they are settled."""
    book = codebook()
    places = places_of(wave, [question])
    held = codes_of(wave, [question], book)
    final = [
        (place.stratum, ticked) for place in places if (ticked := held.of(place).final) is not None
    ]
    used = set().union(*(themes for _, themes in final))
    themes = tuple(t for t in book.counted(question) if t.is_offered or t.pk in used)
    return Counted(
        question=question,
        themes=themes,
        tally=tally(final, [theme.pk for theme in themes]),
        answers=len(places),
        final=len(final),
        differing=sum(held.of(place).differs for place in places),
    )
