"""What the planner reads from the week as it stands, and the three larger plans: a term, a closed day, an absence that
takes more than other leaders. Each is solved by the process that solves, and accepted by the actions.
"""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, placed, solved

from stepwell.domain.availability.actions import say_own_time
from stepwell.domain.availability.rules import Kind as For
from stepwell.domain.availability.rules import OwnTime, Sense
from stepwell.domain.planner import actions, queries
from stepwell.domain.planner.jobs import JOBS
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.queries.covering import to_cover
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.week.actions import enroll
from stepwell.domain.week.models import Booking, Enrollment, Session
from stepwell.kernel.errors import Refused

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def cannot(clinic, client, days, start="17:00", end="22:00"):
    own = OwnTime(Sense.CANNOT, For.WORK, frozenset(days), time.fromisoformat(start), time.fromisoformat(end), TODAY)
    say_own_time(actor=clinic.world.actor("director"), client_id=client.pk, own=own, now=NOW)


def another_group(clinic, starts="13:00", leader="colleague", weekdays=(0, 1, 3)):
    from stepwell.domain.week.actions import start_series

    return start_series(
        actor=clinic.world.actor("director"),
        track=clinic.track,
        service=clinic.service,
        template=clinic.template,
        name="Afternoon",
        leader=clinic.world.staff[leader],
        place=clinic.other_place,
        weekdays=weekdays,
        starts_at_time=time.fromisoformat(starts),
        first_on=TOMORROW,
        weeks=None,
        capacity=8,
        now=NOW,
    )


def accept(clinic, proposal):
    return actions.accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)


def change(clinic, proposal):
    return queries.change_of(clinic.world.actor("director"), proposal)


def test_nobody_is_placed_when_they_told_that_they_cannot_come_and_accepting_asks_again(clinic):
    placed(clinic)
    ready = solved(ask(clinic))
    cannot(clinic, clinic.clients[0], {3})
    with pytest.raises(Refused, match="can’t come Thu"):
        accept(clinic, ready)
    assert solved(ask(clinic)).state == State.NOTHING


def test_the_individual_hour_is_beside_the_groups(clinic):
    clinic.track.individual_weekly_minutes = 60
    clinic.track.save()
    type(clinic.episodes[0]).objects.update(prescribed_weekly_minutes=10 * 60)
    assert instance_of(JOBS, ask(clinic), NOW).people == ()
    term = instance_of(JOBS, ask(clinic, Kind.TERM), NOW)
    counselor = str(clinic.world.staff["counselor"].pk)
    assert {(one.needs_hour, one.counselor, one.prescribed_minutes) for one in term.people} == {(True, counselor, 600)}
    assert term.leader[counselor].licenses == {"hour"}


def test_a_seat_for_which_somebody_waits_is_not_given_away(clinic):
    from stepwell.domain.week.models import SeriesWait

    placed(clinic)
    full = instance_of(JOBS, ask(clinic), NOW).group[str(clinic.series.pk)].capacity
    SeriesWait.objects.create(
        series=clinic.series,
        client=clinic.clients[0],
        episode=clinic.episodes[0],
        since=NOW,
        turn_at=NOW,
        asked_by=clinic.world.staff["director"],
    )
    assert instance_of(JOBS, ask(clinic), NOW).group[str(clinic.series.pk)].capacity == full - 1


def test_only_who_has_what_the_service_asks_for_covers_within_their_hours(clinic):
    from stepwell.domain.catalog.actions import say_load
    from stepwell.domain.catalog.rules.load import Load

    world, needed = clinic.world, "Training in DBT skills"
    clinic.service.credential = needed
    clinic.service.save()
    away = {"away_id": world.staff["counselor"].pk, "first_on": TODAY, "last_on": TODAY}
    (group,) = instance_of(JOBS, ask(clinic, Kind.COVER, **away), NOW).groups
    assert group.leaders == {str(world.staff["counselor"].pk)}
    load = Load(60, None, frozenset({needed}))
    colleague = world.staff["colleague"]
    say_load(actor=world.actor("director"), site=world.site, staff_id=colleague.pk, load=load)
    instance = instance_of(JOBS, ask(clinic, Kind.COVER, **away), NOW)
    assert instance.groups[0].leaders == {str(colleague.pk)}
    assert instance.leader[str(colleague.pk)].weekly_minutes == 60
    # an hour a week isn't enough for an evening
    assert solved(ask(clinic, Kind.COVER, **away)).state == State.NOTHING


