"""The codebook: its list, a theme new or changed, moving, retiring, merging."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Conflict, Refused
from portal.web.components import PageError
from surveys.reading.codebook_shown import parts_of
from surveys.reading.domain.themes import (
    add_theme,
    change_theme,
    merge_theme,
    move_theme,
    restore_theme,
    retire_theme,
)
from surveys.reading.forms.themes import MergeForm, ThemeForm
from surveys.reading.queries.codebook import (
    EVERY_QUESTION,
    codebook,
    coded_questions,
    theme_by_id,
    wordings_of,
)

form_page = require_http_methods(["GET", "HEAD", "POST"])


@requires(P.TEXT_CODE)
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Every theme under its question, with when to use it."""
    context = {"parts": parts_of(codebook(), coded_questions())}
    return render(request, "surveys/reading/codebook.html", context)


@requires(P.TEXT_CODE)
@form_page
def theme_new(request: HttpRequest) -> HttpResponse:
    """A new theme."""
    data = request.POST if request.method == "POST" else None
    asked = {"question": request.GET.get("question", "")}
    form = ThemeForm(data, questions=tuple(coded_questions().values()), initial=asked)
    errors: list[PageError] = []
    if form.is_valid():
        try:
            made = add_theme(**form.cleaned_data, by=request.user)
        except Refused as refused:
            errors = [PageError(refused.message, form["code"].auto_id)]
        else:
            messages.success(request, f"“{made}” is in the codebook.")
            return redirect("reading:themes")
    context = {"form": form, "page_errors": errors}
    return render(request, "surveys/reading/theme_new.html", context, status=409 if errors else 200)


@requires(P.TEXT_CODE)
@form_page
def theme(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Change a theme; what it said before stands below."""
    found = theme_by_id(theme_id)
    said = {name: getattr(found, name) for name in ("code", "label", "memo", "example")}
    form = ThemeForm(request.POST if request.method == "POST" else None, initial=said)
    errors: list[PageError] = []
    if form.is_valid():
        try:
            change_theme(
                theme_id=theme_id,
                revision=_number(request.POST.get("revision", "")),
                **form.cleaned_data,
                by=request.user,
            )
        except Conflict as changed:
            errors = [PageError(changed.message)]
            found = theme_by_id(theme_id)
            form = ThemeForm(initial={name: getattr(found, name) for name in said})
        except Refused as refused:
            errors = [PageError(refused.message, form["code"].auto_id)]
        else:
            messages.success(request, f"“{form.cleaned_data['label']}” is changed.")
            return redirect("reading:themes")
    context = {
        "theme": found,
        "question": coded_questions().get(found.question),
        "form": form,
        "page_errors": errors,
        "wordings": wordings_of(found),
    }
    return render(request, "surveys/reading/theme.html", context, status=409 if errors else 200)


@requires(P.TEXT_CODE)
@form_page
def theme_merge(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Make it part of another theme, after a word about what that does."""
    found, book = theme_by_id(theme_id), codebook()
    targets = [
        each
        for each in book.themes.values()
        if each.is_offered
        and each.pk != found.pk
        and each.question in (found.question, EVERY_QUESTION)
    ]
    sent = request.POST if request.method == "POST" and targets else None
    form = MergeForm(sent, targets=targets)
    if form.is_valid():
        into = merge_theme(theme_id=theme_id, into_id=form.cleaned_data["into"], by=request.user)
        messages.success(request, f"“{found}” is now part of “{into}”.")
        return redirect("reading:themes")
    context = {"theme": found, "form": form, "targets": targets}
    return render(request, "surveys/reading/theme_merge.html", context)


@requires(P.TEXT_CODE)
@require_POST
def theme_move(request: HttpRequest, theme_id: int) -> HttpResponse:
    """One place up or down."""
    move_theme(theme_id=theme_id, up=request.POST.get("to") == "up", by=request.user)
    return redirect("reading:themes")


@requires(P.TEXT_CODE)
@require_POST
def theme_retire(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Offer it no longer, or again."""
    back = request.POST.get("then") == "restore"
    act = restore_theme if back else retire_theme
    done = act(theme_id=theme_id, by=request.user)
    words = "is offered to coders again" if back else "is retired. Answers coded with it stay so"
    messages.success(request, f"“{done}” {words}.")
    return redirect("reading:themes")


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
