"""The co-ordinator's page: what the partnership says to everybody, and whom it names."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.boardroom.domain import change_public_face, choose_public_names
from partnerships.boardroom.forms import FaceForm, NamesForm
from partnerships.boardroom.queries.names import members_to_name, serving
from partnerships.boardroom.queries.public import face_here
from partnerships.membership.access import requires
from partnerships.membership.models import Member, PublicFace
from partnerships.membership.permissions import P
from portal.errors import Conflict
from portal.web.components import PageError
from portal.web.forms import page_errors

A_PAGE = 50
TEMPLATE = "partnerships/boardroom/public_page.html"
WORDS = ("purpose", "contact_name", "contact_email", "contact_phone", "website")


@requires(P.MEMBERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The partnership's own words."""
    if request.method != "POST":
        return _show(request, FaceForm(initial=_typed(face_here())))
    form = FaceForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    try:
        change_public_face(by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        return _conflict(request, form, conflict)
    messages.success(request, "The public page is changed. Everybody sees it now.")
    return redirect("boardroom:public_page", slug=slug)


@requires(P.MEMBERS_MANAGE)
@require_POST
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose names everybody may read, for the members of one page of the list."""
    form = NamesForm(request.POST, members=serving(timezone.localdate()))
    if not form.is_valid():
        faults = [PageError(fault.message, "names-title") for fault in page_errors(form)]
        return _show(request, FaceForm(initial=_typed(face_here())), page_errors=faults)
    chosen = choose_public_names(
        listed=form.cleaned_data["shown"], public=form.cleaned_data["names"], by=request.user
    )
    messages.success(request, _done(chosen.shown, chosen.hidden))
    return redirect("boardroom:public_page", slug=slug)


def _done(shown: int, hidden: int) -> str:
    if not shown and not hidden:
        return "Nothing has changed: these names were chosen already."
    parts = [f"{_many(shown)} now public"] if shown else []
    parts += [f"{_many(hidden)} public no more"] if hidden else []
    return f"{' and '.join(parts)}."


def _many(count: int) -> str:
    return "1 name is" if count == 1 else f"{count} names are"


def _conflict(request: HttpRequest, form: FaceForm, conflict: Conflict) -> HttpResponse:
    """What was typed stays, beside what is stored now; saving again goes on from there."""
    stored = face_here()
    typed: QueryDict = request.POST.copy()
    typed["revision"] = str(stored.revision if stored else 0)
    form.data = typed
    form.add_error(None, conflict.message)
    return _show(request, form, status=409, stored=stored)


def _typed(face: PublicFace | None) -> dict[str, Any]:
    if face is None:
        return {"revision": 0}
    return {name: getattr(face, name) for name in (*WORDS, "revision")}


def _show(request: HttpRequest, form: FaceForm, *, status: int = 200, **more: Any) -> HttpResponse:
    members = members_to_name(timezone.localdate())
    page: Page[Member] = Paginator(members, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "named": members.filter(name_public=True).count(),
        **more,
    }
    return render(request, TEMPLATE, context, status=status)
