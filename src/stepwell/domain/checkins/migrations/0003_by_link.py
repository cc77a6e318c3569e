"""Check-ins by a link and at the door, and a second word on one that was sent."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0002_found_at_once"),
        ("people", "0006_cosigner"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="amends",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="checkins.checkin"
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="came_by",
            field=models.CharField(
                choices=[("phone", "their phone"), ("link", "a link by text"), ("door", "the device at the door")],
                default="phone",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="CheckInLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(help_text="SHA-256 of the token", max_length=64, unique=True)),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("phone", "their phone"),
                            ("link", "a link by text"),
                            ("door", "the device at the door"),
                        ],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_in_links", to="people.client"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("used_at__isnull", True)), fields=["client"], name="open_check_in_links"
                    )
                ],
            },
        ),
    ]
