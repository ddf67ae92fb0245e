"""Seats of a body: made, filled, given up, abolished; who may stand in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from partnerships.membership.access import requires
from partnerships.membership.domain.seats import abolish_seat, add_seat, change_seat
from partnerships.membership.domain.tenures import (
    change_tenure,
    end_tenure,
    name_substitute,
    seat_member,
)
from partnerships.membership.forms.bodies import (
    AbolishForm,
    EndTenureForm,
    SeatEditForm,
    SeatForm,
    SeatingForm,
    SubstituteForm,
    TenureForm,
)
from partnerships.membership.models import Body
from partnerships.membership.permissions import P
from partnerships.membership.queries.bodies import history_of
from partnerships.membership.queries.directory import everybody_serving, partners
from partnerships.membership.views.bodies import url_of
from partnerships.membership.views.finding import body_or_404, seat_or_404, tenure_or_404
from partnerships.membership.views.form_page import FormPage, answer, bound
from partnerships.membership.wording import day_words

SEAT_FIELDS = ("title", "sector", "role", "votes", "organisation")
FORM = require_http_methods(["GET", "HEAD", "POST"])
NOBODY_TOLD = "Nobody is told by email."


@requires(P.MEMBERS_MANAGE)
@FORM
def add(request: HttpRequest, slug: str, body_id: int) -> HttpResponse:
    """Add a seat to a body."""
    body = body_or_404(body_id)
    today = timezone.localdate()
    form = SeatForm(bound(request), organisations=partners(today), initial={"created_on": today})
    page = FormPage("Add a seat", _way(slug, body), "Add the seat", caption=body.name)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = add_seat(body=body, **given, by=request.user)
        return f"The seat “{made}” is added.", url_of(slug, body)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def fill(request: HttpRequest, slug: str, seat_id: int) -> HttpResponse:
    """Seat a member; the page also shows who held the seat before."""
    seat = seat_or_404(seat_id)
    today = timezone.localdate()
    kept = seat.organisation
    serving = everybody_serving(today)
    form = SeatingForm(
        bound(request),
        members=serving.filter(organisation=kept) if kept else serving,
        initial={"since": today},
    )
    page = FormPage(
        f"Seat a member as “{seat}”",
        _way(slug, seat.body),
        "Seat the member",
        caption=seat.body.name,
        note=f"The seat is kept for {kept}, so only its members can be chosen." if kept else "",
        template="partnerships/membership/seat_fill.html",
        more={"history": history_of(seat), "seat": seat},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = seat_member(seat=seat, **given, by=request.user)
        until = f" until {date_format(made.until, 'j F Y')}" if made.until else ""
        return f"{made.member} holds the seat “{seat}”{until}.", url_of(slug, seat.body)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def edit(request: HttpRequest, slug: str, seat_id: int) -> HttpResponse:
    """Change a seat: its title, sector, vote, role, or whom it is kept for."""
    seat = seat_or_404(seat_id)
    form = SeatEditForm(
        bound(request),
        organisations=partners(timezone.localdate()),
        initial={key: getattr(seat, key) for key in SEAT_FIELDS},
    )
    page = FormPage(
        f"Change the seat “{seat}”",
        _way(slug, seat.body),
        caption=seat.body.name,
        note=f"Frozen minutes go on naming the seat as it was. {NOBODY_TOLD}",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        changed = change_seat(seat=seat, **given, by=request.user)
        return f"The seat “{changed}” is saved.", url_of(slug, seat.body)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def abolish(request: HttpRequest, slug: str, seat_id: int) -> HttpResponse:
    """Abolish a seat."""
    seat = seat_or_404(seat_id)
    page = FormPage(
        f"Abolish the seat “{seat}”",
        _way(slug, seat.body),
        "Abolish the seat",
        caption=seat.body.name,
        note=f"Who sat on it before stays on the record. {NOBODY_TOLD}",
        warning=True,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        abolish_seat(seat=seat, **given, by=request.user)
        return f"The seat “{seat}” is abolished.", url_of(slug, seat.body)

    form = AbolishForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def correct(request: HttpRequest, slug: str, tenure_id: int) -> HttpResponse:
    """Correct the first and the last day of a member's time on a seat."""
    tenure = tenure_or_404(tenure_id)
    initial = {"since": tenure.since, "until": tenure.until}
    page = FormPage(
        f"Correct {tenure.member}’s days on the seat",
        _way(slug, tenure.seat.body),
        caption=f"{tenure.seat.body}: {tenure.seat}",
        note=f"Frozen minutes go on saying who sat there at the time. {NOBODY_TOLD}",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        changed = change_tenure(tenure=tenure, **given, by=request.user)
        until = f" until {day_words(changed.until)}" if changed.until else ""
        done = f"{changed.member} holds the seat since {day_words(changed.since)}{until}."
        return done, url_of(slug, tenure.seat.body)

    return answer(request, TenureForm(bound(request), initial=initial), page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def end(request: HttpRequest, slug: str, tenure_id: int) -> HttpResponse:
    """End a member's time on a seat."""
    tenure = tenure_or_404(tenure_id)
    page = FormPage(
        f"{tenure.member} leaves the seat",
        _way(slug, tenure.seat.body),
        "End the time on the seat",
        caption=f"{tenure.seat.body}: {tenure.seat}",
        note=f"The seat is vacant from the day after, until somebody else is seated. {NOBODY_TOLD}",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        ended = end_tenure(tenure=tenure, **given, by=request.user)
        last = day_words(ended.until)
        return f"{ended.member}’s last day on the seat is {last}.", url_of(slug, tenure.seat.body)

    form = EndTenureForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def substitute(request: HttpRequest, slug: str, tenure_id: int) -> HttpResponse:
    """Say who may stand in for the holder of a seat."""
    tenure = tenure_or_404(tenure_id)
    kept = tenure.seat.organisation_id
    serving = everybody_serving(timezone.localdate()).exclude(pk=tenure.member_id)
    form = SubstituteForm(
        bound(request),
        members=serving.filter(organisation=kept) if kept else serving,
        initial={"substitute": tenure.substitute_id},
    )
    page = FormPage(
        f"Who stands in for {tenure.member}?",
        _way(slug, tenure.seat.body),
        "Save",
        caption=f"{tenure.seat.body}: {tenure.seat}",
        note=f"Present in the holder’s place, the substitute counts for the quorum. {NOBODY_TOLD}",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        saved = name_substitute(tenure=tenure, **given, by=request.user)
        who = saved.substitute or "Nobody"
        return f"{who} stands in for {saved.member}.", url_of(slug, tenure.seat.body)

    return answer(request, form, page, act)


def _way(slug: str, body: Body) -> tuple[tuple[str, str], ...]:
    bodies = reverse("membership:bodies", args=[slug])
    return (("Bodies", bodies), (body.name, url_of(slug, body)))
