"""The scope: one transaction, one partnership, nothing left behind."""

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from partnerships.membership.models import RoleAssignment
from portal.tenancy.context import ScopeError, current_partnership_id, in_national, in_partnership
from tests.conftest import Cast


def test_no_scope_is_an_error_never_an_empty_list(cast: Cast) -> None:
    with pytest.raises((DataError, ProgrammingError)), transaction.atomic():
        list(RoleAssignment.objects.all())


@pytest.mark.django_db
def test_second_partnership_inside_a_first_is_refused() -> None:
    with in_partnership(1), pytest.raises(ScopeError), in_partnership(2):
        pass


@pytest.mark.django_db
def test_leaving_for_a_while_comes_back() -> None:
    with in_partnership(1, user_id=7):
        with in_partnership(2, switch=True):
            assert _settings() == ("2", "2", "0")
        assert _settings() == ("1", "1", "7")
        assert current_partnership_id() == 1
    assert current_partnership_id() is None


@pytest.mark.django_db
def test_nation_opens_no_partnership() -> None:
    with in_national(user_id=3):
        assert _settings() == ("", "0", "3")


def _settings() -> tuple[str, ...]:
    names = ["app.partnership_id", "app.holder", "app.user_id"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{n}')" for n in names))
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_same_scope_inside_itself_is_fine() -> None:
    with in_partnership(1, user_id=7):
        with in_partnership(1, user_id=7):
            assert _settings() == ("1", "1", "7")
        assert _settings() == ("1", "1", "7")


@pytest.mark.django_db
def test_the_nation_inside_a_partnership_must_be_meant() -> None:
    with in_partnership(1), pytest.raises(ScopeError), in_national():
        pass
    with in_partnership(1), in_national(switch=True):
        assert _settings() == ("", "0", "0")


@pytest.mark.django_db
def test_an_error_inside_another_scope_puts_the_outer_one_back() -> None:
    with in_partnership(1, user_id=7):
        with pytest.raises(ZeroDivisionError), in_partnership(2, switch=True):
            raise ZeroDivisionError
        assert _settings() == ("1", "1", "7")
        assert current_partnership_id() == 1


@pytest.mark.django_db
def test_a_broken_transaction_inside_a_scope_is_the_scopes_own() -> None:
    with in_partnership(1):
        with pytest.raises(ProgrammingError), in_partnership(2, switch=True):
            with connection.cursor() as cursor:
                cursor.execute("SELECT nonsense FROM nowhere")
        assert _settings() == ("1", "1", "0")


@pytest.mark.django_db
def test_a_row_written_in_a_scope_belongs_to_it(cast: Cast) -> None:
    with in_partnership(cast.beta.pk):
        row = RoleAssignment.objects.create(user=cast.nobody, role="member")
    assert row.partnership_id == cast.beta.pk
