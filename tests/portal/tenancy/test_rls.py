"""Floors as Django constraints: what a migration writes, changes and takes away."""

import importlib

import pytest
from django.db import ProgrammingError, connections, transaction
from django.db.migrations.writer import MigrationWriter

from partnerships.membership.models import RoleAssignment
from portal.tenancy.rls import Floor, HolderFloor, OwnFloor, PartnershipFloor


def test_a_migration_writes_every_option() -> None:
    floor = PartnershipFloor(
        name="x_floor", parents=("a", "b"), national_read="state = 'x'", append_only=True
    )
    path, args, kwargs = floor.deconstruct()
    assert (path, args) == ("portal.tenancy.rls.PartnershipFloor", ())
    assert kwargs == {
        "name": "x_floor",
        "parents": ("a", "b"),
        "national_read": "state = 'x'",
        "append_only": True,
    }
    written, imports = MigrationWriter.serialize(floor)
    module = importlib.import_module("portal.tenancy.rls")
    assert eval(written, {"portal": importlib.import_module("portal")}) == floor
    assert imports == {f"import {module.__name__}"}


@pytest.mark.parametrize(
    "other",
    [
        PartnershipFloor(name="y"),
        PartnershipFloor(name="x", parents=("a",)),
        PartnershipFloor(name="x", national_read="true"),
        PartnershipFloor(name="x", append_only=True),
        HolderFloor(name="x"),
        OwnFloor(name="x"),
    ],
)
def test_any_change_of_a_floor_is_a_migration(other: Floor) -> None:
    assert PartnershipFloor(name="x") != other
    assert PartnershipFloor(name="x") == PartnershipFloor(name="x")


@pytest.mark.django_db(databases=["default", "owner"])
def test_taking_a_floor_away_closes_the_table() -> None:
    floor = next(c for c in RoleAssignment._meta.constraints if isinstance(c, OwnFloor))
    owner = connections["owner"]
    with transaction.atomic(using="owner"):
        with owner.schema_editor(atomic=False) as editor:
            editor.execute(floor.remove_sql(RoleAssignment, editor))
        with owner.cursor() as cursor:
            cursor.execute(
                "SELECT c.relrowsecurity, c.relforcerowsecurity,"
                " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
                " FROM pg_class c WHERE relname = 'membership_roleassignment'"
            )
            assert cursor.fetchone() == (True, True, 0)
        transaction.set_rollback(True, using="owner")


@pytest.mark.django_db(databases=["default", "owner"])
def test_taking_it_away_and_putting_it_back_gives_the_same_policies() -> None:
    floor = next(c for c in RoleAssignment._meta.constraints if isinstance(c, OwnFloor))
    owner = connections["owner"]

    def policies() -> list[tuple]:
        with owner.cursor() as cursor:
            cursor.execute(
                "SELECT policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
                " WHERE tablename = 'membership_roleassignment' ORDER BY 1"
            )
            return cursor.fetchall()

    with transaction.atomic(using="owner"):
        before = policies()
        with owner.schema_editor(atomic=False) as editor:
            editor.execute(floor.remove_sql(RoleAssignment, editor))
            editor.execute(floor.create_sql(RoleAssignment, editor))
        assert policies() == before
        assert len(before) == 6
        transaction.set_rollback(True, using="owner")


@pytest.mark.django_db
def test_a_floor_asks_nothing_in_python() -> None:
    assert PartnershipFloor(name="x").validate(RoleAssignment, RoleAssignment()) is None


@pytest.mark.django_db
def test_the_application_cannot_take_a_floor_away() -> None:
    floor = next(c for c in RoleAssignment._meta.constraints if isinstance(c, OwnFloor))
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        with connections["default"].schema_editor(atomic=False) as editor:
            editor.execute(floor.remove_sql(RoleAssignment, editor))
