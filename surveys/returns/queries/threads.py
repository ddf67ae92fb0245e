"""Reads about versions and queries of a return, in its own partnership's scope."""

from django.db.models import Prefetch, QuerySet

from surveys.returns.models import Query, QueryMessage, Return, Side, Version


def versions_of(annual_return: Return) -> list[Version]:
    """Every signed-off version, oldest first, with its people."""
    rows = Version.objects.filter(annual_return=annual_return).order_by("number")
    return list(rows.select_related("ready_by", "signed_by", "decision"))


def version_of(annual_return: Return, number: int) -> Version | None:
    """The version of that number with its people, or None; no query for number 0."""
    rows = Version.objects.filter(annual_return=annual_return, number=number)
    return rows.select_related("ready_by", "signed_by", "decision").first() if number > 0 else None


def queries_of(annual_return: Return) -> list[Query]:
    """Every query in order, each with its messages, in order. Two queries."""
    messages = QueryMessage.objects.select_related("written_by").order_by("id")
    found = _queries(annual_return)
    return list(found.prefetch_related(Prefetch("messages", messages)))


def query_of(annual_return: Return, number: int) -> Query | None:
    """The query of that number, or None."""
    return _queries(annual_return).filter(number=number).first()


def is_answered(annual_return: Return) -> bool:
    """Whether the return is queried and no query of the evaluation team waits for an answer.

    No query for a return that is not queried.
    """
    if annual_return.state != Return.State.QUERIED:
        return False
    asked = annual_return.queries.filter(raised_by_side=Side.EVALUATOR)
    return not asked.filter(state=Query.State.OPEN).exists()


def waiting_queries(annual_return: Return) -> tuple[int, int]:
    """How many queries of the evaluation team wait for an answer, and how many are not settled.

    No query for a return that was never signed off.
    """
    if not annual_return.version:
        return 0, 0
    asked = annual_return.queries.filter(raised_by_side=Side.EVALUATOR)
    states = list(asked.exclude(state=Query.State.SETTLED).values_list("state", flat=True))
    return states.count(Query.State.OPEN), len(states)


def _queries(annual_return: Return) -> QuerySet[Query]:
    rows = Query.objects.filter(annual_return=annual_return).order_by("number")
    return rows.select_related("raised_by", "settled_by")
