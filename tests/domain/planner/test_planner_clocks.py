"""The week is on the site's clock: over midnight, when the clocks change, and for who works in two time zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask
from tests.domain.planner.test_planner_books_hours import BEGINS

from stepwell.domain.planner.jobs import JOBS
from stepwell.domain.planner.models import Kind
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.planner.queries.weekly import pieces_of
from stepwell.domain.planner.rules.instance import SLOTS_A_WEEK
from stepwell.kernel.calendar import local_instant

DENVER, PHOENIX = ZoneInfo("America/Denver"), ZoneInfo("America/Phoenix")


def pieces(day: date, start: str, hours: float) -> list[str]:
    begins = local_instant(day, time.fromisoformat(start), DENVER)
    return [one.words for one in pieces_of(begins, begins + timedelta(hours=hours), DENVER)]


def test_a_session_over_midnight_takes_both_nights_and_over_sunday_both_ends_of_the_week():
    assert pieces(date(2026, 10, 12), "23:00", 2) == ["Mon 23:00 to 01:00"]
    assert pieces(date(2026, 10, 18), "23:00", 2) == ["Sun 23:00 to 00:00", "Mon 00:00 to 01:00"]
    assert pieces(date(2026, 10, 18), "22:00", 2) == ["Sun 22:00 to 00:00"]


def test_on_nights_when_the_clocks_change_it_takes_what_the_clock_says_and_no_less_than_it_lasts():
    back, forward = date(2026, 10, 31), date(2027, 3, 13)
    assert pieces(back, "23:00", 5) == ["Sat 23:00 to 04:00"]
    assert pieces(forward, "23:00", 3) == ["Sat 23:00 to 03:00"]
    assert pieces(forward, "23:00", 2.5) == ["Sat 23:00 to 01:30"]


@given(
    st.integers(0, 270 * 24 * 60),
    st.integers(5, 600),
    st.sampled_from([DENVER, PHOENIX, ZoneInfo("America/New_York")]),
)
def test_every_piece_lies_within_the_week_and_all_are_no_shorter_than_the_session(start, minutes, zone):
    starts_at = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=start)
    found = pieces_of(starts_at, starts_at + timedelta(minutes=minutes), zone)
    assert all(0 <= one.start < one.end <= SLOTS_A_WEEK for one in found)
    assert sum(one.end - one.start for one in found) * 15 >= minutes
    local = starts_at.astimezone(zone)
    assert found[0].start == local.weekday() * 96 + local.hour * 4 + local.minute // 15


@pytest.mark.django_db
def test_who_leads_at_two_sites_is_taken_by_the_clock_of_the_site_that_plans_on_both_sides_of_a_change(world):
    from stepwell.domain.catalog.models import Place
    from stepwell.domain.week.models import Session

    clinic = make_clinic(world, people=1)
    type(world.other_site).objects.filter(pk=world.other_site.pk).update(zone=PHOENIX.key)
    place = Place.objects.create(site=world.other_site, name="There", seats=10)
    for number, day in enumerate((date(2026, 10, 14), date(2026, 11, 4))):
        begins = local_instant(day, time(10), PHOENIX)
        Session.objects.create(
            series=clinic.series,
            site=world.other_site,
            number=900 + number,
            on=day,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            place=place,
            leader=world.staff["colleague"],
        )
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    free = instance.leader[str(world.staff["colleague"].pk)].free
    # ten in Phoenix is eleven in Denver until the first of November, and ten after it
    taken = [slot for slot in range(2 * 96, 3 * 96) if not any(one.start <= slot < one.end for one in free)]
    assert taken == list(range(2 * 96 + 10 * 4, 2 * 96 + 12 * 4))
