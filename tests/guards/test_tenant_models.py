"""Every tenant model against the real database in the application's role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, connections, models, transaction

from portal.tenancy.checks import floor_of, tenant_models
from portal.tenancy.context import in_national
from portal.tenancy.models import HeldModel, TenantModel
from portal.tenancy.rls import OwnFloor
from tests.guards.world import World

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
every_model = pytest.mark.parametrize("model", tenant_models(), ids=lambda m: m._meta.label)
every_partnership_model = pytest.mark.parametrize(
    "model",
    [m for m in tenant_models() if issubclass(m, TenantModel)],
    ids=lambda m: m._meta.label,
)
every_held_model = pytest.mark.parametrize(
    "model", [m for m in tenant_models() if issubclass(m, HeldModel)], ids=lambda m: m._meta.label
)


def refused(work: Callable[[], Any], alias: str = "default") -> str:
    """The SQL error that the work meets."""
    with pytest.raises(Error) as met, transaction.atomic(using=alias):
        work()
    return str(met.value)


def sql(statement: str, *values: object) -> list[tuple] | int:
    """Rows, or how many rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def columns(model: type[models.Model]) -> list[str]:
    return [f.column for f in model._meta.concrete_fields if not f.generated]


def any_column(model: type[models.Model]) -> str:
    return next(f.column for f in model._meta.concrete_fields if not f.primary_key)


# What a second row of a model must say otherwise, lest a unique key refuses it first.
UNTAKEN: dict[str, dict[str, object]] = {"returns.Version": {"number": 9_999}}


