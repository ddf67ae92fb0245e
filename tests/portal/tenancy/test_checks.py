"""The process refuses a database role that row security does not hold."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models

from portal.audit.models import AuditEvent
from portal.tenancy import checks
from portal.tenancy.checks import (
    each_tenant_model_has_a_floor,
    floor_of,
    refuse_unsafe_role,
    tenant_models,
)
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import HolderFloor

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has not connected yet."""
    monkeypatch.setattr(checks, "_checked", set())


@pytest.fixture
def as_owner() -> Iterator[object]:
    """The owner's role under the application's alias: the mistake of a wrong DATABASE_URL."""
    wrapper = connections["owner"].copy(alias="default")
    yield wrapper
    wrapper.close()


def test_the_applications_roles_are_accepted_and_asked_once() -> None:
    for alias in ("default", "evaluator"):
        refuse_unsafe_role(connections[alias])
    assert checks._checked == {"default", "evaluator"}


def test_the_owners_role_is_refused_for_the_application(as_owner: object) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe_role(as_owner)
    assert "The database role of 'default' owns tables" in str(refusal.value)
    assert "docs/operations.md" in str(refusal.value)


def test_a_session_with_row_security_off_is_refused() -> None:
    wrapper = connections["default"].copy(alias="default")
    wrapper.settings_dict["OPTIONS"] = {
        **wrapper.settings_dict["OPTIONS"],
        "options": "-c row_security=off",
    }
    try:
        with pytest.raises(ImproperlyConfigured):
            refuse_unsafe_role(wrapper)
    finally:
        wrapper.close()


def test_other_connections_are_left_alone() -> None:
    refuse_unsafe_role(connections["owner"])
    assert checks._checked == set()


def test_each_tenant_model_is_known_and_has_one_floor() -> None:
    labels = [m._meta.label for m in tenant_models()]
    assert labels == sorted(labels)
    assert {"audit.AuditEvent", "jobs.Job", "membership.RoleAssignment"} <= set(labels)
    assert each_tenant_model_has_a_floor(None) == []
    assert isinstance(floor_of(AuditEvent), HolderFloor)


def test_a_model_without_a_floor_or_with_a_bare_link_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Bare(TenantModel):
        people = models.ManyToManyField("accounts.User")

        class Meta:
            app_label = "tests_tenancy"

    monkeypatch.setattr(checks, "tenant_models", lambda: [Bare])
    assert [e.id for e in each_tenant_model_has_a_floor(None)] == ["tenancy.E001", "tenancy.E002"]
