"""Reminders by hand: whom and in what words, the preview, what became of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.jobs.queries import latest_job
from surveys.returns.asked import Audience, preview_of
from surveys.returns.domain.reminding import SEND, remind
from surveys.returns.forms.waves import ReminderForm
from surveys.returns.models import Wave
from surveys.returns.queries.collecting import emails_by_hand, reminder_by_id, wave_by_year
from surveys.returns.views.waves import posted
from surveys.returns.waves_shown import email_rows, from_monitor

SEND_NOW, CHANGE = "send", "change"


@requires(P.REMINDER_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def new_reminder(request: HttpRequest, year: int) -> HttpResponse:
    """Choose and write; then see every recipient with the reason; then send in the background."""
    wave = wave_by_year(year)
    if wave.state == Wave.State.DRAFT:
        raise Refused(f"The {wave} is not open yet, so nobody owes a return.")
    form = ReminderForm(posted(request), initial=from_monitor(request.GET, wave))
    then = request.POST.get("then", "")
    if request.method == "POST" and form.is_valid() and then != CHANGE:
        if then == SEND_NOW:
            words = form.cleaned_data["words"]
            job = remind(wave=wave, audience=form.audience(), words=words, by=request.user)
            return redirect("national_job", job_id=job.pk)
        preview = preview_of(wave, form.audience(), timezone.localdate())
        context = {"wave": wave, "form": form, "preview": preview, "audience": form.audience()}
        return render(request, "surveys/returns/waves/reminder_preview.html", context)
    context = {"wave": wave, "form": form}
    return render(request, "surveys/returns/waves/reminder_new.html", context)


@requires(P.REMINDER_SEND)
@require_safe
def reminder(request: HttpRequest, year: int, reminder_id: int) -> HttpResponse:
    """One reminder: its words, whom it was meant for, how many emails arrived."""
    found = reminder_by_id(reminder_id, year=year)
    job = latest_job(SEND, f"reminder-{found.pk}")
    context = {
        "wave": found.wave,
        "reminder": found,
        "audience": Audience.of(found.audience),
        "emails": email_rows(emails_by_hand([found])[found.pk]),
        "job": job if job and job.is_active else None,
    }
    return render(request, "surveys/returns/waves/reminder.html", context)
