"""A closed room can be asked about too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planner", "0002_terms_and_closed_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("place", "Place people who are short of hours"),
                    ("cover", "Cover an absence"),
                    ("closed", "Make up for a closed day"),
                    ("room", "Another room for a closed one"),
                    ("term", "Plan a term anew"),
                ],
                max_length=8,
            ),
        ),
    ]
