"""The week under its standards, a make-up seat, and who didn't come, in the console."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.authorizing import authorize
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, TODAY, make_world
from tests.clinic import make_clinic
from tests.rescuing import SENT, missed, second_group

from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Wishes
from stepwell.domain.people.actions import SiteTerms, change_site, give_portal
from stepwell.domain.week.actions import keep_apart, record_attendance, take_back_attendance
from stepwell.domain.week.actions.attendance import Attendance
from stepwell.domain.week.actions.make_up import book_make_up
from stepwell.domain.week.actions.rescue import look_for_missing
from stepwell.domain.week.models import ApartKind, Booking, MakeUp, Outreach, Session, Status
from stepwell.domain.week.permissions import BOOK_MAKE_UP, RESCUE, SET_RESCUE
from stepwell.domain.week.queries.make_up import make_ups_for
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotFound, Refused
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.workflows.discharge import discharge
from stepwell.workflows.rescue import make_up, tell_make_up

JOBS = system("jobs")


@pytest.fixture
def clinic(world):
    """Two in the evening track; a seat is free on Wednesday in another group of it."""
    use_adapters(dict.fromkeys(Channel, lambda envelope: Accepted()))
    with clock.standing_at(NOW):
        made = make_clinic(world, people=2)
        made.other = second_group(made)
        yield made
    use_adapters(chosen_adapters())


def seat_of(clinic):
    """Wednesday of this week."""
    return Session.objects.filter(series=clinic.other, starts_at__gt=NOW).earliest("starts_at")


def open_tasks(kind="week.missed"):
    return Task.objects.filter(kind=kind, done_at=None)


def test_a_seat_beside_somebody_they_are_kept_apart_from_is_neither_offered_nor_booked(clinic):
    actor, seat = clinic.world.actor("supervisor"), seat_of(clinic)
    first, second = clinic.clients
    book_make_up(actor=actor, client_id=first.pk, session_id=seat.pk, now=NOW)
    assert seat.pk in {one.offer.session_id for one in make_ups_for(actor, second.pk, NOW).seats}
    pair = {"client_id": first.pk, "other_id": second.pk, "kind": ApartKind.APART, "why": "A family matter."}
    keep_apart(actor=actor, **pair, now=NOW)
    assert seat.pk not in {one.offer.session_id for one in make_ups_for(actor, second.pk, NOW).seats}
    with pytest.raises(Refused, match="reason their clinician knows"):
        book_make_up(actor=actor, client_id=second.pk, session_id=seat.pk, now=NOW)


def test_who_looks_for_people_and_who_books(world):
    team = {"counselor", "colleague", "elsewhere", "case manager", "supervisor", "director"}
    for permission in (RESCUE, BOOK_MAKE_UP):
        assert {who for who in EVERYBODY if who != "stranger" and world.actor(who).may(permission)} == team
    assert {who for who in EVERYBODY if who != "stranger" and world.actor(who).may(SET_RESCUE)} == {"director"}


def test_the_week_is_read_under_another_standard_and_nothing_changes(clinic):
    browser, client = clinic.world.browser("counselor"), clinic.clients[0]
    page = reverse("client_week", args=[client.pk])
    own = browser.get(page).text
    assert "Under ASAM 2.1, adult" in own
    assert "PEP20-02-01-021" in own
    (number,) = re.findall(r'standard=(\d+)">The payer’s day rule<', own)
    payer = browser.get(page, {"standard": number, "on": "2026-10-13"}).text
    assert "Days of at least 3 h: 3 of 3." in payer
    assert "Not verified" in payer
    assert "No session this week" in browser.get(page, {"on": "2026-08-03"}).text
    assert browser.get(page, {"on": "no day"}).status_code == 200
    assert clinic.episodes[0].standard_code == "asam-2.1-adult"


def test_a_seat_is_booked_with_one_tap_shows_on_the_week_and_is_taken_back(clinic):
    browser, client, seat = clinic.world.browser("counselor"), clinic.clients[0], seat_of(clinic)
    page, week = reverse("make_up", args=[client.pk]), reverse("client_week", args=[client.pk])
    assert "Day group" in browser.get(page).text
    for _ in range(2):
        assert browser.post(page, {"session": seat.pk}).status_code == 303
    made = MakeUp.objects.get()
    assert made.booking.session == seat
    assert not client.enrollments.filter(series=clinic.other).exists()
    shown = browser.get(week).text
    assert "Make-up" in shown
    assert "Day group" not in browser.get(page).text.split("Seats left this week")[1]
    key = shown.split('name="offer" value="')[1].split('"')[0]
    assert browser.post(reverse("undo"), {"offer": key}).status_code == 303
    assert Booking.objects.get(pk=made.booking_id).canceled_at == NOW
    assert tell_make_up(made.booking_id, made.booked_at, NOW) is None
    assert browser.post(page, {"session": seat.pk}).status_code == 303
    assert MakeUp.objects.count() == 1


def test_of_two_who_want_the_last_seat_the_second_is_told(clinic):
    seat = seat_of(clinic)
    clinic.other.capacity = 1
    clinic.other.save()
    who = {"actor": clinic.world.actor("counselor"), "session_id": seat.pk, "now": NOW}
    book_make_up(client_id=clinic.clients[0].pk, **who)
    with pytest.raises(Refused, match="is full: 1 of 1 seats are taken"):
        book_make_up(client_id=clinic.clients[1].pk, **who)
    answer = clinic.world.browser("counselor").post(
        reverse("make_up", args=[clinic.clients[1].pk]), {"session": seat.pk}
    )
    assert (answer.status_code, "1 full" in answer.text) == (409, True)


def test_a_seat_is_refused_where_they_sit_already_or_it_has_begun_or_is_elsewhere(clinic):
    client, own = clinic.clients[0], clinic.sessions[2]
    who = {"actor": clinic.world.actor("counselor"), "client_id": client.pk}
    with pytest.raises(Refused, match="booked in this session already"):
        book_make_up(session_id=own.pk, now=NOW, **who)
    seat = seat_of(clinic)
    with pytest.raises(Refused, match="has begun"):
        book_make_up(session_id=seat.pk, now=seat.starts_at, **who)
    other = make_clinic(make_world(), people=0)
    with pytest.raises(NotFound):
        book_make_up(session_id=other.sessions[3].pk, now=NOW, **who)


def test_who_is_marked_missing_is_looked_for_once_and_no_more_when_they_come(clinic):
    client = clinic.clients[0]
    outreach = missed(clinic, client)
    task = open_tasks().get()
    assert (task.owner, task.client, task.subject_id) == (clinic.world.staff["counselor"], client, str(outreach.pk))
    assert look_for_missing(actor=JOBS, now=clinic.session.starts_at + timedelta(minutes=24)) == 0
    later = clinic.session.starts_at + timedelta(minutes=30)
    assert look_for_missing(actor=JOBS, now=later) == 1  # the roll is called, so the other one is missing too
    assert look_for_missing(actor=JOBS, now=later) == 0
    who = {"actor": clinic.world.actor("counselor"), "session_id": clinic.session.pk, "now": later}
    record_attendance(client_id=client.pk, status=Status.LATE, **who)
    outreach.refresh_from_db()
    assert outreach.ended_as == "came"
    take_back_attendance(client_id=client.pk, written_at=later, before=Attendance(Status.NO_SHOW), **who)
    outreach.refresh_from_db()
    assert (outreach.ended_as, open_tasks().filter(subject_id=str(outreach.pk)).count()) == ("", 1)
    record_attendance(client_id=clinic.clients[1].pk, status=Status.EXCUSED, **who)
    assert Outreach.objects.get(client=clinic.clients[1]).ended_as == "excused"


def test_where_the_roll_is_not_begun_the_leader_is_asked_for_it_and_nobody_is_called(clinic):
    now = clinic.session.starts_at + timedelta(minutes=15)
    assert look_for_missing(actor=JOBS, now=now - timedelta(minutes=1)) == 0
    asked = open_tasks("week.roll").filter(site=clinic.world.site)
    assert not asked.exists()
    assert [look_for_missing(actor=JOBS, now=now) for _ in range(2)] == [0, 0]
    assert asked.get().owner == clinic.world.staff["counselor"]
    record_attendance(
        actor=clinic.world.actor("counselor"), session_id=clinic.session.pk, client_id=clinic.clients[0].pk,
        status=Status.PRESENT, now=now,
    )  # fmt: skip
    assert not asked.exists()
    assert look_for_missing(actor=JOBS, now=now) == 0
    assert look_for_missing(actor=JOBS, now=now + timedelta(minutes=5)) == 1


def test_tried_twice_and_not_reached_it_goes_to_the_case_manager(clinic):
    outreach = missed(clinic, clinic.clients[0])
    browser, page = clinic.world.browser("counselor"), reverse("outreach", args=[outreach.pk])
    assert "Nobody has tried yet." in browser.get(page).text
    assert [browser.post(page, SENT).status_code for _ in range(2)] == [303, 303]
    assert outreach.attempts.count() == 1  # a second press is once
    assert open_tasks().filter(subject_id=str(outreach.pk)).get().owner == clinic.world.staff["counselor"]
    assert browser.post(page, {**SENT, "how": "voicemail", "outcome": "left_word"}).status_code == 303
    assert open_tasks().filter(subject_id=str(outreach.pk)).get().owner == clinic.world.staff["case manager"]
    assert "With the case manager" in browser.get(page).text
    chart = browser.get(reverse("client", args=[clinic.clients[0].pk])).text
    assert "Voicemail: left word" in chart


def test_a_cause_and_a_ride_end_it_and_a_call_back_keeps_it_for_then(clinic):
    outreach = missed(clinic, clinic.clients[0])
    browser, page = clinic.world.browser("case manager"), reverse("outreach", args=[outreach.pk])
    chosen = {"verb": "arrange", "cause": "transport", "fix": "call_back"}
    refused = browser.post(page, chosen)
    assert (refused.status_code, "Say when to call back." in refused.text) == (422, True)
    when = {"call_back_on": "2026-10-07", "call_back_time": "09:30"}
    assert browser.post(page, {**chosen, **when}).status_code == 303
    task = open_tasks().filter(subject_id=str(outreach.pk)).get()
    assert (task.title, f"{task.due_at:%d %H:%M}") == ("Call back", "07 15:30")
    assert browser.post(page, {**chosen, "fix": "ride"}).status_code == 303
    assert not open_tasks().filter(subject_id=str(outreach.pk)).exists()
    over = browser.post(page, {**chosen, "fix": "ride"})
    assert (over.status_code, "This is over already." in over.text) == (422, True)
    assert "Transport: ride" in browser.get(page).text


def test_whose_stay_has_ended_is_looked_for_no_more_and_nobody_asks_the_payer(clinic):
    world, client = clinic.world, clinic.clients[0]
    authorize(world, client, units=2)
    outreach = missed(clinic, client)
    given = {"episode_id": clinic.episodes[0].pk, "last_on": TODAY, "reason": EndReason.COMPLETED, "now": NOW}
    assert open_tasks("coverage.runs_out").exists()
    discharge(actor=world.actor("director"), **given)
    assert not open_tasks("coverage.runs_out").exists()
    look_for_missing(actor=JOBS, now=clinic.session.starts_at + timedelta(hours=2))
    outreach.refresh_from_db()
    assert outreach.ended_as == "canceled"


def test_the_message_says_to_call_and_nothing_else_and_none_goes_where_it_is_not_safe(clinic):
    world, client = clinic.world, clinic.clients[0]
    give_portal(actor=world.actor("director"), client=client, account=world.accounts["stranger"])
    terms = replace(SiteTerms.of(world.site), phone="303 555 0100")
    change_site(actor=world.actor("director"), site=world.site, terms=terms)
    outreach = missed(clinic, client)
    browser, page = world.browser("counselor"), reverse("outreach", args=[outreach.pk])
    assert browser.post(page, {"verb": "write"}).status_code == 303
    assert browser.post(page, {"verb": "write"}).status_code == 303
    sent = Message.objects.get(template="call_us")
    assert sent.text == "Please call 303 555 0100 when you can."
    say_how_to_reach(actor=world.actor("counselor"), client_id=client.pk, wishes=Wishes(is_unsafe=True), now=NOW)
    assert "No message may go to them now." in browser.get(page).text
    seat = seat_of(clinic)
    made = make_up(actor=world.actor("counselor"), client_id=client.pk, session_id=seat.pk, now=NOW)
    assert tell_make_up(made.booking_id, made.booked_at, NOW) is None
    say_how_to_reach(actor=world.actor("counselor"), client_id=client.pk, wishes=Wishes(), now=NOW)
    told = tell_make_up(made.booking_id, made.booked_at, NOW)
    assert told is not None
    assert told.text.startswith("You are expected on Wednesday, October 7 at 6:00 pm")


def test_undoing_the_seat_looks_for_them_again(clinic):
    outreach = missed(clinic, clinic.clients[0])
    browser, page = clinic.world.browser("counselor"), reverse("make_up", args=[clinic.clients[0].pk])
    asked = browser.post(
        reverse("outreach", args=[outreach.pk]), {"verb": "arrange", "cause": "work", "fix": "another_session"}
    )
    assert asked["Location"] == f"{page}?outreach={outreach.pk}&why=3"
    assert browser.get(asked["Location"]).text.count(f'value="{outreach.pk}"') >= 1
    sent = {"session": seat_of(clinic).pk, "outreach": outreach.pk, "why": "3"}
    assert browser.post(page, sent).status_code == 303
    outreach.refresh_from_db()
    assert (outreach.ended_as, outreach.cause, outreach.fix) == ("arranged", "work", "another_session")
    key = browser.get(reverse("client_week", args=[clinic.clients[0].pk])).text.split('name="offer" value="')[1]
    assert browser.post(reverse("undo"), {"offer": key.split('"')[0]}).status_code == 303
    outreach.refresh_from_db()
    assert outreach.ended_at is None
    assert browser.post(page, {**sent, "outreach": missed(clinic, clinic.clients[1]).pk}).status_code == 404


def test_today_tells_a_pattern_and_where_to_find_a_seat(clinic):
    client = clinic.clients[0]
    for session in clinic.sessions[:2]:
        missed(clinic, client, session)
    with clock.standing_at(NOW + timedelta(days=1)):
        today = clinic.world.browser("counselor").get(reverse("today")).text
    assert "Missed 2 in a row" in today
    assert reverse("make_up", args=[client.pk]) in today
    assert f"Reach {client.called}" in today


def test_a_director_sets_the_numbers_of_the_site(clinic):
    browser, page = clinic.world.browser("director"), reverse("hours_settings")
    assert 'value="7"' in browser.get(page).text
    numbers = {"site": clinic.world.site.pk, "warn_days": 14, "attempts": 3, "in_a_row": 3, "missed": 4, "of_last": 8}
    assert browser.post(page, numbers).status_code == 303
    assert 'value="14"' in browser.get(page).text
    wrong = browser.post(page, {**numbers, "of_last": 3})
    assert (wrong.status_code, "from 4 to 20" in wrong.text) == (422, True)
    assert browser.post(page, {**numbers, "site": clinic.world.other_site.pk}).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_missed_session_leads_to_a_call_and_a_make_up_seat(committed, browse, width, dark):
    clinic = make_clinic(make_world(), people=1)
    client = clinic.clients[0]
    second_group(clinic)
    missed(clinic, client)
    with clock.standing_at(NOW):
        page = browse(clinic.world.email("counselor"), width=width, dark=dark)
        page.goto("/app/today/")
        page.get_by_role("link", name=f"Reach {client.called}").click()
        expect(page.get_by_role("heading", name=f"{client.name} didn’t come")).to_be_visible()
        assert_sound(page)
        page.get_by_label("Call", exact=True).check()
        page.get_by_label("Reached", exact=True).check()
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_text("Call: reached")).to_be_visible()
        page.get_by_label("Child care", exact=True).check()
        page.get_by_label("Another session").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Find a make-up seat")).to_be_visible()
        assert_sound(page)
        page.get_by_role("button", name="Book").click()
        expect(page.get_by_text("Booked: Day group, Wed 7 Oct at 18:00.")).to_be_visible()
        expect(page.get_by_text("Child care: another session")).to_be_visible()
        assert_sound(page)
