"""Reads about workbooks and PDFs of one return."""

from collections.abc import Mapping

from portal.accounts.models import User
from portal.errors import Missing
from surveys.returns.models import AnswerRevision, PrintedReturn, Return, Version, Workbook

GONE = "There is no such workbook, or somebody else uploaded it. Upload yours again."


def workbook_of(annual_return: Return, workbook_id: int, user: User) -> Workbook:
    """A workbook that this person uploaded. Raises Missing."""
    found = annual_return.workbooks.filter(pk=workbook_id, uploaded_by=user).first()
    if found is None:
        raise Missing(GONE)
    return found


def waiting_workbooks(annual_return: Return, user: User) -> list[Workbook]:
    """Workbooks of this person that were read and neither applied nor discarded, newest first."""
    mine = annual_return.workbooks.filter(uploaded_by=user, state=Workbook.State.WAITING)
    return list(mine.order_by("-uploaded_at", "-id"))


def revisions_at(annual_return: Return, wanted: Mapping[str, int]) -> dict[str, AnswerRevision]:
    """Question → its answer at the revision wanted, where that is known."""
    rows = annual_return.revisions.filter(
        question__in=wanted, revision__in=set(wanted.values())
    ).order_by("id")
    return {row.question: row for row in rows if row.revision == wanted[row.question]}


def signed_versions(annual_return: Return) -> list[Version]:
    """Every signed-off version without its answers, newest first."""
    rows = annual_return.versions.select_related("signed_by", "ready_by").defer("document")
    return list(rows.order_by("-number"))


def signed_version(annual_return: Return, number: int) -> Version:
    """One signed-off version. Raises Missing."""
    rows = annual_return.versions.select_related("signed_by", "ready_by", "decision")
    found = rows.filter(number=number).first()
    if found is None:
        raise Missing("This return has no such version. The page of its PDFs lists them all.")
    return found


def printed_return(annual_return: Return, content_sha256: str) -> PrintedReturn | None:
    """The PDF made of exactly this content, or None."""
    return annual_return.printed.filter(content_sha256=content_sha256).first()
