"""An exchange as recipient, and the members that a consent for it names (42 CFR §2.31(a)(4)(ii))."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0006_recipient_login"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="participants",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), default=list, help_text="of an intermediary", size=None
            ),
        ),
        migrations.AddField(
            model_name="consentdraft",
            name="participants",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), default=list, help_text="of an intermediary", size=None
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("care", "care"),
                    ("counseling-notes", "counseling-notes"),
                    ("proceedings", "proceedings"),
                    ("family", "family"),
                    ("referrer", "referrer"),
                    ("payer", "payer"),
                    ("justice", "justice"),
                    ("intermediary", "intermediary"),
                ],
                help_text="empty: copied from another paper",
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="consentdraft",
            name="form",
            field=models.CharField(
                choices=[
                    ("care", "care"),
                    ("counseling-notes", "counseling-notes"),
                    ("proceedings", "proceedings"),
                    ("family", "family"),
                    ("referrer", "referrer"),
                    ("payer", "payer"),
                    ("justice", "justice"),
                    ("intermediary", "intermediary"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="recipient",
            name="kind",
            field=models.CharField(
                choices=[
                    ("treating provider", "treating provider"),
                    ("health plan", "health plan"),
                    ("laboratory", "laboratory"),
                    ("vendor", "vendor"),
                    ("criminal justice", "criminal justice"),
                    ("referrer", "referrer"),
                    ("intermediary", "intermediary"),
                    ("family or friend", "family or friend"),
                    ("other", "other"),
                ],
                max_length=30,
            ),
        ),
    ]
