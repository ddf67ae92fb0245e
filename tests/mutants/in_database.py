"""Faults of the database: policies, grants, keys, roles."""

from tests.mutants.fault import Edit, Fault

CATALOGUE = "tests/guards/test_catalogue.py"
MODELS = "tests/guards/test_tenant_models.py"
WRITES_NOWHERE = (
    "tests/guards/test_connections.py"
    "::test_the_evaluators_role_writes_nowhere_even_when_its_default_is_lifted"
)
RETURN = "[returns.Return]"
ANSWER = "[returns.Answer]"
SILENT = "partnership_id = nullif(current_setting('app.partnership_id', true), '')::bigint"
WIDE = "COALESCE(partnership_id, {0}) = {0}".format("current_setting('app.holder')::bigint")
OWN = "partnership_id = (SELECT current_setting('app.partnership_id')::bigint)"


def _models(test: str, case: str = RETURN) -> tuple[str, ...]:
    return (f"{MODELS}::{test}{case}",)


def _catalogue(test: str) -> tuple[str, ...]:
    return (f"{CATALOGUE}::{test}",)


def _floor(table: str, using: str, check: str, kind: str = "RESTRICTIVE") -> str:
    return (
        f"DROP POLICY partnership_floor ON {table};"
        f"CREATE POLICY partnership_floor ON {table} AS {kind} TO portal_app"
        f" USING ({using}) WITH CHECK ({check})"
    )


# The application itself refuses such a role; the fault takes that lock away too.
BLIND_START = Edit(
    "portal/tenancy/checks.py",
    "if unsafe is None or unsafe[0]:",
    "if unsafe is None:",
)

POLICIES = [
    Fault(
        "row security off",
        _models("test_reading_shows_one_partnership"),
        sql="ALTER TABLE returns_return DISABLE ROW LEVEL SECURITY",
    ),
    Fault(
        "row security not forced",
        _catalogue("test_a_column_that_names_a_partnership_means_forced_row_security"),
        sql="ALTER TABLE returns_answer NO FORCE ROW LEVEL SECURITY",
    ),
    Fault(
        "floor reads everything",
        _models("test_reading_shows_one_partnership"),
        sql=_floor("returns_return", "true", OWN),
    ),
    Fault(
        "floor writes everywhere",
        _models("test_writing_reaches_one_partnership"),
        sql=_floor("returns_return", OWN, "true"),
    ),
    Fault(
        "floor made permissive",
        _models("test_reading_shows_one_partnership", ANSWER),
        sql=_floor("returns_answer", OWN, OWN, "PERMISSIVE"),
    ),
    Fault(
        "one more permissive policy",
        _catalogue("test_policies_are_exactly_the_expected_ones"),
        sql="CREATE POLICY oops ON returns_return TO portal_app USING (true) WITH CHECK (true)",
        unmoved=(MODELS, "-k", "Return"),
    ),
    Fault(
        "no scope means an empty list",
        _models("test_without_a_scope_every_statement_is_an_error"),
        sql=_floor("returns_return", SILENT, SILENT),
    ),
    Fault(
        "own roles can be changed from anywhere",
        (
            "tests/partnerships/membership/test_domain.py"
            "::test_one_cannot_end_ones_own_role_from_another_room",
        ),
        sql="DROP POLICY floor_update ON membership_roleassignment",
    ),
    Fault(
        "own roles can be moved",
        (
            "tests/partnerships/membership/test_domain.py"
            "::test_one_cannot_move_ones_own_role_to_another_partnership",
        ),
        sql="DROP POLICY floor_update ON membership_roleassignment;"
        " CREATE POLICY floor_update ON membership_roleassignment AS RESTRICTIVE FOR UPDATE"
        f" TO portal_app USING ({OWN}) WITH CHECK (true)",
    ),
    Fault(
        "a room sees what the nation holds",
        _models("test_the_nation_sees_only_what_it_holds", "[publications.Publication]"),
        sql=_floor("publications_publication", WIDE, WIDE),
    ),
    Fault(
        "jobs without a wall: a swapped pair of ids runs",
        ("tests/portal/jobs/test_task.py::test_a_swapped_pair_of_ids_does_nothing",),
        sql=_floor("jobs_job", "true", "true"),
    ),
    Fault(
        "evaluator reads unreleased returns",
        _models("test_the_evaluators_role_reads_what_is_released_and_no_more"),
        sql="DROP POLICY national_read ON returns_return; CREATE POLICY national_read"
        " ON returns_return FOR SELECT TO portal_eval USING (true)",
    ),
]

