"""How somebody is doing by their own answers: what counts, who sees it, and how many queries it takes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, World
from tests.clinic import make_clinic

from stepwell.domain.admissions.models import Episode
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import VIEW_ANSWERS
from stepwell.domain.measures.queries import shelf
from stepwell.domain.measures.rules import Reading, Standing, course_of
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.progress import APART, not_on_track, progress_of, stretches

# The results, the names of those who are shown, and the ledger.
READ = 5


def answered(client, code, *results, weeks_ago=0):
    """Finished sheets, a week apart, the last one so many weeks ago. A mapping stands for parts."""
    first = NOW - timedelta(weeks=len(results) - 1 + weeks_ago)
    Administration.objects.bulk_create(
        Administration(
            client=client,
            instrument_code=code,
            instrument_version="1",
            total=None if isinstance(result, dict) else result,
            parts=result if isinstance(result, dict) else {},
            started_at=first + timedelta(weeks=week),
            saved_at=first + timedelta(weeks=week),
            completed_at=first + timedelta(weeks=week),
        )
        for week, result in enumerate(results)
    )


@dataclass
class Stay:
    """Somebody in treatment, and those around them."""

    world: World
    client: Any

    def actor(self, who: str) -> Any:
        return self.world.actor(who)


@pytest.fixture
def stay(world):
    return Stay(world, make_clinic(world, people=1).clients[0])


def test_who_is_worse_beyond_chance_is_found_with_the_reason(stay):
    answered(stay.client, "phq-9", 9, 16)
    (found,) = not_on_track(stay.actor("counselor"))[:]
    assert (found.client.pk, found.title, found.standing) == (stay.client.pk, "PHQ-9", Standing.WORSE)
    assert found.reason.startswith("9 on ")


def test_within_chance_nobody_is_found(stay):
    answered(stay.client, "phq-9", 9, 14)
    answered(stay.client, "gad-7", 5, 8)
    assert not_on_track(stay.actor("counselor"))[:] == []


def test_an_instrument_without_a_figure_says_nothing_however_it_rises(stay):
    answered(stay.client, "audit", 2, 38)
    assert not_on_track(stay.actor("counselor"))[:] == []


def test_who_is_not_in_treatment_is_not_on_the_list(world):
    answered(world.client, "phq-9", 3, 25)
    assert not_on_track(world.actor("director"))[:] == []


def test_a_stay_that_has_ended_takes_somebody_off_it(stay):
    answered(stay.client, "phq-9", 3, 25)
    Episode.objects.filter(client=stay.client).update(ended_on=TODAY)
    assert not_on_track(stay.actor("counselor"))[:] == []


def test_the_first_result_of_the_stay_counts_and_not_one_of_years_ago(stay):
    Episode.objects.filter(client=stay.client).update(started_on=TODAY - timedelta(weeks=3))
    answered(stay.client, "phq-9", 2, weeks_ago=60)
    answered(stay.client, "phq-9", 20, 19, weeks_ago=1)
    progress = progress_of(stay.actor("counselor"), stay.client.pk)
    (measured,) = progress.measured
    assert measured.course.first.total == 2  # the last one up to the first day, however long ago
    answered(stay.client, "phq-9", 20, weeks_ago=4)
    (measured,) = progress_of(stay.actor("counselor"), stay.client.pk).measured
    assert measured.course.first.total == 20
    assert len(measured.lines[0].readings) == 4


def test_parts_stand_apart_and_never_as_a_total(stay):
    answered(stay.client, "bam", {"use": 3, "risk": 9, "protective": 14}, {"use": 1, "risk": 7, "protective": 18})
    (measured,) = progress_of(stay.actor("counselor"), stay.client.pk).measured
    assert [line.label for line in measured.lines] == ["Use", "Risk", "Protective"]
    assert [reading.total for reading in measured.lines[1].readings] == [9, 7]
    assert measured.course is None


def test_a_part_that_was_not_scored_is_absent_and_not_zero(stay):
    answered(stay.client, "bam", {"use": 3, "risk": None, "protective": 14})
    (measured,) = progress_of(stay.actor("counselor"), stay.client.pk).measured
    assert [line.label for line in measured.lines] == ["Use", "Protective"]


def test_the_list_takes_as_many_queries_for_many_as_for_one(stay, query_count):
    answered(stay.client, "phq-9", 3, 25)
    answered(stay.client, "gad-7", 3, 20)
    answered(stay.client, "pcl-5", 10, 60)
    actor = stay.actor("director")
    with query_count(READ):
        assert len(not_on_track(actor)[:]) == 3
    answered(stay.client, "gad-7", 21, 21, 21)
    with query_count(READ):
        assert not_on_track(actor)[:]


@pytest.mark.parametrize("who", ["counselor", "supervisor", "director", "colleague", "elsewhere", "billing", "peer"])
def test_who_sees_the_list(stay, who):
    answered(stay.client, "phq-9", 3, 25)
    assert stay.world.accounts[who]
    actor = stay.actor(who)
    if not actor.may(VIEW_ANSWERS):
        with pytest.raises(NotAllowed):
            not_on_track(actor)
        return
    assert bool(not_on_track(actor)) == (who in ("counselor", "supervisor", "director"))


def test_looking_is_written_down_and_a_colleague_finds_nobody(stay):
    answered(stay.client, "phq-9", 3, 25)
    before = Entry.objects.filter(client_id=stay.client.pk).count()
    progress_of(stay.actor("counselor"), stay.client.pk)
    assert Entry.objects.filter(client_id=stay.client.pk).count() == before + 2  # answers, and check-ins for told use
    with pytest.raises(NotFound):
        progress_of(stay.actor("colleague"), stay.client.pk)


def test_told_use_is_marked_once_a_stretch_and_not_for_who_does_not_read_check_ins(stay):
    for days_ago in (60, 55, 40, 10):
        said = NOW - timedelta(days=days_ago)
        told = {"key": uuid4(), "craving": 3, "mood": 5, "use": "yes", "received_at": said, "said_at": said}
        CheckIn.objects.create(client=stay.client, **told)
    marked = progress_of(stay.actor("counselor"), stay.client.pk).told_use
    assert marked == (TODAY - timedelta(days=60), TODAY - timedelta(days=40), TODAY - timedelta(days=10))


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30))
def test_stretches_lie_apart_and_the_first_day_is_always_one(days):
    found = stretches(sorted(days))
    assert (found[:1]) == tuple(sorted(days)[:1])
    assert all(later - earlier > APART for earlier, later in pairwise(found))


def test_a_stretch_of_the_list_names_and_writes_down_only_who_is_on_it(stay):
    for code, low, high in (("phq-9", 3, 25), ("gad-7", 3, 20), ("pcl-5", 10, 60)):
        answered(stay.client, code, low, high)
    actor = stay.actor("director")
    found = not_on_track(actor)
    assert len(found) == 3
    before = Entry.objects.count()
    assert [one.title for one in found[1:2]] == [found[:][1].title]
    assert Entry.objects.count() == before + 2
    assert found[3:] == []
    assert Entry.objects.count() == before + 2  # nobody was looked at


@given(st.lists(st.integers(0, 27), min_size=1, max_size=12))
def test_the_query_leaves_out_only_who_is_on_track(totals):
    """What it asks for is a last total beyond chance above the lowest one, of all there ever were."""
    change = shelf().instruments["phq-9"].change
    readings = [Reading(TODAY + timedelta(weeks=week), total) for week, total in enumerate(totals)]
    courses = [course_of(readings, change, started_on=TODAY + timedelta(weeks=week)) for week in range(len(totals))]
    if totals[-1] < min(totals) + change.reliable:
        assert all(course.standing.is_on_track for course in courses)


def test_who_got_worse_without_ever_having_been_better_and_who_is_worse_again_are_both_asked_for(stay):
    Episode.objects.filter(client=stay.client).update(started_on=TODAY - timedelta(weeks=3))
    answered(stay.client, "phq-9", 16, 6, 14)
    answered(stay.client, "gad-7", 6, 7, 12)
    standings = {one.title: one.standing for one in not_on_track(stay.actor("counselor"))[:]}
    assert standings == {"PHQ-9": Standing.LOST, "GAD-7": Standing.WORSE}
