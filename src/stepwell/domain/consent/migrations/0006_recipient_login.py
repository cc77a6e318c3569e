"""Which login is a recipient. It can end, and is never deleted."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KEEP = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepwell_app') THEN
        REVOKE DELETE, TRUNCATE ON consent_recipientlogin FROM stepwell_app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    """One table, and a privilege."""

    dependencies: ClassVar = [("consent", "0005_service_agreement"), ("people", "0005_visitors")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RecipientLogin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("connected_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "connected_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="logins", to="consent.recipient"
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recipients", to="people.visitor"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("ended_at__isnull", True)),
                        fields=("recipient", "visitor"),
                        name="one_open_login_per_recipient",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="recipient_login_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