STRUCTURE = [
    Fault(
        "simple key instead of a composite one",
        (f"{MODELS}::test_a_key_cannot_cross_and_tells_nothing",),
        sql="ALTER TABLE returns_answer DROP CONSTRAINT returns_answer_annual_return_id_same;"
        " ALTER TABLE returns_answer ADD CONSTRAINT simple FOREIGN KEY (annual_return_id)"
        " REFERENCES returns_return (id) DEFERRABLE INITIALLY DEFERRED",
    ),
    Fault(
        "a simple key beside the composite one",
        (f"{MODELS}::test_a_key_is_composite_and_never_simple",),
        sql="ALTER TABLE returns_answer ADD CONSTRAINT simple FOREIGN KEY (annual_return_id)"
        " REFERENCES returns_return (id) DEFERRABLE INITIALLY DEFERRED",
    ),
    Fault(
        "a key that was never validated",
        _catalogue("test_foreign_keys_are_all_validated"),
        sql="ALTER TABLE returns_answer DROP CONSTRAINT returns_answer_annual_return_id_same;"
        " ALTER TABLE returns_answer ADD CONSTRAINT returns_answer_annual_return_id_same"
        " FOREIGN KEY (partnership_id, annual_return_id)"
        " REFERENCES returns_return (partnership_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID",
    ),
    Fault(
        "unique without the partnership",
        _models("test_each_unique_index_holds_the_partnership", ANSWER),
        sql="CREATE UNIQUE INDEX oops ON returns_answer (annual_return_id, question)",
    ),
    Fault(
        "no index that leads with the partnership",
        _models("test_an_index_leads_with_the_partnership", "[audit.AuditEvent]"),
        sql="DROP INDEX audit_by_partnership;"
        " ALTER TABLE audit_auditevent DROP CONSTRAINT audit_auditevent_own",
    ),
    Fault(
        "a row may belong to nobody",
        _catalogue("test_a_column_that_names_a_partnership_means_forced_row_security"),
        sql="ALTER TABLE returns_answer ALTER COLUMN partnership_id DROP NOT NULL",
    ),
    Fault(
        "a table that nobody classified",
        _catalogue("test_every_relation_is_a_tenant_table_or_named_global"),
        sql="CREATE TABLE notes (id bigint, partnership_id bigint, text text)",
    ),
    Fault(
        "a view with its owner's rights",
        _catalogue("test_views_are_named_and_run_with_the_readers_rights"),
        sql="CREATE VIEW everything AS SELECT * FROM returns_return",
    ),
    Fault(
        "a function with its owner's rights",
        _catalogue("test_no_function_runs_with_its_owners_rights"),
        sql="CREATE FUNCTION everything() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM returns_return'",
    ),
    Fault(
        "a frozen edition may change",
        _catalogue("test_triggers_are_named_and_no_rules_work_behind_the_code"),
        sql="DROP TRIGGER edition_stays ON results_edition",
    ),
]

GRANTS = [
    Fault(
        "audit events can be changed",
        ("tests/portal/audit/test_record.py::test_the_application_cannot_rewrite_the_past",),
        sql="GRANT UPDATE, DELETE ON audit_auditevent TO portal_app",
    ),
    Fault(
        "the application may truncate",
        _models("test_truncate_and_structure_are_out_of_reach", "[audit.AuditEvent]"),
        sql="GRANT TRUNCATE ON audit_auditevent TO portal_app",
    ),
    Fault(
        "new tables may be truncated",
        _catalogue("test_default_grants_of_new_tables"),
        sql="ALTER DEFAULT PRIVILEGES FOR ROLE portal_migrator IN SCHEMA public"
        " GRANT TRUNCATE ON TABLES TO portal_app",
    ),
    Fault(
        "the evaluator's role may write",
        (WRITES_NOWHERE,),
        sql="GRANT INSERT, DELETE ON returns_wave TO portal_eval",
    ),
    Fault(
        "the evaluator's role reads accounts",
        _catalogue("test_grants_on_tables_are_exactly_the_expected_ones"),
        sql="GRANT SELECT ON accounts_user TO portal_eval",
    ),
    Fault(
        "one column is granted",
        _catalogue("test_no_right_on_a_single_column"),
        sql="GRANT SELECT (value) ON returns_answer TO portal_eval",
    ),
    Fault(
        "the schema is open to everybody",
        _catalogue("test_schema_and_database_are_closed_to_everybody_else"),
        sql="GRANT USAGE ON SCHEMA public TO PUBLIC",
    ),
]

ROLES = [
    Fault(
        "the application's role bypasses row security",
        _catalogue("test_roles_cannot_step_over_row_security"),
        role_sql="ALTER ROLE portal_app BYPASSRLS",
        role_undo="ALTER ROLE portal_app NOBYPASSRLS",
        edits=(BLIND_START,),
    ),
    Fault(
        "the application's role belongs to the owner's",
        _catalogue("test_roles_belong_to_no_other_role_and_nobody_to_them"),
        role_sql="GRANT portal_migrator TO portal_app",
        role_undo="REVOKE portal_migrator FROM portal_app",
        edits=(BLIND_START,),
    ),
    Fault(
        "the evaluator's role is not read-only",
        _catalogue("test_roles_have_their_limits"),
        role_sql="ALTER ROLE portal_eval RESET default_transaction_read_only",
        role_undo="ALTER ROLE portal_eval SET default_transaction_read_only = on",
    ),
]

FAULTS = [*POLICIES, *STRUCTURE, *GRANTS, *ROLES]
