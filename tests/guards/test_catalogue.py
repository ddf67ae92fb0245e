"""The database's catalogue: every relation classified, every policy and grant exactly as meant."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection, connections

from portal.tenancy.checks import floor_of, tenant_models
from portal.tenancy.models import HeldModel
from tests.guards import catalogue
from tests.guards.world import World

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
TENANT_TABLES = {m._meta.db_table for m in tenant_models()}


def ask(sql: str, *values: object, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_every_relation_is_a_tenant_table_or_named_global(world: World) -> None:
    found = ask(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f')"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in found} == TENANT_TABLES | catalogue.GLOBAL_TABLES


def test_no_relation_lives_in_another_schema(world: World) -> None:
    found = ask(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname NOT IN ('public', 'pg_catalog', 'information_schema', 'pg_toast')"
        " AND n.nspname NOT LIKE 'pg_temp%%' AND n.nspname NOT LIKE 'pg_toast_temp%%'"
    )
    assert found == []


def test_a_column_that_names_a_partnership_means_forced_row_security(world: World) -> None:
    found = ask(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnotnull"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'partnership_id' AND c.relkind IN ('r', 'p')"
        " AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
    )
    held = {m._meta.db_table for m in tenant_models() if issubclass(m, HeldModel)}
    closed = {t: (True, True, t not in held) for t in TENANT_TABLES}
    assert {t: rest for t, *rest in found if t not in catalogue.NAMES_A_PARTNERSHIP} == {
        table: list(state) for table, state in closed.items()
    }


def test_row_security_is_forced_nowhere_else_by_accident(world: World) -> None:
    secured = ask(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in secured} == TENANT_TABLES


def test_policies_are_exactly_the_expected_ones(world: World) -> None:
    found = defaultdict(set)
    for table, *policy in ask(
        "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check"
        " FROM pg_policies"
    ):
        found[table].add(tuple(policy))
    expected = {
        m._meta.db_table: catalogue.expected_policies(m._meta.db_table, type(floor_of(m)))
        for m in tenant_models()
    }
    assert dict(found) == expected


def test_the_lists_of_the_catalogue_name_existing_tables(world: World) -> None:
    floors = {m._meta.db_table: floor_of(m) for m in tenant_models()}
    assert {t for t, f in floors.items() if f.national_read} == set(catalogue.NATIONAL_READ)
    assert {t for t, f in floors.items() if f.append_only} == catalogue.APPEND_ONLY
    assert catalogue.EVALUATOR_READS <= catalogue.GLOBAL_TABLES
    assert catalogue.NAMES_A_PARTNERSHIP <= catalogue.GLOBAL_TABLES


def test_grants_on_tables_are_exactly_the_expected_ones(world: World) -> None:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for table, grantee, right, grantable in ask(
        "SELECT c.relname, COALESCE(r.rolname, 'PUBLIC'), a.privilege_type, a.is_grantable"
        " FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
        " AND a.grantee <> c.relowner"
    ):
        assert not grantable, f"{grantee} may pass on {right} on {table}"
        found[table][grantee].add(right)
    tables = TENANT_TABLES | catalogue.GLOBAL_TABLES
    assert found == {table: catalogue.expected_grants(table) for table in tables}


def test_no_right_on_a_single_column(world: World) -> None:
    found = ask(
        "SELECT attrelid::regclass::text, attname FROM pg_attribute"
        " JOIN pg_class c ON c.oid = attrelid"
        " WHERE attacl IS NOT NULL AND c.relnamespace = 'public'::regnamespace"
    )
    assert found == []


def test_sequences_are_used_by_the_application_only(world: World) -> None:
    found = ask(
        "SELECT DISTINCT COALESCE(r.rolname, 'PUBLIC'), a.privilege_type"
        " FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'"
        " AND a.grantee <> c.relowner"
    )
    assert set(found) == {("portal_app", "SELECT"), ("portal_app", "USAGE")}


def test_default_grants_of_new_tables(world: World) -> None:
    found = ask(
        "SELECT d.defaclobjtype::text, r.rolname, a.privilege_type"
        " FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) a"
        " JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname <> 'portal_migrator'"
    )
    tables = {("r", "portal_app", right) for right in catalogue.WRITES}
    assert set(found) == tables | {("S", "portal_app", "USAGE"), ("S", "portal_app", "SELECT")}


def test_schema_and_database_are_closed_to_everybody_else(world: World) -> None:
    schema = ask(
        "SELECT COALESCE(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_namespace n"
        " CROSS JOIN LATERAL aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE n.nspname = 'public' AND a.grantee <> n.nspowner"
    )
    assert {row for row in schema if row[0] != "portal_migrator"} == {
        ("portal_app", "USAGE"),
        ("portal_eval", "USAGE"),
    }
    database = ask(
        "SELECT COALESCE(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_database d"
        " CROSS JOIN LATERAL aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE d.datname = current_database() AND a.grantee <> d.datdba"
    )
    assert set(database) == {("portal_app", "CONNECT"), ("portal_eval", "CONNECT")}


def test_no_function_runs_with_its_owners_rights(world: World) -> None:
    found = ask(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in found} == catalogue.DEFINER_FUNCTIONS


def test_views_are_named_and_run_with_the_readers_rights(world: World) -> None:
    found = ask(
        "SELECT relname, relkind = 'v' AND 'security_invoker=true' = ANY (reloptions)"
        " FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    assert dict(found) == dict.fromkeys(catalogue.VIEWS, True)


def test_triggers_are_named_and_no_rules_work_behind_the_code(world: World) -> None:
    triggers = ask("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    rules = ask(
        "SELECT rulename FROM pg_rules WHERE schemaname = 'public' AND rulename <> '_RETURN'"
    )
    assert ({name for (name,) in triggers}, rules) == (catalogue.TRIGGERS, [])


@pytest.mark.parametrize("alias", ["default", "evaluator"])
def test_roles_cannot_step_over_row_security(world: World, alias: str) -> None:
    flags = ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = current_user",
        alias=alias,
    )
    owned = ask("SELECT relname FROM pg_class WHERE relowner = current_user::regrole", alias=alias)
    assert (flags, owned) == ([(False,) * 5], [])


def test_roles_belong_to_no_other_role_and_nobody_to_them(world: World) -> None:
    found = ask(
        "SELECT m.member::regrole::text, m.roleid::regrole::text FROM pg_auth_members m"
        " WHERE m.member::regrole::text LIKE 'portal%%' OR m.roleid::regrole::text LIKE 'portal%%'"
    )
    assert found == []


def test_each_alias_has_the_role_it_is_named_for(world: World) -> None:
    assert ask("SELECT current_user::text, session_user::text") == [("portal_app", "portal_app")]
    evaluator = ask("SELECT current_user::text, session_user::text", alias="evaluator")
    assert evaluator == [("portal_eval", "portal_eval")]


def test_roles_have_their_limits(world: World) -> None:
    found = ask(
        "SELECT r.rolname, unnest(s.setconfig) FROM pg_db_role_setting s"
        " JOIN pg_roles r ON r.oid = s.setrole"
        " WHERE r.rolname IN ('portal_app', 'portal_eval')"
    )
    assert set(found) == {
        ("portal_app", "statement_timeout=15s"),
        ("portal_app", "lock_timeout=5s"),
        ("portal_app", "idle_in_transaction_session_timeout=30s"),
        ("portal_eval", "default_transaction_read_only=on"),
        ("portal_eval", "statement_timeout=60s"),
        ("portal_eval", "lock_timeout=5s"),
        ("portal_eval", "idle_in_transaction_session_timeout=60s"),
    }


def test_the_models_pass_the_systems_own_checks() -> None:
    assert [str(e) for e in run_checks() if e.id.startswith("tenancy.")] == []


def test_no_model_hides_from_the_registry(world: World) -> None:
    """A model with a partnership column is a tenant model, not a plain one."""
    plain = {
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if any(f.column == "partnership_id" for f in m._meta.concrete_fields)
    }
    assert plain - catalogue.NAMES_A_PARTNERSHIP == TENANT_TABLES


def test_foreign_keys_are_all_validated(world: World) -> None:
    assert ask("SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated") == []


def test_row_security_is_on_for_this_session(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW row_security")
        assert cursor.fetchone() == ("on",)
