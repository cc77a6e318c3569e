"""What a site asks, of whom and how often, and questions on the phone that a schedule asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_tracks_change"),
        ("measures", "0003_asked_on_the_phone"),
        ("people", "0006_cosigner"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instrument_code", models.CharField(max_length=40)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody"),
                            ("track", "track"),
                            ("diagnosis", "diagnosis"),
                            ("result", "result"),
                        ],
                        max_length=12,
                    ),
                ),
                ("diagnosis", models.CharField(blank=True, help_text="how its code begins", max_length=10)),
                (
                    "result_of",
                    models.CharField(blank=True, help_text="the instrument whose total counts", max_length=40),
                ),
                ("at_least", models.SmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ScheduleEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                (
                    "is_asked",
                    models.BooleanField(default=True, help_text="else the schedule is stopped from that day on"),
                ),
                ("at_start", models.BooleanField(default=False)),
                ("every_days", models.PositiveSmallIntegerField(null=True)),
                ("at_review", models.BooleanField(default=False)),
                ("at_end", models.BooleanField(default=False)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("from_on",),
            },
        ),
        migrations.AddField(
            model_name="asking",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="asking",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
            ),
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by__isnull", False), ("due_on__isnull", False), _connector="OR"),
                name="asked_by_somebody_or_a_schedule",
            ),
        ),
        migrations.AddField(
            model_name="measureschedule",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="measure_schedules", to="people.site"
            ),
        ),
        migrations.AddField(
            model_name="measureschedule",
            name="track",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.track"
            ),
        ),
        migrations.AddField(
            model_name="scheduleedition",
            name="schedule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="measures.measureschedule"
            ),
        ),
        migrations.AddField(
            model_name="scheduleedition",
            name="set_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
        ),
        migrations.AddConstraint(
            model_name="measureschedule",
            constraint=models.UniqueConstraint(
                fields=("site", "instrument_code", "audience", "track", "diagnosis", "result_of", "at_least"),
                name="one_schedule_for_the_same_people",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="measureschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("at_least", None),
                        ("audience", "everybody"),
                        ("diagnosis", ""),
                        ("result_of", ""),
                        ("track", None),
                    ),
                    models.Q(
                        ("at_least", None),
                        ("audience", "track"),
                        ("diagnosis", ""),
                        ("result_of", ""),
                        ("track__isnull", False),
                    ),
                    models.Q(
                        ("at_least", None),
                        ("audience", "diagnosis"),
                        ("result_of", ""),
                        ("track", None),
                        models.Q(("diagnosis", ""), _negated=True),
                    ),
                    models.Q(
                        ("at_least__isnull", False),
                        ("audience", "result"),
                        ("diagnosis", ""),
                        ("track", None),
                        models.Q(("result_of", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="schedule_says_for_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheduleedition",
            constraint=models.UniqueConstraint(fields=("schedule", "from_on"), name="one_schedule_edition_a_day"),
        ),
        migrations.AddConstraint(
            model_name="scheduleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_asked", False),
                    ("at_start", True),
                    ("at_review", True),
                    ("at_end", True),
                    ("every_days__isnull", False),
                    _connector="OR",
                ),
                name="schedule_edition_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheduleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_days__isnull", True), ("every_days__range", (1, 366)), _connector="OR"),
                name="schedule_edition_days_make_sense",
            ),
        ),
    ]
