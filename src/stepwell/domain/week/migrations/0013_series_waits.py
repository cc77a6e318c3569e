"""The line for a seat in a group; a held seat has its day, and nobody stands in one line twice."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("admissions", "0012_offers_end"),
        ("people", "0005_visitors"),
        ("week", "0012_note_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeriesWait",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("turn_at", models.DateTimeField(help_text="since when they wait, or when they were last passed over")),
                ("ahead_reason", models.CharField(blank=True, help_text="why they come before others", max_length=200)),
                ("held_at", models.DateTimeField(null=True)),
                ("held_from", models.DateField(null=True)),
                (
                    "passed_reason",
                    models.CharField(blank=True, help_text="why the last held seat went to the next", max_length=200),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True, choices=[("joined", "Joined"), ("withdrew", "No longer waits")], max_length=12
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="admissions.episode"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="week.series"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["series", "turn_at"],
                        name="waits_in_order",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("series", "client"),
                        name="once_in_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("held_from__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", True), ("held_at__isnull", False), ("held_from__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="held_seat_has_its_day",
                    ),
                ],
            },
        ),
    ]
