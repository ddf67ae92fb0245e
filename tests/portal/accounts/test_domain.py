"""Opening accounts."""

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.domain import create_demo_users, create_user
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.tenancy.context import in_national

BY = System("tests")
GOOD = "quite-a-long-password"
pytestmark = pytest.mark.django_db


def test_an_account_has_a_lower_case_address_and_an_event() -> None:
    with in_national():
        user = create_user(email="Ann@Council.Example", name="Ann", by=BY, password=GOOD)
        event = AuditEvent.objects.get(name="account.created")
    stored = User.objects.get()
    assert (stored.email, stored.name, stored.is_active) == ("ann@council.example", "Ann", True)
    assert stored.check_password(GOOD)
    assert GOOD not in stored.password
    assert (event.target, event.facts) == (f"accounts.user:{user.pk}", {})


def test_an_account_without_a_password_opens_by_a_reset_link_only() -> None:
    with in_national():
        user = create_user(email="ann@council.example", name="Ann", by=BY)
    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.parametrize("password", ["short", "elevenchars", "password1234", "111111111111"])
def test_a_weak_password_is_refused_and_nothing_is_written(password: str) -> None:
    with in_national(), pytest.raises(ValidationError):
        create_user(email="ann@council.example", name="Ann", by=BY, password=password)
    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["ann@council.example", "ANN@council.example"])
def test_an_address_is_there_once_whatever_its_case(email: str) -> None:
    with in_national():
        create_user(email="ann@council.example", name="Ann", by=BY)
        with pytest.raises(IntegrityError), transaction.atomic():
            create_user(email=email, name="Another Ann", by=BY)
    with (
        in_national(),
        pytest.raises(IntegrityError, match="user_email_once"),
        transaction.atomic(),
    ):
        User.objects.create(email="Ann@council.example", name="Past the domain")


def test_people_are_found_by_address_whatever_its_case() -> None:
    user = User.objects.create_user("ann@council.example", GOOD, name="Ann")
    assert User.objects.get_by_natural_key("ANN@Council.example") == user
    assert (str(user), str(User(email="x@y.example"))) == ("Ann", "x@y.example")


def test_demo_accounts_share_one_password_and_are_made_once() -> None:
    people = [("a@demo.example", "A"), ("B@demo.example", "B")]
    with in_national():
        first = create_demo_users(people=people, password=GOOD, by=BY)
        again = create_demo_users(people=[*people, ("c@demo.example", "C")], password="x", by=BY)
        assert AuditEvent.objects.filter(reason="demonstration").count() == 3
    assert list(first) == ["a@demo.example", "b@demo.example"]
    assert set(again) == {"a@demo.example", "b@demo.example", "c@demo.example"}
    assert all(check_password(GOOD, user.password) for user in first.values())
    assert again["a@demo.example"].pk == first["a@demo.example"].pk


def test_an_account_is_nobody_special() -> None:
    """No superusers, no staff, no groups: rights hang on roles alone."""
    names = {f.name for f in User._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions", "username"}