def test_where_nobody_is_free_the_session_moves_alone_and_it_is_said(clinic):
    from stepwell.domain.people.models import Staff

    world = clinic.world
    able = [world.staff["counselor"].pk, world.staff["colleague"].pk]
    Staff.objects.exclude(pk__in=able).update(credentials="")
    # the colleague leads at the very time, and could on Wednesday
    another_group(clinic, starts="18:00", weekdays=(1, 2))
    Session.objects.filter(series__name="Afternoon").exclude(on=TOMORROW + timedelta(days=6)).delete()
    day = TOMORROW + timedelta(days=6)
    proposal = solved(ask(clinic, Kind.COVER, away_id=able[0], first_on=day, last_on=day))
    assert proposal.state == State.READY
    assert proposal.result["widened"]
    (cover,) = change(clinic, proposal).covers
    assert cover.starts_at is not None
    before = Session.objects.get(pk=cover.session.pk)
    accept(clinic, proposal)
    moved = Session.objects.get(pk=cover.session.pk)
    assert moved.starts_at == cover.starts_at
    assert moved.ends_at - moved.starts_at == before.ends_at - before.starts_at
    seats = Booking.objects.filter(session=moved, canceled_at__isnull=True)
    assert {one.starts_at for one in seats} == {moved.starts_at}
    assert Session.objects.filter(series=clinic.series).exclude(pk=moved.pk).get(on=TODAY).leader_id == able[0]


def test_a_closed_day_is_made_up_for_when_most_can_come(clinic):
    from stepwell.workflows.program import close_day

    day = date(2026, 10, 13)  # the Tuesday of the week after
    first, second = clinic.clients
    for free in (0, 1, 3):
        cannot(clinic, first, {free}, "08:00", "17:30")
    cannot(clinic, second, {2})
    close_day(actor=clinic.world.actor("director"), site=clinic.world.site, on=day, name="Storm", now=NOW)
    session = Session.objects.get(series=clinic.series, on=day)
    proposal = solved(ask(clinic, Kind.CLOSED, first_on=day))
    (cover,) = change(clinic, proposal).covers
    assert (cover.come, cover.booked) == (2, 2)
    # Friday evening: on Wednesday one of them can't, and nobody else meets at the weekend
    assert f"{cover.starts_at.astimezone(ZoneInfo(clinic.world.site.zone)):%a %H:%M}" == "Fri 18:00"
    accept(clinic, proposal)
    session.refresh_from_db()
    assert (session.starts_at, session.canceled_at) == (cover.starts_at, None)
    assert session.bookings.filter(canceled_at__isnull=True, starts_at=session.starts_at).count() == 2
    again = solved(ask(clinic, Kind.CLOSED, first_on=day))
    assert again.state == State.NOTHING


def in_both(clinic, other):
    """The first client belongs to another group of the track as well, from tomorrow on."""
    who = {"client": clinic.clients[0], "episode": clinic.episodes[0]}
    enroll(actor=clinic.world.actor("director"), series=other, **who, joined_on=TOMORROW, now=NOW)
    return clinic.clients[0]


def test_who_was_booked_twice_on_a_closed_day_is_proposed_one_session_at_a_time(clinic):
    from stepwell.workflows.program import close_day

    day = date(2026, 10, 13)  # the Tuesday of the week after
    both = in_both(clinic, another_group(clinic, weekdays=(1,)))
    # beside the evenings of the group there is one evening left, and each session has a room and a leader for it
    cannot(clinic, both, {0, 2, 3}, "06:00", "23:00")
    cannot(clinic, both, {4}, "06:00", "17:30")
    close_day(actor=clinic.world.actor("director"), site=clinic.world.site, on=day, name="Storm", now=NOW)
    proposal = solved(ask(clinic, Kind.CLOSED, first_on=day))
    seats = [one for one in proposal.result["plan"]["seats"] if one["person"].startswith(str(both.pk))]
    assert len(seats) == 1
    accept(clinic, proposal)
    held = Booking.objects.filter(client=both, canceled_at__isnull=True, session__on=date(2026, 10, 16))
    assert held.count() == 1


def test_of_an_absence_two_sessions_that_move_are_not_put_at_one_time_for_who_is_in_both(clinic):
    from stepwell.domain.people.models import Staff

    world, day = clinic.world, TOMORROW + timedelta(days=6)
    able = world.staff["counselor"].pk
    Staff.objects.exclude(pk=able).update(credentials="")
    other = another_group(clinic, weekdays=(1,), leader="counselor")
    both = in_both(clinic, other)
    proposal = solved(ask(clinic, Kind.COVER, away_id=able, first_on=day, last_on=day))
    instance = to_cover(JOBS, proposal, NOW, {str(one.pk) for one in Session.objects.filter(on=day)})
    assert [one.brings for one in instance.groups if str(both.pk) not in one.brings] == []
    assert [one.brings for one in to_cover(JOBS, proposal, NOW).groups] == [frozenset(), frozenset()]
    accept(clinic, proposal)
    moved = Booking.objects.filter(client=both, canceled_at__isnull=True, starts_at__gt=NOW)
    assert not any(
        one.starts_at < other.ends_at and other.starts_at < one.ends_at
        for one, other in pairwise(moved.order_by("starts_at"))
    )


def test_a_closed_day_cannot_be_made_up_for_on_another_one(clinic):
    from stepwell.workflows.program import close_day

    days = [date(2026, 10, 12) + timedelta(days=number) for number in range(7)]
    for day in days:
        close_day(actor=clinic.world.actor("director"), site=clinic.world.site, on=day, name="Flood", now=NOW)
    proposal = solved(ask(clinic, Kind.CLOSED, first_on=days[1]))
    assert proposal.state == State.NOTHING
    (cover,) = change(clinic, proposal).covers
    assert (cover.leader, cover.starts_at) == (None, None)


