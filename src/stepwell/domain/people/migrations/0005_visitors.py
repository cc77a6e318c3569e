"""Family and referrers who have a login."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies: ClassVar = [
        ("people", "0004_emergency_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("family", "family"), ("referrer", "referrer")], max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("organization", models.CharField(blank=True, help_text="where a referrer works", max_length=200)),
                ("invited_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visitor", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visitors", to="people.site"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["site", "name"], name="visitors_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["family", "referrer"])), name="visitor_is_no_client"
                    )
                ],
            },
        ),
    ]
