from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scenarios", "0005_measurement_limits"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="measurement",
            name="measured_criterion_once",
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("limits", False)),
                fields=("criterion",),
                name="measured_instead_of_rated_once",
            ),
        ),
    ]
