"""Every address of the portal, found by walking the URLconf, and sample values for its parameters.

A new parameter needs one line in SAMPLES (or in BY_ADDRESS where the same parameter means
something else); tests/guards/truth.py says who may come in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from rest_framework.permissions import AllowAny, IsAuthenticated

from surveys.results.dashboards.breakdowns import leading_item
from surveys.results.dashboards.compare import questions_on
from tests.support.tenancy import NATION, secret_of

FRAMEWORK = {AllowAny: "public", IsAuthenticated: "signed in"}
ROOM = ("p/<slug:slug>/", "api/v1/p/<slug:slug>/")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name with namespace, its route, its view and its parameters."""

    name: str
    route: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def in_room(self) -> bool:
        """Below a partnership's room, in pages or API."""
        return self.route.startswith(ROOM)

    @property
    def is_api(self) -> bool:
        """Answers problem documents instead of pages and 401 instead of a sign-in page."""
        return self.route.startswith("api/")

    @property
    def api_view(self) -> type | None:
        """The class of a REST framework view."""
        return getattr(self.view, "cls", None)

    @property
    def permission_classes(self) -> list[type]:
        """Of a REST framework view, as routed."""
        routed = getattr(self.view, "initkwargs", {})
        return list(routed.get("permission_classes", self.api_view.permission_classes))

    @property
    def access(self) -> Any:
        """What the view itself declares: "public", "signed in", a right, or None."""
        if self.api_view is None:
            return getattr(self.view, "access", None)
        for each in self.permission_classes:
            if hasattr(each, "needed"):
                return each.needed
            if each in FRAMEWORK:
                return FRAMEWORK[each]
        return None

    @property
    def is_public(self) -> bool:
        """The view opted out of the login middleware (API views answer for themselves)."""
        return not getattr(self.view, "login_required", True) and self.api_view is None

    def path(self, **values: Any) -> str:
        """The address with these values."""
        return reverse(self.name, kwargs=values)


def addresses(urlconf: str | None = None) -> list[Address]:
    """Every URL pattern, by route."""
    return sorted(_walk(get_resolver(urlconf), "", "", ()), key=lambda a: (a.route, a.name))


def _walk(
    resolver: URLResolver, prefix: str, namespace: str, outer: tuple[str, ...]
) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        parameters = (*outer, *_parameters(each))
        if isinstance(each, URLPattern):
            yield Address(f"{namespace}{each.name}", route, each.callback, parameters)
        else:
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, route, inner, parameters)


def _parameters(each: URLPattern | URLResolver) -> tuple[str, ...]:
    if isinstance(each.pattern, RoutePattern):
        return tuple(each.pattern.converters)
    return tuple(each.pattern.regex.groupindex)


# parameter → value at a place ("alpha", "beta" or "nation")
Sample = Callable[[Any, str], Any]
SAMPLES: dict[str, Sample] = {
    "guide": lambda world, place: "co-ordinators",
    "reminder_id": lambda world, place: world.story.reminder.pk,
    "slug": lambda world, place: "alpha" if place == "nation" else place,
    "delivery_id": lambda world, place: world.row("mail.Delivery", place).pk,
    "job_id": lambda world, place: world.row("jobs.Job", place).pk,
    "partnership_slug": lambda world, place: "alpha",
    "year": lambda world, place: 2004,
    "code": lambda world, place: world.story.form.sections[0].code,
    "question": lambda world, place: world.story.form.questions[0].code,
    "sha256": lambda world, place: world.story.form.sha256,
    "draft_id": lambda world, place: world.story.written.pk,
    "theme_id": lambda world, place: world.story.theme.pk,
    "release_id": lambda world, place: world.story.themes_released.pk,
    "section_code": lambda world, place: world.story.form.sections[0].code,
    "question_code": lambda world, place: world.story.form.questions[0].code,
    "check_code": lambda world, place: world.story.form.checks[0].code,
    "figure_code": lambda world, place: "1",
    "kind": lambda world, place: "question",
    "part_code": lambda world, place: world.story.form.questions[1].code,
    "questionnaire_id": lambda world, place: world.story.open.questionnaire_id,
    "wave_id": lambda world, place: world.story.closed.pk,
    "edition_id": lambda world, place: world.story.released.pk,
    "publication_id": lambda world, place: world.story.papers[place].pk,
    "number": lambda world, place: world.row("protocols.ProtocolVersion", place).number,
    "version_number": lambda world, place: world.row("returns.Version", _room(place)).number,
    "query_number": lambda world, place: world.row("returns.Query", _room(place)).number,
    "format_key": lambda world, place: "csv",
    "circle": lambda world, place: "members",
    "token_key": lambda world, place: "0" * 15,
    "uidb36": lambda world, place: "1",
    "key": lambda world, place: "set-password",
    "secret": lambda world, place: secret_of("alpha" if place == "nation" else place),
}
# parameter → the model whose row it names by primary key
ROWS = {
    "organisation_id": "membership.Organisation",
    "workbook_id": "returns.Workbook",
    "member_id": "membership.Member",
    "interest_id": "membership.Interest",
    "import_id": "membership.MemberImport",
    "body_id": "membership.Body",
    "constitution_id": "membership.Constitution",
    "seat_id": "membership.Seat",
    "tenure_id": "membership.Tenure",
    "invitation_id": "membership.Invitation",
    "assignment_id": "membership.RoleAssignment",
    "series_id": "meetings.Series",
    "meeting_id": "meetings.Meeting",
    "item_id": "meetings.AgendaItem",
    "proposal_id": "meetings.Proposal",
    "paper_id": "meetings.Paper",
    "paper_version_id": "meetings.PaperVersion",
    "attendance_id": "meetings.Attendance",
    "declaration_id": "meetings.Declaration",
    "report_id": "meetings.AttendanceReport",
    "passage_id": "meetings.Passage",
    "amendment_id": "meetings.Amendment",
    "minutes_version_id": "meetings.MinutesVersion",
    "decision_id": "meetings.Decision",
    "action_id": "meetings.Action",
    "protocol_id": "protocols.Protocol",
    "version_id": "protocols.ProtocolVersion",
    "clause_id": "protocols.Clause",
    "party_id": "protocols.Party",
    "obligation_id": "protocols.Obligation",
    "comment_id": "protocols.Comment",
    "signature_id": "protocols.Signature",
    "given_id": "returns.Assignment",
    "quote_id": "reading.Quote",
    "extract_id": "results.Extract",
}
KEY: Sample = lambda world, place: world.story.form.items[0].key  # noqa: E731
# page of results → the key of one of its charts
CHARTS: dict[str, Sample] = {
    "picture": lambda world, place: "regions",
    "item": lambda world, place: "answers",
    "compare": lambda world, place: _first_compared(world.story.form),
    "map": lambda world, place: "map",
    "response": lambda world, place: "rates",
    "trends": lambda world, place: _first_compared(world.story.form),
}


