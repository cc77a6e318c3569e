"""Where else somebody lives or is treated, beside their stays here."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0010_interim_services"),
        ("people", "0005_visitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideStay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sober living", "Sober living"),
                            ("residential treatment", "Residential treatment"),
                            ("opioid treatment program", "Opioid treatment program"),
                            ("hospital", "Hospital"),
                            ("other care", "Other care"),
                        ],
                        max_length=30,
                    ),
                ),
                ("place", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=200)),
                ("since_on", models.DateField()),
                ("last_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outside_stays", to="people.client"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("last_on__isnull", True)), fields=["client"], name="open_outside_stays"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__isnull", True), ("last_on__gte", models.F("since_on")), _connector="OR"
                        ),
                        name="outside_stay_ends_after_start",
                    )
                ],
            },
        ),
    ]
