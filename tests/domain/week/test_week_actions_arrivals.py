"""Arriving: marked once, by the right person, for the right session; and 200 in a rush."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import NOW, make_world
from tests.clinic import make_clinic

from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import load_actor
from stepwell.domain.week.actions import (
    arrive_at_kiosk,
    arrive_by_phone,
    end_kiosk,
    join_session,
    record_attendance,
    set_meeting,
    set_up_kiosk,
)
from stepwell.domain.week.models import Booking, Kiosk, Status
from stepwell.domain.week.queries.arrivals import codes_of_day, door, open_kiosks, own_arrival
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.ledger.models import Entry

URL = "https://meet.example/room-41?p=abc"


@pytest.fixture
def evening(world):
    """A clinic, and the minute before its first group."""
    clinic = make_clinic(world, people=2)
    clinic.near = clinic.session.starts_at - timedelta(minutes=8)
    return clinic


def kiosk_of(clinic, place=None, who="front desk"):
    world = clinic.world
    return set_up_kiosk(
        actor=world.actor(who), site_id=world.site.pk, place_id=place.pk if place else None, now=clinic.near
    )


def booking_of(clinic, number=0):
    return Booking.objects.get(session=clinic.session, client=clinic.clients[number])


def own_code(clinic, number=0):
    return codes_of_day(clinic.world.site, clinic.session.on)[booking_of(clinic, number).pk]


def phone_of(clinic, number=0):
    """A login for one of the clinic's people."""
    client = clinic.clients[number]
    account = open_account(actor=system("test"), email=f"{uuid4().hex}@example.test", password=None, now=NOW)
    Client.objects.filter(pk=client.pk).update(account=account)
    return load_actor(account.pk), Client.objects.select_related("site").get(pk=client.pk)


def type_it(clinic, kiosk, code, now=None):
    return arrive_at_kiosk(
        actor=clinic.world.actor("front desk"), kiosk_id=kiosk.pk, typed=code, now=now or clinic.near
    )


def test_ones_own_code_on_the_device_marks_once_and_tells_no_name(evening):
    kiosk = kiosk_of(evening)
    first = type_it(evening, kiosk, own_code(evening))
    again = type_it(evening, kiosk, own_code(evening), evening.near + timedelta(minutes=3))
    assert (first.place, first.arrived_at, again.arrived_at) == ("Room 2", evening.near, evening.near)
    assert first.starts_at.hour == 18
    booking = booking_of(evening)
    assert (booking.arrived_at, booking.arrived_how, booking.status) == (evening.near, "kiosk", "booked")
    assert booking_of(evening, 1).arrived_at is None
    entries = Entry.objects.filter(verb="attendance.arrived")
    assert [(one.client_id, one.detail) for one in entries] == [(evening.clients[0].pk, {"how": "kiosk"})]


@pytest.mark.parametrize("code", ["000000", "12345", "", "six"])
def test_a_wrong_code_marks_nobody(evening, code):
    assert type_it(evening, kiosk_of(evening), code) is None
    assert not Booking.objects.filter(arrived_at__isnull=False).exists()


def test_too_early_too_late_and_at_another_rooms_door_it_is_no_code(evening):
    kiosk, code = kiosk_of(evening), own_code(evening)
    assert type_it(evening, kiosk, code, evening.session.starts_at - timedelta(minutes=61)) is None
    assert type_it(evening, kiosk, code, evening.session.ends_at) is None
    assert type_it(evening, kiosk_of(evening, evening.other_place), code) is None
    assert type_it(evening, kiosk_of(evening, evening.place), code)


def test_the_devices_code_on_ones_phone(evening):
    kiosk = kiosk_of(evening)
    actor, client = phone_of(evening)
    shown = door(evening.world.actor("front desk"), kiosk.pk, evening.near).code
    assert own_arrival(actor, client, evening.near).arrived_at is None
    later = evening.near + timedelta(seconds=30)  # the one before still counts
    assert arrive_by_phone(actor=actor, typed=shown, now=later).arrived_at == later
    assert arrive_by_phone(actor=actor, typed=shown, now=later).arrived_at == later
    assert booking_of(evening).arrived_how == "phone"
    assert own_arrival(actor, client, later).arrived_at == later
    assert arrive_by_phone(actor=actor, typed=shown, now=evening.near + timedelta(minutes=2)) is None
    with pytest.raises(Refused, match="within the hour"):
        arrive_by_phone(actor=actor, typed=shown, now=evening.near - timedelta(hours=2))


