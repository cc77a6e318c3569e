"""A signed note is never changed or deleted: late words are a new note, not an edit."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION week_signed_note_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed note stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER week_signed_note_stays BEFORE UPDATE OR DELETE ON week_note
    FOR EACH ROW EXECUTE FUNCTION week_signed_note_stays();
"""
ALLOW = """
DROP TRIGGER week_signed_note_stays ON week_note;
DROP FUNCTION week_signed_note_stays();
"""


class Migration(migrations.Migration):
    """The trigger on notes."""

    dependencies = [("week", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
