"""Languages that staff lead in besides the usual one."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_closed_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffload",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                default=list,
                help_text="besides the program's usual one",
                size=None,
            ),
        ),
    ]
