"""A signed assessment, its diagnoses and what was taken over are never changed or deleted; nor is an addendum."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION assessment_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed assessment stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER assessment_signed_stays BEFORE UPDATE OR DELETE ON assessment_assessment
    FOR EACH ROW EXECUTE FUNCTION assessment_signed_stays();

CREATE FUNCTION assessment_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessment_assessment
        WHERE id IN (OLD.assessment_id, NEW.assessment_id) AND signed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a signed assessment keeps its parts: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER assessment_diagnosis_stays BEFORE INSERT OR UPDATE OR DELETE ON assessment_diagnosis
    FOR EACH ROW EXECUTE FUNCTION assessment_part_stays();
CREATE TRIGGER assessment_taken_stays BEFORE INSERT OR UPDATE OR DELETE ON assessment_takenitem
    FOR EACH ROW EXECUTE FUNCTION assessment_part_stays();

CREATE FUNCTION assessment_addendum_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an addendum stays as it is: % refused', TG_OP;
END
$$;
CREATE TRIGGER assessment_addendum_stays BEFORE UPDATE OR DELETE ON assessment_addendum
    FOR EACH ROW EXECUTE FUNCTION assessment_addendum_stays();
"""
ALLOW = """
DROP TRIGGER assessment_addendum_stays ON assessment_addendum;
DROP FUNCTION assessment_addendum_stays();
DROP TRIGGER assessment_taken_stays ON assessment_takenitem;
DROP TRIGGER assessment_diagnosis_stays ON assessment_diagnosis;
DROP FUNCTION assessment_part_stays();
DROP TRIGGER assessment_signed_stays ON assessment_assessment;
DROP FUNCTION assessment_signed_stays();
"""


class Migration(migrations.Migration):
    """The triggers on assessments and their parts."""

    dependencies = [("assessment", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
