"""Arriving: a device at the door, when somebody said that they are here, and where a session meets on a screen."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The device, and columns of a session and of a place in it."""

    dependencies = [
        ("catalog", "0001_initial"),
        ("people", "0006_cosigner"),
        ("week", "0006_cosignatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kiosk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("set_up_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="booking",
            name="arrived_at",
            field=models.DateTimeField(help_text="they said so themselves; the roll is another's word", null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="arrived_how",
            field=models.CharField(
                blank=True, choices=[("kiosk", "Kiosk"), ("phone", "Phone"), ("joined", "Joined")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="meeting_url",
            field=models.CharField(
                blank=True, help_text="where it meets on a screen, for who is booked", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_at__isnull", True), ("arrived_how", "")),
                    models.Q(("arrived_at__isnull", False), ("arrived_how__in", ["kiosk", "phone", "joined"])),
                    _connector="OR",
                ),
                name="arrived_somehow",
            ),
        ),
        migrations.AddField(
            model_name="kiosk",
            name="place",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.place"
            ),
        ),
        migrations.AddField(
            model_name="kiosk",
            name="set_up_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
        ),
        migrations.AddField(
            model_name="kiosk",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="kiosks", to="people.site"
            ),
        ),
        migrations.AddConstraint(
            model_name="kiosk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("set_up_at")), _connector="OR"
                ),
                name="kiosk_ends_after_start",
            ),
        ),
    ]
