"""Codes of a wave's answers, across partnerships through the evaluator's role."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from portal.accounts.models import User
from surveys.reading.codes import NO_CODES, Coded, Codes, Settled
from surveys.reading.models import Coding, QuoteConsent, Settlement
from surveys.reading.queries.codebook import Codebook
from surveys.reading.texts import Place
from surveys.returns.models import Wave
from surveys.returns.queries import EVALUATOR

Key = tuple[int, str, str]


class CodesOfWave:
    """The codes of every answer of a wave; an answer nobody has coded has none."""

    def __init__(self, held: dict[Key, Codes]):
        self._held = held

    def of(self, place: Place) -> Codes:
        """The codes of one answer."""
        return self._held.get(place.key, NO_CODES)


def codes_of(wave: Wave, questions: Sequence[str], book: Codebook) -> CodesOfWave:
    """The codes of the answers to these questions. Two queries."""
    wanted = {"annual_return__wave_id": wave.pk, "question__in": list(questions)}
    codings = Coding.objects.using(EVALUATOR).filter(**wanted).order_by("number")
    settled = Settlement.objects.using(EVALUATOR).filter(**wanted).order_by("id")
    return CodesOfWave(joined(codings, settled, book))


def codes_here(
    codings: Iterable[Coding], settlements: Iterable[Settlement], book: Codebook
) -> Codes:
    """The codes of one answer, from its rows in the scope of its partnership."""
    return next(iter(joined(codings, settlements, book).values()), NO_CODES)


def joined(
    codings: Iterable[Coding], settlements: Iterable[Settlement], book: Codebook
) -> dict[Key, Codes]:
    """Rows put together by answer."""
    by_answer: dict[Key, list[Coded]] = defaultdict(list)
    for row in codings:
        by_answer[_key(row)].append(
            Coded(row.coder_id, book.resolved(row.themes), row.memo, row.saved_at)
        )
    settled = {
        _key(row): Settled(
            book.resolved(row.themes), row.settled_by_id, row.settled_at, row.note, row.alone
        )
        for row in settlements
    }
    return {
        key: Codes(tuple(by_answer.get(key, ())), settled.get(key))
        for key in by_answer.keys() | settled.keys()
    }


def consents_of(wave: Wave) -> dict[Key, bool]:
    """Answer → whether it may be quoted; those that were not asked are left out."""
    rows = QuoteConsent.objects.using(EVALUATOR).filter(annual_return__wave_id=wave.pk)
    found = rows.order_by("id")
    return {_key(row): row.may_quote for row in found}


def people_of(ids: Iterable[int]) -> dict[int, str]:
    """Account id → name."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def _key(row: Coding | Settlement | QuoteConsent) -> Key:
    return (row.annual_return_id, row.question, row.text_sha256)
