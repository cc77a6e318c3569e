"""Why somebody leads outside of when they work."""

import django.db.models.deletion
from django.db import migrations, models

import stepwell.platform.keyring.field


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_cosigner"),
        ("week", "0017_family_without_the_client"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedDespite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", stepwell.platform.keyring.field.EncryptedTextField()),
                ("said_at", models.DateTimeField()),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="led_despite", to="week.series"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        help_text="this one alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_despite",
                        to="week.session",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]
