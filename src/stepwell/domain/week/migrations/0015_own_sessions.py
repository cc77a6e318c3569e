"""One person's own sessions beside groups, with notes in sections; arrivals that the desk marks."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION week_own_session_is_ones_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM week_session JOIN week_series ON week_series.id = week_session.series_id
        WHERE week_session.id = NEW.session_id AND week_series.client_id <> NEW.client_id
    ) THEN
        RAISE EXCEPTION 'this session is another person''s own' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER week_own_session_is_ones_own BEFORE INSERT OR UPDATE OF session_id, client_id ON week_booking
    FOR EACH ROW EXECUTE FUNCTION week_own_session_is_ones_own();
"""
ALLOW = """
DROP TRIGGER week_own_session_is_ones_own ON week_booking;
DROP FUNCTION week_own_session_is_ones_own();
"""


class Migration(migrations.Migration):
    """The columns, who of the family comes along, and the trigger on places in sessions."""

    dependencies = [
        ("catalog", "0006_tracks_change"),
        ("consent", "0006_recipient_login"),
        ("people", "0006_cosigner"),
        ("week", "0014_despite_own_times"),
    ]

    operations = [
        migrations.CreateModel(
            name="Companion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "ordering": ("recipient__name", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="booking",
            name="arrived_somehow",
        ),
        migrations.AddField(
            model_name="note",
            name="company",
            field=models.JSONField(
                default=list, help_text="who of the family was there, by name; nothing else of them"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="sections",
            field=models.JSONField(default=list, help_text="[[label, words]] as the service's template had the labels"),
        ),
        migrations.AddField(
            model_name="notetemplate",
            name="sections",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="client",
            field=models.ForeignKey(
                help_text="whose own; none: a group",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_series",
                to="people.client",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="minutes",
            field=models.PositiveSmallIntegerField(help_text="of one's own; a group goes as its day says", null=True),
        ),
        migrations.AlterField(
            model_name="booking",
            name="arrived_how",
            field=models.CharField(
                blank=True,
                choices=[("kiosk", "Kiosk"), ("phone", "Phone"), ("joined", "Joined"), ("desk", "Desk")],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="note",
            name="response",
            field=models.TextField(blank=True, help_text="where it has sections, those together"),
        ),
        migrations.AlterField(
            model_name="series",
            name="template",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.daytemplate"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_at__isnull", True), ("arrived_how", "")),
                    models.Q(("arrived_at__isnull", False), ("arrived_how__in", ["kiosk", "phone", "joined", "desk"])),
                    _connector="OR",
                ),
                name="arrived_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("client__isnull", True), ("minutes__isnull", True), ("template__isnull", False)),
                    models.Q(
                        ("capacity", 1), ("client__isnull", False), ("minutes__gt", 0), ("template__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="group_has_a_day_own_has_a_length",
            ),
        ),
        migrations.AddField(
            model_name="companion",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="consent.recipient"
            ),
        ),
        migrations.AddField(
            model_name="companion",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="companions", to="week.series"
            ),
        ),
        migrations.AddConstraint(
            model_name="companion",
            constraint=models.UniqueConstraint(fields=("series", "recipient"), name="one_companion_per_series"),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
