"""A page with one form of the directory: shown, refused with what was typed kept, or done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.errors import Conflict, PortalError, Refused

TEMPLATE = "partnerships/membership/form.html"


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `note` says before the click what will happen; `way` leads back
    as (words, URL) pairs; `template` extends the usual page."""

    title: str
    way: tuple[tuple[str, str], ...]
    button: str = "Save"
    caption: str = ""
    note: str = ""
    warning: bool = False
    template: str = TEMPLATE
    more: dict[str, Any] = field(default_factory=dict)


def answer(
    request: HttpRequest,
    form: Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], tuple[str, str]],
) -> HttpResponse:
    """`act` does it with the cleaned data and returns (what was done, where to go on).

    What domain code refuses stands above the form, with status 409, and nothing typed is lost.
    """
    if request.method != "POST" or not form.is_valid():
        return show(request, form, page)
    try:
        done, on = act(form.cleaned_data)
    except (Refused, Conflict) as refusal:
        add_refusal(form, refusal)
        return show(request, form, page, status=409)
    messages.success(request, done)
    return redirect(on)


def add_refusal(form: Form, refusal: PortalError) -> None:
    """Put a refusal where it belongs: to the fields it names, or above the form."""
    for fault in getattr(refusal, "faults", ()):
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    if not getattr(refusal, "faults", ()):
        form.add_error(None, refusal.message)


def show(request: HttpRequest, form: Form, page: FormPage, status: int = 200) -> HttpResponse:
    """The page as it stands."""
    context = {"form": form, "page": page, **page.more}
    return render(request, page.template, context, status=status)


def bound(request: HttpRequest) -> Any:
    """What was sent, or None on a first look."""
    return request.POST if request.method == "POST" else None
