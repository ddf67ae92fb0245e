"""Members: the list, one page each, added, changed, leaving."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.membership.access import requires
from partnerships.membership.domain.members import (
    account_with,
    add_member,
    change_member,
    link_account,
    member_leaves,
)
from partnerships.membership.forms.directory import AccountForm, LeaveForm, MemberForm, MemberSearch
from partnerships.membership.models import Member
from partnerships.membership.permissions import P
from partnerships.membership.queries import directory
from partnerships.membership.queries.roles import accounts_to_link
from partnerships.membership.views.finding import member_or_404
from partnerships.membership.views.form_page import FormPage, answer, bound
from partnerships.membership.wording import in_words

A_PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = ("name", "job_title", "email", "phone", "since", "may_sign", "name_public")


@requires(P.MEMBERS_READ)
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Members by name, narrowed by the address's query."""
    form = MemberSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = directory.members(
        day=timezone.localdate(),
        search=wanted.get("q", ""),
        sector=wanted.get("sector", ""),
        state=wanted.get("state", ""),
        may_sign=bool(wanted.get("signs")),
    )
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "may_manage": request.can(P.MEMBERS_MANAGE),
    }
    return render(request, "partnerships/membership/members.html", context)


@requires(P.MEMBERS_READ)
@require_safe
def member(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """One member: contact details, seats, interests, other organisations served."""
    found = member_or_404(member_id)
    today = timezone.localdate()
    context = {
        "member": found,
        "others": directory.other_selves(found),
        "tenures": directory.tenures_of(found),
        "standing_in": directory.standing_in_of(found, today),
        "interests": directory.interests_of(found),
        "today": today,
        "may_manage": request.can(P.MEMBERS_MANAGE),
        "is_own": found.user_id == request.user.pk,
        "may_invite": request.can(P.ROLES_MANAGE),
    }
    return render(request, "partnerships/membership/member.html", context)


@requires(P.MEMBERS_MANAGE)
@FORM
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a member; ?organisation= chooses it beforehand."""
    today = timezone.localdate()
    form = MemberForm(
        bound(request),
        organisations=directory.partners(today),
        initial={"since": today, "organisation": request.GET.get("organisation", "")},
    )
    page = FormPage(
        "Add a member",
        _way(slug),
        "Add the member",
        note="Contact details are shown in this partnership’s room only. Nobody is told by email:"
        " invite the member afterwards from their page.",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = add_member(**given, by=request.user)
        return f"{made} is added.", _url(slug, made)

    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def edit(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Change a member. If somebody else did meanwhile, both versions are shown."""
    found = member_or_404(member_id)
    form = MemberForm(bound(request), initial={key: getattr(found, key) for key in FIELDS})
    revision = request.POST.get("revision", str(found.revision))
    stale = request.method == "POST" and revision != str(found.revision)
    page = FormPage(
        "Change the member",
        _way(slug, found),
        caption=f"{found.name}, {found.organisation}",
        template="partnerships/membership/member_edit.html",
        # A form shown again has been shown what is stored, so it may then be saved over it.
        more={"revision": found.revision, "theirs": _theirs(form, found) if stale else []},
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        seen = found.revision if not stale else 0
        change_member(member=found, revision=seen, **given, by=request.user)
        return f"{given['name']} is saved.", _url(slug, found)

    return answer(request, form, page, act)


def _theirs(form: MemberForm, found: Member) -> list[tuple[str, str, str]]:
    """(label, stored now, typed) of each field where the two differ."""
    form.is_valid()
    rows = []
    for key in FIELDS:
        stored, typed = getattr(found, key), form.cleaned_data.get(key)
        if stored != typed:
            label = str(form.fields[key].label).removesuffix(" (optional)")
            rows.append((label, in_words(stored), in_words(typed)))
    return rows


@requires(P.MEMBERS_MANAGE)
@FORM
def leaves(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """A member leaves, and their seats fall vacant."""
    found = member_or_404(member_id)
    page = FormPage(
        "The member leaves",
        _way(slug, found),
        "Record that the member leaves",
        caption=f"{found.name}, {found.organisation}",
        note=(
            "The member’s seats fall vacant after that day. Minutes go on naming them. Their role in"
            " the portal is ended on the page People and roles. Nobody is told by email."
        ),
        warning=True,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        ended = member_leaves(member=found, **given, by=request.user)
        return f"{found} leaves. Seats that fall vacant: {ended}.", _url(slug, found)

    form = LeaveForm(bound(request), initial={"on": timezone.localdate()})
    return answer(request, form, page, act)


@requires(P.MEMBERS_MANAGE)
@FORM
def account(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Say which account a member is, or that it is none."""
    found = member_or_404(member_id)
    form = AccountForm(
        bound(request),
        accounts=accounts_to_link(),
        initial={"user": found.user_id or account_with(found.email)},
    )
    page = FormPage(
        f"Which account is {found.name}?",
        _way(slug, found),
        caption=str(found.organisation),
        note="The person reads what the member’s bodies read, restricted items included, and gets"
        " the emails about them. Nobody is told by email.",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        linked = link_account(member=found, **given, by=request.user)
        said = f"{linked} signs in as {linked.user.email}." if linked.user else None
        return said or f"{linked} is linked to no account.", _url(slug, found)

    return answer(request, form, page, act)


def _url(slug: str, found: Member) -> str:
    return reverse("membership:member", args=[slug, found.pk])


def _way(slug: str, found: Member | None = None) -> tuple[tuple[str, str], ...]:
    way = (("Members", reverse("membership:members", args=[slug])),)
    return (*way, (found.name, _url(slug, found))) if found else way
