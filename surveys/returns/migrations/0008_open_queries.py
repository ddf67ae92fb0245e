"""Whether a query waits for its partnership's answer is read nationally: who acts next."""

from django.db import migrations

import portal.tenancy.rls

CONDITION = "raised_by_side = 'evaluator' AND state = 'open'"
FLOOR = {"append_only": False, "name": "query_floor", "parents": ("annual_return",)}


class Migration(migrations.Migration):
    """One more policy: putting the whole floor anew would break the keys that lean on it."""

    dependencies = [("returns", "0007_versions_hold_all")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE POLICY national_read ON returns_query FOR SELECT TO portal_eval"
                    f" USING ({CONDITION}); GRANT SELECT ON returns_query TO portal_eval;",
                    "DROP POLICY national_read ON returns_query;"
                    " REVOKE SELECT ON returns_query FROM portal_eval;",
                )
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="query", name="query_floor"),
                migrations.AddConstraint(
                    model_name="query",
                    constraint=portal.tenancy.rls.PartnershipFloor(
                        national_read=CONDITION, **FLOOR
                    ),
                ),
            ],
        )
    ]
