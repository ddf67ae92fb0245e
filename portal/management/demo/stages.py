"""The returns of partnerships with people, brought to the stage the demo shows them at."""

from collections.abc import Mapping
from typing import Any

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.management.demo.response import STAGES
from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.signing import accept_return, declare_ready
from surveys.returns.models import Return, Wave
from surveys.returns.standing import standing_of

# Left for whoever tries the demo: the co-ordinator of this partnership finishes its return.
LEFT_OPEN = ("L", "M")
NOTE = "Synthetic note: the figures were checked and are right."
Answers = dict[str, Any]


def bring_to_stages(
    document: Mapping[str, Any],
    wave: Wave,
    partnerships: Mapping[str, Partnership],
    answers: Mapping[str, Answers],
    people: Mapping[str, User],
) -> None:
    """Each by the people who would do it, in the partnership's own scope."""
    evaluator = people["evaluator@evaluation.example"]
    for slug, stage in STAGES.items():
        coordinator = people[f"coordinator@{slug}.example"]
        with in_partnership(partnerships[slug].pk, switch=True):
            annual_return = Return.objects.select_related("wave").get(wave=wave)
            if stage == "accepted":
                accept_return(annual_return=annual_return, by=evaluator)
            elif stage == "in_progress":
                given = _without(answers[slug], LEFT_OPEN, document)
                _answer(annual_return, given, coordinator)
            elif stage == "ready":
                _answer(annual_return, answers[slug], coordinator)
                _declare(annual_return, coordinator)


def _without(answers: Answers, sections: tuple[str, ...], document: Mapping[str, Any]) -> Answers:
    left = {q["code"] for q in document["questions"] if q["section"] in sections}
    return {code: value for code, value in answers.items() if code not in left}


def _answer(annual_return: Return, answers: Answers, by: User) -> None:
    edits = {code: Edit(value=value, base=0) for code, value in answers.items()}
    save_answers(annual_return=annual_return, edits=edits, by=by, within=None)


def _declare(annual_return: Return, by: User) -> None:
    """As on the review page."""
    standing = standing_of(annual_return)
    declare_ready(annual_return=annual_return, by=by, seen=standing.digest, note=NOTE)
