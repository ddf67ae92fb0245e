"""Reads of the team in the current partnership: who has which section, who may have one, what the
partners say, how long it took."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from partnerships.membership.models import Member, Organisation
from partnerships.membership.permissions import P
from partnerships.membership.queries.directory import own_members
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.queries.serving import serving_on
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.accounts.models import User
from surveys.returns.models import Assignment, Effort, Endorsement, Return, Wave

MAY_ANSWER = frozenset(
    key
    for key, role in PARTNERSHIP_ROLES.items()
    if role.rights & {P.RETURN_ANSWER, P.RETURN_CONTRIBUTE}
)


def assignments_of(annual_return: Return) -> QuerySet[Assignment]:
    """Every section given to somebody, in the order of giving."""
    given = annual_return.assignments.select_related("person", "organisation", "assigned_by")
    return given.order_by("id")


def assignment_of(annual_return: Return, assignment_id: int) -> Assignment | None:
    """One of them."""
    return assignments_of(annual_return).filter(pk=assignment_id).first()


def own_assignments(annual_return: Return, user: User) -> QuerySet[Assignment]:
    """Those to the person, or to an organisation whose member the person is today. One query."""
    mine = own_members(user, timezone.localdate()).values("organisation_id")
    own = Q(person=user) | Q(organisation__in=mine)
    return assignments_of(annual_return).filter(own)


def assignments_due(until: date) -> QuerySet[Assignment]:
    """Sections due on that day or before in returns that are not signed off, by day."""
    due = Assignment.objects.filter(
        due_on__lte=until,
        annual_return__state__in=Return.OPEN,
        annual_return__wave__state__in=(Wave.State.OPEN, Wave.State.CLOSED),
    )
    joined = due.select_related(
        "person", "organisation", "annual_return__wave__questionnaire", "annual_return__partnership"
    )
    return joined.defer(
        "annual_return__wave__questionnaire__document",
        "annual_return__codes",
        "annual_return__numbers",
    ).order_by("due_on", "id")


def answerers() -> list[User]:
    """Open accounts with a role here that lets them answer sections given to them, by name."""
    held = people_with_roles().filter(role__in=MAY_ANSWER, user__is_active=True)
    return list({each.user_id: each.user for each in held}.values())


def answerers_by_organisation(day: date) -> dict[int, list[User]]:
    """Organisation id → those of `answerers` who are its members on the day. Two queries."""
    able = {person.pk: person for person in answerers()}
    serving = Member.objects.filter(serving_on(day), user__in=able).order_by("organisation", "id")
    found: dict[int, dict[int, User]] = {}
    for organisation, user in serving.values_list("organisation_id", "user_id"):
        found.setdefault(organisation, {})[user] = able[user]  # type: ignore[index]
    return {key: sorted(people.values(), key=_by_name) for key, people in found.items()}


def hearers_of(assignments: Iterable[Assignment]) -> Mapping[int, list[User]]:
    """Assignment id → who hears of it: its person, or all of its organisation who may answer.

    Whoever has no role here any more hears nothing. Two queries, however many assignments.
    """
    able = {person.pk: person for person in answerers()}
    through = answerers_by_organisation(timezone.localdate())
    return {
        each.pk: through.get(each.organisation_id, [])
        if each.organisation_id
        else [able[each.person_id]]
        if each.person_id in able
        else []
        for each in assignments
    }


def own_organisations(user: User) -> list[Organisation]:
    """The organisations whose member the person is today, by name, each once."""
    own = own_members(user, timezone.localdate())
    return list({each.organisation_id: each.organisation for each in own}.values())


def endorsements_of(annual_return: Return) -> QuerySet[Endorsement]:
    """What the partners said about sections, by organisation."""
    said = annual_return.endorsements.select_related("organisation", "said_by")
    return said.order_by("organisation__name", "id")


def efforts_of(annual_return: Return) -> list[tuple[str, int, int]]:
    """(section code, person id, seconds) of everybody who has spent time on the return."""
    spent: QuerySet[Effort] = annual_return.efforts.filter(seconds__gt=0).order_by("section", "id")
    return list(spent.values_list("section", "person_id", "seconds"))


def _by_name(person: User) -> tuple[str, int]:
    return (person.name, person.pk)
