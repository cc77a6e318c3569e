"""A day has editions, each from a day on; a site has closed days."""

import datetime

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_services_say_more"),
        ("people", "0005_visitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("name", models.CharField(help_text="as everybody reads it: Thanksgiving", max_length=80)),
                (
                    "closed_at",
                    models.DateTimeField(help_text="what was canceled then comes back where the day is opened again"),
                ),
            ],
            options={
                "ordering": ("on",),
            },
        ),
        migrations.AlterModelOptions(
            name="templatesegment",
            options={"ordering": ("from_on", "position")},
        ),
        migrations.RemoveConstraint(
            model_name="templatesegment",
            name="one_segment_per_position",
        ),
        migrations.AddField(
            model_name="templatesegment",
            name="from_on",
            field=models.DateField(
                default=datetime.date(1900, 1, 1), help_text="the first day on which this edition holds"
            ),
        ),
        migrations.AddConstraint(
            model_name="templatesegment",
            constraint=models.UniqueConstraint(
                fields=("template", "from_on", "position"), name="one_segment_per_position"
            ),
        ),
        migrations.AddField(
            model_name="closedday",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="closed_days", to="people.site"
            ),
        ),
        migrations.AddConstraint(
            model_name="closedday",
            constraint=models.UniqueConstraint(fields=("site", "on"), name="closed_once_a_day"),
        ),
    ]
