"""Addenda: what is added below a signed note, and under no draft. They are never changed or deleted."""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION week_addendum_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'an addendum stays as it is: % refused', TG_OP;
    END IF;
    IF NOT EXISTS (SELECT FROM week_note WHERE id = NEW.note_id AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an addendum stands under a signed note';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER week_addendum_stays BEFORE INSERT OR UPDATE OR DELETE ON week_noteaddendum
    FOR EACH ROW EXECUTE FUNCTION week_addendum_stays();
"""
ALLOW = """
DROP TRIGGER week_addendum_stays ON week_noteaddendum;
DROP FUNCTION week_addendum_stays();
"""


class Migration(migrations.Migration):
    """The table, and the trigger on it."""

    dependencies = [("people", "0005_visitors"), ("week", "0004_found_at_once")]
    operations = [
        migrations.CreateModel(
            name="NoteAddendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("added_as", models.CharField(help_text="name and credentials when it was added", max_length=300)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="week.note"
                    ),
                ),
            ],
            options={"verbose_name_plural": "note addenda", "ordering": ("added_at", "pk")},
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
