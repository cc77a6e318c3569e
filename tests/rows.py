"""All rows of the domain, to see that nothing changed. Ledger, sessions and jobs aside."""

from typing import Any

from django.apps import apps
from django.db import connection

# What a table held, by its name and a digest of all of it: most requests change few tables or none.
_read: dict[tuple[str, str], list[Any]] = {}


def every_row() -> dict[str, list[Any]]:
    """By the model's label. One statement says which tables have changed; those alone are read."""
    models = [one for config in apps.get_app_configs() if ".domain." in config.name for one in config.get_models()]
    digest = "SELECT %s, coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '') FROM {} t"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(digest.format(connection.ops.quote_name(one._meta.db_table)) for one in models),
            [one._meta.label for one in models],
        )
        digests = dict(cursor.fetchall())
    rows = {}
    for one in models:
        key = (one._meta.label, digests[one._meta.label])
        if key not in _read:
            _read[key] = list(one.objects.order_by("pk").values_list())
        rows[one._meta.label] = _read[key]
    return rows
