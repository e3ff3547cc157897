from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0009_assessment_weighting")]

    operations = [
        migrations.AddField(
            model_name="workload",
            name="weighting",
            field=models.JSONField(blank=True, null=True, verbose_name="way of weighing"),
        ),
        migrations.AddConstraint(
            model_name="workload",
            constraint=models.CheckConstraint(
                condition=models.Q(("weights__isnull", True), ("weighting__isnull", True), _connector="OR"),
                name="workload_weighed_once",
            ),
        ),
    ]
