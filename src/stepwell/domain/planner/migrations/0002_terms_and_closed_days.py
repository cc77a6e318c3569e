"""Terms and closed days can be planned too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_staff_loads"),
        ("people", "0006_cosigner"),
        ("planner", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="proposal",
            name="absence_has_somebody_absent",
        ),
        migrations.AddField(
            model_name="proposal",
            name="track",
            field=models.ForeignKey(
                help_text="whose term it is; empty: the site's",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.track",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("place", "Place people who are short of hours"),
                    ("cover", "Cover an absence"),
                    ("closed", "Make up for a closed day"),
                    ("term", "Plan a term anew"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away__isnull", False), ("kind", "cover")),
                    models.Q(models.Q(("kind", "cover"), _negated=True), ("away__isnull", True)),
                    _connector="OR",
                ),
                name="absence_has_somebody_absent",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "term"), ("track__isnull", True), _connector="OR"),
                name="only_a_term_is_of_a_track",
            ),
        ),
    ]
