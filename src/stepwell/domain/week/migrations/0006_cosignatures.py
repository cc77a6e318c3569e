"""The second signature under a note of somebody under supervision, and what was returned with words."""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION week_cosignature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM week_note WHERE id = NEW.note_id AND signed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'a co-signature is asked for a signed note';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.signed_at IS NOT NULL OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a co-signature stays as it is: % refused', TG_OP;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER week_cosignature_stays BEFORE INSERT OR UPDATE OR DELETE ON week_cosignature
    FOR EACH ROW EXECUTE FUNCTION week_cosignature_stays();

CREATE FUNCTION week_return_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a return stays as it is: % refused', TG_OP;
END
$$;
CREATE TRIGGER week_return_stays BEFORE UPDATE OR DELETE ON week_notereturn
    FOR EACH ROW EXECUTE FUNCTION week_return_stays();
"""
ALLOW = """
DROP TRIGGER week_return_stays ON week_notereturn;
DROP FUNCTION week_return_stays();
DROP TRIGGER week_cosignature_stays ON week_cosignature;
DROP FUNCTION week_cosignature_stays();
"""


class Migration(migrations.Migration):
    """Two tables, and the triggers on them."""

    dependencies = [
        ("people", "0006_cosigner"),
        ("week", "0005_addenda"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("returned_as", models.CharField(max_length=300)),
                ("returned_at", models.DateTimeField()),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="week.note"
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
            options={
                "ordering": ("returned_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(help_text="until an addendum was written", null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_as",
                    models.CharField(blank=True, help_text="name and credentials at signing", max_length=300),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cosigns", to="people.staff"
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cosignature", to="week.note"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("signed_at__isnull", True)),
                        fields=["asked_of", "asked_at"],
                        name="to_cosign",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at__isnull", True),
                            models.Q(("returned_at__isnull", True), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cosignature_has_signer",
                    )
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
