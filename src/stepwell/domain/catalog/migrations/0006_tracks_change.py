"""What a track offers changes from a day on: its editions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_curricula"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("level_code", models.CharField(max_length=8)),
                ("standard_code", models.CharField(max_length=40)),
                ("days_a_week", models.PositiveSmallIntegerField()),
                ("individual_weekly_minutes", models.PositiveSmallIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.daytemplate"
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="catalog.track"
                    ),
                ),
            ],
            options={
                "ordering": ("from_on",),
                "constraints": [models.UniqueConstraint(fields=("track", "from_on"), name="one_edition_a_day")],
            },
        ),
    ]