def test_an_ended_device_opens_nothing(evening):
    kiosk = kiosk_of(evening)
    actor, _ = phone_of(evening)
    shown = door(evening.world.actor("front desk"), kiosk.pk, evening.near).code
    end_kiosk(actor=evening.world.actor("director"), kiosk_id=kiosk.pk, now=evening.near)
    assert arrive_by_phone(actor=actor, typed=shown, now=evening.near) is None
    for act in (
        lambda: type_it(evening, kiosk, own_code(evening)),
        lambda: door(evening.world.actor("director"), kiosk.pk, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert not open_kiosks(evening.world.actor("director"))


def test_who_sets_a_device_up(evening):
    for who in ("front desk", "counselor", "director", "admissions"):
        assert kiosk_of(evening, who=who)
    for who in ("billing", "peer", "elsewhere", "client"):
        with pytest.raises(NotAllowed):
            kiosk_of(evening, who=who)
    with pytest.raises(NotFound):
        arrive_at_kiosk(
            actor=evening.world.actor("elsewhere"), kiosk_id=Kiosk.objects.first().pk, typed="1", now=evening.near
        )
    other = make_clinic(make_world(), people=0)
    with pytest.raises(Refused, match="isn't at that site"):
        kiosk_of(evening, other.place)


def test_late_takes_the_time_of_the_door_and_present_the_start(evening):
    kiosk = kiosk_of(evening)
    starts = evening.session.starts_at
    for number in (0, 1):
        type_it(evening, kiosk, own_code(evening, number), starts + timedelta(minutes=12))
    for number, status in ((0, Status.LATE), (1, Status.PRESENT)):
        record_attendance(
            actor=evening.world.actor("counselor"),
            session_id=evening.session.pk,
            client_id=evening.clients[number].pk,
            status=status,
            now=starts + timedelta(minutes=40),
        )
    came = [booking_of(evening, number).presences.get().starts_at for number in (0, 1)]
    assert came == [starts + timedelta(minutes=12), starts]


def test_a_meeting_is_joined_by_who_is_booked_from_a_quarter_before_until_the_end(evening):
    actor, client = phone_of(evening)
    session, starts = evening.session, evening.session.starts_at
    counselor = evening.world.actor("counselor")
    with pytest.raises(Refused, match="has no meeting"):
        join_session(actor=actor, session_id=session.pk, now=starts)
    set_meeting(actor=counselor, session_id=session.pk, url=f" {URL} ", now=NOW - timedelta(days=2))
    for now, words in ((starts - timedelta(minutes=16), "isn't open yet"), (session.ends_at, "is over")):
        with pytest.raises(Refused, match=words):
            join_session(actor=actor, session_id=session.pk, now=now)
    assert not own_arrival(actor, client, starts - timedelta(minutes=16)).can_join
    assert own_arrival(actor, client, starts - timedelta(minutes=15)).can_join
    joined = join_session(actor=actor, session_id=session.pk, now=starts)
    assert joined.meeting_url == URL
    assert (booking_of(evening).arrived_how, booking_of(evening).arrived_at) == ("joined", starts)
    stranger, _ = phone_of(make_clinic(make_world(), people=1))
    with pytest.raises(NotFound):
        join_session(actor=stranger, session_id=session.pk, now=starts)
    assert URL not in str([*Entry.objects.values_list("detail", flat=True)])


@pytest.mark.parametrize(
    "url",
    ["http://meet.example/a", "javascript:alert(1)", "https://", "meet.example", "https://a@b.example/", "https://[x"],
)
def test_a_meeting_has_a_secure_address(evening, url):
    with pytest.raises(Refused, match="isn't an address"):
        set_meeting(actor=evening.world.actor("counselor"), session_id=evening.session.pk, url=url, now=evening.near)


def test_a_meeting_is_its_leaders_to_set_and_not_after_the_end(evening):
    who = {"session_id": evening.session.pk, "url": URL}
    with pytest.raises(NotFound):
        set_meeting(actor=evening.world.actor("colleague"), now=evening.near, **who)
    with pytest.raises(Refused, match="is over"):
        set_meeting(actor=evening.world.actor("counselor"), now=evening.session.ends_at, **who)


def test_two_hundred_arrive_at_once_and_everybody_is_there_once(committed):
    """Eight at a time, each twice: by the device and again, as in the five minutes before a group."""
    clinic = make_clinic(make_world(), people=0)
    session, world = clinic.session, clinic.world
    clinic.near = session.starts_at - timedelta(minutes=5)
    people = Client.objects.bulk_create(
        Client(
            site=world.site, family_name=f"Crowd{number}", given_names="A", sort_key=f"crowd{number}", created_at=NOW
        )
        for number in range(200)
    )
    Booking.objects.bulk_create(
        Booking(session=session, client=one, starts_at=session.starts_at, ends_at=session.ends_at) for one in people
    )
    kiosk, desk = kiosk_of(clinic), world.actor("front desk")
    codes = [*codes_of_day(world.site, session.on).values()]
    assert len({*codes}) == 200

    def arrive(code):
        try:
            return arrive_at_kiosk(actor=desk, kiosk_id=kiosk.pk, typed=code, now=clinic.near)
        finally:
            connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(arrive, [*codes, *codes]))
    took = time.perf_counter() - began
    assert None not in answers
    assert Booking.objects.filter(session=session, arrived_at=clinic.near, arrived_how="kiosk").count() == 200
    entries = Entry.objects.filter(verb="attendance.arrived", client_id__in=[one.pk for one in people])
    assert (entries.count(), entries.values("client_id").distinct().count()) == (200, 200)
    assert took < 300
    print(f"400 typed codes of 200 people in {took:.1f} s")
