"""A seat that gets free is held for the next in line, until a clinician confirms it or passes it on."""

from datetime import date, time, timedelta
from random import Random

import pytest
from procrastinate.contrib.django import app
from tests.cast import NOW
from tests.clinic import admit_one, make_clinic
from tests.console.group.test_group_pages import get, post
from tests.domain.week.test_week_actions_series import JOBS, another

from stepwell.domain.week.actions import (
    confirm_seat,
    end_series,
    enroll,
    hold_seats,
    leave_series,
    pass_on,
    wait_for_seat,
    withdraw,
)
from stepwell.domain.week.models import Booking, Enrollment, SeriesWait
from stepwell.domain.week.queries.waiting import series_with_a_line
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused


@pytest.fixture
def small(world):
    """A group with one seat, which the first of four has."""
    clinic = make_clinic(world, people=4)
    clinic.small = another(clinic, name="Small", starts_at_time=time(10, 0), capacity=1)
    join(clinic, 0)
    return clinic


def join(clinic, number, day=8):
    return enroll(
        actor=clinic.world.actor("supervisor"),
        series=clinic.small,
        client=clinic.clients[number],
        episode=clinic.episodes[number],
        joined_on=date(2026, 10, day),
        now=NOW,
    )


def wait(clinic, number, who="counselor", **said):
    return wait_for_seat(
        actor=clinic.world.actor(who),
        series_id=clinic.small.pk,
        client_id=clinic.clients[number].pk,
        episode=clinic.episodes[number],
        **{"now": NOW + timedelta(minutes=number), **said},
    )


def leave(clinic, number=0, day=15):
    member = Enrollment.objects.get(series=clinic.small, client=clinic.clients[number], left_on=None)
    who = clinic.world.actor("supervisor")
    return leave_series(actor=who, enrollment=member, left_on=date(2026, 10, day), now=NOW)


def held(clinic):
    waits = SeriesWait.objects.filter(series=clinic.small, held_from__isnull=False)
    return {clinic.clients.index(one.client): one.held_from for one in waits}


def test_a_freed_seat_is_held_for_the_first_with_a_task_and_nobody_else_gets_it(small):
    wait(small, 2)
    first = wait(small, 1, now=NOW)
    assert held(small) == {}
    leave(small)
    assert held(small) == {1: date(2026, 10, 15)}
    task = Task.objects.get(kind="week.seat")
    assert (task.role, task.client, task.subject_id) == ("clinical supervisor", small.clients[1], str(first.pk))
    with pytest.raises(Refused, match="Small: the free seat is held for somebody who waits"):
        join(small, 3, 15)
    with pytest.raises(Refused, match="The seat isn't free yet on that day"):
        confirm(small, first, 14)
    confirm(small, first, 15)
    task.refresh_from_db()
    assert task.done_at == NOW
    assert held(small) == {}
    assert SeriesWait.objects.get(pk=first.pk).ended_how == "joined"


def confirm(clinic, row, day):
    who = clinic.world.actor("supervisor")
    return confirm_seat(actor=who, wait_id=row.pk, joined_on=date(2026, 10, day), now=NOW)


def test_a_seat_is_passed_on_with_a_reason_and_who_was_passed_over_waits_at_the_end(small):
    first, _ = wait(small, 1), wait(small, 2)
    supervisor = small.world.actor("supervisor")
    with pytest.raises(Refused, match="No seat is held for them"):
        pass_on(actor=supervisor, wait_id=first.pk, reason="Works then.", now=NOW)
    leave(small)
    with pytest.raises(Refused, match="The reason is missing"):
        pass_on(actor=supervisor, wait_id=first.pk, reason=" ", now=NOW)
    pass_on(actor=supervisor, wait_id=first.pk, reason="Works then.", now=NOW + timedelta(hours=1))
    assert held(small) == {2: date(2026, 10, 15)}
    withdraw(actor=supervisor, wait_id=SeriesWait.objects.get(client=small.clients[2]).pk, now=NOW)
    assert held(small) == {1: date(2026, 10, 15)}


def test_who_comes_before_others_has_a_reason_that_is_kept(small):
    wait(small, 1)
    wait(small, 2, ahead_reason="Pregnant.")
    leave(small)
    assert held(small) == {2: date(2026, 10, 15)}


def test_admissions_is_offered_no_seat_that_is_held(small):
    from stepwell.domain.week.queries import track_offers

    wait(small, 1)
    leave(small)
    (offer,) = track_offers(small.world.actor("admissions"), small.world.site, NOW)
    assert offer.seats_left == 0
    with pytest.raises(Refused, match="held for somebody who waits"):
        admit_one(small, 9, started_on=date(2026, 10, 15))


