"""When staff work, weekday by weekday, from a day on."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("availability", "0001_initial"),
        ("people", "0006_cosigner"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkingTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                (
                    "begins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(null=True), help_text="by the site's clock, Monday first", size=7
                    ),
                ),
                (
                    "ends",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(null=True),
                        help_text="at or before the start: over midnight",
                        size=7,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="working_times", to="people.site"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="working_times", to="people.staff"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "working times",
                "ordering": ("from_on",),
                "constraints": [
                    models.UniqueConstraint(fields=("site", "staff", "from_on"), name="one_working_week_a_day")
                ],
            },
        ),
    ]
