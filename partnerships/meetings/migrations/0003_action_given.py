from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_links_and_registers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='actionupdate',
            name='progress',
            field=models.CharField(choices=[('on_track', 'On track'), ('at_risk', 'At risk'), ('late', 'Late'), ('moved', 'Due day changed'), ('given', 'Given to somebody else'), ('closed', 'Closed')], max_length=10),
        ),
    ]
