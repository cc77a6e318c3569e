"""The table that counts failed tries: one for all processes, so that none starts from nothing."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    """What Django's `createcachetable` would make, but as a migration, and not kept after a crash."""

    dependencies = [("accounts", "0002_sign_in_links")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache")]
