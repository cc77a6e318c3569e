"""A worker killed with -9 in the middle of a job loses nothing, and what the job does happens once."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from tests.cast import make_world
from tests.clinic import make_clinic
from tests.waiting import wait_until

from stepwell.domain.week.jobs import extend_series
from stepwell.domain.week.models import Series, Session
from stepwell.kernel import clock
from stepwell.platform.jobs.job import enqueue
from stepwell.platform.ledger.models import Entry


@pytest.fixture
def start_worker(server, database_name) -> Iterator:
    started = []

    def start() -> subprocess.Popen:
        environ = {**os.environ, **server.environ(database_name)}
        started.append(subprocess.Popen([sys.executable, "-m", "stepwell", "work"], env=environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def make_the_dead_look_dead(server, database_name) -> None:
    """What thirty seconds of silence would do."""
    with psycopg.connect(server.superuser(database_name).to_dsn(), autocommit=True) as admin:
        admin.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")


def test_the_job_of_a_killed_worker_is_done_once_by_the_next(committed, server, database_name, start_worker):
    now = clock.now()
    clinic = make_clinic(make_world(now), people=0, now=now, first_on=(now - timedelta(days=7)).date())
    series = Series.objects.get(pk=clinic.series.pk)
    # as if nobody had extended it for some weeks
    gone = Session.objects.filter(series=series, starts_at__gt=now + timedelta(weeks=10))
    wanted = gone.count()
    assert wanted > 0
    with psycopg.connect(server.superuser(database_name).to_dsn(), autocommit=True) as admin:
        ids = list(gone.values_list("pk", flat=True))
        admin.execute("DELETE FROM week_sessionsegment WHERE session_id = ANY(%s)", [ids])
        admin.execute("DELETE FROM week_session WHERE id = ANY(%s)", [ids])
    back_to = (now + timedelta(weeks=10)).date()
    Series.objects.filter(pk=series.pk).update(extended_to=back_to + timedelta(days=1))
    with transaction.atomic():
        enqueue(extend_series, series_id=str(series.pk))
    job = ProcrastinateJob.objects.filter(task_name="week.extend_series").latest("pk")

    with psycopg.connect(server.superuser(database_name).to_dsn()) as holder:
        # the job begins, and stands still in its middle
        holder.execute("SELECT 1 FROM week_series WHERE id = %s FOR UPDATE", [series.pk])
        first = start_worker()

        def in_the_middle() -> bool:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
            with psycopg.connect(server.superuser().to_dsn(), autocommit=True) as admin:
                row = admin.execute(waiting, [database_name]).fetchone()
            return ProcrastinateJob.objects.get(pk=job.pk).status == "doing" and bool(row and row[0])

        wait_until(in_the_middle, what="for the job to begin")
        first.kill()
        first.wait()
        holder.rollback()

    assert ProcrastinateJob.objects.get(pk=job.pk).status == "doing"
    make_the_dead_look_dead(server, database_name)
    from procrastinate.contrib.django import app

    with contextlib.suppress(AlreadyEnqueued):  # the killed worker may have asked for it by the clock
        app.configure_task("jobs.retry_stalled", queueing_lock="jobs.retry_stalled").defer(timestamp=0)
    start_worker()
    wait_until(
        lambda: not ProcrastinateJob.objects.filter(pk=job.pk, status__in=["todo", "doing"]).exists(),
        seconds=60,
        what="for the job to be done",
    )
    starts = list(
        Session.objects.filter(series=series, starts_at__gt=now + timedelta(weeks=10)).values_list(
            "starts_at", flat=True
        )
    )
    assert len(starts) == len(set(starts)) > 0
    assert Entry.objects.filter(verb="series.extended", subject_id=str(series.pk)).count() == 1
