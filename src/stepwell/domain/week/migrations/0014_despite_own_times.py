"""Why somebody joined a group that meets when they can't come."""

from django.db import migrations

import stepwell.platform.keyring.field


class Migration(migrations.Migration):
    dependencies = [
        ("week", "0013_series_waits"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrollment",
            name="despite",
            field=stepwell.platform.keyring.field.EncryptedTextField(
                blank=True, help_text="why they joined though it meets when they can't come"
            ),
        ),
    ]
