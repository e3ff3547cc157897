from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0008_own_scenario")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="weighting",
            field=models.JSONField(blank=True, null=True, verbose_name="way of weighing"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("weights__isnull", True), ("weighting__isnull", True), _connector="OR"),
                name="assessment_weighed_once",
            ),
        ),
    ]
