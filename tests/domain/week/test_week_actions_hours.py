"""A person's week: delivered against prescribed, what is missing, which day can be billed; and the schedule."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import a_group, note_of
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.people.models import Site
from stepwell.domain.week.actions import record_attendance, save_response, sign_note
from stepwell.domain.week.models import Status
from stepwell.domain.week.queries import hours_of_clients, my_sessions, schedule, track_offers, week_of_client
from stepwell.domain.week.rules.roll import TypedPair
from stepwell.kernel.errors import NotAllowed
from stepwell.platform.ledger.models import Entry

FRIDAY = datetime(2026, 10, 9, 18, 0, tzinfo=UTC)


def week(clinic, number=0, now=NOW, who="counselor", **more):
    return week_of_client(clinic.world.actor(who), clinic.clients[number], now, **more)


def status_of(clinic, day=date(2026, 10, 5), now=NOW):
    return next(one.status.words for one in week(clinic, now=now).days if one.day == day)


def test_delivered_booked_and_missing_add_up(world):
    clinic = a_group(world, people=1)
    hours = week(clinic).stays[0].hours
    assert (hours.delivered_minutes, hours.booked_ahead_minutes, hours.missing_minutes) == (180, 360, 360)
    assert hours.words == "3 of 9 h delivered, 6 h booked. 6 h missing to the 9 h of ASAM 2.1, adult, all booked."


def test_a_session_without_a_roll_is_said(world):
    clinic = make_clinic(world, people=1)
    shown = week(clinic, now=FRIDAY)
    assert shown.stays[0].hours.unrecorded_minutes == 540
    assert {one.status.words for one in shown.days} == {"Held: roll not called"}


def test_two_hours_fifty_are_held_for_the_three_hours(world):
    clinic = a_group(world, people=1)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.LATE,
        intervals=[TypedPair("18:10", "21:15")],
        now=NOW,
    )
    assert week(clinic).stays[0].hours.delivered_minutes == 170
    assert status_of(clinic) == "Held: under 3 h"


def test_three_hours_are_held_until_the_note_is_signed(world):
    clinic = a_group(world, people=1)
    assert status_of(clinic) == "Held: unsigned"
    counselor = world.actor("counselor")
    note = save_response(
        actor=counselor,
        note_id=note_of(clinic).pk,
        response="Spoke of Sundays.",
        objective_id=None,
        revision=0,
        now=NOW,
    )
    sign_note(actor=counselor, note_id=note.pk, revision=note.revision, now=NOW)
    assert status_of(clinic) == "Billable"
    assert week(clinic).visits[0].note_signed


def test_the_week_starts_when_the_site_says(world):
    clinic = make_clinic(world, people=1)
    Site.objects.filter(pk=world.site.pk).update(week_starts_on=6)
    shown = week(clinic)
    assert (shown.start_on, shown.end_on) == (date(2026, 10, 4), date(2026, 10, 10))
    assert len(week(clinic, on=date(2026, 10, 11)).visits) == 3


def test_a_week_has_its_real_minutes_when_clocks_go_back(world):
    clinic = make_clinic(world, people=1, weekdays=(6,), starts=time(0, 30), first_on=date(2026, 11, 1))
    at = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)
    record_attendance(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.PRESENT,
        now=at,
    )
    shown = week(clinic, now=at)
    assert shown.stays[0].hours.delivered_minutes == 180
    assert [f"{one.starts_at:%H:%M} {one.ends_at:%H:%M}" for one in shown.visits] == ["00:30 02:45"]  # 195 min


def test_somebody_in_no_track_has_no_prescription(world):
    assert week_of_client(world.actor("counselor"), world.client, NOW).stays == ()


def test_weeks_of_many_hold_only_those_one_may_see(world):
    clinic = make_clinic(world, people=2)
    ids = [*(client.pk for client in clinic.clients), world.client.pk]
    assert set(hours_of_clients(world.actor("counselor"), ids, NOW)) == set(ids)
    assert hours_of_clients(world.actor("elsewhere"), ids, NOW) == {}
    assert set(hours_of_clients(world.actor("client"), ids, NOW)) == {world.client.pk}


def test_a_persons_hours_in_a_list_are_those_of_their_own_week(world):
    clinic = a_group(world, people=3)
    counselor = world.actor("counselor")
    record_attendance(
        actor=counselor,
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        status=Status.LATE,
        intervals=[TypedPair("18:10", "19:00"), TypedPair("19:20", "20:40")],
        now=NOW,
    )
    record_attendance(
        actor=counselor,
        session_id=clinic.session.pk,
        client_id=clinic.clients[1].pk,
        status=Status.NO_SHOW,
        now=NOW,
    )
    everybody = [*clinic.clients, world.client]
    for moment in (NOW, FRIDAY, NOW + timedelta(days=7)):
        listed = hours_of_clients(counselor, [client.pk for client in everybody], moment)
        alone = {client.pk: week_of_client(counselor, client, moment).stays for client in everybody}
        assert listed == alone


def test_looking_at_ones_own_week_is_not_written_down(world):
    before = Entry.objects.count()
    week_of_client(world.actor("client"), world.client, NOW)
    assert Entry.objects.count() == before
    week_of_client(world.actor("counselor"), world.client, NOW)
    assert Entry.objects.filter(verb="week.read", client_id=world.client.pk).count() == 1


@pytest.mark.parametrize("who", ["admissions", "stranger"])
def test_who_has_no_business_with_hours_gets_none(world, who):
    with pytest.raises(NotAllowed):
        hours_of_clients(world.actor(who), [world.client.pk], NOW)


@pytest.mark.parametrize("people", [2, 9])
def test_the_weeks_of_any_number_take_the_same_queries(world, people, query_count):
    clinic = a_group(world, people=people)
    counselor = world.actor("counselor")
    with query_count(6 + 2):  # six for the ledger's savepoint and append, and what is read
        hours_of_clients(counselor, [client.pk for client in clinic.clients], NOW)


def test_the_schedule_goes_by_the_sites_week_and_says_seats_and_no_names(world):
    clinic = make_clinic(world, people=2)
    another(clinic)
    shown = schedule(world.actor("admissions"), world.site, None, NOW)
    assert shown.start_on == date(2026, 10, 5)
    assert [len(day.sessions) for day in shown.days] == [1, 1, 0, 2, 0, 0, 0]
    monday = shown.days[0].sessions[0]
    assert (monday.seated, monday.capacity, monday.can_open, monday.can_move) == (2, 12, False, False)
    assert monday.is_past
    assert shown.days[1].is_today
    assert "Whitfield" not in repr(shown)


def test_ones_own_groups_come_first(world):
    clinic = make_clinic(world, people=0)
    another(clinic, starts_at_time=time(9, 0))
    thursday = schedule(world.actor("counselor"), world.site, None, NOW).days[3]
    assert [one.is_mine for one in thursday.sessions] == [True, False]
    assert [one.can_open for one in thursday.sessions] == [True, False]


def test_the_schedule_of_another_site_is_empty(world):
    make_clinic(world, people=0)
    assert schedule(world.actor("elsewhere"), world.site, None, NOW).is_empty


def test_my_sessions_are_todays(world):
    make_clinic(world, people=1)
    assert [f"{one.starts_at:%a %H:%M}" for one in my_sessions(world.actor("counselor"), NOW)] == ["Tue 18:00"]
    assert my_sessions(world.actor("colleague"), NOW) == []


def test_a_session_over_midnight_is_mine_until_it_ends(world):
    clinic = make_clinic(world, people=0, starts=time(22, 30))
    ends_at = clinic.session.ends_at  # Tuesday 01:45 by the site's clock
    mine = {one.session_id for one in my_sessions(world.actor("counselor"), ends_at - timedelta(minutes=15))}
    assert clinic.session.pk in mine
    assert clinic.session.pk not in {one.session_id for one in my_sessions(world.actor("counselor"), ends_at)}


@pytest.mark.parametrize("groups", [1, 4])
def test_the_schedule_takes_two_queries(world, groups, query_count):
    clinic = make_clinic(world, people=2)
    for number in range(groups):
        another(clinic, name=f"Group {number}", starts_at_time=time(4 + 4 * number, 0), weekdays=(4,))
    counselor = world.actor("counselor")
    with query_count(2):
        schedule(counselor, world.site, date(2026, 10, 12), NOW)


def test_an_offer_says_seats_dates_and_the_tracks_standard(world):
    make_clinic(world, people=2)
    (offer,) = track_offers(world.actor("admissions"), world.site, NOW)
    assert (offer.seats_left, offer.standard, offer.warning) == (10, "ASAM 2.1, adult", None)
    assert [date_.on for date_ in offer.dates][:3] == [date(2026, 10, 6), date(2026, 10, 8), date(2026, 10, 12)]


@pytest.mark.parametrize("groups", [1, 4])
def test_offers_take_the_same_queries(world, groups, query_count):
    clinic = make_clinic(world, people=2)
    for number in range(groups):
        another(clinic, name=f"Group {number}", starts_at_time=time(4 + 4 * number, 0), weekdays=(4,))
    admissions = world.actor("admissions")
    with query_count(5):
        track_offers(admissions, world.site, NOW)


def test_the_horizon_of_a_group_holds_a_whole_track(world):
    clinic = make_clinic(world, people=0)
    assert clinic.sessions[-1].on >= NOW.date() + timedelta(weeks=15)
