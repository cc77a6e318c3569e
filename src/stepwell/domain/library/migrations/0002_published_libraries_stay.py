"""A library that was published stays as it is."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION library_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published library stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER library_published_stays BEFORE UPDATE OR DELETE ON library_library
    FOR EACH ROW EXECUTE FUNCTION library_published_stays();
"""
ALLOW = """
DROP TRIGGER library_published_stays ON library_library;
DROP FUNCTION library_published_stays();
"""


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = (("library", "0001_initial"),)
    operations = (migrations.RunSQL(REFUSE, ALLOW),)
