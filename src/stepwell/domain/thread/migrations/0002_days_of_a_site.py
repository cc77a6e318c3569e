"""A site's own days, after which a link of the thread counts as missing."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cosigner"),
        ("thread", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ThreadDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("plan", models.PositiveSmallIntegerField(help_text="days from the start to a first plan")),
                (
                    "finding",
                    models.PositiveSmallIntegerField(
                        help_text="days from the assessment to what the plan says of a diagnosis"
                    ),
                ),
                (
                    "note",
                    models.PositiveSmallIntegerField(help_text="days from one signed note of an objective to the next"),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="thread_days", to="people.site"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on",),
                "constraints": [
                    models.UniqueConstraint(fields=("site", "from_on"), name="one_edition_of_thread_days_a_day")
                ],
            },
        ),
    ]
