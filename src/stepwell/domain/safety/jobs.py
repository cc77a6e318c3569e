"""The ladder of pages. Asked for as an event is raised, and looked after each minute, whatever became of that job."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.safety.actions.paging import PAGER, climb, page_with
from stepwell.domain.safety.queries.pages import events_on_a_ladder
from stepwell.platform.jobs.job import enqueue, job


@job("safety.page")
def page_one(*, event_id: str, now: datetime) -> None:
    """Whoever is to be paged about one event by now."""
    climb(actor=PAGER, event_id=UUID(event_id), now=now)


@job("safety.climb", cron="* * * * *")
def climb_all(*, now: datetime) -> None:
    """Each minute."""
    ask_for_pages()


def ask_for_pages() -> None:
    """A job for each event that isn't resolved, so that one that fails stops no other."""
    for event_id in events_on_a_ladder(PAGER):
        enqueue(page_one, event_id=str(event_id))


page_with(page_one)
