"""Amendments: proposed by those who were there, answered by those who write."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.meetings.domain.life import (
    answer_amendment,
    propose_amendment,
    withdraw_amendment,
)
from partnerships.meetings.forms.agenda import done
from partnerships.meetings.forms.life import AmendForm, AnswerForm
from partnerships.meetings.models import Amendment, Minutes
from partnerships.meetings.queries.life import (
    amendment_for,
    amendments_for,
    minutes_for,
    passage_for,
    words_amended,
)
from partnerships.meetings.reading import reader_of
from partnerships.membership.access import requires
from partnerships.membership.permissions import P

PAGES = "partnerships/meetings/life"


@requires(P.MINUTES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, slug: str, meeting_id: int, passage_id: int) -> HttpResponse:
    """Edit the words of one passage; the first click shows the difference, the second sends it."""
    passage = passage_for(reader_of(request), meeting_id, passage_id)
    form = AmendForm(request.POST or None, initial={"text": passage.text})
    changed = form.data.get("text", "").replace("\r\n", "\n") if form.is_bound else ""
    looking = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not looking:
        words, reason = form.cleaned_data["text"], form.cleaned_data["reason"]
        if done(form, lambda: propose_amendment(
            passage=passage, text=words, reason=reason, by=request.user
        )):  # fmt: skip
            messages.success(request, "Your amendment is with the co-ordinator.")
            return redirect("meetings:amendments", slug, meeting_id)
    context = {
        "meeting": passage.minutes.meeting,
        "passage": passage,
        "form": form,
        "changed": changed if looking else "",
    }
    code = 409 if form.is_bound and form.non_field_errors() else 200
    return render(request, f"{PAGES}/amend.html", context, status=code)


@requires(P.MINUTES_READ)
@require_safe
def amendments(request: HttpRequest, slug: str, meeting_id: int) -> HttpResponse:
    """Every amendment with its difference and its answer; writers answer, authors withdraw."""
    return _amendments(request, meeting_id)


@requires(P.MINUTES_WRITE)
@require_POST
def amendment_answer(
    request: HttpRequest, slug: str, meeting_id: int, amendment_id: int
) -> HttpResponse:
    """Accept or decline one."""
    amendment = amendment_for(reader_of(request), meeting_id, amendment_id)
    form = AnswerForm(request.POST, prefix=_prefix(amendment))
    if form.is_valid():
        accept = form.cleaned_data["decision"] == "accept"
        answer = form.cleaned_data["answer"]
        if done(form, lambda: answer_amendment(
            amendment=amendment, accept=accept, answer=answer, by=request.user
        )):  # fmt: skip
            messages.success(request, f"The amendment is {'accepted' if accept else 'declined'}.")
            return redirect("meetings:amendments", slug, meeting_id)
    return _amendments(request, meeting_id, answered=amendment, form=form)


@requires(P.MINUTES_AMEND)
@require_POST
def amendment_withdraw(
    request: HttpRequest, slug: str, meeting_id: int, amendment_id: int
) -> HttpResponse:
    """Its author takes it back."""
    amendment = amendment_for(reader_of(request), meeting_id, amendment_id)
    withdraw_amendment(amendment=amendment, by=request.user)
    messages.success(request, "Your amendment is withdrawn.")
    return redirect("meetings:amendments", slug, meeting_id)


def _amendments(
    request: HttpRequest,
    meeting_id: int,
    *,
    answered: Amendment | None = None,
    form: AnswerForm | None = None,
) -> HttpResponse:
    reader = reader_of(request)
    minutes = minutes_for(reader, meeting_id)
    open_now = minutes.state == Minutes.State.CIRCULATED
    answers = open_now and request.can(P.MINUTES_WRITE)
    found = amendments_for(reader, minutes)
    said = words_amended(minutes, found)
    rows = [
        {
            "amendment": each,
            "said": said[each.pk],
            "form": form if answered and each.pk == answered.pk else _blank(each, answers),
            "may_withdraw": open_now
            and each.state == Amendment.State.OPEN
            and each.proposed_by_id == request.user.pk,
        }
        for each in found
    ]
    context = {"meeting": minutes.meeting, "minutes": minutes, "rows": rows, "form": form}
    code = 409 if form is not None and form.non_field_errors() else 200
    return render(request, f"{PAGES}/amendments.html", context, status=code)


def _blank(amendment: Amendment, answers: bool) -> AnswerForm | None:
    if not answers or amendment.state != Amendment.State.OPEN:
        return None
    return AnswerForm(prefix=_prefix(amendment))


def _prefix(amendment: Amendment) -> str:
    return f"amendment-{amendment.pk}"
