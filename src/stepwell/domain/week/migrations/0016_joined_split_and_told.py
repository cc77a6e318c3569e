"""Sessions of a day are joined and split, a group changes its weekdays, and who is booked hears of what changed."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, and columns; a phase takes the weekdays that its series had all the time."""

    dependencies = [
        ("catalog", "0006_tracks_change"),
        ("notify", "0001_initial"),
        ("people", "0006_cosigner"),
        ("week", "0015_own_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(null=True)),
                ("said_at", models.DateTimeField()),
                (
                    "ask_at",
                    models.DateTimeField(
                        help_text="the session changed: when it is looked at whether to say so", null=True
                    ),
                ),
                (
                    "waits_for_person",
                    models.BooleanField(default=False, help_text="no message may go: a person has to say it"),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="one_session_per_start",
        ),
        migrations.AddField(
            model_name="booking",
            name="came_from",
            field=models.ForeignKey(
                help_text="the session whose place this is meanwhile",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_on",
                to="week.session",
            ),
        ),
        migrations.AddField(
            model_name="seriescurriculum",
            name="begins_with",
            field=models.PositiveSmallIntegerField(default=1, help_text="the number of the session that is its first"),
        ),
        migrations.AddField(
            model_name="seriesphase",
            name="weekdays",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=[], help_text="0 is Monday", size=None
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE week_seriesphase SET weekdays = week_series.weekdays FROM week_series"
            " WHERE week_series.id = week_seriesphase.series_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="session",
            name="merged_into",
            field=models.ForeignKey(
                help_text="its people sit there instead",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="week.session",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="split_from",
            field=models.ForeignKey(
                help_text="a second room of that session",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_off",
                to="week.session",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="cancel_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leader", "The leader is away"),
                    ("place", "The place can’t be used"),
                    ("closed", "The site is closed"),
                    ("few", "Too few people"),
                    ("ended", "The group has ended"),
                    ("merged", "Joined with another group"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("series", "starts_at", "split_from"),
                name="one_session_per_start",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("canceled_at__isnull", False), _connector="OR"),
                name="merged_session_is_canceled",
            ),
        ),
        migrations.AddField(
            model_name="sessionword",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="words", to="week.booking"
            ),
        ),
        migrations.AddField(
            model_name="sessionword",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notify.message"
            ),
        ),
        migrations.AddField(
            model_name="sessionword",
            name="place",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.place"
            ),
        ),
        migrations.AddField(
            model_name="sessionword",
            name="told_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
            ),
        ),
        migrations.AddIndex(
            model_name="sessionword",
            index=models.Index(condition=models.Q(("ask_at__isnull", False)), fields=["ask_at"], name="words_due"),
        ),
    ]
