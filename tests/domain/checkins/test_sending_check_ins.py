"""A check-in is sent once, reaches who cares, and stays as it was said."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import NOW, make_world

from stepwell.domain.checkins.actions import see_check_in, send_check_in
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.queries import check_ins_of, own_last_check_in, unseen_check_ins
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.ledger.models import Entry

ANSWERS = Answers(craving=3, mood=6, use="no", triggers=("stress", "tired"), slept_minutes=390, words="  Long day. ")
STAFF = ["counselor", "colleague", "elsewhere", "stranger", "admissions", "director", "supervisor", "case manager"]


def send(world, answers=ANSWERS, *, who="client", key=None, now=NOW, **times):
    return send_check_in(actor=world.actor(who), key=key or uuid4(), answers=answers, now=now, **times)


def test_a_client_sends_a_check_in_in_their_own_words(world):
    check_in = send(world)
    assert check_in.client == world.client
    assert (check_in.words, check_in.triggers, check_in.said_at) == ("  Long day. ", ["stress", "tired"], NOW)


@pytest.mark.parametrize("who", STAFF)
def test_nobody_else_sends_one(world, who):
    with pytest.raises(NotAllowed):
        send(world, who=who)
    with pytest.raises(NotAllowed):
        own_last_check_in(world.actor(who))


def test_the_same_key_twice_is_one_check_in(world):
    key = uuid4()
    assert send(world, key=key) == send(world, key=key, now=NOW + timedelta(minutes=1))
    assert CheckIn.objects.count() == 1
    assert Entry.objects.filter(verb="check_in.sent", client_id=world.client.pk).count() == 1


def test_the_same_key_with_other_answers_is_kept_beside_the_first_and_asks_for_a_look(world):
    key = uuid4()
    first = send(world, key=key)
    second = send(world, replace(ANSWERS, craving=4), key=key)
    assert (second.amends, first.craving, second.craving) == (first, 3, 4)
    assert send(world, replace(ANSWERS, craving=4), key=key) == second
    assert CheckIn.objects.filter(client=world.client).count() == 2
    (task,) = open_tasks(world.actor("counselor"))
    assert task.reason == "Sent again with other answers. Read it and talk with Ana."


def test_danger_in_the_second_answers_is_no_less_than_in_the_first(world):
    key = uuid4()
    send(world, key=key)
    send(world, replace(ANSWERS, craving=9), key=key)
    assert SafetyEvent.objects.filter(client=world.client).count() == 1


def test_another_clients_key_is_no_key_of_mine(world):
    other, key = make_world(), uuid4()
    assert send(world, key=key) != send(other, replace(ANSWERS, craving=1), key=key)
    assert CheckIn.objects.get(client=world.client).craving == 3


def test_sent_twice_at_once_it_is_one(committed):
    world, key, together = make_world(), uuid4(), Barrier(2)

    def press(_):
        try:
            actor = world.actor("client")
            together.wait(timeout=20)
            return send_check_in(actor=actor, key=key, answers=replace(ANSWERS, craving=9), now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(press, range(2))
    assert first == second
    assert SafetyEvent.objects.filter(client=world.client).count() == 1


@pytest.mark.parametrize("wrong_by", [timedelta(days=1), -timedelta(days=1)])
def test_a_phone_whose_clock_is_a_day_off_is_read_rightly(world, wrong_by):
    sent_at = NOW + wrong_by
    check_in = send(world, said_at=sent_at - timedelta(hours=2), sent_at=sent_at)
    assert check_in.said_at == NOW - timedelta(hours=2)
    assert check_in.received_at == NOW


def test_use_asks_the_counselor_to_look_by_the_end_of_the_day(world):
    check_in = send(world, replace(ANSWERS, use="yes"))
    (task,) = open_tasks(world.actor("counselor"))
    assert (task.kind, task.subject_id, task.owner) == ("checkin.look", str(check_in.pk), world.staff["counselor"])
    assert task.reason == "Told us about use. Read it and talk with Ana."
    assert task.due_at.isoformat() == "2026-10-07T06:00:00+00:00"  # midnight in Denver
    assert not SafetyEvent.objects.exists()


def test_a_craving_of_eight_is_a_safety_event_on_top_of_todays_queue(world):
    send(world, replace(ANSWERS, craving=8))
    event = SafetyEvent.objects.get(client=world.client)
    assert event.owner == world.staff["counselor"]
    assert [task.kind for task in open_tasks(world.actor("counselor"))] == ["safety.answer", "checkin.look"]


def test_an_ordinary_check_in_asks_for_nothing_but_waits_to_be_read(world):
    check_in = send(world)
    counselor = world.actor("counselor")
    assert list(open_tasks(counselor)) == []
    assert list(unseen_check_ins(counselor, now=NOW)) == [check_in]


def test_seeing_it_ends_the_task_and_the_first_one_stands(world):
    check_in = send(world, replace(ANSWERS, use="yes"))
    see_check_in(actor=world.actor("counselor"), check_in_id=check_in.pk, now=NOW)
    again = see_check_in(actor=world.actor("supervisor"), check_in_id=check_in.pk, now=NOW + timedelta(hours=1))
    assert (again.seen_by, again.seen_at) == (world.staff["counselor"], NOW)
    assert list(open_tasks(world.actor("counselor"))) == []
    assert list(unseen_check_ins(world.actor("counselor"), now=NOW)) == []


@pytest.mark.parametrize("who", ["counselor", "supervisor", "director", "client"])
def test_who_may_see_the_client_reads_their_check_ins(world, who):
    check_in = send(world)
    assert list(check_ins_of(world.actor(who), world.client)) == [check_in]


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "case manager"])
def test_who_may_not_see_the_client_reads_none(world, who):
    check_in = send(world)
    with pytest.raises(NotFound):
        check_ins_of(world.actor(who), world.client)
    with pytest.raises(NotFound):
        see_check_in(actor=world.actor(who), check_in_id=check_in.pk, now=NOW)
    assert list(unseen_check_ins(world.actor(who), now=NOW)) == []


@pytest.mark.parametrize("who", ["stranger", "admissions"])
def test_roles_without_check_ins_are_told_so(world, who):
    with pytest.raises(NotAllowed):
        check_ins_of(world.actor(who), world.client)
    with pytest.raises(NotAllowed):
        unseen_check_ins(world.actor(who), now=NOW)


@pytest.mark.parametrize("who", ["client", "director"])
def test_marking_as_seen_is_for_clinicians(world, who):
    check_in = send(world)
    with pytest.raises(NotAllowed):
        see_check_in(actor=world.actor(who), check_in_id=check_in.pk, now=NOW)


def test_a_client_reads_no_others(world):
    other = make_world()
    send(world)
    with pytest.raises(NotFound):
        check_ins_of(other.actor("client"), world.client)
    assert own_last_check_in(other.actor("client")) is None


def test_reading_is_written_down_and_reading_ones_own_is_not(world):
    send(world)
    check_ins_of(world.actor("counselor"), world.client)
    check_ins_of(world.actor("client"), world.client)
    readers = Entry.objects.filter(verb="check_ins.read", client_id=world.client.pk).values_list("actor_key", flat=True)
    assert list(readers) == [world.actor("counselor").key]


def test_a_longer_list_costs_no_more_queries(world, django_assert_max_num_queries):
    actor = world.actor("counselor")
    for minute in range(5):
        send(world, now=NOW + timedelta(minutes=minute))
    with django_assert_max_num_queries(8):
        for check_in in unseen_check_ins(actor, now=NOW):
            assert check_in.client.site.zone
