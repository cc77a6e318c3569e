"""What somebody takes on at a site: hours with people, people, and what they may lead."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_tracks_change"),
        ("people", "0006_cosigner"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekly_minutes", models.PositiveSmallIntegerField(help_text="with people, at most", null=True)),
                (
                    "caseload",
                    models.PositiveSmallIntegerField(help_text="whose own counselor they are, at most", null=True),
                ),
                (
                    "credentials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        help_text="as the site's services ask",
                        size=None,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff_loads", to="people.site"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loads", to="people.staff"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("site", "staff"), name="one_load_per_staff")],
            },
        ),
    ]
