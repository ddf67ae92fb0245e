"""The evaluator's role may read who answers for a return and who signs it off.

The floor itself stays: taking it off and putting it on again would drop the keys that point here.
"""

from django.conf import settings
from django.db import migrations

import portal.tenancy.rls

OPEN = """
CREATE POLICY national_read ON membership_roleassignment FOR SELECT TO portal_eval
  USING (role IN ('coordinator', 'chair') AND ended_at IS NULL);
GRANT SELECT ON membership_roleassignment TO portal_eval;
"""
CLOSE = """
DROP POLICY national_read ON membership_roleassignment;
REVOKE SELECT ON membership_roleassignment FROM portal_eval;
"""
FLOOR = portal.tenancy.rls.OwnFloor(
    name="role_assignment_floor",
    national_read="role IN ('coordinator', 'chair') AND ended_at IS NULL",
)


class Migration(migrations.Migration):
    """A policy; the table stays as it is."""

    dependencies = [
        ("membership", "0003_public_face"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(OPEN, CLOSE)],
            state_operations=[
                migrations.RemoveConstraint("roleassignment", "role_assignment_floor"),
                migrations.AddConstraint("roleassignment", FLOOR),
            ],
        )
    ]
