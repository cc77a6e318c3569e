"""A finished sheet is never changed or deleted: answering again is a new one."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION measures_finished_sheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.completed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finished sheet stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER measures_finished_sheet_stays BEFORE UPDATE OR DELETE ON measures_administration
    FOR EACH ROW EXECUTE FUNCTION measures_finished_sheet_stays();
"""
ALLOW = """
DROP TRIGGER measures_finished_sheet_stays ON measures_administration;
DROP FUNCTION measures_finished_sheet_stays();
"""


class Migration(migrations.Migration):
    """The trigger on administrations."""

    dependencies = [("measures", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
