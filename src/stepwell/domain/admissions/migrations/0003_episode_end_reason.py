"""Why a stay ended, in the codes of TEDS-D."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A reason beside the day."""

    dependencies = [("admissions", "0002_decided_placements_stay")]
    operations = [
        migrations.AddField(
            model_name="episode",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("completed", "Treatment completed"),
                    ("left early", "Left before it was completed"),
                    ("ended by the program", "Ended by the program"),
                    ("transferred", "Transferred to another program or level"),
                    ("incarcerated", "In jail or prison"),
                    ("died", "Died"),
                    ("other", "Another reason"),
                ],
                default="",
                max_length=24,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_reason", ""), ("ended_on__isnull", False), _connector="OR"),
                name="episode_with_reason_has_ended",
            ),
        ),
    ]
