"""A room is closed for some days."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_staff_loads"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField(help_text="closed on this day still")),
                ("reason", models.CharField(max_length=80)),
                ("closed_at", models.DateTimeField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="catalog.place"
                    ),
                ),
            ],
            options={
                "ordering": ("first_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="closed_place_days_in_order"
                    )
                ],
            },
        ),
    ]
