"""A rating of the fourth edition: its codes and the level they name as the least. A site begins placements in one of
the two editions; those that are there are the third's.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, and that no rating is of both."""

    dependencies = (("admissions", "0012_offers_end"),)

    operations = (
        migrations.AddField(
            "admissionsprotocol",
            "edition",
            models.CharField(
                default="asam-3", help_text="a placement is begun in; one may be rated in the other", max_length=20
            ),
        ),
        migrations.AddField("placementrating", "codes", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField(
            "placementrating",
            "minimum",
            models.CharField(blank=True, default="", help_text="a level's code, or any", max_length=8),
        ),
        migrations.AddConstraint(
            "placementrating",
            models.CheckConstraint(
                condition=models.Q(severity__isnull=True) | models.Q(codes="", minimum=""),
                name="rating_of_one_edition",
            ),
        ),
    )
