"""A track has individual sessions besides its days, and may follow another one in a taper; a place can be closed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="is_open",
            field=models.BooleanField(default=True, help_text="offered to new groups"),
        ),
        migrations.AddField(
            model_name="track",
            name="follows",
            field=models.ForeignKey(
                help_text="the track one steps down from",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="catalog.track",
            ),
        ),
        migrations.AddField(
            model_name="track",
            name="individual_weekly_minutes",
            field=models.PositiveSmallIntegerField(default=0, help_text="besides the days"),
        ),
        migrations.AlterField(
            model_name="track",
            name="is_open",
            field=models.BooleanField(default=True, help_text="people can be admitted to it"),
        ),
    ]
