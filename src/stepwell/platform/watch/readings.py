"""Taking the readings: few, small queries."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import last_sealed_at
from stepwell.platform.notify.queries import oldest_due
from stepwell.platform.watch.rules import Readings


def take_readings(now: datetime) -> Readings:
    """How things stand. Never raises for a database that is away."""
    free = _free_bytes(settings.DATA_FOLDER)
    try:
        missing = _missing_migrations()
        if missing:
            return Readings(True, free, missing)
        return Readings(
            database_answers=True,
            free_bytes=free,
            beat_at=_last_beat(),
            sealed_at=_last_seal(),
            first_entry_at=Entry.objects.order_by("pk").values_list("at", flat=True).first(),
            message_due_at=oldest_due(now),
        )
    except (OperationalError, InterfaceError):
        connection.close()
        return Readings(False, free)


def _missing_migrations() -> tuple[str, ...]:
    loader = MigrationLoader(connection)
    return tuple(f"{app}.{name}" for app, name in sorted(set(loader.graph.nodes) - set(loader.applied_migrations)))


def _last_beat() -> datetime | None:
    """When a worker last told procrastinate that it lives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        found: datetime | None = cursor.fetchone()[0]
    return found


def _last_seal() -> datetime | None:
    """The last seal here, or on another machine: a worker elsewhere may have done the hour's. A job that went well is
    gone, and procrastinate keeps when it was asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_timestamp(max(defer_timestamp)) FROM procrastinate_periodic_defers "
            "WHERE task_name = 'ledger.seal' AND job_id IS NULL"
        )
        done_at: datetime | None = cursor.fetchone()[0]
    return max((at for at in (last_sealed_at(settings.DATA_FOLDER / "seals"), done_at) if at), default=None)


def _free_bytes(folder: Path) -> int:
    """Room where the folder is, or will be."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
