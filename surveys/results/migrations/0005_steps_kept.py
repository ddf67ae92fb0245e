"""The database lets an edition go forward step by step, and keeps everything else as it was."""

from django.db import migrations

TABLES = (
    "results_editioninputs",
    "results_protection",
    "results_matcheditem",
)
OPEN = (
    "state checks checked_at checked_by_id frozen_at frozen_by_id replaces_id note"
    " released_at released_by_id"
)
STEPS = (
    ("building", "draft"),
    ("draft", "checked"),
    ("checked", "frozen"),
    ("frozen", "released"),
    ("draft", "discarded"),
    ("checked", "discarded"),
)
OLD_STEPS = (("building", "frozen"), ("frozen", "released"))


def edition_stays(fields: str, steps: tuple[tuple[str, str], ...]) -> str:
    """The function of the trigger on editions: which fields may change, from where to where."""
    names = ", ".join(f"'{name}'" for name in fields.split())
    pairs = ", ".join(f"('{before}', '{after}')" for before, after in steps)
    return f"""
CREATE OR REPLACE FUNCTION results_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_fields text[] := ARRAY[{names}];
BEGIN
  IF to_jsonb(OLD) - open_fields <> to_jsonb(NEW) - open_fields
     OR (OLD.state, NEW.state) NOT IN ({pairs}) THEN
    RAISE EXCEPTION 'an edition only ever goes forward, step by step'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


def frozen(table: str) -> str:
    """Rows come in while the edition is being built, and stay as they are."""
    return f"""
REVOKE UPDATE, DELETE ON {table} FROM portal_app;
CREATE TRIGGER enters AFTER INSERT ON {table} REFERENCING NEW TABLE AS entering
  FOR EACH STATEMENT EXECUTE FUNCTION results_item_enters();
CREATE TRIGGER stays BEFORE UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION results_item_stays();
"""


def thawed(table: str) -> str:
    """The reverse of frozen()."""
    return f"""
DROP TRIGGER stays ON {table};
DROP TRIGGER enters ON {table};
GRANT UPDATE, DELETE ON {table} TO portal_app;
"""


FORWARD = edition_stays(OPEN, STEPS) + "".join(frozen(table) for table in TABLES)
BACK = "".join(thawed(table) for table in TABLES) + edition_stays(
    "state released_at released_by_id", OLD_STEPS
)


class Migration(migrations.Migration):
    dependencies = [("results", "0004_editions_in_steps")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
