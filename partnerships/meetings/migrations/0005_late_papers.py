"""Files that came in after the agenda was published are late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("meetings", "0004_minutes_stay")]

    operations = [
        migrations.AddField(
            model_name="paperversion",
            name="is_late",
            field=models.BooleanField(default=False),
        ),
    ]
