"""A warm handover: who was asked and what they said, the way there, the arrival; and what is there meanwhile."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0008_page_that_saved"),
        ("people", "0005_visitors"),
    ]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="arrival_known_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="closing",
            name="arrival_known_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
            ),
        ),
        migrations.AddField(
            model_name="closing",
            name="arrived",
            field=models.BooleanField(help_text="whether they did; empty: nobody has asked yet", null=True),
        ),
        migrations.AddField(
            model_name="closing",
            name="arrives_on",
            field=models.DateField(help_text="the day they were to arrive there", null=True),
        ),
        migrations.AddField(
            model_name="closing",
            name="going",
            field=models.CharField(blank=True, help_text="how they get there, and who goes along", max_length=200),
        ),
        migrations.CreateModel(
            name="InterimService",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("infections", "Counseling on HIV, tuberculosis and sharing needles"),
                            ("infection care", "Referral for HIV or tuberculosis care"),
                            ("pregnancy", "Counseling in pregnancy and referral for prenatal care"),
                            ("safety", "Safety plan"),
                            ("naloxone", "Naloxone given"),
                            ("medication", "Medication started or arranged"),
                            ("education", "Early-intervention education"),
                            ("contact", "Call or visit while they wait"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("given_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interims", to="admissions.enquiry"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandoverCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(help_text="the program or hospital", max_length=200)),
                ("phone", models.CharField(blank=True, max_length=200)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("takes them", "They take this person"),
                            ("room later", "They have room later"),
                            ("no room", "They have no room"),
                            ("not the right place", "Not the right place for this person"),
                            ("no answer", "Nobody answered"),
                        ],
                        max_length=24,
                    ),
                ),
                ("spoke", models.CharField(blank=True, help_text="who spoke with whom", max_length=200)),
                ("room_on", models.DateField(help_text="from which day they take them, or have room", null=True)),
                ("words", models.TextField(blank=True)),
                ("called_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handover_calls",
                        to="admissions.enquiry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enquiry", "place", "called_at"), name="one_handover_call_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "takes them"), _negated=True),
                            models.Q(("room_on__isnull", False), models.Q(("spoke", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="who_takes_somebody_says_when",
                    ),
                ],
            },
        ),
    ]
