"""Two people who aren't to meet in a group; of each two one pair is in force at a time."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("people", "0005_visitors"),
        ("week", "0010_series_follow_curricula"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeepApart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("apart", "Keep apart"), ("co-defendants", "Co-defendants")], max_length=16
                    ),
                ),
                ("why", models.TextField()),
                ("said_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.client"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["first"], name="apart_by_first"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["second"], name="apart_by_second"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="apart_are_two"
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("first", "second"),
                        django.db.models.functions.comparison.Greatest("first", "second"),
                        condition=models.Q(("ended_at__isnull", True)),
                        name="one_open_pair",
                    ),
                ],
            },
        ),
    ]
