"""Somebody may be in danger: it is kept, it shows, and it is never refused because of a key."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cast import NOW, make_world

from stepwell.domain.safety.actions import acknowledge_event, raise_event, resolve_event
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.safety.queries import own_event, own_latest_event
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.ledger.models import Entry


def press(world, who="client", *, key=None, raised_at=NOW, now=NOW):
    return raise_event(
        actor=world.actor(who),
        client=world.client,
        key=key or uuid4(),
        source=Source.SAID_UNSAFE,
        raised_at=raised_at,
        now=now,
    )


@pytest.mark.parametrize("who", ["client", "counselor", "supervisor", "director", "admissions"])
def test_who_may_see_the_client_may_raise_an_event(world, who):
    assert press(world, who).owner == world.staff["counselor"]


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "case manager"])
def test_who_may_not_see_the_client_raises_nothing(world, who):
    with pytest.raises(NotFound):
        press(world, who)


def test_a_stranger_raises_nothing(world):
    with pytest.raises(NotAllowed):
        press(world, "stranger")


def test_a_client_raises_nothing_for_another(world):
    other = make_world()
    with pytest.raises(NotFound) as hidden:
        raise_event(
            actor=other.actor("client"),
            client=world.client,
            key=uuid4(),
            source=Source.SAID_UNSAFE,
            raised_at=NOW,
            now=NOW,
        )
    assert hidden.value.client_id == world.client.pk
    assert not SafetyEvent.objects.exists()


def test_the_same_key_is_one_event_one_task_and_one_ledger_row(world):
    key = uuid4()
    first, again = press(world, key=key), press(world, key=key, now=NOW + timedelta(minutes=1))
    assert first == again
    assert Task.objects.filter(kind="safety.answer").count() == 1
    assert Entry.objects.filter(verb="safety.raised", client_id=world.client.pk).count() == 1


def test_two_people_who_share_a_phone_and_a_page_each_have_an_event(world):
    other, key = make_world(), uuid4()
    assert press(world, key=key) != press(other, key=key)
    assert SafetyEvent.objects.count() == 2


def resolved(world, event, now):
    counselor = world.actor("counselor")
    acknowledge_event(actor=counselor, event_id=event.pk, now=now)
    resolve_event(actor=counselor, event_id=event.pk, risk_note="Spoke.", follow_up_at=now + timedelta(days=1), now=now)


def test_a_page_that_stood_open_until_it_was_resolved_calls_again(world):
    key = uuid4()
    first = press(world, key=key)
    resolved(world, first, NOW + timedelta(minutes=5))
    later = NOW + timedelta(hours=9)
    assert press(world, key=key, raised_at=later, now=later) != first


def test_a_press_that_arrives_again_after_it_was_resolved_is_the_old_one(world):
    key = uuid4()
    first = press(world, key=key)
    resolved(world, first, NOW + timedelta(minutes=5))
    assert press(world, key=key, raised_at=NOW, now=NOW + timedelta(minutes=6)) == first


def test_it_stands_on_top_of_todays_queue(world):
    event = press(world)
    for who in ("counselor", "supervisor", "director"):
        task = open_tasks(world.actor(who))[0]
        assert (task.is_safety, task.subject_id) == (True, str(event.pk))
        assert task.reason == "Said they don't feel safe. Call now."


def test_nothing_in_the_ledger_says_why(world):
    press(world)
    for entry in Entry.objects.filter(client_id=world.client.pk):
        assert "safe" not in str(entry.detail).replace("safety.answer", "")


def test_a_client_sees_their_own_event_alone(world):
    event, other = press(world), make_world()
    assert own_event(world.actor("client"), event.pk) == event
    assert own_latest_event(world.actor("client")) == event
    assert own_latest_event(other.actor("client")) is None
    with pytest.raises(NotFound) as hidden:
        own_event(other.actor("client"), event.pk)
    assert hidden.value.client_id == world.client.pk
    with pytest.raises(NotAllowed):
        own_event(world.actor("counselor"), event.pk)
