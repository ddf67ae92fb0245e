"""Giving and ending roles, in a partnership and in the nation."""

import pytest
from django.db import Error, IntegrityError, transaction

from partnerships.membership.domain.roles import (
    NewNationalRole,
    end_role,
    give_national_roles,
    give_role,
)
from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.membership.queries.roles import (
    department_of,
    national_roles_of,
    partnerships_of,
    people_with_roles,
    roles_in,
)
from portal.audit.models import AuditEvent
from portal.errors import Missing, Refused
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast


def told(cast: Cast, name: str) -> list[tuple[str, str, dict[str, object]]]:
    events = AuditEvent.objects.filter(name=name).order_by("-id")
    return [(e.actor_words, e.reason, e.facts) for e in events]


def test_giving_a_role_is_an_event_of_the_partnership(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        held = give_role(
            user=cast.nobody,
            role="member",
            by=cast.alpha_coordinator,
            title="Police",
            reason="Joined the board",
        )
        assert (held.partnership_id, held.role, held.title, held.ended_at) == (
            cast.alpha.pk,
            "member",
            "Police",
            None,
        )
        assert told(cast, "role.given")[0] == (
            "Alpha Coordinator",
            "Joined the board",
            {"role": "member", "user": cast.nobody.pk},
        )
    with in_partnership(cast.beta.pk):
        assert len(told(cast, "role.given")) == 3


def test_giving_a_role_twice_changes_nothing(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        first = give_role(user=cast.nobody, role="member", by=cast.by)
        events = AuditEvent.objects.count()
        assert give_role(user=cast.nobody, role="member", by=cast.by) == first
        assert AuditEvent.objects.count() == events


def test_a_person_may_hold_several_roles(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk, user_id=cast.alpha_chair.pk):
        give_role(user=cast.alpha_chair, role="member", by=cast.by)
        assert roles_in(cast.alpha, cast.alpha_chair) == {"chair", "member"}


@pytest.mark.parametrize("role", ["observer", "evaluator", "emperor", ""])
def test_a_role_that_is_none_of_a_partnership_is_refused(cast: Cast, role: str) -> None:
    with in_partnership(cast.alpha.pk), pytest.raises(Refused) as refusal:
        give_role(user=cast.nobody, role=role, by=cast.by)
    assert refusal.value.message == f"There is no role '{role}' in a partnership."


def test_a_role_cannot_be_given_outside_a_partnership(cast: Cast) -> None:
    with in_national(), pytest.raises(Error), transaction.atomic():
        give_role(user=cast.nobody, role="member", by=cast.by)


def test_ending_a_role_keeps_it_for_the_record(cast: Cast) -> None:
    person = cast.alpha_member
    with in_partnership(cast.alpha.pk, user_id=person.pk):
        held = RoleAssignment.objects.get(user=person)
        end_role(assignment_id=held.pk, by=cast.alpha_coordinator, reason="Left")
        held.refresh_from_db()
        assert held.ended_at is not None
        assert roles_in(cast.alpha, person) == frozenset()
        assert [a.user for a in people_with_roles()] == [cast.alpha_chair, cast.alpha_coordinator]
        assert told(cast, "role.ended") == [("Alpha Coordinator", "Left", {"role": "member"})]
        with pytest.raises(Missing, match="no longer has that role"):
            end_role(assignment_id=held.pk, by=cast.alpha_coordinator, reason="Again")
        again = give_role(user=person, role="member", by=cast.by)
        assert again.pk != held.pk


def test_a_role_of_another_partnership_cannot_be_ended(cast: Cast) -> None:
    with in_partnership(cast.beta.pk):
        theirs = RoleAssignment.objects.get(user=cast.beta_chair)
    with in_partnership(cast.alpha.pk), pytest.raises(Missing):
        end_role(assignment_id=theirs.pk, by=cast.alpha_coordinator, reason="Mischief")
    with in_partnership(cast.beta.pk):
        assert RoleAssignment.objects.get(pk=theirs.pk).ended_at is None


def test_one_cannot_end_ones_own_role_from_another_room(cast: Cast) -> None:
    """One may read one's roles from anywhere, but change them nowhere else."""
    person = cast.beta_chair
    with in_partnership(cast.alpha.pk, user_id=person.pk):
        assert RoleAssignment.objects.filter(user=person).count() == 1
        assert RoleAssignment.objects.filter(user=person).update(title="King") == 0


def test_one_cannot_move_ones_own_role_to_another_partnership(cast: Cast) -> None:
    person = cast.alpha_chair
    with in_partnership(cast.alpha.pk, user_id=person.pk):
        held = RoleAssignment.objects.filter(user=person)
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            held.update(partnership_id=cast.beta.pk)


def test_a_person_sees_all_their_places_and_no_one_elses(cast: Cast) -> None:
    person = cast.alpha_chair
    with in_partnership(cast.beta.pk):
        give_role(user=person, role="member", by=cast.by, title="Fire service")
    with in_national(user_id=person.pk):
        places = [
            (p.slug, [held.title or held.get_role_display() for held in roles])
            for p, roles in partnerships_of(person)
        ]
        assert places == [("alpha", ["LSP chair or vice-chair"]), ("beta", ["Fire service"])]
        assert partnerships_of(cast.beta_chair) == []


def test_national_roles_are_told_to_the_nation(cast: Cast) -> None:
    with in_national():
        before = len(told(cast, "national_role.given"))
        new = [NewNationalRole(cast.nobody, "department_reader", department="dft")]
        give_national_roles(roles=new, by=cast.administrator, reason="Asked for by DfT")
        give_national_roles(roles=new, by=cast.administrator)
        assert len(told(cast, "national_role.given")) == before + 1
        assert told(cast, "national_role.given")[0] == (
            "Administrator",
            "Asked for by DfT",
            {"role": "department_reader"},
        )
        assert national_roles_of(cast.nobody) == {"department_reader"}
        assert (department_of(cast.nobody), department_of(cast.evaluator)) == ("dft", "")


@pytest.mark.parametrize(
    ("role", "region", "department", "constraint"),
    [
        ("observer", "", "", "national_role_region"),
        ("evaluator", "london", "", "national_role_region"),
        ("department_reader", "", "", "national_role_department"),
        ("evaluator", "", "odpm", "national_role_department"),
    ],
)
def test_regions_are_for_observers_and_departments_for_their_readers(
    cast: Cast, role: str, region: str, department: str, constraint: str
) -> None:
    with in_national(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NationalRole.objects.create(
            user=cast.nobody, role=role, region=region, department=department
        )


def test_an_observer_observes_one_region_and_a_member_is_a_member_first(cast: Cast) -> None:
    with in_national(user_id=cast.observer.pk):
        assert roles_in(cast.alpha, cast.observer) == {"observer"}
        assert roles_in(cast.beta, cast.observer) == frozenset()
    with in_partnership(cast.alpha.pk, user_id=cast.observer.pk):
        give_role(user=cast.observer, role="member", by=cast.by)
        assert roles_in(cast.alpha, cast.observer) == {"member"}
