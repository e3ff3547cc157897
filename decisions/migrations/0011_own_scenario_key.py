from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0010_workload_weighting")]

    operations = [
        migrations.RemoveConstraint(model_name="ownscenario", name="own_scenario_once"),
        migrations.AddConstraint(
            model_name="ownscenario",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="own_scenario_key_once"),
        ),
    ]
