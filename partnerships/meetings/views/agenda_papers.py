"""Papers: upload, history, withdrawal, download."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.meetings.domain.meetings import check_to_come
from partnerships.meetings.domain.papers import (
    add_paper,
    add_paper_version,
    check_current,
    open_paper,
    restrict_paper,
    withdraw_paper,
)
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.agenda_papers import (
    PaperForm,
    RestrictForm,
    VersionForm,
    WithdrawPaperForm,
)
from partnerships.meetings.models import Meeting
from partnerships.meetings.queries.agenda import version_for, versions_of
from partnerships.meetings.queries.audience import audience_of
from partnerships.meetings.reading import reader_of
from partnerships.meetings.views.agenda_found import (
    FormPage,
    form_page,
    item_or_404,
    paper_or_404,
)
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

GET_POST = ["GET", "HEAD", "POST"]
TO_COME = (Meeting.State.PLANNED, Meeting.State.CALLED)


@requires(P.MEETING_READ)
@require_safe
def paper(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """A paper with all its files."""
    found = paper_or_404(request, paper_id)
    context = {
        "paper": found,
        "versions": versions_of(found),
        "may_manage": request.can(P.MEETING_MANAGE)
        and not found.withdrawn_at
        and found.item.meeting.state in TO_COME,
        "may_lift": request.can(P.MEETING_MANAGE) and found.restricted,
    }
    return render(request, "partnerships/meetings/agenda/paper.html", context)


@requires(P.MEETING_READ)
@require_safe
def paper_download(request: HttpRequest, slug: str, paper_version_id: int) -> FileResponse:
    """One file, always as an attachment: a browser never runs what somebody uploaded."""
    version = version_for(reader_of(request), paper_version_id)
    if version is None:
        raise Http404
    response = FileResponse(
        open_paper(version=version, by=request.user),
        as_attachment=True,
        filename=version.file_name,
        content_type=version.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{version.sha256}"'
    return response


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def paper_add(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Put a paper under an item."""
    item = item_or_404(item_id)
    check_to_come(item.meeting)
    late = item.meeting.state == Meeting.State.CALLED
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("title", "restricted", "restricted_why")}
        file = form.cleaned_data["file"]
        made = done(form, lambda: add_paper(item=item, upload=file, by=request.user, **told))
        if made:
            messages.success(request, f"“{made.title}” is with the item.")
            return redirect("meetings:paper", slug, made.pk)
    page = FormPage(
        heading="Add a paper",
        button="Upload the paper",
        back=reverse("meetings:agenda_edit", args=[slug, item.meeting_id]),
        caption=str(item),
        intro=[
            *(["The agenda is published, so this is a late paper."] if late else []),
            *(["The item is restricted, so its papers are too."] if item.restricted else []),
        ],
        told=audience_of(item.meeting) if late else None,
        files=True,
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def paper_version_add(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """A newer file; the earlier ones stay in the history."""
    found = paper_or_404(request, paper_id)
    check_current(found)
    late = found.item.meeting.state == Meeting.State.CALLED
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VersionForm(*sent)
    if form.is_valid():
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        made = done(
            form, lambda: add_paper_version(paper=found, upload=file, note=note, by=request.user)
        )
        if made:
            messages.success(
                request, f"Version {made.number} is there. Readers get it from now on."
            )
            return redirect("meetings:paper", slug, paper_id)
    page = FormPage(
        heading="Upload a new version",
        button="Upload it",
        back=reverse("meetings:paper", args=[slug, paper_id]),
        caption=found.title,
        intro=["The agenda is published, so this is a late paper."] if late else (),
        told=audience_of(found.item.meeting) if late else None,
        files=True,
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def paper_withdraw(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """Withdraw a paper with a reason."""
    found = paper_or_404(request, paper_id)
    check_current(found)
    form = WithdrawPaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: withdraw_paper(paper=found, why=why, by=request.user)):
            messages.success(request, "The paper is withdrawn.")
            return redirect("meetings:paper", slug, paper_id)
    page = FormPage(
        heading="Withdraw the paper",
        button="Withdraw it",
        back=reverse("meetings:paper", args=[slug, paper_id]),
        caption=found.title,
        intro=["Its title stays on the agenda with your reason. Nobody can download it any more."],
        warning=True,
    )
    return form_page(request, form, page)


@requires(P.MEETING_MANAGE)
@require_http_methods(GET_POST)
def paper_restrict(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """Restrict a paper from now on."""
    found = paper_or_404(request, paper_id)
    check_current(found)
    form = RestrictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: restrict_paper(paper=found, why=why, by=request.user)):
            messages.success(request, "The paper is restricted.")
            return redirect("meetings:paper", slug, paper_id)
    page = FormPage(
        heading="Restrict the paper",
        button="Restrict it",
        back=reverse("meetings:paper", args=[slug, paper_id]),
        caption=found.title,
        intro=[
            (
                "From now on only members of the body, the chair and the co-ordinator can download it."
                " Who has it already keeps it."
            )
        ],
    )
    return form_page(request, form, page)
