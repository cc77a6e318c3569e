"""A person with five years of notes: the chart and the thread ask as much as after a month, and no more."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, World
from tests.threads import whole_thread

from stepwell.domain.admissions.models import Episode
from stepwell.domain.week.models import Booking, Note, Session
from stepwell.kernel import clock


def signed_notes(world: World, thread: dict[str, Any], count: int, *, days_ago: int) -> None:
    """So many evenings up to that day, each with a signed note."""
    leader, series = world.staff["counselor"], thread["series"]
    held = [
        Session(
            series=series, site=world.site, number=10_000 * days_ago + number, on=at.date(), starts_at=at,
            ends_at=at + timedelta(hours=3), leader=leader, place=series.place,
        )
        for number in range(count)
        for at in (NOW - timedelta(days=days_ago, hours=20 * number),)
    ]  # fmt: skip
    seats = [
        Booking(session=one, client=world.client, starts_at=one.starts_at, ends_at=one.ends_at, status="present")
        for one in Session.objects.bulk_create(held)
    ]
    Note.objects.bulk_create(
        Note(
            booking=one, response="Named two people.", objective=thread["objective"], created_at=one.ends_at,
            saved_at=one.ends_at, signed_by=leader, signed_at=one.ends_at, signed_as="Maya Okafor, LAC",
        )
        for one in Booking.objects.bulk_create(seats)
    )  # fmt: skip


def test_five_years_of_notes_cost_no_query_more(world: World) -> None:
    thread = whole_thread(world)
    chart = f"/app/clients/{world.client.pk}/"
    paths = [chart, f"{chart}thread/", "/app/clients/completeness/"]
    browser = world.browser("counselor")

    def counts() -> list[int]:
        found = []
        for path in paths:
            with clock.standing_at(NOW), CaptureQueriesContext(connection) as captured:
                assert browser.get(path).status_code == 200
            found.append(len(captured))
        return found

    signed_notes(world, thread, 12, days_ago=3)
    counts()
    few = counts()
    Episode.objects.filter(pk=thread["stay"].pk).update(started_on=NOW.date() - timedelta(days=5 * 365))
    signed_notes(world, thread, 2000, days_ago=20)
    assert counts() == few
