"""A job: a function that a worker runs in one transaction, exactly once as far as the database can tell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import close_old_connections, connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from stepwell.kernel import clock
from stepwell.platform.ledger.unit import unit_of_work

# What a job calls: keyword arguments alone, `now` and ids.
Work = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A named job, ready to be enqueued."""

    name: str
    task: Task[Any, Any, Any]


RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)


def job(name: str, *, cron: str = "") -> Callable[[Work], Job]:
    """Register `work` under `name`; with `cron` (UTC, five fields) it also runs by the clock."""

    def register(work: Work) -> Job:
        def run(context: JobContext, /, **ids: Any) -> None:
            ids.pop("timestamp", None)  # procrastinate gives it to periodic tasks
            close_old_connections()  # a worker's thread may have slept through a restart of the server
            try:
                run_once(context.job.id, name, work, ids)
            finally:
                close_old_connections()

        task: Any = app.task(name=name, pass_context=True, retry=RETRY)(run)
        if cron:
            app.periodic(cron=cron)(task)
        return Job(name, task)

    return register


def run_once(job_id: int | None, name: str, work: Work, ids: dict[str, Any]) -> bool:
    """Run `work` in one unit of work, unless job `job_id` was done before. Returns whether it ran."""
    with unit_of_work():
        now = clock.now()
        if job_id is not None and not _first_time(job_id, name, now):
            return False
        work(now=now, **ids)
        return True


def _first_time(job_id: int, name: str, now: datetime) -> bool:
    """Mark the job done. A second worker with the same job waits here for the first, then hears False."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_done (job_id, name, done_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [job_id, name, now],
        )
        return bool(cursor.rowcount == 1)


def enqueue(wanted: Job, *, at: datetime | None = None, **ids: int | str) -> None:
    """Ask for a job, in the transaction that causes it: if that rolls back, nobody asked. Not begun before `at`."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{wanted.name} was enqueued outside a transaction")
    wanted.task.configure(schedule_at=at).defer(**ids)


def long_job(name: str) -> Callable[[Work], Job]:
    """Register work that takes long and shows how far it is: not in one transaction, its actions are.

    After a worker was killed it is given again from the start, so the work looks first at what is still to be done.
    """

    def register(work: Work) -> Job:
        def run(context: JobContext, /, **ids: Any) -> None:
            close_old_connections()
            try:
                work(now=clock.now(), **ids)
            finally:
                close_old_connections()

        return Job(name, app.task(name=name, pass_context=True, retry=RETRY)(run))

    return register
