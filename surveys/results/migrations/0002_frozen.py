"""The database keeps editions frozen, whatever the application does."""

from django.db import migrations

FREEZE = """
REVOKE UPDATE, DELETE ON results_publisheditem FROM portal_app;
REVOKE DELETE ON results_edition FROM portal_app;

CREATE FUNCTION results_item_enters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM entering i JOIN results_edition e ON e.id = i.edition_id
             WHERE e.state <> 'building') THEN
    RAISE EXCEPTION 'a frozen edition takes no more items' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER item_enters AFTER INSERT ON results_publisheditem
  REFERENCING NEW TABLE AS entering
  FOR EACH STATEMENT EXECUTE FUNCTION results_item_enters();

CREATE FUNCTION results_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published cells never change' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER item_stays BEFORE UPDATE ON results_publisheditem
  FOR EACH ROW EXECUTE FUNCTION results_item_stays();

CREATE FUNCTION results_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY['state', 'released_at', 'released_by_id'];
BEGIN
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields
     OR (OLD.state, NEW.state) NOT IN (('building', 'frozen'), ('frozen', 'released')) THEN
    RAISE EXCEPTION 'an edition only ever goes from building to frozen to released'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER edition_stays BEFORE UPDATE ON results_edition
  FOR EACH ROW EXECUTE FUNCTION results_edition_stays();
"""

THAW = """
DROP TRIGGER edition_stays ON results_edition;
DROP TRIGGER item_stays ON results_publisheditem;
DROP TRIGGER item_enters ON results_publisheditem;
DROP FUNCTION results_edition_stays, results_item_stays, results_item_enters;
GRANT UPDATE, DELETE ON results_publisheditem TO portal_app;
GRANT DELETE ON results_edition TO portal_app;
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
