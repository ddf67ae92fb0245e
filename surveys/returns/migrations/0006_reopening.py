"""Every sign-off is a version that stays; reopening frees the return's row for the next one."""

from django.db import migrations

# Rows were signed off before there were versions; the owner is under row security too.
VERSIONS = """
ALTER TABLE returns_return NO FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_return DISABLE TRIGGER return_stays;
INSERT INTO returns_version (partnership_id, annual_return_id, number, document, document_sha256,
    ready_by_id, ready_at, ready_note, signed_by_id, signed_at, reason)
  SELECT partnership_id, id, 1, document, document_sha256,
    ready_by_id, ready_at, ready_note, submitted_by_id, submitted_at, ''
  FROM returns_return WHERE document IS NOT NULL;
UPDATE returns_return SET version = 1 WHERE document IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE returns_return ENABLE TRIGGER return_stays;
ALTER TABLE returns_version FORCE ROW LEVEL SECURITY;
ALTER TABLE returns_return FORCE ROW LEVEL SECURITY;
"""

# `codes`, `numbers` and `stratum` are derived from the document and can be rebuilt from it.
# A reopening takes the document out of the row: only if the same document stands as a version.
REOPEN = """
CREATE OR REPLACE FUNCTION returns_return_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY['state', 'codes', 'numbers', 'stratum'];
  cleared text[] := open_fields || ARRAY['document', 'document_sha256', 'submitted_at',
    'submitted_by_id', 'ready_at', 'ready_by_id', 'ready_note', 'decision_id', 'effort',
    'extended_to', 'extension_reason', 'reopened_sections', 'reopening_reason'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a signed-off return is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('submitted', 'accepted'), ('submitted', 'queried'), ('submitted', 'reopened'),
       ('accepted', 'queried'), ('accepted', 'reopened'),
       ('queried', 'submitted'), ('queried', 'accepted'), ('queried', 'reopened'),
       ('ineligible', 'reopened')) THEN
    RAISE EXCEPTION 'a signed-off return cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'reopened' THEN
    IF NOT EXISTS (SELECT FROM returns_version v WHERE v.partnership_id = OLD.partnership_id
         AND v.annual_return_id = OLD.id AND v.number = OLD.version
         AND v.document_sha256 = OLD.document_sha256 AND v.document = OLD.document) THEN
      RAISE EXCEPTION 'a return is reopened only when what was signed stands as a version'
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.document IS NOT NULL OR NEW.codes IS NOT NULL OR NEW.numbers IS NOT NULL
       OR NEW.stratum IS NOT NULL OR to_jsonb(OLD) - cleared <> to_jsonb(NEW) - cleared THEN
      RAISE EXCEPTION 'reopening a return clears what was signed and nothing else'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields THEN
    RAISE EXCEPTION 'a signed-off return stays as it was signed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Rows of versions and a trigger; it cannot be undone once a return was reopened."""

    dependencies = [("returns", "0005_teamwork")]

    operations = [
        migrations.RunSQL(VERSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(REOPEN, migrations.RunSQL.noop),
    ]
