"""Consultation: the comments, opening and closing, answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from partnerships.membership.queries.seats import belonging_of
from partnerships.protocols.domain import consultation as domain
from partnerships.protocols.forms.life import (
    TAKEN,
    AnswerForm,
    CommentForm,
    ConsultationForm,
)
from partnerships.protocols.models import ProtocolVersion
from partnerships.protocols.queries.people import people_of
from partnerships.protocols.queries.reading import (
    comment_of,
    comments_on,
    organisations_among,
)
from partnerships.protocols.queries.signing import signatories_of
from partnerships.protocols.views.finding import about, found_version, posted, went_well

PAGES = "partnerships/protocols"


@requires(P.PROTOCOL_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, slug: str, protocol_id: int, number: int) -> HttpResponse:
    """Text and comments clause by clause; POST adds a comment."""
    version = found_version(request, protocol_id, number)
    own = belonging_of(request.user, timezone.localdate()).organisation_ids
    organisations = organisations_among(own)
    form = CommentForm(posted(request), version=version, organisations=organisations)
    if request.method == "POST":
        if not request.can(P.PROTOCOL_COMMENT):
            raise PermissionDenied(f"You do not have the right to {P.PROTOCOL_COMMENT.value}.")
        if went_well(
            form, lambda: domain.comment(version=version, **form.given(), by=request.user)
        ):
            messages.success(request, "Your comment is sent.")
            return redirect("protocols:consultation", slug, protocol_id, number)
    return _consultation(request, version, form)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_consultation(
    request: HttpRequest, slug: str, protocol_id: int, number: int
) -> HttpResponse:
    """Open a draft for comments, or give more time."""
    version = found_version(request, protocol_id, number)
    form = ConsultationForm(posted(request))
    extending = version.state == ProtocolVersion.State.CONSULTATION
    verb = domain.extend_consultation if extending else domain.open_consultation
    if request.method == "POST" and went_well(
        form, lambda: verb(version=version, until=form.cleaned_data["until"], by=request.user)
    ):
        messages.success(
            request, f"Comments are taken until {form.cleaned_data['until']:%-d %B %Y}."
        )
        return redirect("protocols:consultation", slug, protocol_id, number)
    context = {
        **about(request, version),
        "form": form,
        "heading": "Give more time for comments" if extending else "Open for comments",
        "action": "Give more time" if extending else "Open for comments",
        "back": reverse("protocols:version", args=[slug, protocol_id, number]),
        "told": people_of(version),
        "told_why": "the members of the parties",
    }
    return render(request, f"{PAGES}/form.html", context)


@requires(P.PROTOCOL_MANAGE)
@require_POST
def close_consultation(
    request: HttpRequest, slug: str, protocol_id: int, number: int
) -> HttpResponse:
    """`then=sign` asks the parties to sign; anything else makes it a draft again."""
    version = found_version(request, protocol_id, number)
    ready = request.POST.get("then") == "sign"
    domain.close_consultation(version=version, ready=ready, by=request.user)
    if ready:
        messages.success(request, "The consultation is closed and the parties are asked to sign.")
        return redirect("protocols:sign", slug, protocol_id, number)
    messages.success(request, "The text is a draft again.")
    return redirect("protocols:draft", slug, protocol_id, number)


@requires(P.PROTOCOL_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_comment(
    request: HttpRequest, slug: str, protocol_id: int, number: int, comment_id: int
) -> HttpResponse:
    """Say what became of a comment."""
    version = found_version(request, protocol_id, number)
    found = comment_of(version, comment_id)
    form = AnswerForm(posted(request), initial={"answer": found.answer})
    if request.method == "POST" and went_well(
        form,
        lambda: domain.answer_comment(
            comment=found,
            taken=form.cleaned_data["outcome"] == TAKEN,
            answer=form.cleaned_data["answer"],
            by=request.user,
        ),
    ):
        messages.success(request, "The comment is answered.")
        return redirect("protocols:consultation", slug, protocol_id, number)
    context = {
        **about(request, version),
        "form": form,
        "comment": found,
        "heading": "Answer a comment",
        "action": "Save the answer",
        "back": reverse("protocols:consultation", args=[slug, protocol_id, number]),
    }
    return render(request, f"{PAGES}/form.html", context)


def _consultation(
    request: HttpRequest, version: ProtocolVersion, form: CommentForm
) -> HttpResponse:
    comments = comments_on(version)
    today = timezone.localdate()
    open_now = version.state == ProtocolVersion.State.CONSULTATION and not version.is_ready
    on_time = version.comment_until is None or today <= version.comment_until
    parties = [party.organisation_id for party in version.parties.all()]
    context = {
        **about(request, version),
        "form": form,
        "clauses": [
            (n, clause, [c for c in comments if c.clause_id == clause.pk])
            for n, clause in enumerate(version.clauses.all(), 1)
        ],
        "general": [c for c in comments if c.clause_id is None],
        "count": len(comments),
        "waiting": sum(c.state == c.State.OPEN for c in comments),
        "open_now": open_now,
        "on_time": on_time,
        "may_comment": open_now and on_time and request.can(P.PROTOCOL_COMMENT),
        "may_close": open_now and not on_time,
        "signatories": signatories_of(parties),
    }
    return render(request, f"{PAGES}/consultation.html", context)
