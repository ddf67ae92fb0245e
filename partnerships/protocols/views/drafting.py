"""The draft: its words, clauses, parties and obligations, each on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.protocols.domain import clauses, drafting, obligations
from partnerships.protocols.forms.drafting import (
    ClauseForm,
    PartiesForm,
    TextForm,
    UndertakingForm,
)
from partnerships.protocols.models import Clause, ProtocolVersion
from partnerships.protocols.queries.reading import (
    clause_of,
    obligation_of,
    organisations_here,
)
from partnerships.protocols.views.finding import about, found_version, posted, went_well
from portal.errors import Conflict

PAGES = "partnerships/protocols"
Theirs = dict[str, Any]


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """The editor: purpose here, everything else by links from here."""
    version = found_version(request, protocol_id, number)
    form = TextForm(posted(request), initial=_words(version))
    if request.method != "POST":
        return _draft(request, version, form)
    try:
        saved = went_well(
            form,
            lambda: drafting.change_version(version=version, **form.cleaned_data, by=request.user),
        )
    except Conflict as conflict:
        now = found_version(request, protocol_id, number)
        again = TextForm({**request.POST.dict(), "revision": now.revision})
        again.add_error(None, conflict.message)
        return _draft(request, now, again, status=409, theirs=_words(now))
    if not saved:
        return _draft(request, version, form)
    messages.success(request, "The draft is saved.")
    return _back(version)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_clause(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """Add a clause at the end."""
    version = found_version(request, protocol_id, number)
    form = ClauseForm(posted(request))
    if request.method == "POST" and went_well(
        form,
        lambda: clauses.add_clause(
            version=version,
            heading=form.cleaned_data["heading"],
            text=form.cleaned_data["text"],
            by=request.user,
        ),
    ):
        messages.success(request, "The clause is added.")
        return _back(version)
    words = {"heading": "Add a clause", "action": "Add the clause"}
    return _form(request, version, form, words)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def clause(
    request: HttpRequest, slug: str, protocol_id: int, number: int, clause_id: int
) -> HttpResponse:
    """Change a clause; when somebody else changed it meanwhile, both texts are shown."""
    version = found_version(request, protocol_id, number)
    found = clause_of(version, clause_id)
    form = ClauseForm(posted(request), initial=_clause_words(found))
    if request.method != "POST":
        return _clause(request, version, found, form)
    try:
        saved = went_well(form, lambda: _change(found, form, request))
    except Conflict as conflict:
        now = clause_of(version, clause_id)
        again = ClauseForm({**request.POST.dict(), "revision": now.revision})
        again.add_error(None, conflict.message)
        return _clause(request, version, now, again, status=409, theirs=_clause_words(now))
    if not saved:
        return _clause(request, version, found, form)
    messages.success(request, "The clause is saved.")
    return _back(version)


@requires(P.PROTOCOL_MANAGE)
@require_POST
def move_clause(
    request: HttpRequest, slug: str, protocol_id: int, number: int, clause_id: int
) -> HttpResponse:
    """One place up or down."""
    version = found_version(request, protocol_id, number)
    direction = request.POST.get("direction", clauses.DOWN)
    clauses.move_clause(clause=clause_of(version, clause_id), direction=direction, by=request.user)
    return redirect(reverse("protocols:draft", args=[slug, protocol_id, number]) + "#clauses")


@requires(P.PROTOCOL_MANAGE)
@require_POST
def remove_clause(
    request: HttpRequest, slug: str, protocol_id: int, number: int, clause_id: int
) -> HttpResponse:
    """Take a clause out."""
    version = found_version(request, protocol_id, number)
    found = clause_of(version, clause_id)
    clauses.remove_clause(clause=found, by=request.user)
    messages.success(request, f"The clause “{found.heading}” is removed.")
    return _back(version)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """Tick the organisations that are parties."""
    version = found_version(request, protocol_id, number)
    held = [party.organisation_id for party in version.parties.all()]
    organisations = organisations_here()
    form = PartiesForm(posted(request), initial={"parties": held}, organisations=organisations)
    if request.method == "POST" and went_well(
        form,
        lambda: drafting.choose_parties(
            version=version, organisations=form.cleaned_data["parties"], by=request.user
        ),
    ):
        messages.success(request, "The parties are saved.")
        return _back(version)
    return _form(request, version, form, {"heading": "Parties", "action": "Save the parties"})


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_obligation(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """What one party undertakes."""
    version = found_version(request, protocol_id, number)
    form = UndertakingForm(posted(request), version=version)
    if request.method == "POST" and went_well(
        form,
        lambda: obligations.add_obligation(
            version=version, undertaking=form.undertaking(), by=request.user
        ),
    ):
        messages.success(request, "The obligation is added.")
        return _back(version)
    words = {"heading": "Add an obligation", "action": "Add the obligation"}
    return _form(request, version, form, words)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_obligation(
    request: HttpRequest, slug: str, protocol_id: int, number: int, obligation_id: int
) -> HttpResponse:
    """Change an obligation of the draft."""
    version = found_version(request, protocol_id, number)
    found = obligation_of(version, obligation_id)
    names = ("what", "measure", "evidence", "exceptions", "due_on", "recurs")
    initial = {name: getattr(found, name) for name in names}
    initial |= {"organisation": found.organisation_id, "clause": found.clause_id}
    form = UndertakingForm(posted(request), initial=initial, version=version)
    if request.method == "POST" and went_well(
        form,
        lambda: obligations.change_obligation(
            obligation=found, undertaking=form.undertaking(), by=request.user
        ),
    ):
        messages.success(request, "The obligation is saved.")
        return _back(version)
    words = {"heading": "Change the obligation", "action": "Save the obligation"}
    return _form(request, version, form, words)


@requires(P.PROTOCOL_MANAGE)
@require_POST
def remove_obligation(
    request: HttpRequest, slug: str, protocol_id: int, number: int, obligation_id: int
) -> HttpResponse:
    """Take an obligation out of the draft."""
    version = found_version(request, protocol_id, number)
    obligations.remove_obligation(obligation=obligation_of(version, obligation_id), by=request.user)
    messages.success(request, "The obligation is removed.")
    return _back(version)


def _back(version: ProtocolVersion) -> HttpResponse:
    slug = version.partnership.slug
    return redirect("protocols:draft", slug, version.protocol_id, version.number)


def _words(version: ProtocolVersion) -> Theirs:
    return {
        "purpose": version.purpose,
        "what_changed": version.what_changed,
        "revision": version.revision,
    }


def _clause_words(found: Clause) -> Theirs:
    return {"heading": found.heading, "text": found.text, "revision": found.revision}


def _change(found: Clause, form: ClauseForm, request: HttpRequest) -> None:
    given = {**form.cleaned_data, "revision": form.cleaned_data["revision"] or 0}
    clauses.change_clause(clause=found, **given, by=request.user)


def _draft(
    request: HttpRequest,
    version: ProtocolVersion,
    form: TextForm,
    *,
    status: int = 200,
    theirs: Theirs | None = None,
) -> HttpResponse:
    context = {**about(request, version), "form": form, "theirs": theirs}
    if theirs:
        context["mine"] = form.data
    return render(request, f"{PAGES}/draft.html", context, status=status)


def _clause(
    request: HttpRequest,
    version: ProtocolVersion,
    found: Clause,
    form: ClauseForm,
    *,
    status: int = 200,
    theirs: Theirs | None = None,
) -> HttpResponse:
    words = {"heading": "Change the clause", "action": "Save the clause"}
    more = {"clause": found, "theirs": theirs, "mine": form.data if theirs else None}
    return _form(request, version, form, {**words, **more}, status=status)


def _form(
    request: HttpRequest,
    version: ProtocolVersion,
    form: Any,
    words: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    place = [request.partnership.slug, version.protocol_id, version.number]
    context = {
        **about(request, version),
        "form": form,
        "back": reverse("protocols:draft", args=place),
        "signed_already": version.is_ready,
        **words,
    }
    return render(request, f"{PAGES}/form.html", context, status=status)
