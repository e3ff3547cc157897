from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scenarios", "0004_measurement"),
    ]

    operations = [
        migrations.AddField(
            model_name="measurement",
            name="limits",
            field=models.BooleanField(default=False, verbose_name="only limits"),
        ),
    ]
