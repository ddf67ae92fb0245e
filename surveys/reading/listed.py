"""The list of answers as an evaluator reads it: which ones, and the lines of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.questionnaires.structure import Question
from surveys.reading.attribution import strata_of
from surveys.reading.codes import Codes
from surveys.reading.forms.filters import DIFFER, DONE, MINE, SETTLED
from surveys.reading.models import Theme
from surveys.reading.queries.answers import partnerships_of, places_of, texts_of
from surveys.reading.queries.codebook import Codebook
from surveys.reading.queries.codes import CodesOfWave, codes_of
from surveys.reading.texts import Place, preview
from surveys.returns.models import Wave


@dataclass(frozen=True)
class Line:
    """One answer in the list; `themes`: those that this reader may see."""

    place: Place
    slug: str
    partnership: str
    kind: str
    text: str
    themes: Sequence[Theme]
    state: str
    colour: str


@dataclass(frozen=True)
class Matching:
    """The answers that fit the filters, in order, and the codes of their questions."""

    places: Sequence[Place]
    codes: CodesOfWave
    reader: int

    def beside(self, question: str, return_id: int) -> tuple[Place | None, Place | None]:
        """The answers before and after one; none where it does not fit itself."""
        keys = [(place.question, place.return_id) for place in self.places]
        if (question, return_id) not in keys:
            return None, self.places[0] if self.places else None
        at = keys.index((question, return_id))
        after = self.places[at + 1] if at + 1 < len(keys) else None
        return (self.places[at - 1] if at else None), after

    def next_to_code(self, question: str, return_id: int) -> Place | None:
        """The next one that waits for this reader, from the beginning again after the last."""
        here = (question, return_id)
        keys = [(place.question, place.return_id) for place in self.places]
        start = keys.index(here) + 1 if here in keys else 0
        turned = [*self.places[start:], *self.places[:start]]
        return next(
            (
                place
                for place in turned
                if (place.question, place.return_id) != here
                and self.codes.of(place).waits_for(self.reader)
            ),
            None,
        )


def matching(
    wave: Wave,
    questions: Sequence[Question],
    wanted: Mapping[str, str],
    book: Codebook,
    reader: int,
    *,
    whatever_state: bool = False,
) -> Matching:
    """`wanted`: the filters given. `whatever_state` leaves out how far the coding is."""
    codes = [q.code for q in questions if wanted.get("question") in (None, q.code)]
    strata = strata_of(wanted["group"]) if "group" in wanted else None
    found = places_of(wave, codes, strata=strata, words=wanted.get("q", "").split())
    held = codes_of(wave, codes, book)
    if "theme" in wanted:
        theme = next((t.pk for t in book.themes.values() if t.code == wanted["theme"]), 0)
        found = [place for place in found if theme in held.of(place).themes_seen_by(reader)]
    state = "" if whatever_state else wanted.get("state", "")
    found = [place for place in found if _is_in(state, held.of(place), reader)]
    return Matching(found, held, reader)


def _is_in(state: str, codes: Codes, reader: int) -> bool:
    if state == MINE:
        return codes.waits_for(reader)
    if state == DONE:
        return codes.own(reader) is not None
    if state == DIFFER:
        return codes.differs
    return codes.settled is not None if state == SETTLED else True


def lines_of(found: Matching, places: Sequence[Place], book: Codebook) -> list[Line]:
    """The lines of one page. Two queries."""
    texts = texts_of(places)
    partnerships = partnerships_of({place.partnership_id for place in places})
    lines = []
    for place in places:
        partnership, codes = partnerships[place.partnership_id], found.codes.of(place)
        words, colour = state_words(codes, found.reader)
        nrf = ", NRF" if partnership.nrf else ""
        lines.append(
            Line(
                place=place,
                slug=partnership.slug,
                partnership=partnership.name,
                kind=f"{partnership.get_authority_type_display()}{nrf}",
                text=preview(texts.get(place.key, "")),
                themes=book.named(codes.themes_seen_by(found.reader)),
                state=words,
                colour=colour,
            )
        )
    return lines


def state_words(codes: Codes, reader: int) -> tuple[str, str]:
    """How far the coding of an answer is, for this reader, and the colour of its tag."""
    if codes.settled:
        return ("Settled", "green")
    if codes.differs:
        return ("Coders differ", "orange")
    if codes.open_to_all:
        return ("Coders agree", "green")
    if codes.own(reader):
        return ("Coded by you", "blue")
    return ("One coder done", "yellow") if codes.codings else ("Not coded", "grey")
