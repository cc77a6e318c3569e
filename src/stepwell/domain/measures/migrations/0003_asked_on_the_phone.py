"""What a client is asked to answer on the phone, and part sums kept with a sheet."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_finished_sheets_stay"),
        ("people", "0004_emergency_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="administration",
            name="parts",
            field=models.JSONField(default=dict, help_text="part sum by its code, of an instrument that has any"),
        ),
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("instrument_code", models.CharField(max_length=40)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="askings", to="people.client"
                    ),
                ),
                (
                    "sheet",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asking",
                        to="measures.administration",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "asked_at"], name="askings_over_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("taken_back_at__isnull", True)),
                        fields=("client", "instrument_code"),
                        name="one_open_asking",
                    )
                ],
            },
        ),
    ]
