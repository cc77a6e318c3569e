"""A group that changes from a day on keeps how it was before; a canceled session says why, and who canceled it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Phases of a series, and two columns of a session."""

    dependencies = [
        ("catalog", "0001_initial"),
        ("people", "0005_visitors"),
        ("week", "0008_rescue"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leader", "The leader is away"),
                    ("place", "The place can’t be used"),
                    ("closed", "The site is closed"),
                    ("few", "Too few people"),
                    ("ended", "The group has ended"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="canceled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
            ),
        ),
        migrations.CreateModel(
            name="SeriesPhase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("starts_at_time", models.TimeField(help_text="by the site's clock")),
                (
                    "leader",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.place"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="week.series"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on",),
                "constraints": [models.UniqueConstraint(fields=("series", "from_on"), name="one_phase_per_day")],
            },
        ),
    ]
