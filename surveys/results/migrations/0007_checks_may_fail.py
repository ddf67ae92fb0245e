"""A draft may be checked, fail, and be checked again: what was found is kept with it."""

from importlib import import_module

from django.db import migrations

before = import_module("surveys.results.migrations.0005_steps_kept")
FORWARD = before.edition_stays(before.OPEN, (*before.STEPS, ("draft", "draft")))
BACK = before.edition_stays(before.OPEN, before.STEPS)


class Migration(migrations.Migration):
    dependencies = [("results", "0006_extract_texts")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
