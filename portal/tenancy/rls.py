"""Row-level security as Django constraints: the only place with policy SQL.

Each floor forces row security on its table and adds, for the application role, one permissive
policy and a RESTRICTIVE one that nothing else can widen. Removing a floor leaves row security on,
so the table fails closed.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.ddl_references import Statement
from django.db.models import BaseConstraint

from portal.tenancy.roles import APP, EVALUATOR

PARTNERSHIP = "(SELECT current_setting('app.partnership_id')::bigint)"
HOLDER = "(SELECT current_setting('app.holder')::bigint)"
USER = "(SELECT current_setting('app.user_id')::bigint)"


class Floor(BaseConstraint):
    """Row security for one table.

    parents: names of foreign keys to other tenant tables; each becomes a composite key
    (partnership_id, column), so that a row can never point into another partnership.
    national_read: SQL condition under which the evaluator's role may read a row; None: never.
    append_only: the application role may read and insert, never change or delete.
    """

    condition = ""

    def __init__(
        self,
        *,
        name: str,
        parents: tuple[str, ...] = (),
        national_read: str | None = None,
        append_only: bool = False,
    ):
        self.parents = tuple(parents)
        self.national_read = national_read
        self.append_only = append_only
        super().__init__(name=name)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """What a migration writes down."""
        path, args, kwargs = super().deconstruct()
        kwargs["parents"] = self.parents
        kwargs["national_read"] = self.national_read
        kwargs["append_only"] = self.append_only
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Floor) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to check in Python: the database enforces the floor."""

    def policies(self, table: str) -> list[str]:
        """The policies of the application role."""
        return [
            f'CREATE POLICY app_access ON "{table}" TO {APP} USING (true) WITH CHECK (true)',
            (
                f'CREATE POLICY partnership_floor ON "{table}" AS RESTRICTIVE TO {APP}'
                f" USING ({self.condition}) WITH CHECK ({self.condition})"
            ),
        ]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Called while the table is being created: everything follows right after it."""
        before = len(schema_editor.deferred_sql)
        own = self.create_sql(model, schema_editor)
        # Ahead of the composite keys, one of which may point at this very table.
        schema_editor.deferred_sql.insert(before, own)
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Row security at once; composite keys at the end, when every parent is unique."""
        table = model._meta.db_table
        statements = [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_own" UNIQUE (partnership_id, id)',
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'REVOKE ALL ON "{table}" FROM PUBLIC',
            *self.policies(table),
        ]
        if self.append_only:
            statements.append(f'REVOKE UPDATE, DELETE ON "{table}" FROM {APP}')
        if self.national_read:
            statements += [
                (
                    f'CREATE POLICY national_read ON "{table}" FOR SELECT TO {EVALUATOR}'
                    f" USING ({self.national_read})"
                ),
                f'GRANT SELECT ON "{table}" TO {EVALUATOR}',
            ]
        for name, column, parent in self._composite_keys(model):
            schema_editor.deferred_sql.append(
                _statement(
                    f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}"'
                    f' FOREIGN KEY (partnership_id, "{column}")'
                    f' REFERENCES "{parent}" (partnership_id, id) DEFERRABLE INITIALLY DEFERRED'
                )
            )
        return _statement(";\n".join(statements))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Policies go, row security stays: the table is closed until a new floor opens it."""
        table = model._meta.db_table
        statements = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'
            for name, _, _ in self._composite_keys(model)
        ]
        policies = ["app_access", "national_read", "partnership_floor"]
        policies += [f"floor_{command}" for command in ("select", "insert", "update", "delete")]
        statements += [f'DROP POLICY IF EXISTS {name} ON "{table}"' for name in policies]
        statements.append(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_own" CASCADE')
        return _statement(";\n".join(statements))

    def _composite_keys(self, model: Any) -> list[tuple[str, str, str]]:
        table = model._meta.db_table
        fields = [model._meta.get_field(name) for name in self.parents]
        return [
            (f"{table}_{f.column}_same", f.column, f.related_model._meta.db_table) for f in fields
        ]


class PartnershipFloor(Floor):
    """Rows of exactly one partnership."""

    condition = f"partnership_id = {PARTNERSHIP}"


class HolderFloor(Floor):
    """Rows of a partnership or, with no partnership, of the nation."""

    condition = f"COALESCE(partnership_id, 0::bigint) = {HOLDER}"


class OwnFloor(Floor):
    """Rows of one partnership that the person they are about may read from anywhere."""

    condition = f"partnership_id = {PARTNERSHIP}"

    def policies(self, table: str) -> list[str]:
        """Reading is wider than writing, so each command has its own restrictive policy."""
        readable = f"user_id = {USER} OR partnership_id = {HOLDER}"
        restrictive = f'ON "{table}" AS RESTRICTIVE FOR'
        return [
            f'CREATE POLICY app_access ON "{table}" TO {APP} USING (true) WITH CHECK (true)',
            f"CREATE POLICY floor_select {restrictive} SELECT TO {APP} USING ({readable})",
            (
                f"CREATE POLICY floor_insert {restrictive} INSERT TO {APP}"
                f" WITH CHECK ({self.condition})"
            ),
            (
                f"CREATE POLICY floor_update {restrictive} UPDATE TO {APP}"
                f" USING ({self.condition}) WITH CHECK ({self.condition})"
            ),
            f"CREATE POLICY floor_delete {restrictive} DELETE TO {APP} USING ({self.condition})",
        ]


def _statement(sql: str) -> Statement:
    return Statement("%(sql)s", sql=sql)
