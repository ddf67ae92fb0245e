"""A version holds all that was signed: its state, decision, effort and what partners said."""

import django.db.models.deletion
import portal.tenancy.rls
from django.db import migrations, models


# The owner is under row security too. Older versions: as far as the row, or the event, still says.
HOLD = """
ALTER TABLE returns_version ADD CONSTRAINT returns_version_decision_id_same
  FOREIGN KEY (partnership_id, decision_id)
  REFERENCES meetings_decision (partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE returns_return NO FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_auditevent NO FORCE ROW LEVEL SECURITY;
UPDATE returns_version v SET state = 'ineligible'
  FROM audit_auditevent e
  WHERE e.name = 'return.signed_off' AND e.partnership_id = v.partnership_id
    AND e.target = 'returns.return:' || v.annual_return_id
    AND e.facts ->> 'version' = v.number::text AND e.facts ->> 'state' = 'ineligible';
UPDATE returns_version v SET decision_id = r.decision_id, effort = r.effort,
    state = CASE r.state WHEN 'ineligible' THEN 'ineligible' ELSE 'submitted' END
  FROM returns_return r
  WHERE r.partnership_id = v.partnership_id AND r.id = v.annual_return_id
    AND r.version = v.number AND r.document IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE audit_auditevent FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_version FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_return FORCE ROW LEVEL SECURITY;
"""
LET_GO = "ALTER TABLE returns_version DROP CONSTRAINT returns_version_decision_id_same;"
STATES = [
    ('not_started', 'Not started'), ('in_progress', 'In progress'),
    ('ready', 'Ready for sign-off'), ('submitted', 'Submitted'), ('accepted', 'Accepted'),
    ('queried', 'Queried'), ('reopened', 'Reopened'), ('ineligible', 'Not eligible'),
]
FLOOR = portal.tenancy.rls.PartnershipFloor(
    name='return_version_floor', parents=('annual_return', 'decision'), append_only=True
)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('meetings', '0006_recall'),
        ('returns', '0006_reopening'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='state',
            field=models.CharField(choices=STATES, default='submitted', max_length=12),
        ),
        migrations.AddField(
            model_name='version',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.decision'),
        ),
        migrations.AddField(
            model_name='version',
            name='effort',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='tally',
            field=models.JSONField(blank=True, default=list),
        ),
        # The floor itself stays: taking it off would drop the keys that point here.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(HOLD, LET_GO)],
            state_operations=[
                migrations.RemoveConstraint('version', 'return_version_floor'),
                migrations.AddConstraint('version', FLOOR),
            ],
        ),
    ]
