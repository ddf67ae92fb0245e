"""Queries as their pages show them: what each is about, its thread, and the form to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Form, Question, Section
from surveys.returns.models import Query, QueryMessage, Return
from surveys.returns.queries.threads import waiting_queries
from surveys.returns.standing import Standing
from surveys.returns.versions import answer_words, answers_now

COLOURS = {
    Query.State.OPEN: "yellow",
    Query.State.ANSWERED: "",
    Query.State.SETTLED: "green",
}


@dataclass(frozen=True)
class Thread:
    """One query. `answer`: what the return says to its question now; `form`: None where the
    reader cannot go on."""

    query: Query
    question: Question | None
    section: Section | None
    answer: str
    colour: str
    messages: Sequence[QueryMessage]
    form: PortalForm | None


def queries_said(annual_return: Return, *, mine: bool) -> str:
    """That queries of the evaluation team wait about a return that is open; empty if none does.

    `mine`: the reader may reply.
    """
    waiting, unsettled = (0, 0) if annual_return.is_frozen else waiting_queries(annual_return)
    if waiting:
        whose = "your" if mine else "the partnership’s"
        noun = "query waits" if waiting == 1 else "queries wait"
        return f"{waiting} {noun} for {whose} reply"
    noun = "query is" if unsettled == 1 else "queries are"
    return f"{unsettled} {noun} not settled yet" if unsettled else ""


def threads_shown(
    queries: Sequence[Query],
    form: Form,
    *,
    standing: Standing,
    make: type[PortalForm] | None,
    bound: tuple[int, PortalForm] | None = None,
    settled_too: bool = False,
) -> list[Thread]:
    """Newest first. `make`: form of a reply, one for each query that is not settled (or for all);
    `bound`: number of a query and its form as it was sent."""
    answers = answers_now(standing)
    threads = []
    for query in reversed(queries):
        question = form.by_code.get(query.question)
        open_to_reply = settled_too or query.state != Query.State.SETTLED
        reply = make(prefix=f"q{query.number}") if make and open_to_reply else None
        if bound and bound[0] == query.number:
            reply = bound[1]
        threads.append(
            Thread(
                query=query,
                question=question,
                section=form.section(question.section) if question else None,
                answer=answer_words(question, answers) if question else "",
                colour=COLOURS[Query.State(query.state)],
                messages=list(query.messages.all()),
                form=reply,
            )
        )
    return threads
