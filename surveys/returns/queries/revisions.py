"""Reads of what answers were before."""

from django.db.models import QuerySet

from surveys.returns.models import AnswerRevision, Return


def revisions_of(annual_return: Return, question: str) -> QuerySet[AnswerRevision]:
    """Everything that was ever saved to one question, newest first, with who saved it."""
    rows = annual_return.revisions.filter(question=question).select_related("answered_by")
    return rows.order_by("-revision")
