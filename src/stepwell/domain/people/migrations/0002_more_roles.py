"""Roles for everybody who works in a program."""

from django.db import migrations, models

ROLES = [
    "director",
    "clinical supervisor",
    "admissions",
    "therapist",
    "counselor",
    "case manager",
    "prescriber",
    "nurse",
    "peer",
    "on-call",
    "front desk",
    "billing",
    "privacy officer",
    "auditor",
]
FUNCTIONS = [
    ("counselor", "Counselor"),
    ("therapist", "Therapist"),
    ("case manager", "Case Manager"),
    ("group leader", "Group Leader"),
    ("prescriber", "Prescriber"),
    ("nurse", "Nurse"),
    ("peer", "Peer"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(choices=[(role, role) for role in ROLES], max_length=40),
        ),
        migrations.AlterField(
            model_name="careteammember",
            name="function",
            field=models.CharField(choices=FUNCTIONS, max_length=20),
        ),
    ]
