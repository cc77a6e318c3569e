"""Consents, recipients and tokens are never deleted; what a consent says is never changed, it can only be revoked."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION consent_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a consent is kept: % refused', TG_OP;
    END IF;
    IF OLD.revoked_at IS NOT NULL
        OR to_jsonb(NEW) - 'revoked_at' - 'revoked_by_id' <> to_jsonb(OLD) - 'revoked_at' - 'revoked_by_id' THEN
        RAISE EXCEPTION 'a consent can only be revoked, once: % refused', TG_OP;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER consent_kept BEFORE UPDATE OR DELETE ON consent_consent
    FOR EACH ROW EXECUTE FUNCTION consent_refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepwell_app') THEN
        REVOKE DELETE, TRUNCATE ON consent_consent, consent_recipient, consent_token FROM stepwell_app;
    END IF;
END
$$;
"""
ALLOW = """
DROP TRIGGER consent_kept ON consent_consent;
DROP FUNCTION consent_refuse_change();
"""


class Migration(migrations.Migration):
    """Privileges and the trigger."""

    dependencies = [("consent", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