def copied(model: type[models.Model], row: models.Model, **changes: object) -> int:
    """INSERT a copy of the row by SQL, so that no Python stands between."""
    values = {c: row.__dict__[f.attname] for c, f in _fields(model)} | changes
    prepared = [
        f.get_db_prep_save(values[c], connection) if c in values else None
        for c, f in _fields(model)
    ]
    names = ", ".join(f'"{c}"' for c, _ in _fields(model))
    marks = ", ".join(["%s"] * len(prepared))
    return sql(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', *prepared)


def _fields(model: type[models.Model]) -> Iterator[tuple[str, models.Field]]:
    for field in model._meta.concrete_fields:
        if not field.generated and (not field.primary_key or field.has_default()):
            yield field.column, field


@every_model
def test_the_world_holds_a_row_at_every_place(world: World, model: type[models.Model]) -> None:
    """Every denial below needs something that could have been seen."""
    for place in ("alpha", "beta"):
        with world.scope(place):
            assert model.objects.filter(pk=world.row(model, place).pk).count() == 1


@every_model
def test_without_a_scope_every_statement_is_an_error(
    world: World, model: type[models.Model]
) -> None:
    table, column = model._meta.db_table, any_column(model)
    for statement in (
        f'SELECT * FROM "{table}"',
        f'SELECT count(*) FROM "{table}"',
        f'UPDATE "{table}" SET "{column}" = "{column}"',
        f'DELETE FROM "{table}"',
    ):
        message = refused(lambda statement=statement: sql(statement))
        assert "app." in message or "bigint" in message or "permission denied" in message
    refused(lambda: copied(model, world.row(model, "alpha")))


@every_partnership_model
def test_the_nation_cannot_touch_partnerships_rows(world: World, model: type[models.Model]) -> None:
    table = model._meta.db_table
    with in_national():
        assert "bigint" in refused(lambda: copied(model, world.row(model, "alpha")))
        never = "permission denied" if floor_of(model).append_only else "bigint"
        assert never in refused(lambda: sql(f'DELETE FROM "{table}"'))
    if isinstance(floor_of(model), OwnFloor):
        with in_national():
            assert sql(f'SELECT count(*) FROM "{table}"') == [(0,)]
    else:
        with in_national():
            assert "bigint" in refused(lambda: list(model.objects.all()))
            assert "bigint" in refused(lambda: model.objects.count())


@every_held_model
def test_the_nation_sees_only_what_it_holds(world: World, model: type[models.Model]) -> None:
    with in_national():
        assert set(model.objects.values_list("partnership_id", flat=True)) == {None}
        assert "row-level security" in refused(lambda: copied(model, world.row(model, "alpha")))
    with world.scope("alpha"):
        nation = world.row(model, "nation")
        assert not model.objects.filter(pk=nation.pk).exists()
        assert "row-level security" in refused(
            lambda: copied(model, world.row(model, "alpha"), partnership_id=None)
        )


@every_model
def test_reading_shows_one_partnership(world: World, model: type[models.Model]) -> None:
    table, beta = model._meta.db_table, world.row(model, "beta")
    own = {world.cast.alpha.pk}
    with world.scope("alpha"):
        assert {row.partnership_id for row in model.objects.all()} == own
        assert not model.objects.filter(pk=beta.pk).exists()
        assert sql(f'SELECT DISTINCT partnership_id FROM "{table}"') == [(world.cast.alpha.pk,)]
        assert sql(f'SELECT * FROM "{table}" WHERE partnership_id = %s', beta.partnership_id) == []
        assert "canary-beta" not in str(sql(f'SELECT t::text FROM "{table}" t')).lower()


@every_model
def test_writing_reaches_one_partnership(world: World, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, any_column(model)
    where, other = f'UPDATE "{table}" SET "{column}" = "{column}"', world.cast.beta.pk
    beta = world.row(model, "beta")
    with world.scope("alpha"):
        assert "row-level security" in refused(lambda: copied(model, beta))
        if floor_of(model).append_only:
            assert "permission denied" in refused(lambda: sql(where))
            assert "permission denied" in refused(lambda: sql(f'DELETE FROM "{table}"'))
            return
        assert sql(f"{where} WHERE partnership_id = %s", other) == 0
        assert model.objects.filter(pk=beta.pk).update(partnership_id=other) == 0
        assert sql(f'DELETE FROM "{table}" WHERE partnership_id = %s', other) == 0


@every_model
def test_a_row_cannot_move_to_another_partnership(world: World, model: type[models.Model]) -> None:
    alpha = world.row(model, "alpha")
    expected = "permission denied" if floor_of(model).append_only else "row-level security"
    with world.scope("alpha"):
        message = refused(
            lambda: model.objects.filter(pk=alpha.pk).update(partnership_id=world.cast.beta.pk)
        )
    assert expected in message


@every_model
def test_the_row_of_the_other_place_stays_as_it_was(
    world: World, model: type[models.Model]
) -> None:
    """Without a WHERE at all: the worst statement that code could send."""
    table, column = model._meta.db_table, any_column(model)
    with world.scope("beta"):
        before = sql(f'SELECT t::text FROM "{table}" t ORDER BY 1')
    with world.scope("alpha"):
        for statement in (
            f'UPDATE "{table}" SET "{column}" = "{column}"',
            f'DELETE FROM "{table}"',
        ):
            try:
                with transaction.atomic():
                    sql(statement)
                    sql("SET CONSTRAINTS ALL IMMEDIATE")
            except Error:
                continue  # append-only, or rows hang on it: as good as an untouched beta
    with world.scope("beta"):
        assert sql(f'SELECT t::text FROM "{table}" t ORDER BY 1') == before


@every_model
def test_truncate_and_structure_are_out_of_reach(world: World, model: type[models.Model]) -> None:
    table = model._meta.db_table
    with world.scope("alpha"):
        for statement in (
            f'TRUNCATE "{table}" CASCADE',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            f'CREATE POLICY mine ON "{table}" USING (true)',
            "SET SESSION AUTHORIZATION portal_migrator",
            "SET ROLE portal_migrator",
            "CREATE TABLE mine (id int)",
        ):
            message = refused(lambda statement=statement: sql(statement))
            assert "permission denied" in message or "must be owner" in message, statement
        sql("SET LOCAL row_security = off")
        assert "row-level security" in refused(lambda: list(model.objects.all()))
        sql("SET LOCAL row_security = on")


def tenant_keys() -> list[tuple[type[models.Model], models.ForeignKey]]:
    """Foreign keys from a tenant model to a tenant model."""
    return [
        (model, field)
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, TenantModel | HeldModel)
    ]


every_tenant_key = pytest.mark.parametrize(
    ("model", "field"), tenant_keys(), ids=lambda x: getattr(x, "name", None) or x._meta.label
)


@every_tenant_key
def test_a_key_cannot_cross_and_tells_nothing(
    world: World, model: type[models.Model], field: models.ForeignKey
) -> None:
    row, parent = world.row(model, "alpha"), world.row(field.related_model, "beta")
    nothing = {"UUIDField": "00000000-0000-4000-8000-000000000000"}.get(
        field.target_field.get_internal_type(), 987_654_321
    )

    def point_to(value: object) -> None:
        if floor_of(model).append_only:
            copied(model, row, **{field.column: value, **UNTAKEN.get(model._meta.label, {})})
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            return
        statement = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s'
        sql(statement, value, row.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")

    with world.scope("alpha"):
        foreign = refused(lambda: point_to(parent.pk))
        missing = refused(lambda: point_to(nothing))
    assert "foreign key" in foreign
    assert foreign.split("DETAIL")[0] == missing.split("DETAIL")[0]
    assert foreign.replace(str(parent.pk), "?") == missing.replace(str(nothing), "?")


@every_tenant_key
def test_a_key_is_composite_and_never_simple(
    world: World, model: type[models.Model], field: models.ForeignKey
) -> None:
    keys = sql(
        "SELECT ARRAY(SELECT a.attname::text FROM unnest(c.conkey) k JOIN pg_attribute a"
        " ON a.attrelid = c.conrelid AND a.attnum = k), c.convalidated"
        " FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = %s::regclass"
        " AND c.confrelid = %s::regclass",
        model._meta.db_table,
        field.related_model._meta.db_table,
    )
    own = [(set(names), valid) for names, valid in keys if field.column in names]
    assert own == [({"partnership_id", field.column}, True)]


@every_model
def test_each_unique_index_holds_the_partnership(world: World, model: type[models.Model]) -> None:
    indexes = sql(
        "SELECT i.indexrelid::regclass::text, ARRAY(SELECT a.attname::text FROM unnest(i.indkey) k"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k)"
        " FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary"
        " AND i.indrelid = %s::regclass",
        model._meta.db_table,
    )
    assert indexes
    assert [name for name, names in indexes if "partnership_id" not in names] == []


@every_model
def test_an_index_leads_with_the_partnership(world: World, model: type[models.Model]) -> None:
    leading = sql(
        "SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
        " AND a.attnum = i.indkey[0] WHERE i.indrelid = %s::regclass"
        " AND a.attname = 'partnership_id' AND i.indisvalid",
        model._meta.db_table,
    )
    assert leading[0][0] >= 1


@every_model
def test_the_evaluators_role_reads_what_is_released_and_no_more(
    world: World, model: type[models.Model]
) -> None:
    released = floor_of(model).national_read
    if released is None:
        message = refused(lambda: model.objects.using("evaluator").count(), "evaluator")
        assert "permission denied" in message
        return
    expected = set()
    for place in ("alpha", "beta", *(("nation",) if issubclass(model, HeldModel) else ())):
        with world.scope(place):
            table = model._meta.db_table
            expected |= {pk for (pk,) in sql(f'SELECT id FROM "{table}" WHERE {released}')}
    seen = model.objects.using("evaluator").order_by("pk").values_list("pk", flat=True)
    assert set(seen) == expected


@every_model
def test_the_evaluators_role_writes_nothing(world: World, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, any_column(model)
    for statement in (
        f'UPDATE "{table}" SET "{column}" = "{column}"',
        f'DELETE FROM "{table}"',
        f'INSERT INTO "{table}" DEFAULT VALUES',
    ):

        def write(statement: str = statement) -> None:
            with connections["evaluator"].cursor() as cursor:
                cursor.execute(statement)

        message = refused(write, "evaluator")
        assert "permission denied" in message or "read-only" in message


@every_model
def test_uniqueness_is_validated_with_the_partnership(
    world: World, model: type[models.Model]
) -> None:
    """A form never shows the partnership, and a duplicate must be a message, not a crash."""
    row = world.row(model, "alpha")
    checks = [
        c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and c.fields
    ]
    if not checks:
        return  # nothing can be a duplicate here
    with world.scope("alpha"):
        twin = model.objects.get(pk=row.pk)
        twin.pk = model._meta.pk.get_default()
        twin._state.adding = True
        with pytest.raises(ValidationError):
            twin.validate_constraints(exclude={"partnership"})
