"""The demo's survey: the 2004 questionnaire published, its wave open, synthetic returns in it."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
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
from portal.management.demo.response import STAGES, submission_times, submitters
from portal.tenancy.context import in_national, in_partnership
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.questionnaires.models import Questionnaire
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.recording import Completed, record_returns
from surveys.returns.domain.signing import accept_return, declare_ready
from surveys.returns.domain.waves import open_wave
from surveys.returns.models import Return, Wave
from surveys.returns.standing import standing_of

DOCUMENT = Path(settings.BASE_DIR) / "surveys" / "questionnaires" / "data" / "lsp2004.json"
# The wave runs while the demo is looked at: open for seven weeks, with twelve days to go.
OPEN_FOR, LEFT = timedelta(weeks=7), timedelta(days=12)
# Left for whoever tries the demo: the co-ordinator of this partnership finishes its return.
UNFINISHED, LEFT_OPEN = "rotherham", ("L", "M")
# Those who declared and signed the returns of partnerships without people of their own. Nobody
# can sign in as them: they have no password.
CLERKS = (
    ("coordinators@synthetic.example", "Synthetic co-ordinator"),
    ("chairs@synthetic.example", "Synthetic chair"),
)
NOTE = "Synthetic note: the figures were checked and are right."
Answers = dict[str, Any]


def record_survey(
    *, people: Mapping[str, User], by: Actor, reason: str, say: Callable[[str], None]
) -> None:
    """Publish, open and answer, all in one transaction; a wave of that year is left alone."""
    document = json.loads(DOCUMENT.read_text("utf-8"))
    if Wave.objects.filter(year=document["year"]).exists():
        say(f"The {document['year']} survey is there already and stays as it is.")
        return
    today = timezone.localdate()
    with in_national():
        questionnaire = _published(document, by)
        wave = open_wave(
            questionnaire=questionnaire, opens_on=today - OPEN_FOR, closes_on=today + LEFT, by=by
        )
        known = {each.slug: each for each in active_partnerships()}
        attributes = {slug: survey_attributes(each) for slug, each in known.items()}
        answers = {
            slug: synthetic_answers(document, attributes[slug], stream("answers", slug))
            for slug in attributes
        }
        slugs = submitters(attributes, stream("response"))
        signed = _signed(wave, slugs, known, answers, people, by)
        count = record_returns(wave=wave, returns=signed, by=by, reason=reason)
        _at_work(wave, known, answers, people, document)
    say(f"The {wave} is open: {count} of {len(known)} returns are in (synthetic answers).")


def _published(document: Mapping[str, Any], by: Actor) -> Questionnaire:
    draft = import_questionnaire(document=document, by=by)
    return publish_questionnaire(questionnaire=draft, by=by)


def _signed(
    wave: Wave,
    slugs: list[str],
    known: Mapping[str, Partnership],
    answers: Mapping[str, Answers],
    people: Mapping[str, User],
    by: Actor,
) -> Iterator[Completed]:
    """The complete returns: declared ready by one person and signed off by another."""
    clerks = [_clerk(email, name, by) for email, name in CLERKS]
    yesterday = timezone.localdate() - timedelta(days=1)
    times = submission_times(len(slugs), wave.opens_on, yesterday, stream("times"))
    for slug, at in zip(slugs, times, strict=True):
        ready_by = people.get(f"coordinator@{slug}.example", clerks[0])
        submitted_by = people.get(f"chair@{slug}.example", clerks[1])
        yield Completed(known[slug], answers[slug], ready_by, submitted_by, at)


def _clerk(email: str, name: str, by: Actor) -> User:
    found = User.objects.filter(email=email).first()
    return found or create_user(email=email, name=name, by=by)


def _at_work(
    wave: Wave,
    known: Mapping[str, Partnership],
    answers: Mapping[str, Answers],
    people: Mapping[str, User],
    document: Mapping[str, Any],
) -> None:
    """Bring the returns of partnerships with people to the stage the demo shows them at."""
    evaluator = people["evaluator@evaluation.example"]
    for slug, stage in STAGES.items():
        coordinator = people[f"coordinator@{slug}.example"]
        with in_partnership(known[slug].pk, switch=True):
            annual_return = Return.objects.select_related("wave").get(wave=wave)
            if stage == "accepted":
                accept_return(annual_return=annual_return, by=evaluator)
            elif stage == "in_progress":
                given = _without(answers[slug], LEFT_OPEN, document)
                _answer(annual_return, given, coordinator)
            elif stage == "ready":
                _answer(annual_return, answers[slug], coordinator)
                _declare(annual_return, coordinator)


def _declare(annual_return: Return, by: User) -> None:
    """As on the review page: what is unusual gets a word."""
    standing = standing_of(annual_return)
    note = NOTE if standing.to_confirm else ""
    declare_ready(annual_return=annual_return, by=by, seen=standing.digest, note=note)


def _without(answers: Answers, sections: tuple[str, ...], document: Mapping[str, Any]) -> Answers:
    left = {q["code"] for q in document["questions"] if q["section"] in sections}
    return {code: value for code, value in answers.items() if code not in left}


def _answer(annual_return: Return, answers: Answers, by: User) -> None:
    edits = {code: Edit(value=value, base=0) for code, value in answers.items()}
    save_answers(annual_return=annual_return, edits=edits, by=by)
