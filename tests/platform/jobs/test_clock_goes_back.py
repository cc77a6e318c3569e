"""The clock of the machine is set back: what runs by the clock goes on, and the dead are still found dead."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from stepwell.platform.jobs.jobs import retry_stalled
from stepwell.platform.jobs.worker import forget_the_future, until_the_clock_goes_back

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)


def noticed(*steps: tuple[float, float]) -> bool:
    """Whether a jump is seen in these steps of (the wall's seconds, the counted seconds)."""
    wall, counted, left = NOW, 0.0, list(steps)

    def clocks() -> tuple[datetime, float]:
        return wall, counted

    async def move() -> None:
        nonlocal wall, counted
        watch = asyncio.create_task(until_the_clock_goes_back(clocks, pause=0))
        await asyncio.sleep(0)
        for by_wall, by_count in left:
            wall, counted = wall + timedelta(seconds=by_wall), counted + by_count
            for _ in range(3):
                await asyncio.sleep(0)
        seen = watch.done()
        watch.cancel()
        outcome.append(seen)

    outcome: list[bool] = []
    asyncio.run(move())
    return outcome[0]


@pytest.mark.parametrize(
    ("steps", "jumped"),
    [
        ([(5, 5), (5, 5)], False),
        ([(5, 5), (-3595, 5)], True),
        ([(-40, 5)], True),
        ([(-10, 5), (5, 5)], False),
        ([(3605, 5), (5, 5)], False),
    ],
)
def test_the_worker_sees_a_clock_that_was_set_back_and_no_other(steps, jumped):
    assert noticed(*steps) is jumped


def test_what_was_asked_for_in_an_hour_that_comes_again_is_asked_for_again(db):
    ahead = int((NOW + timedelta(minutes=50)).timestamp())
    behind = int((NOW - timedelta(minutes=10)).timestamp())

    def defer(at: int) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT procrastinate_defer_periodic_job_v2('default', NULL, NULL, 'ledger.seal', 0, 'here', %s, '{}')",
                [at],
            )
            row = cursor.fetchone()
            return row[0] if row else None

    assert defer(ahead) is not None
    assert defer(ahead) is None
    assert forget_the_future(NOW) == 1
    assert defer(behind) is not None
    assert defer(ahead) is not None
    assert forget_the_future(NOW + timedelta(hours=2)) == 0


@pytest.mark.parametrize("minutes_ahead", [60, -2])
def test_a_dead_worker_whose_last_beat_lies_in_the_future_is_found(db, minutes_ahead):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() + make_interval(mins => %s)", [minutes_ahead]
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES ('q', 'x', 'doing', %s) "
            "RETURNING id",
            [worker],
        )
        job = cursor.fetchone()[0]
    async_to_sync(retry_stalled.func)(None, 0)
    if minutes_ahead > 0:
        beat = ProcrastinateWorker.objects.get(pk=worker).last_heartbeat
        assert beat <= datetime.now(UTC) + timedelta(seconds=5)
    else:
        assert ProcrastinateJob.objects.get(pk=job).status == "todo"
