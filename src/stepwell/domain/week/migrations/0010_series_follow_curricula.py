"""A group follows a curriculum from a day on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_curricula"),
        ("week", "0009_series_phases"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeriesCurriculum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                (
                    "curriculum",
                    models.ForeignKey(
                        help_text="empty: none any more",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="catalog.curriculum",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="curricula", to="week.series"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "from_on"), name="one_curriculum_at_a_time")],
            },
        ),
    ]
