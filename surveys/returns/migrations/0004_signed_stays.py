"""The database keeps a signed-off return as it was signed, whatever the application does."""

from django.db import migrations

# `codes`, `numbers` and `stratum` are derived from the document and can be rebuilt from it.
FREEZE = """
CREATE FUNCTION returns_return_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY['state', 'codes', 'numbers', 'stratum'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a signed-off return is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields THEN
    RAISE EXCEPTION 'a signed-off return stays as it was signed'
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('submitted', 'accepted'), ('submitted', 'queried'), ('submitted', 'reopened'),
       ('accepted', 'queried'), ('accepted', 'reopened'),
       ('queried', 'accepted'), ('queried', 'reopened'),
       ('ineligible', 'reopened')) THEN
    RAISE EXCEPTION 'a signed-off return cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER return_stays BEFORE UPDATE OR DELETE ON returns_return
  FOR EACH ROW WHEN (OLD.document IS NOT NULL)
  EXECUTE FUNCTION returns_return_stays();
"""

THAW = """
DROP TRIGGER return_stays ON returns_return;
DROP FUNCTION returns_return_stays;
"""


class Migration(migrations.Migration):
    """A trigger; the table stays as it is."""

    dependencies = [("returns", "0003_not_eligible_is_frozen")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
