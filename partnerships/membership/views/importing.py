"""Members to a CSV file and back: export, template, upload with every fault, preview, decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.domain.importing import (
    apply_import,
    check_members,
    drop_import,
    plan_of_text,
)
from partnerships.membership.forms.directory import MemberFileForm
from partnerships.membership.import_shown import changes_shown, plan_stats
from partnerships.membership.member_file.columns import COLUMNS
from partnerships.membership.member_file.planning import Plan
from partnerships.membership.member_file.reading import text_of
from partnerships.membership.member_file.writing import write
from partnerships.membership.models import MemberImport
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import everybody_serving, imports_waiting
from partnerships.membership.views.finding import import_or_404
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from portal.web.uploads import CSV, checked, size_words

LONGEST_FILE = 2 * 1024 * 1024
FAULTS_SHOWN = 500
PREVIEW = 50  # new and changed members shown before the decision
# A byte order mark, or spreadsheets take UTF-8 for something else.
BOM = "\ufeff"


@requires(P.MEMBERS_MANAGE)
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who serves, as a file that can be imported again."""
    day = timezone.localdate()
    return _file(write(everybody_serving(day)), f"members-{slug}-{day:%Y-%m-%d}.csv")


@requires(P.MEMBERS_MANAGE)
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """The headings of an import file."""
    return _file(write([]), "members-template.csv")


@requires(P.MEMBERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload a file: every fault, or on to the preview. Nothing is imported here."""
    if request.method != "POST":
        return _upload_page(request, MemberFileForm())
    form = MemberFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form)
    try:
        name, text = _text(form.cleaned_data["file"])
        plan, kept = check_members(file_name=name, text=text, by=request.user)
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return _upload_page(request, form)
    if plan.faults:
        return _upload_page(request, form, plan)
    if kept is None:
        same = plan.same
        messages.success(
            request,
            f"Nothing to import: {'the member' if same == 1 else f'all {same:,} members'} in the file"
            f" {'is' if same == 1 else 'are'} here already, exactly as in the file.",
        )
        return redirect("membership:members", slug)
    return redirect("membership:member_import", slug, kept.pk)


@requires(P.MEMBERS_MANAGE)
@require_safe
def preview(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """What the import would do, and the two buttons."""
    return _preview(request, import_or_404(import_id))


@requires(P.MEMBERS_MANAGE)
@require_POST
def apply(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Do it, all at once; a second click finds it done."""
    found = import_or_404(import_id)
    try:
        done = apply_import(member_import=found, seen=request.POST.get("seen", ""), by=request.user)
    except Conflict as changed:
        return _preview(request, found, changed)
    new, differing = done.plan["new"], done.plan["changed"]
    messages.success(request, f"Imported: {new:,} new, {differing:,} changed.")
    return redirect("membership:members", slug)


@requires(P.MEMBERS_MANAGE)
@require_POST
def drop(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Decide against it."""
    drop_import(member_import=import_or_404(import_id), by=request.user)
    messages.success(request, "The import is dropped. Nothing was changed.")
    return redirect("membership:members", slug)


def _text(file: Any) -> tuple[str, str]:
    """(cleaned name, text) of an uploaded file. Raises Refused."""
    if file.size > LONGEST_FILE:
        raise Refused(
            f"The file has {size_words(file.size)} and {size_words(LONGEST_FILE)} is the most. Split"
            " it in two and import one after the other."
        )
    name = checked(file, allowed=(CSV,)).name
    try:
        return name, text_of(file.read())
    except ValueError as fault:
        raise Refused(str(fault)) from None


def _upload_page(
    request: HttpRequest, form: MemberFileForm, plan: Plan | None = None
) -> HttpResponse:
    faults = plan.faults if plan else []
    lines = len({fault.line for fault in faults})
    errors = []
    if faults:
        where = "1 line needs" if lines == 1 else f"{lines:,} lines need"
        errors = [PageError(f"Nothing was imported: {where} to be put right first", "faults")]
    context = {
        "form": form,
        "columns": COLUMNS,
        "faults": faults[:FAULTS_SHOWN],
        "fault_count": len(faults),
        "fault_lines": lines,
        "page_errors": errors,
        "waiting": imports_waiting(),
    }
    return render(request, "partnerships/membership/member_upload.html", context)


def _preview(
    request: HttpRequest, found: MemberImport, changed: Conflict | None = None
) -> HttpResponse:
    waits = found.state == MemberImport.State.CHECKED
    plan = plan_of_text(found.content) if waits else Plan()
    context = {
        "import": found,
        "waits": waits,
        "plan": plan,
        "may_apply": waits and not plan.faults and not plan.does_nothing,
        "faults": plan.faults[:FAULTS_SHOWN],
        "stats": plan_stats(plan.counts if waits else found.plan),
        "new": plan.new[:PREVIEW],
        "changes": changes_shown(plan.changed[:PREVIEW]),
        "organisations": list(plan.organisations.values())[:PREVIEW],
        "page_errors": [PageError(changed.message)] if changed else [],
    }
    template_name = "partnerships/membership/member_import.html"
    return render(request, template_name, context, status=409 if changed else 200)


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(BOM + text, content_type="text/csv; charset=utf-8", headers=headers)
