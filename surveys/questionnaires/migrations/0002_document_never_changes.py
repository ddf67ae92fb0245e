"""The database keeps every questionnaire as it was imported, whatever the application does."""

from django.db import migrations

FREEZE = """
REVOKE DELETE ON questionnaires_questionnaire FROM portal_app;

CREATE FUNCTION questionnaires_questionnaire_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY['state', 'published_at', 'published_by_id'];
BEGIN
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields
     OR (OLD.state, NEW.state) <> ('draft', 'published') THEN
    RAISE EXCEPTION 'a questionnaire only ever goes from draft to published'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER questionnaire_stays BEFORE UPDATE ON questionnaires_questionnaire
  FOR EACH ROW EXECUTE FUNCTION questionnaires_questionnaire_stays();
"""

THAW = """
DROP TRIGGER questionnaire_stays ON questionnaires_questionnaire;
DROP FUNCTION questionnaires_questionnaire_stays;
GRANT DELETE ON questionnaires_questionnaire TO portal_app;
"""


class Migration(migrations.Migration):
    """Rights and a trigger; the tables stay as they are."""

    dependencies = [("questionnaires", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
