"""The jobs that look after jobs."""

from datetime import datetime, timedelta

from procrastinate import JobContext
from procrastinate.contrib.django import app

from stepwell.platform.jobs.job import job
from stepwell.platform.jobs.models import Done

# A worker beats every 10 s; one silent for 30 s is dead, and what it held goes to another.
SILENT_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", pass_context=True, queueing_lock="jobs.retry_stalled")
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of workers that died in the middle. Outside `@job`: it is procrastinate's own business.

    A beat in the future was made before the database's clock was set back. It counts from now on, or the dead would
    seem to live until that time comes.
    """
    await app.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE last_heartbeat > now() + interval '10 seconds'"
    )
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(stalled)


@job("jobs.forget_done", cron="17 4 * * *")
def forget_done(*, now: datetime) -> None:
    """Drop the marks of jobs done more than a week ago; procrastinate doesn't run those again."""
    Done.objects.filter(done_at__lt=now - timedelta(days=7)).delete()
