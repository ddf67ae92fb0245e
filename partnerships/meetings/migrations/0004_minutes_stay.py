"""The database keeps confirmed minutes as they were confirmed, whatever the application does."""

from django.db import migrations

STATES = """
CREATE FUNCTION meetings_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  publishing text[] := ARRAY['state', 'published_at', 'published_by_id'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'circulated minutes are never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('circulated', 'confirmed'), ('confirmed', 'published')) THEN
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
CREATE TRIGGER minutes_stay BEFORE UPDATE OR DELETE ON meetings_minutes
  FOR EACH ROW WHEN (OLD.state <> 'draft')
  EXECUTE FUNCTION meetings_minutes_stay();
"""

# `search` is worked out from the text by the database itself.
PASSAGES = """
CREATE FUNCTION meetings_passage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM meetings_minutes m
             WHERE m.partnership_id = COALESCE(OLD.partnership_id, NEW.partnership_id)
               AND m.id IN (OLD.minutes_id, NEW.minutes_id)
               AND m.state IN ('confirmed', 'published')) THEN
    RAISE EXCEPTION 'confirmed minutes stay as they were confirmed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER passage_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_passage
  FOR EACH ROW EXECUTE FUNCTION meetings_passage_stays();
"""

ATTENDANCE = """
CREATE FUNCTION meetings_attendance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM meetings_minutes m
             WHERE m.partnership_id = COALESCE(OLD.partnership_id, NEW.partnership_id)
               AND m.meeting_id IN (OLD.meeting_id, NEW.meeting_id)
               AND m.state IN ('confirmed', 'published')) THEN
    RAISE EXCEPTION 'confirmed minutes stay as they were confirmed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER attendance_stays BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendance
  FOR EACH ROW EXECUTE FUNCTION meetings_attendance_stays();
"""

THAW_STATES = """
DROP TRIGGER minutes_stay ON meetings_minutes;
DROP FUNCTION meetings_minutes_stay;
"""
THAW_PASSAGES = """
DROP TRIGGER passage_stays ON meetings_passage;
DROP FUNCTION meetings_passage_stays;
"""
THAW_ATTENDANCE = """
DROP TRIGGER attendance_stays ON meetings_attendance;
DROP FUNCTION meetings_attendance_stays;
"""


class Migration(migrations.Migration):
    """Triggers; the tables stay as they are."""

    dependencies = [("meetings", "0003_action_given")]

    operations = [
        migrations.RunSQL(STATES, THAW_STATES),
        migrations.RunSQL(PASSAGES, THAW_PASSAGES),
        migrations.RunSQL(ATTENDANCE, THAW_ATTENDANCE),
    ]
