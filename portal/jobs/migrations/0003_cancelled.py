"""A job can be cancelled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_system_asks")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting to start"),
                    ("running", "In progress"),
                    ("done", "Finished"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
    ]
