"""What people are told of queries: that there is one, never an answer of the return."""

from django.urls import reverse

from partnerships.membership.queries.roles import evaluators
from portal.accounts.models import User
from portal.mail.domain import notify
from portal.mail.models import Delivery
from surveys.questionnaires.queries import form_of
from surveys.returns.audience import chairs, coordinators
from surveys.returns.emails.sending import national_path
from surveys.returns.models import Query, Return, Side


def query_raised(annual_return: Return, query: Query, by: User) -> list[Delivery]:
    """To the co-ordinators and chairs."""
    lines = [
        (
            f"The national evaluation team asks about {about_words(annual_return, query)} of the"
            f" {annual_return.wave.year} annual return. Read what it asks and reply on the page of"
            " queries."
        )
    ]
    subject = f"A query about your {annual_return.wave.year} annual return"
    return _to_partnership("query_raised", subject, lines, annual_return, query, by)


def query_replied(annual_return: Return, query: Query, side: str, by: User) -> list[Delivery]:
    """To the other side."""
    subject = f"Query {query.number}: {annual_return.partnership.name}"
    if side == Side.PARTNERSHIP:
        lines = [f"{by} has replied to query {query.number} about {_whole(annual_return, query)}."]
        return _to_evaluators(subject, lines, annual_return, query, by)
    lines = [f"The national evaluation team has replied to query {query.number}."]
    subject = f"Query {query.number} about your {annual_return.wave.year} annual return"
    return _to_partnership("query_raised", subject, lines, annual_return, query, by)


def query_settled(annual_return: Return, query: Query, by: User) -> list[Delivery]:
    """To the co-ordinators and chairs."""
    lines = [f"The national evaluation team has settled query {query.number}."]
    subject = f"Query {query.number} about your {annual_return.wave.year} annual return is settled"
    return _to_partnership("query_settled", subject, lines, annual_return, query, by)


def reopening_asked(annual_return: Return, query: Query, by: User) -> list[Delivery]:
    """To the evaluation team."""
    partnership = annual_return.partnership
    lines = [f"{by} asks to have the return of {partnership} reopened. Read why on its page."]
    subject = f"{partnership.name} asks to reopen its {annual_return.wave.year} annual return"
    return _to_evaluators(subject, lines, annual_return, query, by)


def about_words(annual_return: Return, query: Query) -> str:
    """What a query is about: question 3 of section 2; or: the whole return"""
    form = form_of(annual_return.wave.questionnaire.sha256)
    question = form.by_code.get(query.question)
    if question is None:
        return "the whole return"
    return f"question {question.number} of section {form.section(question.section).number}"


def _whole(annual_return: Return, query: Query) -> str:
    return f"{about_words(annual_return, query)} of {annual_return.partnership}"


def _to_partnership(
    kind: str, subject: str, lines: list[str], annual_return: Return, query: Query, by: User
) -> list[Delivery]:
    place = [annual_return.partnership.slug, annual_return.wave.year]
    return notify(
        kind=kind,
        to=(*coordinators(), *chairs()),
        subject=subject,
        lines=lines,
        path=f"{reverse('returns:queries', args=place)}#query-{query.number}",
        by=by,
        about=query,
    )


def _to_evaluators(
    subject: str, lines: list[str], annual_return: Return, query: Query, by: User
) -> list[Delivery]:
    return notify(
        kind="query_answered",
        to=evaluators(),
        subject=subject,
        lines=lines,
        path=f"{national_path('read', annual_return)}#query-{query.number}",
        by=by,
        about=query,
    )
