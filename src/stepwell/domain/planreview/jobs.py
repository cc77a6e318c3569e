"""The morning's look at which plans are reviewed and certified next."""

from datetime import datetime

from stepwell.domain.people.queries import my_sites
from stepwell.domain.planreview.actions import check_site
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import job

JOBS = system("jobs")


@job("planreview.check", cron="17 10 * * *")
def look_at_reviews(*, now: datetime) -> None:
    """Before anybody comes to work."""
    for site in my_sites(JOBS):
        check_site(actor=JOBS, site=site, now=now)
