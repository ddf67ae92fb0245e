"""A prepared query answers as the plain one does, in the scope of the moment."""

import pytest
from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.test.utils import CaptureQueriesContext

from partnerships.membership.models import RoleAssignment
from portal.prepared import Prepared, Slot
from portal.tenancy.context import in_partnership
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def own(user: object) -> QuerySet[RoleAssignment]:
    held = RoleAssignment.objects.filter(user=user, ended_at=None)
    return held.select_related("partnership", "user").order_by("id")


def test_rows_are_those_of_the_plain_query(cast: Cast) -> None:
    prepared = Prepared(lambda: own(Slot("user", BigIntegerField())))
    with in_partnership(cast.alpha.pk):
        for person in (cast.alpha_chair, cast.alpha_coordinator, cast.alpha_chair):
            with CaptureQueriesContext(connection) as seen:
                found = prepared(user=person.pk)
                said = [(each.partnership.slug, each.user.email, each.role) for each in found]
            assert len(seen) == 1
            plain = [(e.partnership.slug, e.user.email, e.role) for e in own(person)]
            assert said == plain != []
        assert prepared.first(user=cast.alpha_chair.pk) == own(cast.alpha_chair).first()
        assert prepared.first(user=0) is None


def test_values_are_tuples_and_converted(cast: Cast) -> None:
    names = ("role", "ended_at", "partnership__nrf")
    prepared = Prepared(lambda: own(Slot("user", BigIntegerField())).values_list(*names))
    with in_partnership(cast.alpha.pk):
        assert prepared(user=cast.alpha_chair.pk) == list(own(cast.alpha_chair).values_list(*names))


def test_row_security_judges_each_sending(cast: Cast) -> None:
    """The same SQL, written in alpha's room, reads nothing of alpha in beta's."""
    everybody = RoleAssignment.objects.order_by("id")
    prepared = Prepared(lambda: everybody.all())
    with in_partnership(cast.alpha.pk):
        here = {each.partnership_id for each in prepared()}
    with in_partnership(cast.beta.pk):
        there = {each.partnership_id for each in prepared()}
    assert (here, there) == ({cast.alpha.pk}, {cast.beta.pk})
