from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="ready_note",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
