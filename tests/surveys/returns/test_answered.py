"""Who acts next on a queried return: the partnership until it has replied, then the team."""

from django.utils import timezone

from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.querying import raise_query, reply
from surveys.returns.models import Query
from surveys.returns.monitored import lines_of, table_of
from surveys.returns.next_step import next_step
from surveys.returns.queries.collecting import asked_still, returns_of
from surveys.returns.queries.threads import is_answered
from surveys.returns.standing import standing_of
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_reopening import act


def acting(desk: Desk) -> tuple[str, str, str, str]:
    """(who acts in the file, what for, next step's title, what for in the file) of alpha."""
    with in_national():
        lines = lines_of(desk.wave, returns_of(desk.wave), {"q": "alpha"}, timezone.localdate())
        (row,) = table_of(desk.wave, lines).rows
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
        answered = is_answered(standing.annual_return)
        step = next_step(standing, lambda right: True, answered=answered)
    return row[-3], lines[0].task, step.title, row[-1]


def say(desk: Desk, query: Query, side: str, who: str) -> None:
    with in_partnership(desk.cast.alpha.pk):
        reply(query=query, text="Yes.", side=side, by=desk.cast.users[who])


def test_who_acts_next_on_a_queried_return(committed: Desk) -> None:
    desk = committed
    desk.signed(desk.cast.alpha)
    assert acting(desk)[:2] == ("Evaluation team", "read the return")
    query = act(desk, raise_query, "evaluator", question="B14", text="Is it right?")
    theirs = "settle the query with the evaluation team"
    asked = ("Co-ordinator", theirs, "The evaluation team has a question", theirs)
    assert acting(desk) == asked
    say(desk, query, "partnership", "alpha_coordinator")
    ours = "settle the query or ask again"
    assert acting(desk) == ("Evaluation team", ours, "The evaluation team has your reply", ours)
    assert asked_still(desk.wave) == set()
    say(desk, query, "evaluator", "evaluator")
    assert acting(desk) == asked
