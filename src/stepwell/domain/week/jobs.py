"""The week's nightly work: sessions stand ahead of time, and charts close to leaders whose groups were left."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.people.queries import my_sites
from stepwell.domain.week.actions import close_leader_places, hold_seats
from stepwell.domain.week.actions import extend_series as extend
from stepwell.domain.week.actions.runway import check_runways
from stepwell.domain.week.queries.sessions import series_to_extend
from stepwell.domain.week.queries.waiting import series_with_a_line
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import enqueue, job

JOBS = system("jobs")


@job("week.extend_series")
def extend_series(*, now: datetime, series_id: str) -> None:
    """One series, in a transaction of its own."""
    extend(actor=JOBS, series_id=UUID(series_id), now=now)


@job("week.extend_every_series", cron="23 9 * * *")
def extend_every_series(*, now: datetime) -> None:
    """Ask for each series that goes on. 09:23 UTC is before the first group anywhere in the United States."""
    for series_id in series_to_extend(JOBS, now):
        enqueue(extend_series, series_id=str(series_id))


@job("week.hold_seats", cron="41 9 * * *")
def hold_every_seat(*, now: datetime) -> None:
    """Where stays end as planned, seats get free without anybody's doing."""
    for series_id in series_with_a_line(JOBS):
        hold_seats(actor=JOBS, series_id=series_id, now=now)


@job("week.close_leader_places", cron="53 9 * * *")
def close_places(*, now: datetime) -> None:
    """A leader sees the chart while the client is in the group."""
    close_leader_places(actor=JOBS, now=now)


@job("week.check_runways", cron="11 10 * * *")
def look_at_runways(*, now: datetime) -> None:
    """Whose authorization runs out, before anybody comes to work."""
    for site in my_sites(JOBS):
        check_runways(actor=JOBS, site=site, now=now)
