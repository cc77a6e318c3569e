"""A signature on paper: the day that stands there, and where it is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cosigner"),
        ("planreview", "0002_signed_plans_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="plansignature",
            name="kept_in",
            field=models.CharField(blank=True, help_text="where the paper is", max_length=300),
        ),
        migrations.AlterField(
            model_name="plansignature",
            name="how",
            field=models.CharField(
                choices=[
                    ("phone", "on their phone"),
                    ("room", "here, on our device"),
                    ("console", "in the console"),
                    ("paper", "on paper"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="plansignature",
            name="on",
            field=models.DateField(help_text="the site's day; of a signature on paper the day that stands there"),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("how", "paper"),
                        ("refused_why", ""),
                        models.Q(("kept_in", ""), _negated=True),
                        models.Q(("witness", ""), _negated=True),
                    ),
                    models.Q(models.Q(("how", "paper"), _negated=True), ("kept_in", "")),
                    _connector="OR",
                ),
                name="plan_paper_says_where",
            ),
        ),
    ]
