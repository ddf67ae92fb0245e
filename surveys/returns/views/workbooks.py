"""The workbook: downloaded, uploaded, looked at, applied or discarded."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from surveys.returns.domain.workbooks import (
    MINE,
    Choice,
    Faulty,
    apply_workbook,
    discard_workbook,
    make_workbook,
    take_in_workbook,
)
from surveys.returns.forms.files import WorkbookFile
from surveys.returns.models import Workbook
from surveys.returns.queries.files import workbook_of
from surveys.returns.standing import Standing
from surveys.returns.views.files import context_of
from surveys.returns.views.finding import standing_or_404
from surveys.returns.workbook.faults import by_sheet
from surveys.returns.workbook_shown import preview_of
from surveys.returns.writing import writable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NUMBER = 9  # digits of a revision


@requires(P.RETURN_READ)
@require_safe
def download(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The workbook as the return stands now."""
    standing = standing_or_404(year)
    mine = writable(standing, request.user, request.can)
    data = make_workbook(standing=standing, mine=mine, by=request.user)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="return-{year}-{slug}.xlsx"'
    return response


@requires(P.RETURN_READ)
@require_POST
def upload(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take a filled-in workbook in: on to what it would change, or every fault in it."""
    standing = standing_or_404(year)
    within = _within(request, standing)
    form = WorkbookFile(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, standing, 422, form=form)
    try:
        workbook = take_in_workbook(
            standing=standing, file=form.cleaned_data["file"], by=request.user, within=within
        )
    except Faulty as faulty:
        error = PageError(faulty.message, "faults")
        faults = by_sheet(faulty.faults)
        return _again(request, standing, 422, page_errors=[error], faults=faults)
    except Refused as refusal:
        return _again(request, standing, 422, page_errors=[PageError(refusal.message, "id_file")])
    return redirect("returns:workbook", slug, year, workbook.pk)


@requires(P.RETURN_READ)
@require_safe
def workbook(request: HttpRequest, slug: str, year: int, workbook_id: int) -> HttpResponse:
    """What the workbook would change, before it counts."""
    standing = standing_or_404(year)
    _within(request, standing)
    found = workbook_of(standing.annual_return, workbook_id, request.user)
    return _preview(request, standing, found)


@requires(P.RETURN_READ)
@require_POST
def apply(request: HttpRequest, slug: str, year: int, workbook_id: int) -> HttpResponse:
    """Save every change of the workbook; a second click finds it done."""
    standing = standing_or_404(year)
    within = _within(request, standing)
    found = workbook_of(standing.annual_return, workbook_id, request.user)
    try:
        saved = apply_workbook(
            workbook=found, choices=_choices(request.POST), by=request.user, within=within
        )
    except Conflict as conflict:
        errors = [PageError(conflict.message, "clashes")]
        return _preview(request, standing_or_404(year), found, status=409, page_errors=errors)
    messages.success(request, _done(len(saved.questions)))
    return redirect("returns:task_list", slug, year)


@requires(P.RETURN_READ)
@require_POST
def discard(request: HttpRequest, slug: str, year: int, workbook_id: int) -> HttpResponse:
    """Forget the workbook."""
    standing = standing_or_404(year)
    _within(request, standing)
    found = workbook_of(standing.annual_return, workbook_id, request.user)
    discard_workbook(workbook=found, by=request.user)
    messages.success(request, "The workbook is discarded. No answer was changed.")
    return redirect("returns:files", slug, year)


def _done(count: int) -> str:
    if not count:
        return "The workbook is applied. No answer had to change."
    noun = "1 answer was changed" if count == 1 else f"{count} answers were changed"
    return f"The workbook is applied: {noun}."


def _within(request: HttpRequest, standing: Standing) -> Collection[str] | None:
    """Sections that this person may write; None: all. 403 for those who may write none."""
    mine = writable(standing, request.user, request.can)
    if mine is not None and not mine:
        raise PermissionDenied(
            "You do not have the right to answer the survey for this partnership, and no section of"
            " it was given to you. Ask the co-ordinator for one."
        )
    return mine


def _again(request: HttpRequest, standing: Standing, status: int, **more: Any) -> HttpResponse:
    context = context_of(request, standing, **more)
    return render(request, "surveys/returns/files/files.html", context, status=status)


def _preview(
    request: HttpRequest, standing: Standing, found: Workbook, *, status: int = 200, **more: Any
) -> HttpResponse:
    waiting = found.state == Workbook.State.WAITING
    context = {
        "standing": standing,
        "workbook": found,
        "waiting": waiting,
        "preview": preview_of(standing, found) if waiting else None,
        **more,
    }
    return render(request, "surveys/returns/files/workbook.html", context, status=status)


def _choices(data: Mapping[str, str]) -> dict[str, Choice]:
    """Question → whose answer counts, from clash.<code> and seen.<code>."""
    choices = {}
    for name, whose in data.items():
        kind, _, code = name.partition(".")
        seen = data.get(f"seen.{code}", "")
        is_number = seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_NUMBER
        if kind == "clash" and is_number:
            choices[code] = Choice(mine=whose == MINE, seen=int(seen))
    return choices