def test_what_gets_free_by_the_calendar_is_held_by_the_nightly_job(small):
    wait(small, 1)
    Enrollment.objects.filter(series=small.small).update(left_on=date(2026, 10, 15))
    Booking.objects.filter(session__series=small.small, session__on__gte=date(2026, 10, 15)).update(canceled_at=NOW)
    assert small.small.pk in series_with_a_line(JOBS)
    assert hold_seats(actor=JOBS, series_id=small.small.pk, now=NOW) == 1
    assert held(small) == {1: date(2026, 10, 15)}
    assert hold_seats(actor=JOBS, series_id=small.small.pk, now=NOW) == 0
    assert "week.hold_seats" in app.tasks


def test_when_the_group_ends_nobody_waits_for_it(small):
    wait(small, 1)
    end_series(actor=small.world.actor("director"), series_id=small.small.pk, ends_on=date(2026, 10, 15), now=NOW)
    assert not SeriesWait.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused, match="This group has ended"):
        wait(small, 2, now=NOW + timedelta(days=20))


def test_who_belongs_already_does_not_wait_and_twice_is_once(small):
    with pytest.raises(Refused, match="They belong to this group already"):
        wait(small, 0)
    assert wait(small, 1) == wait(small, 1)


@pytest.mark.parametrize(("who", "error"), [("colleague", NotFound), ("elsewhere", NotFound), ("client", NotAllowed)])
def test_nobody_else_asks_or_confirms(small, who, error):
    with pytest.raises(error):
        wait(small, 1, who)
    row = wait(small, 1)
    with pytest.raises((NotAllowed, NotFound)):
        confirm_seat(actor=small.world.actor(who), wait_id=row.pk, joined_on=date(2026, 10, 15), now=NOW)


def test_the_line_shows_on_the_page_and_is_worked_from_there(small):
    page = f"/app/groups/series/{small.small.pk}/"
    ask = f"{page}wait/"
    assert post(small.world, "counselor", ask, {"client": ""}).status_code == 422
    assert post(small.world, "counselor", ask, {"client": str(small.clients[1].pk)}).status_code == 303
    wait(small, 2)
    leave(small)
    text = get(small.world, "supervisor", page).text
    assert "Seat held from 15 Oct" in text
    assert "2 people whom you don’t see" in get(small.world, "colleague", page).text
    first = SeriesWait.objects.get(client=small.clients[1])
    address = f"/app/groups/waiting/{first.pk}/"
    assert "Confirm seat" in get(small.world, "supervisor", "/app/today/").text
    assert "A supervisor or director confirms it." in get(small.world, "counselor", address).text
    assert get(small.world, "colleague", address).status_code == 404
    early = post(small.world, "supervisor", address, {"verb": "confirm", "joined_on": "2026-10-09"})
    assert (early.status_code, "free yet on that day" in early.text) == (422, True)
    assert post(small.world, "supervisor", address, {"verb": "pass", "reason": ""}).status_code == 422
    assert post(small.world, "supervisor", address, {"verb": "pass", "reason": "Works."}).status_code == 303
    second = SeriesWait.objects.get(client=small.clients[2])
    address = f"/app/groups/waiting/{second.pk}/"
    assert post(small.world, "supervisor", address, {"verb": "confirm", "joined_on": "2026-10-15"}).status_code == 303
    again = f"/app/groups/waiting/{first.pk}/"
    wrong = post(small.world, "supervisor", again, {"verb": "pass", "reason": "Works."})
    assert (wrong.status_code, "No seat is held for them." in wrong.text) == (422, True)
    assert post(small.world, "supervisor", again, {"verb": "withdraw"}).status_code == 303


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_in_whatever_order_no_session_seats_more_than_fit(small, seed):
    small.small.capacity = 2
    small.small.save()
    dice, supervisor = Random(seed), small.world.actor("supervisor")
    for step in range(25):
        number, verb = dice.randrange(4), dice.choice(["wait", "join", "leave", "confirm", "pass", "withdraw"])
        row = SeriesWait.objects.filter(client=small.clients[number], ended_at=None).first()
        now = NOW + timedelta(minutes=step)
        try:
            if verb == "wait":
                wait(small, number, now=now)
            elif verb == "join":
                join(small, number)
            elif verb == "leave" and Enrollment.objects.filter(
                series=small.small, client=small.clients[number], left_on=None
            ):
                leave(small, number, dice.choice([8, 15, 22]))
            elif verb == "confirm" and row and row.held_from:
                confirm(small, row, row.held_from.day)
            elif verb == "pass" and row:
                pass_on(actor=supervisor, wait_id=row.pk, reason="Works then.", now=now)
            elif verb == "withdraw" and row:
                withdraw(actor=supervisor, wait_id=row.pk, now=now)
        except Refused:
            pass
        for session in small.small.sessions.all():
            seats = session.bookings.filter(canceled_at=None).count()
            holds = SeriesWait.objects.filter(series=small.small, held_from__lte=session.on).count()
            assert seats + holds <= 2, (step, verb, session.on)
