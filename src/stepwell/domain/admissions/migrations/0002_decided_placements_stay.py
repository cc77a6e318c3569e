"""A decided placement and its ratings are never changed or deleted: another look is a new one."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION admissions_decided_placement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'a decided placement stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER admissions_decided_placement_stays BEFORE UPDATE OR DELETE ON admissions_placement
    FOR EACH ROW EXECUTE FUNCTION admissions_decided_placement_stays();

CREATE FUNCTION admissions_decided_rating_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM admissions_placement
        WHERE id = COALESCE(OLD.placement_id, NEW.placement_id) AND decided_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a decided placement keeps its ratings: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER admissions_decided_rating_stays BEFORE INSERT OR UPDATE OR DELETE ON admissions_placementrating
    FOR EACH ROW EXECUTE FUNCTION admissions_decided_rating_stays();
"""
ALLOW = """
DROP TRIGGER admissions_decided_rating_stays ON admissions_placementrating;
DROP FUNCTION admissions_decided_rating_stays();
DROP TRIGGER admissions_decided_placement_stays ON admissions_placement;
DROP FUNCTION admissions_decided_placement_stays();
"""


class Migration(migrations.Migration):
    """The triggers on placements and ratings."""

    dependencies = [("admissions", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
