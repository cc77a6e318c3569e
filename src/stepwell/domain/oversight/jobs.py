"""The quarter's reviews of access. Asked for each day, so that a night without a worker loses none."""

from datetime import datetime

from stepwell.domain.oversight.actions.review import open_review
from stepwell.domain.oversight.queries.review import sites_without_review
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import enqueue, job

JOBS = system("jobs")


@job("oversight.open_review")
def open_one(*, now: datetime, site_id: int) -> None:
    """One site's review of this quarter."""
    open_review(actor=JOBS, site_id=site_id, now=now)


@job("oversight.open_reviews", cron="37 11 * * *")
def open_every(*, now: datetime) -> None:
    """Each site that has none of this quarter."""
    for site_id in sites_without_review(JOBS, now):
        enqueue(open_one, site_id=site_id)
