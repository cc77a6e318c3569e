"""What was signed, and a packet that was published, stay as they are."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION orientation_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed orientation stays as it is: % refused', TG_OP;
END
$$;
CREATE TRIGGER orientation_signed_stays BEFORE UPDATE OR DELETE ON orientation_orientation
    FOR EACH ROW EXECUTE FUNCTION orientation_signed_stays();

CREATE FUNCTION orientation_packet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published packet stays as it is: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER orientation_packet_stays BEFORE UPDATE OR DELETE ON orientation_packet
    FOR EACH ROW EXECUTE FUNCTION orientation_packet_stays();
"""
ALLOW = """
DROP TRIGGER orientation_packet_stays ON orientation_packet;
DROP FUNCTION orientation_packet_stays();
DROP TRIGGER orientation_signed_stays ON orientation_orientation;
DROP FUNCTION orientation_signed_stays();
"""


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = (("orientation", "0001_initial"),)
    operations = (migrations.RunSQL(REFUSE, ALLOW),)
