"""A signed consent is kept as it was signed; revoking it also says by whom, and that its condition was met."""

from django.db import migrations

_BODY = """
CREATE OR REPLACE FUNCTION consent_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a consent is kept: %% refused', TG_OP;
    END IF;
    IF OLD.revoked_at IS NOT NULL OR to_jsonb(NEW) - %(may)s <> to_jsonb(OLD) - %(may)s THEN
        RAISE EXCEPTION 'a consent can only be revoked, once: %% refused', TG_OP;
    END IF;
    RETURN NEW;
END
$$;
"""
REPLACE = _BODY % {"may": "'{revoked_at,revoked_by_id,revoked_by_client,condition_met_on}'::text[]"}
BEFORE = _BODY % {"may": "'{revoked_at,revoked_by_id}'::text[]"}
KEEP = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'stepwell_app') THEN
        REVOKE DELETE, TRUNCATE ON consent_consentdraft FROM stepwell_app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    """The trigger anew, and a privilege."""

    dependencies = [("consent", "0003_signing")]
    operations = [migrations.RunSQL(REPLACE, BEFORE), migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
