"""Circulated minutes may be taken back to a draft; the other ways of minutes stay as they are."""

from django.db import migrations

STATES = """
CREATE OR REPLACE FUNCTION meetings_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  publishing text[] := ARRAY['state', 'published_at', 'published_by_id'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'circulated minutes are never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({ways}) THEN
    RAISE EXCEPTION 'minutes cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('confirmed', 'published')
     AND to_jsonb(OLD) - publishing <> to_jsonb(NEW) - publishing THEN
    RAISE EXCEPTION 'confirmed minutes stay as they were confirmed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
FORWARD = "('circulated', 'confirmed'), ('confirmed', 'published')"
BACK = "('circulated', 'draft')"


class Migration(migrations.Migration):
    """A trigger; the tables stay as they are."""

    dependencies = [("meetings", "0005_late_papers")]

    operations = [
        migrations.RunSQL(STATES.format(ways=f"{FORWARD}, {BACK}"), STATES.format(ways=FORWARD)),
    ]
