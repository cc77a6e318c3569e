"""A signed review of access, and what was decided in it, is never changed or deleted."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION oversight_signed_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed review stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER oversight_signed_review_stays BEFORE UPDATE OR DELETE ON oversight_accessreview
    FOR EACH ROW EXECUTE FUNCTION oversight_signed_review_stays();
CREATE FUNCTION oversight_signed_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    theirs bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        theirs := NEW.review_id;
    ELSE
        theirs := OLD.review_id;
    END IF;
    IF EXISTS (SELECT 1 FROM oversight_accessreview WHERE id = theirs AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a signed review stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER oversight_signed_line_stays BEFORE INSERT OR UPDATE OR DELETE ON oversight_accessline
    FOR EACH ROW EXECUTE FUNCTION oversight_signed_line_stays();
"""
ALLOW = """
DROP TRIGGER oversight_signed_line_stays ON oversight_accessline;
DROP FUNCTION oversight_signed_line_stays();
DROP TRIGGER oversight_signed_review_stays ON oversight_accessreview;
DROP FUNCTION oversight_signed_review_stays();
"""


class Migration(migrations.Migration):
    """The triggers on reviews and their lines."""

    dependencies = [("oversight", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
