"""Jobs of what spans parts: thin, each calls a workflow or an action. Found by the worker, as every part's jobs are."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.people.queries import my_sites
from stepwell.domain.week.actions.rescue import look_for_missing
from stepwell.kernel.actor import system
from stepwell.platform.jobs.job import enqueue, job
from stepwell.workflows.changes import tell_changes
from stepwell.workflows.measuring import people_to_tend, tend_due
from stepwell.workflows.rescue import tell_make_up, tell_with

JOBS = system("jobs")


@job("rescue.look", cron="*/5 * * * *")
def look(*, now: datetime) -> None:
    """Who was booked and isn't there."""
    look_for_missing(actor=JOBS, now=now)


@job("week.tell_changes", cron="* * * * *")
def tell_of_changes(*, now: datetime) -> None:
    """Whose sessions changed a minute ago."""
    tell_changes(now)


@job("rescue.tell_make_up")
def tell(*, now: datetime, booking_id: int, booked_at: str) -> None:
    """Somebody has a seat in another session."""
    tell_make_up(booking_id, datetime.fromisoformat(booked_at), now)


tell_with(tell)


@job("measuring.tend")
def tend(*, now: datetime, client_id: str) -> None:
    """One person's due questions."""
    tend_due(client_id=UUID(client_id), now=now)


@job("measuring.look", cron="17 * * * *")
def look_at_due(*, now: datetime) -> None:
    """Every hour of the site's day: what was answered meanwhile asks for nothing more."""
    for site in my_sites(JOBS):
        for client_id in people_to_tend(site, now):
            enqueue(tend, client_id=str(client_id))
