"""Refuse to run on a database connection or with a model that row security cannot hold."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from portal.tenancy.models import HeldModel, TenantModel
from portal.tenancy.rls import Floor

UNSAFE_ROLE = """
SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole
    OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid)
    OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)
    OR current_setting('row_security') <> 'on'
FROM pg_roles r WHERE r.rolname = current_user
"""
_checked: set[str] = set()


def tenant_models() -> list[type[Model]]:
    """Every model whose rows belong to a partnership (or may do so), in a stable order."""
    found = [m for m in apps.get_models() if issubclass(m, TenantModel | HeldModel)]
    return sorted(found, key=lambda m: m._meta.label)


def floor_of(model: type[Model]) -> Floor | None:
    """The model's floor, or None."""
    floors = [c for c in model._meta.constraints if isinstance(c, Floor)]
    return floors[0] if len(floors) == 1 else None


def refuse_unsafe_role(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """On the first connection of a process: the application's role must be under row security."""
    if connection.alias not in ("default", "evaluator") or connection.alias in _checked:
        return
    with connection.cursor() as cursor:
        cursor.execute(UNSAFE_ROLE)
        unsafe = cursor.fetchone()
    if unsafe is None or unsafe[0]:
        raise ImproperlyConfigured(
            f"The database role of '{connection.alias}' owns tables, bypasses row security or"
            " belongs to another role. Connect as the role made by the bootstrap SQL"
            " (docs/operations.md)."
        )
    _checked.add(connection.alias)


@register()
def each_tenant_model_has_a_floor(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A tenant model without a floor, or with an auto-created many-to-many table, is an error."""
    errors = []
    for model in tenant_models():
        if floor_of(model) is None:
            errors.append(
                Error(
                    f"{model._meta.label} needs exactly one floor in Meta.constraints"
                    " (portal.tenancy.rls).",
                    id="tenancy.E001",
                )
            )
        errors += [
            Error(
                f"{model._meta.label}.{field.name} makes a table without a partnership:"
                " write the link as a tenant model.",
                id="tenancy.E002",
            )
            for field in model._meta.local_many_to_many
            if field.remote_field.through and field.remote_field.through._meta.auto_created
        ]
    return errors
