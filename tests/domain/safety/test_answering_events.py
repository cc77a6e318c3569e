"""Acknowledged by one, resolved with a note and a follow-up, followed up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import NOW, World, make_world

from stepwell.domain.safety.actions import acknowledge_event, raise_event, record_follow_up, resolve_event
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.safety.queries import (
    count_open_events,
    crisis_board,
    get_event,
    open_charts,
)
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

LATER = NOW + timedelta(minutes=10)
TOMORROW = NOW + timedelta(days=1)
ANSWERS = ["counselor", "colleague", "case manager", "supervisor", "director"]
WATCHES = [*ANSWERS, "admissions"]


def raised(world: World, now=NOW) -> SafetyEvent:
    return raise_event(
        actor=world.actor("client"),
        client=world.client,
        key=uuid4(),
        source=Source.SAID_UNSAFE,
        raised_at=now,
        now=now,
    )


def resolve(world, event, who="counselor", note="Called. Safe with her sister.", at=TOMORROW, now=LATER):
    return resolve_event(actor=world.actor(who), event_id=event.pk, risk_note=note, follow_up_at=at, now=now)


@pytest.mark.parametrize("who", WATCHES)
def test_who_works_at_the_site_sees_the_event(world, who):
    event = raised(world)
    actor = world.actor(who)
    assert list(crisis_board(actor, now=NOW).open) == [event]
    assert count_open_events(actor) == 1
    assert get_event(actor, event.pk) == event


def test_another_site_does_not_see_it(world):
    event = raised(world)
    actor = world.actor("elsewhere")
    assert list(crisis_board(actor, now=NOW).open) == []
    assert count_open_events(actor) == 0
    with pytest.raises(NotFound) as hidden:
        get_event(actor, event.pk)
    assert hidden.value.client_id == world.client.pk


@pytest.mark.parametrize("who", ["client", "stranger"])
def test_the_consoles_events_are_for_staff(world, who):
    event = raised(world)
    actor = world.actor(who)
    assert count_open_events(actor) == 0
    for read in (lambda actor: crisis_board(actor, now=NOW), lambda actor: get_event(actor, event.pk)):
        with pytest.raises(NotAllowed):
            read(actor)


@pytest.mark.parametrize("who", ANSWERS)
def test_whoever_is_clinical_here_may_acknowledge_and_resolve(world, who):
    event = raised(world)
    assert acknowledge_event(actor=world.actor(who), event_id=event.pk, now=LATER).owner == world.staff[who]
    assert resolve(world, event, who).resolved_by == world.staff[who]
    assert record_follow_up(actor=world.actor(who), event_id=event.pk, now=TOMORROW).followed_up_by == world.staff[who]


@pytest.mark.parametrize("who", ["client", "stranger", "admissions"])
def test_who_may_not_answer_is_told_so(world, who):
    event = raised(world)
    with pytest.raises(NotAllowed):
        acknowledge_event(actor=world.actor(who), event_id=event.pk, now=LATER)
    with pytest.raises(NotAllowed):
        resolve(world, event, who)
    with pytest.raises(NotAllowed):
        record_follow_up(actor=world.actor(who), event_id=event.pk, now=LATER)


def test_another_site_cannot_answer(world):
    event = raised(world)
    with pytest.raises(NotFound):
        acknowledge_event(actor=world.actor("elsewhere"), event_id=event.pk, now=LATER)


def test_the_second_is_told_who_has_it_and_the_first_may_press_twice(world):
    event = raised(world)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=LATER)
    again = acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=TOMORROW)
    assert again.acknowledged_at == LATER
    with pytest.raises(Refused, match="Maya Okafor has it already"):
        acknowledge_event(actor=world.actor("colleague"), event_id=event.pk, now=LATER)


def test_of_two_at_once_one_is_the_owner(committed):
    world = make_world()
    event = raised(world)
    together = Barrier(2)

    def take(who):
        try:
            actor = world.actor(who)
            together.wait(timeout=20)
            acknowledge_event(actor=actor, event_id=event.pk, now=LATER)
            return "mine"
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(take, ["counselor", "colleague"]))
    event.refresh_from_db()
    assert said[1] == "mine"
    assert said[0].startswith(f"{event.acknowledged_by.name} has it already.")
    assert event.owner == event.acknowledged_by
    assert Entry.objects.filter(verb="safety.acknowledged", client_id=world.client.pk).count() == 1


def test_nothing_is_resolved_before_it_is_acknowledged(world):
    event = raised(world)
    with pytest.raises(Refused, match="Nobody has acknowledged"):
        resolve(world, event)


def test_resolving_needs_a_note_and_a_time_to_come_and_says_both(world):
    event = raised(world)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=NOW)
    for at in (None, NOW):
        with pytest.raises(Refused) as refused:
            resolve(world, event, note="  ", at=at)
        assert [one.where for one in refused.value.refusals] == ["risk_note", "follow_up_at"]


def test_resolving_twice_is_once_and_another_is_told(world):
    event = raised(world)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=NOW)
    resolve(world, event)
    assert resolve(world, event, now=TOMORROW).resolved_at == LATER
    assert Entry.objects.filter(verb="safety.resolved", client_id=world.client.pk).count() == 1
    for who, note in (("counselor", "Something else."), ("colleague", "Called. Safe with her sister.")):
        with pytest.raises(Refused, match="resolved already"):
            resolve(world, event, who, note)


def test_resolving_ends_the_task_and_puts_the_follow_up_on_todays_queue(world):
    event = raised(world)
    acknowledge_event(actor=world.actor("counselor"), event_id=event.pk, now=NOW)
    resolve(world, event)
    counselor = world.actor("counselor")
    (task,) = open_tasks(counselor)
    assert (task.kind, task.owner, task.due_at) == ("safety.follow_up", world.staff["counselor"], TOMORROW)
    board = crisis_board(counselor, now=LATER)
    assert (board.open, board.due, board.done) == ([], [event], [event])
    record_follow_up(actor=counselor, event_id=event.pk, now=TOMORROW)
    board = crisis_board(counselor, now=TOMORROW)
    assert board.everything == ()
    assert list(open_tasks(counselor)) == []


def test_a_follow_up_by_somebody_off_the_team_lands_where_it_can_be_seen(world):
    event = raised(world)
    acknowledge_event(actor=world.actor("colleague"), event_id=event.pk, now=NOW)
    resolve(world, event, "colleague")
    assert Task.objects.get(kind="safety.follow_up", done_at=None).owner == world.staff["counselor"]
    assert [task.kind for task in open_tasks(world.actor("counselor"))] == ["safety.follow_up"]


def test_a_follow_up_is_not_recorded_while_it_is_open(world):
    event = raised(world)
    with pytest.raises(Refused, match="still open"):
        record_follow_up(actor=world.actor("counselor"), event_id=event.pk, now=LATER)


def test_an_event_of_a_client_off_ones_team_does_not_open_the_chart(world):
    raised(world)
    assert open_charts(world.actor("colleague"), [world.client.pk]) == frozenset()
    assert open_charts(world.actor("counselor"), [world.client.pk]) == {world.client.pk}


def test_reads_are_written_down(world):
    event = raised(world)
    colleague = world.actor("colleague")
    crisis_board(colleague, now=NOW)
    get_event(colleague, event.pk)
    assert Entry.objects.filter(actor_key=colleague.key, verb="safety.list_read").count() == 1
    assert Entry.objects.filter(actor_key=colleague.key, verb="safety.read", client_id=world.client.pk).count() == 1


def test_a_longer_list_costs_no_more_queries(world, django_assert_max_num_queries):
    actor = world.actor("counselor")
    for minute in range(6):
        raised(world, NOW + timedelta(minutes=minute))
    with django_assert_max_num_queries(10):  # three lists of events, and the four that chain one ledger row
        for event in crisis_board(actor, now=NOW).open:
            assert event.client.site.zone
            assert event.owner.name
