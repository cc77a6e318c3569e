"""What Prometheus reads: the requests counted by all processes here, and what the database holds at that moment."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from stepwell.platform.ledger.models import Chain
from stepwell.platform.ledger.verify import last_sealed_at
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.queries import oldest_due
from stepwell.platform.watch.requests import OWN

# A job that waits for its time isn't late: it counts from then on.
_OLDEST_JOB = """
SELECT min(coalesce(job.scheduled_at, event.at))
FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= %s
"""
_CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user GROUP BY 1 ORDER BY 1
"""


def metrics_text(now: datetime) -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_InDatabase(now))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return bytes(generate_latest(registry))
    return bytes(generate_latest(registry) + generate_latest(OWN))


class _InDatabase(Collector):
    """Gauges that are the same whichever process is asked."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering must ask the database nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Jobs, ledger, outbox, connections."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
            jobs = {"todo": 0, "doing": 0, "failed": 0, **dict(cursor.fetchall())}
            cursor.execute(_OLDEST_JOB, [self._now])
            waiting_since = cursor.fetchone()[0]
            cursor.execute(_CONNECTIONS)
            connections = dict(cursor.fetchall())
        yield _by("stepwell_jobs", "Jobs, by state", "state", jobs)
        yield self._age("stepwell_oldest_job_seconds", "How long the longest waiting job is late", waiting_since)
        entries = Chain.objects.aggregate(sum=Sum("length"))["sum"] or 0
        yield GaugeMetricFamily("stepwell_ledger_entries", "Entries in the ledger", value=float(entries))
        sealed = last_sealed_at(settings.DATA_FOLDER / "seals")
        if sealed is not None:
            yield self._age("stepwell_seal_age_seconds", "Age of this machine's last seal", sealed)
        counted = Message.objects.order_by("state").values_list("state").annotate(count=Count("pk"))
        yield _by("stepwell_messages", "Messages in the outbox, by state", "state", dict(counted))
        due = oldest_due(self._now)
        yield self._age("stepwell_oldest_message_seconds", "How long the longest waiting message is late", due)
        yield _by("stepwell_database_connections", "The application's connections, by state", "state", connections)

    def _age(self, name: str, words: str, since: datetime | None) -> Metric:
        seconds = (self._now - since).total_seconds() if since else 0.0
        return GaugeMetricFamily(name, words, value=max(0.0, seconds))


def _by(name: str, words: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in values.items():
        family.add_metric([value], float(count))
    return family
