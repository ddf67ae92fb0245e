"""Coding answers: one coder's themes, what two settle on, and counting a single coder's as final."""

from collections.abc import Collection, Iterable
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Missing, Refused
from surveys.reading.codes import CODERS
from surveys.reading.domain.opening import TextAnswer, opened
from surveys.reading.models import Coding, Settlement
from surveys.reading.queries.answers import partnerships_of, places_of
from surveys.reading.queries.codebook import codebook
from surveys.reading.queries.codes import codes_of
from surveys.reading.texts import Place
from surveys.returns.models import Wave

LONGEST_MEMO = 2000
ALREADY_SETTLED = "This answer is settled. Its codes can be changed by settling it again."
BOTH_DONE = (
    "Two coders have coded this answer, so its codes stay as they are. Where they differ, settle"
    " the answer by discussion."
)


@transaction.atomic
def read_texts(*, wave: Wave, by: User, **looked_for: str) -> None:
    """Write down that somebody read answers of a wave, and which they looked for."""
    record("texts.read", on=wave, by=by, year=wave.year, **looked_for)


@transaction.atomic
def code_answer(
    *,
    partnership: Partnership,
    year: int,
    question: str,
    seen: str,
    themes: Collection[int],
    by: User,
    memo: str = "",
) -> Coding:
    """Tick these themes on the answer of `seen`, or tick them anew; none: no theme fits.

    Refuses a third coder, and a change once two have coded. Raises Missing and Conflict.
    """
    with opened(partnership, year, question, by, seen=seen) as answer:
        _refuse_coding(answer, by)
        ticked = _offered(answer, themes)
        own = answer.codes.own(by.pk)
        coding, _ = Coding.objects.update_or_create(
            annual_return=answer.annual_return,
            question=question,
            text_sha256=seen,
            coder=by,
            defaults={"themes": ticked, "memo": _memo(memo), "saved_at": timezone.now()},
            create_defaults={
                "themes": ticked,
                "memo": _memo(memo),
                "saved_at": timezone.now(),
                "number": len(answer.codes.codings) + 1,
            },
        )
        event = "answer.coded" if own is None else "answer.coded_again"
        record(
            event,
            on=coding,
            by=by,
            question=question,
            themes=_codes(answer, ticked),
            before=_codes(answer, own.themes) if own else None,
        )
        return coding


@transaction.atomic
def settle_answer(
    *,
    partnership: Partnership,
    year: int,
    question: str,
    seen: str,
    themes: Collection[int],
    note: str,
    by: User,
) -> Settlement:
    """Say what an answer counts with after two coders discussed it; may be said again.

    Refuses an answer that two have not coded, and a settlement without a note.
    """
    if not note.strip():
        raise Refused("Say in the note what was discussed, then settle the answer.")
    with opened(partnership, year, question, by, seen=seen) as answer:
        if len(answer.codes.codings) < CODERS:
            raise Refused("Two coders have to code this answer before it is settled.")
        return _settle(answer, _offered(answer, themes), by, note=_memo(note))


@transaction.atomic
def count_own_codes(*, wave: Wave, question: str, by: User) -> int:
    """Let the answers that this person alone has coded count as coded; returns how many.

    Nobody else codes them afterwards. Refuses when there are none.
    """
    book = codebook()
    held = codes_of(wave, [question], book)
    mine = [
        place
        for place in places_of(wave, [question])
        if (codes := held.of(place)).own(by.pk) and len(codes.codings) == 1 and not codes.settled
    ]
    if not mine:
        raise Refused("You have coded no answer to this question that still waits for a coder.")
    settled = _settle_alone(wave, mine, by)
    record("answers.settled_alone", on=wave, by=by, question=question, answers=settled)
    return settled


def _settle_alone(wave: Wave, places: Iterable[Place], by: User) -> int:
    """Each in its own partnership; one that changed meanwhile is left for another time."""
    done = 0
    by_id = partnerships_of({place.partnership_id for place in places})
    for place in places:
        partnership = by_id[place.partnership_id]
        with (
            suppress(Conflict, Missing),
            opened(partnership, wave.year, place.question, by, seen=place.sha256) as answer,
        ):
            own = answer.codes.own(by.pk)
            if own and len(answer.codes.codings) == 1 and not answer.codes.settled:
                _settle(answer, sorted(own.themes), by, alone=True)
                done += 1
    return done


def _settle(
    answer: TextAnswer, themes: list[int], by: User, *, note: str = "", alone: bool = False
) -> Settlement:
    before = answer.codes.settled
    settlement, _ = Settlement.objects.update_or_create(
        annual_return=answer.annual_return,
        question=answer.question.code,
        text_sha256=answer.place.sha256,
        defaults={
            "themes": themes,
            "note": note,
            "alone": alone,
            "settled_by": by,
            "settled_at": timezone.now(),
        },
    )
    record(
        "answer.settled",
        on=settlement,
        by=by,
        reason=note,
        question=answer.question.code,
        themes=_codes(answer, themes),
        before=_codes(answer, before.themes) if before else None,
    )
    return settlement


def _refuse_coding(answer: TextAnswer, by: User) -> None:
    if answer.codes.settled:
        raise Refused(ALREADY_SETTLED)
    if not answer.codes.takes_more:
        raise Refused(BOTH_DONE)


def _offered(answer: TextAnswer, themes: Collection[int]) -> list[int]:
    offered = {theme.pk for theme in answer.book.offered(answer.question.code)}
    if not set(themes) <= offered:
        raise Refused(
            "One of these themes is not offered for this question any more. Open the answer again"
            " and tick the themes anew."
        )
    return sorted(set(themes))


def _codes(answer: TextAnswer, themes: Iterable[int]) -> list[str]:
    return [theme.code for theme in answer.book.named(themes)]


def _memo(text: str) -> str:
    if len(text) > LONGEST_MEMO:
        raise Refused(f"Shorten the note to {LONGEST_MEMO:,} characters or fewer.")
    return text.strip()