def _first_compared(form: Any) -> str:
    """The first question of the section that a comparison begins with."""
    leading = form.question(form.item(leading_item(form)).question)
    return str(questions_on(form, f"section:{leading.section}")[0].code.lower())


# address → parameter → value, where the parameter's usual sample does not fit
BY_ADDRESS: dict[str, dict[str, Sample]] = {
    "results:item": {"key": lambda world, place: world.story.form.items[0].key},
    **{
        f"results:{page}_{kind}_download": {"figure": figure, "key": KEY}
        for page, figure in CHARTS.items()
        for kind in ("svg", "csv")
    },
    "results:edition_check": {"edition_id": lambda world, place: world.story.draft.pk},
    "results:edition_freeze": {"edition_id": lambda world, place: world.story.draft.pk},
    "results:edition_release": {"edition_id": lambda world, place: world.story.draft.pk},
    "results:edition_discard": {"edition_id": lambda world, place: world.story.draft.pk},
    "returns:receipt": {"year": lambda world, place: 2003},
    "response:read": {"year": lambda world, place: 2003},
    "response:accept": {"year": lambda world, place: 2003},
    "returns:recall": {"year": lambda world, place: 2003},
    "returns:version": {"year": lambda world, place: 2003},
    "returns:queries": {"year": lambda world, place: 2003},
    "returns:reply": {"year": lambda world, place: 2003},
    "returns:ask_reopening": {"year": lambda world, place: 2003},
    "returns:history": {"year": lambda world, place: 2003},
    "response:version": {"year": lambda world, place: 2003},
    "response:history": {"year": lambda world, place: 2003},
    "response:reopen": {"year": lambda world, place: 2003},
    "response:close_reopening": {"year": lambda world, place: 2003},
    "response:ask": {"year": lambda world, place: 2003},
    "response:reply": {"year": lambda world, place: 2003},
    "api:return_version": {"year": lambda world, place: 2003},
    "api:return_version_changes": {"year": lambda world, place: 2003},
    "api:return_query": {"year": lambda world, place: 2003},
    "api:return_replies": {"year": lambda world, place: 2003},
    "api:response_one": {"year": lambda world, place: 2003},
    "api:response_history": {"year": lambda world, place: 2003},
    "api:response_queries": {"year": lambda world, place: 2003},
    "api:response_replies": {"year": lambda world, place: 2003},
    "api:response_settlement": {"year": lambda world, place: 2003},
    "api:response_acceptance": {"year": lambda world, place: 2003},
    "api:response_reopening": {"year": lambda world, place: 2003},
    "api:response_reopening_closure": {"year": lambda world, place: 2003},
    "response:settle_wave": {"year": lambda world, place: 2003},
    "quoting:quoting": {"year": lambda world, place: 2003},
    "quoting:say": {"year": lambda world, place: 2003},
    **{
        f"reading:{name}": {
            "year": lambda world, place: 2003,
            "question": lambda world, place: "M06",
        }
        for name in (
            *("answer", "code", "settle", "quote_new", "answers", "agreement", "counts"),
            *("quotes", "release", "count_mine"),
        )
    },
    "publications:partnership_download": {
        "publication_id": lambda world, place: world.story.papers["alpha"].pk
    },
}


def sample(address: Address, world: Any, place: str) -> dict[str, Any]:
    """Values for every parameter of the address that name things of this place."""
    own = BY_ADDRESS.get(address.name, {})
    return {name: (own.get(name) or _usual(name))(world, place) for name in address.parameters}


def _room(place: str) -> str:
    """National pages name things of alpha's."""
    return "alpha" if place == NATION else place


def _usual(name: str) -> Sample:
    if name in ROWS:
        return lambda world, place: world.row(ROWS[name], _room(place)).pk
    return SAMPLES[name]
