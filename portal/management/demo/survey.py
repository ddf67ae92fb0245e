"""The demo's two waves: 2003, closed, and 2004, open, with synthetic returns in every state."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from partnerships.register.models import Partnership
from partnerships.register.queries import active_partnerships, survey_attributes
from portal.accounts.domain import create_user
from portal.accounts.models import User
from portal.audit.record import Actor
from portal.management.demo.answers import synthetic_answers
from portal.management.demo.chance import stream
from portal.management.demo.response import (
    NO_PARTNERSHIP,
    STAGES,
    earlier_submitters,
    submission_times,
    submitters,
)
from portal.management.demo.stages import bring_to_stages
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.returns.domain.recording import Completed, record_returns
from surveys.returns.domain.waves import close_wave, open_wave
from surveys.returns.models import Wave

DOCUMENTS = Path(settings.BASE_DIR) / "surveys" / "questionnaires" / "data"
# The wave runs while the demo is looked at: open for seven weeks, with twelve days to go.
OPEN_FOR, LEFT = timedelta(weeks=7), timedelta(days=12)
A_YEAR = timedelta(weeks=52)
FIRST_MADE = 2004
# Those who declared and signed the returns of partnerships without people of their own. Nobody
# can sign in as them: they have no password.
CLERKS = (
    ("coordinators@synthetic.example", "Synthetic co-ordinator"),
    ("chairs@synthetic.example", "Synthetic chair"),
)
Answers = dict[str, Any]


@dataclass(frozen=True)
class Nation:
    """Who can answer: partnerships and what routing knows of each, by slug; accounts by e-mail."""

    partnerships: Mapping[str, Partnership]
    attributes: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, User]
    clerks: tuple[User, ...]


def record_survey(
    *, people: Mapping[str, User], by: Actor, reason: str, say: Callable[[str], None]
) -> None:
    """Publish, open and answer both waves in one transaction; waves that exist are left alone."""
    today = timezone.localdate()
    opened = today - OPEN_FOR
    with in_national():
        if Wave.objects.exists():
            say("The surveys are there already and stay as they are.")
            return
        nation = _nation(people, by)
        record = partial(_record, nation, by=by, reason=reason, say=say)
        _, earlier, _ = record("lsp2003.json", earlier_submitters, opened - A_YEAR, today - A_YEAR)
        close_wave(wave=earlier, by=by)
        document, wave, answers = record("lsp2004.json", submitters, opened, today)
        bring_to_stages(document, wave, nation.partnerships, answers, people)


def _nation(people: Mapping[str, User], by: Actor) -> Nation:
    known = {each.slug: each for each in active_partnerships()}
    attributes = {slug: survey_attributes(each) for slug, each in known.items()}
    return Nation(known, attributes, people, tuple(_clerk(*who, by=by) for who in CLERKS))


def _clerk(email: str, name: str, *, by: Actor) -> User:
    found = User.objects.filter(email=email).first()
    return found or create_user(email=email, name=name, by=by)


def _record(
    nation: Nation,
    file: str,
    answering: Callable[..., list[str]],
    opens_on: date,
    until: date,
    *,
    by: Actor,
    reason: str,
    say: Callable[[str], None],
) -> tuple[Mapping[str, Any], Wave, Mapping[str, Answers]]:
    """Open one wave and put in the returns that came before the day `until`.

    Returns its document, the wave, and what every partnership has answered or would answer.
    """
    document = json.loads((DOCUMENTS / file).read_text("utf-8"))
    questionnaire = publish_questionnaire(
        questionnaire=import_questionnaire(document=document, by=by), by=by
    )
    closes_on = opens_on + OPEN_FOR + LEFT
    wave = open_wave(questionnaire=questionnaire, opens_on=opens_on, closes_on=closes_on, by=by)
    answers = {
        slug: synthetic_answers(document, attributes, stream("answers", slug))
        for slug, attributes in nation.attributes.items()
    }
    year = document["year"]
    if year == FIRST_MADE:
        answers |= {s: dict(NO_PARTNERSHIP) for s, at in STAGES.items() if at == "ineligible"}
    slugs = answering(nation.attributes, stream(f"response{_mark(year)}"))
    signed = _signed(nation, slugs, answers, wave, until - timedelta(days=1))
    count = record_returns(wave=wave, returns=signed, by=by, reason=reason)
    say(f"The {wave}: {count} of {len(answers)} returns are in (synthetic answers).")
    return document, wave, answers


def _mark(year: int) -> str:
    """Random numbers of its own for every year but the one whose answers came first."""
    return "" if year == FIRST_MADE else f"-{year}"


def _signed(
    nation: Nation, slugs: list[str], answers: Mapping[str, Answers], wave: Wave, until: date
) -> Iterator[Completed]:
    """The complete returns: declared ready by one person and signed off by another."""
    declares, signs = nation.clerks
    times = submission_times(len(slugs), wave.opens_on, until, stream(f"times{_mark(wave.year)}"))
    for slug, at in zip(slugs, times, strict=True):
        yield Completed(
            partnership=nation.partnerships[slug],
            answers=answers[slug],
            ready_by=nation.people.get(f"coordinator@{slug}.example", declares),
            submitted_by=nation.people.get(f"chair@{slug}.example", signs),
            submitted_at=at,
        )
