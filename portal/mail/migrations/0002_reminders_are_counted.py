"""The evaluator's role may read the emails that remind of a return, to count what became of them.

The floor itself stays: taking it off and putting it on again would drop the keys that point here.
"""

from django.db import migrations

import portal.tenancy.rls

OPEN = """
CREATE POLICY national_read ON mail_delivery FOR SELECT TO portal_eval
  USING (kind = 'return_reminder');
GRANT SELECT ON mail_delivery TO portal_eval;
"""
CLOSE = """
DROP POLICY national_read ON mail_delivery;
REVOKE SELECT ON mail_delivery FROM portal_eval;
"""
FLOOR = portal.tenancy.rls.HolderFloor(
    name="delivery_floor", parents=("digest",), national_read="kind = 'return_reminder'"
)


class Migration(migrations.Migration):
    """A policy; the table stays as it is."""

    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(OPEN, CLOSE)],
            state_operations=[
                migrations.RemoveConstraint("delivery", "delivery_floor"),
                migrations.AddConstraint("delivery", FLOOR),
            ],
        )
    ]
