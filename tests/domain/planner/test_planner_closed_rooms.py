"""A closed room: nobody is put into it, what meets there is named, and the planner finds another one."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_reads_the_week import accept, another_group, change
from tests.own import own_service, plan

from stepwell.domain.catalog.actions import close_place, reopen_place
from stepwell.domain.catalog.models import ClosedPlace
from stepwell.domain.catalog.rules.closing import RoomClosed, closing_faults
from stepwell.domain.planner.jobs import JOBS
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.planner.rules.instance import HOUR, SLOTS_A_DAY, hour_at
from stepwell.domain.week.actions import move_session
from stepwell.domain.week.models import Session
from stepwell.domain.week.queries.program import sessions_without_room
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

MONDAY = date(2026, 10, 12)
FRIDAY = date(2026, 10, 16)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def close(clinic, place=None, first_on=MONDAY, last_on=FRIDAY, who="director"):
    place = place or clinic.place
    asked = {"first_on": first_on, "last_on": last_on, "reason": "Painting", "now": NOW}
    return close_place(actor=clinic.world.actor(who), place_id=place.pk, **asked)


def without_room(clinic):
    return sessions_without_room(clinic.world.actor("director"), [clinic.world.site], NOW)


@given(st.dates(TODAY, date(2027, 12, 1)), st.integers(0, 366), st.integers(-5, 400))
def test_a_room_is_closed_from_its_first_day_to_its_last(first_on, days, beside):
    last_on, day = first_on + timedelta(days=days), first_on + timedelta(days=beside)
    assert RoomClosed(1, "Room 2", first_on, last_on, "Painting").holds_on(day) == (0 <= beside <= days)
    assert closing_faults(first_on, last_on, TODAY) == []
    assert len(closing_faults(last_on + timedelta(days=1), last_on, TODAY)) == 1
    assert len(closing_faults(first_on, last_on, last_on + timedelta(days=1))) == 1


@pytest.mark.django_db
def test_what_meets_in_a_closed_room_is_named_and_nobody_is_put_into_it(clinic):
    assert without_room(clinic) == []
    close(clinic)
    close(clinic)
    assert [one.on for one in without_room(clinic)] == [MONDAY, date(2026, 10, 13), date(2026, 10, 15)]
    with clock.standing_at(NOW):
        text = clinic.world.browser("director").get("/app/today/").text
    assert "Needs another room" in text
    assert f"{clinic.place.name} is closed then" in text
    close(clinic, clinic.other_place)
    director = clinic.world.actor("director")
    session = next(one for one in clinic.sessions if one.on == MONDAY)
    with pytest.raises(Refused, match="Room 3 is closed"):
        move_session(
            actor=director, session_id=session.pk, starts_at=session.starts_at, place_id=clinic.other_place.pk, now=NOW
        )
    service = own_service(clinic.world)
    with pytest.raises(Refused, match="Room 3 is closed"):
        plan(clinic, service, first_on=FRIDAY, weeks=None)
    # week after week it stands there; the one within the closed days is named
    plan(clinic, service, first_on=FRIDAY)
    assert [one.series.name for one in without_room(clinic)].count("Individual counseling") == 1
    reopen_place(actor=director, place_id=clinic.other_place.pk, closed_id=clinic.other_place.closures.get().pk)
    plan(clinic, service, person=1, first_on=FRIDAY, starts_at_time=time(12), weeks=None)


@pytest.mark.django_db
def test_who_sets_up_the_site_closes_its_rooms(clinic):
    for who in ("supervisor", "counselor", "elsewhere"):
        with pytest.raises((NotAllowed, NotFound)):
            close(clinic, who=who)
    with pytest.raises(Refused, match="before the first"):
        close(clinic, last_on=MONDAY - timedelta(days=1))
    assert not ClosedPlace.objects.exists()


@pytest.mark.django_db
def test_the_planner_finds_another_room_at_the_same_time(clinic):
    close(clinic)
    proposal = solved(ask(clinic, Kind.ROOM, first_on=MONDAY, last_on=FRIDAY))
    assert proposal.state == State.READY
    covers = change(clinic, proposal).covers
    assert [(one.session.on, one.starts_at, one.place) for one in covers] == [
        (MONDAY, None, "Room 3"),
        (date(2026, 10, 13), None, "Room 3"),
        (date(2026, 10, 15), None, "Room 3"),
    ]
    accept(clinic, proposal)
    assert without_room(clinic) == []
    week = Session.objects.filter(series=clinic.series, on__range=(MONDAY, FRIDAY))
    assert {one.place_id for one in week} == {clinic.other_place.pk}
    assert Session.objects.filter(series=clinic.series, place=clinic.place, on__gt=FRIDAY).exists()


@pytest.mark.django_db
def test_where_no_room_is_free_then_it_proposes_another_time_and_a_change_since_is_refused_whole(clinic):
    another_group(clinic, starts="18:00", weekdays=(0,))
    close(clinic, first_on=MONDAY, last_on=MONDAY)
    proposal = solved(ask(clinic, Kind.ROOM, first_on=MONDAY, last_on=FRIDAY))
    assert proposal.state == State.READY
    (cover,) = change(clinic, proposal).covers
    assert cover.starts_at is not None
    close(clinic, first_on=MONDAY, last_on=FRIDAY)
    close(clinic, clinic.other_place)
    with pytest.raises(Refused, match="has changed"):
        accept(clinic, proposal)
    instance = instance_of(JOBS, ask(clinic, Kind.ROOM, first_on=MONDAY, last_on=FRIDAY), NOW)
    assert not any(room.can(one) for room in instance.rooms for one in instance.groups[0].stretches((18 * 4,)))


@pytest.mark.django_db
def test_a_room_is_closed_on_its_page_and_the_planner_names_what_meets_there(clinic):
    browser, page = clinic.world.browser("director"), reverse("place", args=[clinic.place.pk])
    with clock.standing_at(NOW):
        assert "No closed day" in browser.get(page).text
        sent = {"verb": "close", "first_on": "2026-10-12", "last_on": "2026-10-11", "reason": "Painting"}
        wrong = browser.post(page, sent)
        assert wrong.status_code == 422
        assert "The last day is before the first" in wrong.text
        assert browser.post(page, {**sent, "last_on": "2026-10-16"}).status_code == 303
        shown = browser.get(page).text
        assert "Mon 12 Oct 2026 to Fri 16 Oct 2026" in shown
        assert "Needs another room" in shown
        planner = browser.get(reverse("planner")).text
        assert "Room 2 is closed" in planner
        assert "Another room for a closed one" in planner
        asked = browser.post(reverse("planner"), {"kind": "room", "first_on": "2026-10-12", "last_on": "2026-10-16"})
        assert asked.status_code == 303
        closed = ClosedPlace.objects.get()
        assert browser.post(page, {"verb": "reopen", "closed": "x"}).status_code == 404
        assert browser.post(page, {"verb": "reopen", "closed": closed.pk}).status_code == 303
        assert "Needs another room" not in browser.get(page).text


def term(clinic, first_on=MONDAY):
    return solved(ask(clinic, Kind.TERM, first_on=first_on))


def wishes(proposal):
    return [one["words"] for one in proposal.result["wishes"] if "closed" in one["words"]]


@pytest.mark.django_db
def test_a_term_finds_another_room_for_a_group_whose_room_is_closed_for_long(clinic):
    close(clinic, last_on=FRIDAY + timedelta(days=7))
    proposal = term(clinic)
    assert proposal.state == State.READY
    (group,) = change(clinic, proposal).groups
    assert (group.series, group.place) == (clinic.series, "Room 3")
    with clock.standing_at(NOW):
        shown = clinic.world.browser("director").get(reverse("proposal", args=[proposal.pk])).text
    assert "Mon 18:00, Tue 18:00, Thu 18:00, Room 3" in shown
    accept(clinic, proposal)
    assert without_room(clinic) == []
    ahead = Session.objects.filter(series=clinic.series, on__gte=MONDAY)
    assert {one.place_id for one in ahead} == {clinic.other_place.pk}
    assert clinic.series.sessions.get(on=date(2026, 10, 8)).place == clinic.place
    clinic.series.refresh_from_db()
    assert clinic.series.place == clinic.other_place
    assert term(clinic).state == State.NOTHING


@pytest.mark.django_db
def test_for_a_day_alone_or_where_no_other_room_is_free_the_group_stays_and_it_is_said(clinic):
    close(clinic, last_on=MONDAY)
    proposal = term(clinic)
    assert change(clinic, proposal).groups == ()
    assert wishes(proposal) == ["Room 2 is closed on a day on which Evening IOP meets there."]
    another_group(clinic, starts="18:00")
    close(clinic, last_on=FRIDAY)
    proposal = term(clinic)
    assert not any(one.place for one in change(clinic, proposal).groups)
    assert wishes(proposal) == ["Room 2 is closed on 3 days on which Evening IOP meets there."]
    (cost,) = [one for one in proposal.result["granted"] if "closed" in one["words"]]
    assert cost["possible"] is False or cost["more"] > 0


@pytest.mark.django_db
def test_nobodys_own_hour_of_a_term_is_put_into_a_room_on_a_weekday_on_which_it_is_closed_once(clinic):
    close(clinic, clinic.other_place, first_on=FRIDAY, last_on=FRIDAY)
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=MONDAY), NOW)
    other = next(one for one in instance.rooms if one.key == str(clinic.other_place.pk))
    assert [other.takes(hour_at(weekday * SLOTS_A_DAY + 10 * HOUR)) for weekday in range(5)] == [True] * 4 + [False]
    assert [one.rooms for one in instance.groups] == [{str(clinic.place.pk)}]
    late = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=FRIDAY + timedelta(days=3)), NOW)
    assert not any(one.closed for one in late.rooms)
