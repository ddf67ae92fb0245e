"""The database keeps what was signed, whatever the application does, and knows a version's way."""

from django.db import migrations

# `search` is generated: a BEFORE trigger does not see its new value yet.
STAY = """
CREATE FUNCTION protocols_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY['state', 'in_force_on', 'review_on', 'ended_on', 'ended_why',
                              'reminded_on', 'revision', 'search'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a signed protocol is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'consultation'), ('draft', 'withdrawn'),
       ('consultation', 'draft'), ('consultation', 'signed'), ('consultation', 'withdrawn'),
       ('signed', 'consultation'), ('signed', 'in_force'), ('signed', 'withdrawn'),
       ('in_force', 'under_review'), ('in_force', 'withdrawn'),
       ('under_review', 'superseded'), ('under_review', 'withdrawn')) THEN
    RAISE EXCEPTION 'a protocol version cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state IN ('draft', 'consultation') THEN
    RETURN NEW;
  END IF;
  IF NEW.state = 'consultation' THEN  -- a signature was taken back before it was in force
    open_fields := open_fields || ARRAY['document'];
  END IF;
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields THEN
    RAISE EXCEPTION 'a signed protocol stays as it was signed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER protocol_version_stays BEFORE UPDATE ON protocols_protocolversion
  FOR EACH ROW EXECUTE FUNCTION protocols_version_stays();
CREATE TRIGGER protocol_version_is_kept BEFORE DELETE ON protocols_protocolversion
  FOR EACH ROW WHEN (OLD.state NOT IN ('draft', 'consultation'))
  EXECUTE FUNCTION protocols_version_stays();

CREATE FUNCTION protocols_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND
     to_jsonb(OLD) - ARRAY['reminded_on', 'search'] = to_jsonb(NEW) - ARRAY['reminded_on', 'search']
  THEN
    RETURN NEW;
  END IF;
  IF EXISTS (
       SELECT 1 FROM protocols_protocolversion v
       WHERE v.state NOT IN ('draft', 'consultation')
         AND v.id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.version_id END,
                      CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.version_id END)) THEN
    RAISE EXCEPTION 'a signed protocol stays as it was signed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER protocol_clause_stays BEFORE INSERT OR UPDATE OR DELETE ON protocols_clause
  FOR EACH ROW EXECUTE FUNCTION protocols_text_stays();
CREATE TRIGGER protocol_party_stays BEFORE INSERT OR UPDATE OR DELETE ON protocols_party
  FOR EACH ROW EXECUTE FUNCTION protocols_text_stays();
CREATE TRIGGER protocol_obligation_stays BEFORE INSERT OR UPDATE OR DELETE ON protocols_obligation
  FOR EACH ROW EXECUTE FUNCTION protocols_text_stays();
"""

GO = """
DROP TRIGGER protocol_obligation_stays ON protocols_obligation;
DROP TRIGGER protocol_party_stays ON protocols_party;
DROP TRIGGER protocol_clause_stays ON protocols_clause;
DROP TRIGGER protocol_version_is_kept ON protocols_protocolversion;
DROP TRIGGER protocol_version_stays ON protocols_protocolversion;
DROP FUNCTION protocols_text_stays;
DROP FUNCTION protocols_version_stays;
"""


class Migration(migrations.Migration):
    """Triggers; the tables stay as they are."""

    dependencies = [("protocols", "0002_signing_and_prints")]

    operations = [migrations.RunSQL(STAY, GO)]
