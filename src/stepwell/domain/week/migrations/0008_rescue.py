"""Who didn't come is looked for, and a seat elsewhere makes up for it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_visitors"),
        ("week", "0007_arrivals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outreach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "escalated_at",
                    models.DateTimeField(help_text="handed to the case manager, tried often enough", null=True),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("transport", "Transport"),
                            ("child_care", "Child care"),
                            ("work", "Work"),
                            ("return_to_use", "Return to use"),
                            ("illness", "Illness"),
                            ("other", "Other"),
                            ("not_reached", "Not reached"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "fix",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ride", "Ride"),
                            ("child_care_seat", "Child care seat"),
                            ("another_session", "Another session"),
                            ("call_back", "Call back"),
                            ("nothing_needed", "Nothing needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("call_back_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came", "Came"),
                            ("excused", "Excused"),
                            ("arranged", "Arranged"),
                            ("canceled", "Canceled"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outreach", to="week.booking"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outreaches", to="people.client"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "outreaches",
            },
        ),
        migrations.CreateModel(
            name="MakeUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("booked_at", models.DateTimeField()),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="make_up", to="week.booking"
                    ),
                ),
                (
                    "outreach",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="make_ups",
                        to="week.outreach",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutreachAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("message", "Message"),
                            ("voicemail", "Voicemail"),
                            ("another_way", "Another way"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("left_word", "Left word"),
                            ("sent", "Sent"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "outreach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="week.outreach"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RescueProtocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempts", models.PositiveSmallIntegerField(default=2)),
                ("in_a_row", models.PositiveSmallIntegerField(default=2)),
                ("missed", models.PositiveSmallIntegerField(default=3)),
                ("of_last", models.PositiveSmallIntegerField(default=6)),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rescue_protocol", to="people.site"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["client", "-opened_at"], name="outreach_by_client"),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["opened_at"], name="open_outreaches"
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("ended_at__isnull", True)),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_as", ""), _negated=True)),
                    _connector="OR",
                ),
                name="outreach_ends_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="rescueprotocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts__gte", 1), ("in_a_row__gte", 2), ("missed__gte", 2), ("of_last__gte", models.F("missed"))
                ),
                name="rescue_protocol_makes_sense",
            ),
        ),
    ]
