"""Areas, parts and stages of a plan, how an intervention is done, and what the plan stands on."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0012_offers_end"),
        ("careplan", "0002_corrected_by"),
        ("people", "0006_cosigner"),
    ]

    operations = [
        migrations.AddField(
            model_name="goal",
            name="areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="intervention",
            name="means",
            field=models.CharField(default="group", max_length=12),
        ),
        migrations.AddField(
            model_name="intervention",
            name="part",
            field=models.CharField(blank=True, help_text="whose part of the plan it is", max_length=20),
        ),
        migrations.AddField(
            model_name="objective",
            name="part",
            field=models.CharField(blank=True, help_text="whose part of the plan it is", max_length=20),
        ),
        migrations.AddField(
            model_name="problem",
            name="areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="part",
            field=models.CharField(blank=True, help_text="whose part of the plan it is", max_length=20),
        ),
        migrations.AddField(
            model_name="problem",
            name="stage",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("strengths", models.TextField(blank=True)),
                ("barriers", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                ("saved_from", models.CharField(blank=True, default="", max_length=40)),
                (
                    "episode",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_basis", to="admissions.episode"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bases",
            },
        ),
    ]
