"""A signed version of a plan, and what was signed or refused under it, stay as they are."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION planreview_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed plan stays as it is: % refused', TG_OP;
END
$$;
CREATE TRIGGER planreview_version_stays BEFORE UPDATE OR DELETE ON planreview_planversion
    FOR EACH ROW EXECUTE FUNCTION planreview_signed_stays();
CREATE TRIGGER planreview_signature_stays BEFORE UPDATE OR DELETE ON planreview_plansignature
    FOR EACH ROW EXECUTE FUNCTION planreview_signed_stays();
"""
ALLOW = """
DROP TRIGGER planreview_signature_stays ON planreview_plansignature;
DROP TRIGGER planreview_version_stays ON planreview_planversion;
DROP FUNCTION planreview_signed_stays();
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = (("planreview", "0001_initial"),)
    operations = (migrations.RunSQL(REFUSE, ALLOW),)