def test_a_term_moves_who_cannot_come_any_more_and_nobody_else(clinic):
    another_group(clinic)
    stays, goes = clinic.clients
    cannot(clinic, goes, {0, 1, 3})
    cannot(clinic, stays, {0, 1, 3}, "12:00", "16:00")
    begins = date(2026, 10, 12)
    proposal = solved(ask(clinic, Kind.TERM, first_on=begins, track_id=clinic.track.pk))
    assert proposal.state == State.READY
    shown = change(clinic, proposal)
    assert [(one.client, one.series.name, one.leaves) for one in shown.members] == [
        (goes, "Evening IOP", True),
        (goes, "Afternoon", False),
    ]
    assert shown.groups == ()
    accept(clinic, proposal)
    ahead = Booking.objects.filter(client=goes, canceled_at__isnull=True, session__on__gte=begins)
    assert {one.session.series.name for one in ahead.select_related("session__series")} == {"Afternoon"}
    assert Enrollment.objects.get(client=goes, series=clinic.series).left_on == begins
    assert Enrollment.objects.get(client=stays).left_on is None


def test_a_term_gives_a_group_another_leader_and_another_hour_where_limits_ask_for_it(clinic):
    from stepwell.domain.catalog.actions import say_load
    from stepwell.domain.catalog.rules.load import Load

    afternoon = another_group(clinic)
    world, begins = clinic.world, date(2026, 10, 12)
    for client in clinic.clients:
        cannot(clinic, client, {0, 1, 3}, "17:00", "19:00")
        Enrollment.objects.filter(client=client).update(joined_on=TODAY)
    # the evening's people can come after lunch alone: the whole group goes there, for its room and leader are free
    afternoon.sessions.all().delete()
    afternoon.ends_on = TODAY
    afternoon.save()
    load = Load(weekly_minutes=60)
    say_load(actor=world.actor("director"), site=world.site, staff_id=world.staff["counselor"].pk, load=load)
    another_group(clinic, starts="09:00", weekdays=(0, 1, 3))
    proposal = solved(ask(clinic, Kind.TERM, first_on=begins))
    assert proposal.state == State.READY
    accept(clinic, proposal)
    clinic.series.refresh_from_db()
    assert clinic.series.leader_id != world.staff["counselor"].pk
    for client in clinic.clients:
        ahead = Booking.objects.filter(client=client, canceled_at__isnull=True, session__on__gte=begins)
        assert {one.starts_at.astimezone(one.session.starts_at.tzinfo).hour for one in ahead} <= {15, 16}


def test_a_term_whose_groups_have_changed_since_is_refused_whole(clinic):
    another_group(clinic)
    cannot(clinic, clinic.clients[1], {0, 1, 3})
    cannot(clinic, clinic.clients[0], {0, 1, 3}, "12:00", "16:00")
    proposal = solved(ask(clinic, Kind.TERM, first_on=date(2026, 10, 12)))
    Enrollment.objects.filter(client=clinic.clients[1]).update(left_on=TODAY)
    with pytest.raises(Refused, match="has changed"):
        accept(clinic, proposal)
    assert not Enrollment.objects.filter(series__name="Afternoon").exists()


def test_who_can_have_their_minimum_at_no_time_is_named_and_the_others_are_planned(clinic):
    cannot(clinic, clinic.clients[1], set(range(7)), "00:00", "00:00")
    instance = instance_of(JOBS, ask(clinic, Kind.TERM), NOW)
    minimums = {one.key: one.minimum_minutes for one in instance.people}
    assert minimums == {str(clinic.clients[0].pk): 540, str(clinic.clients[1].pk): 0}
    proposal = solved(ask(clinic, Kind.TERM))
    assert [one.leaves for one in change(clinic, proposal).members] == [True]
    wish = f"[{clinic.clients[1].pk}] has 0 h of 9 h prescribed."
    assert wish in [one["words"] for one in proposal.result["wishes"]]


def test_another_tracks_groups_only_take_its_leaders_rooms_and_time(clinic):
    from stepwell.domain.catalog.actions import open_track

    other = open_track(
        actor=clinic.world.actor("director"),
        site=clinic.world.site,
        name="Day",
        level_code="2.1",
        standard_code="asam-2.1-adult",
        template=clinic.template,
        days_a_week=3,
        weeks=12,
    ).track
    clinic.track = other
    another_group(clinic)
    with pytest.raises(Refused, match="Nobody has a stay"):
        ask(clinic, Kind.TERM, track_id=other.pk)
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, track_id=clinic.series.track_id), NOW)
    tracks = {one.name: (one.track, len(one.options)) for one in instance.groups}
    assert tracks == {"Evening IOP": (str(clinic.series.track_id), 1), "Afternoon": ("elsewhere", 1)}
