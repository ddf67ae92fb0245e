"""Everything above the list of the response monitor, read and counted: figures, curve, rates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from partnerships.register.models import Partnership
from surveys.questionnaires.queries import form_of
from surveys.returns.burden import burden_of_wave
from surveys.returns.duties import counts_by_state, is_late
from surveys.returns.models import Return, Wave
from surveys.returns.queries import partnerships_asked, returned_by_day
from surveys.returns.queries.collecting import states_of, wave_before
from surveys.returns.response import Tally, running_total, tally_of
from surveys.returns.response_shown import Before, burden_card, curve, rates, states_card, stats


def picture_of(wave: Wave, found: Mapping[int, Return], today: date) -> dict[str, Any]:
    """Context of the page; `found`: every return of the wave by partnership."""
    asked = partnerships_asked()
    here = {each.pk for each in asked}
    own = {pk: each for pk, each in found.items() if pk in here}
    tally = response_of(asked, own)
    until = min(wave.closes_on, today)
    received = running_total(returned_by_day(wave), wave.opens_on, until)
    burden = burden_of_wave(wave)
    return {
        "stats": stats(wave, tally, today),
        "late": sum(is_late(each, wave, today) for each in own.values()),
        "curve": curve(wave, tally, received, before_of(wave)),
        "states": states_card(counts_by_state([each.state for each in own.values()])),
        "rates": rates(tally),
        "burden": burden_card(burden, form_of(wave.questionnaire.sha256))
        if burden.returns
        else None,
    }


def response_of(asked: Sequence[Partnership], found: Mapping[int, Return]) -> Tally:
    """How many of those asked have signed off, the same on every page that says it."""
    signed_off = {pk for pk, each in found.items() if each.is_frozen}
    left_out = {pk for pk in signed_off if not found[pk].is_counted}
    return tally_of(asked, signed_off, left_out)


def before_of(wave: Wave) -> Before | None:
    """The wave before: per cent of its eligible returns signed off by the end of each day."""
    earlier = wave_before(wave.year)
    if earlier is None:
        return None
    states = states_of(earlier)
    asked = sum(n for state, n in states.items() if state != Return.State.INELIGIBLE)
    received = running_total(returned_by_day(earlier), earlier.opens_on, earlier.closes_on)
    if not asked or not received:
        return None
    return Before(earlier.year, tuple(100 * n / asked for n in received))
