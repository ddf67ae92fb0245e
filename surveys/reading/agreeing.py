"""How far coders agree on the answers to a question: theme by theme, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.reading.agreement import Agreement, agreement
from surveys.reading.codes import Codes
from surveys.reading.models import Theme
from surveys.reading.queries.answers import partnerships_of, places_of
from surveys.reading.queries.codebook import Codebook
from surveys.reading.queries.codes import codes_of, people_of
from surveys.reading.texts import Place
from surveys.returns.models import Wave


@dataclass(frozen=True)
class ThemeAgreement:
    """One theme with its figures in words."""

    theme: Theme
    found: Agreement

    @property
    def one(self) -> int:
        """Answers on which only one of the two ticked it."""
        return self.found.first_only + self.found.second_only

    @property
    def per_cent(self) -> str:
        """Whole per cent; empty without answers."""
        value = self.found.per_cent
        return "" if value is None else f"{value:.0f}%"

    @property
    def kappa(self) -> str:
        """To two decimals, with a true minus; a dash where there is none."""
        value = self.found.kappa
        return "–" if value is None else f"{value:.2f}".replace("-", "−")


@dataclass(frozen=True)
class Difference:
    """An answer on which two coders differ."""

    place: Place
    slug: str
    partnership: str
    only: Sequence[tuple[str, Sequence[Theme]]]  # coder's name, what only this one ticked
    settled: bool
    settled_as: Sequence[Theme]


@dataclass(frozen=True)
class QuestionAgreement:
    """Of one question; `answers`: how many two people have coded."""

    answers: int
    themes: Sequence[ThemeAgreement]
    differences: Sequence[Difference]

    @property
    def same(self) -> int:
        """Answers on which both ticked the same."""
        return self.answers - len(self.differences)

    @property
    def open(self) -> int:
        """Differences that are not settled."""
        return sum(not each.settled for each in self.differences)


def agreement_on(wave: Wave, question: str, book: Codebook) -> QuestionAgreement:
    """From what was ticked independently, before any discussion."""
    held = codes_of(wave, [question], book)
    double = [
        (place, codes)
        for place in places_of(wave, [question])
        if len((codes := held.of(place)).codings) > 1
    ]
    pairs = [(codes.codings[0].themes, codes.codings[1].themes) for _, codes in double]
    ticked = set().union(*(one | other for one, other in pairs))
    themes = [t for t in book.counted(question) if t.is_offered or t.pk in ticked]
    return QuestionAgreement(
        answers=len(double),
        themes=[ThemeAgreement(theme, agreement(pairs, theme.pk)) for theme in themes],
        differences=_differences(double, book),
    )


def _differences(double: Sequence[tuple[Place, Codes]], book: Codebook) -> list[Difference]:
    apart = [(place, c) for place, c in double if c.codings[0].themes != c.codings[1].themes]
    people = people_of({each.coder for _, codes in apart for each in codes.codings})
    partnerships = partnerships_of({place.partnership_id for place, _ in apart})
    found = []
    for place, codes in apart:
        one, other = codes.codings[0], codes.codings[1]
        partnership = partnerships[place.partnership_id]
        settled = codes.settled
        found.append(
            Difference(
                place=place,
                slug=partnership.slug,
                partnership=partnership.name,
                only=[
                    (people[one.coder], book.named(one.themes - other.themes)),
                    (people[other.coder], book.named(other.themes - one.themes)),
                ],
                settled=settled is not None,
                settled_as=book.named(settled.themes) if settled else (),
            )
        )
    return found
