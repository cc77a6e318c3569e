"""Who is paged about a safety event, by which messages, and what stops it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.calling import put
from tests.cast import NOW

from stepwell.domain.safety.actions import acknowledge_event, climb, page_next, raise_event, resolve_event
from stepwell.domain.safety.jobs import ask_for_pages
from stepwell.domain.safety.models import Page, Source
from stepwell.domain.safety.queries.pages import ladder_of
from stepwell.domain.safety.rules.ladder import Rung
from stepwell.domain.safety.rules.rota import Place
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.actions import deliver
from stepwell.platform.notify.adapters import Accepted, NotTaken, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel, State

PAGER = system("safety")


class Carrier:
    """Takes what it is given; or says no."""

    def __init__(self):
        self.sent, self.answer = [], Accepted()

    def send(self, envelope):
        self.sent.append(envelope)
        return self.answer


@pytest.fixture
def carrier():
    taken = Carrier()
    use_adapters(dict.fromkeys(Channel, taken))
    yield taken
    use_adapters(chosen_adapters())


@pytest.fixture
def covered(world, carrier):
    """Tess is on call, Ingrid second."""
    put(world, "colleague")
    put(world, "supervisor", Place.SECOND)
    return world


def raised(world, now=NOW):
    return raise_event(
        actor=world.actor("client"),
        client=world.client,
        key=uuid4(),
        source=Source.SAID_UNSAFE,
        raised_at=now,
        now=now,
    )


def later(minutes):
    return NOW + timedelta(minutes=minutes)


def page(event, now=NOW):
    return climb(actor=PAGER, event_id=event.pk, now=now)


def paged(event):
    """(minutes later, rung, name) of each page."""
    rows = Page.objects.filter(event=event).select_related("staff")
    return [
        ((one.at - NOW) // timedelta(minutes=1), Rung(one.rung), one.staff.name if one.staff else "") for one in rows
    ]


def test_raising_asks_for_a_page_in_its_own_transaction(covered):
    event = raised(covered)
    assert ProcrastinateJob.objects.filter(task_name="safety.page", args={"event_id": str(event.pk)}).count() == 1


def test_who_is_on_call_now_is_paged_at_once_by_every_way_and_told_nothing_of_anybody(covered, carrier):
    account = covered.accounts["colleague"]
    for channel in (Channel.SMS, Channel.VOICE):
        give_address(
            actor=covered.actor("colleague"), account_id=account.pk, channel=channel, value="303 555 0142", now=NOW
        )
    event = raised(covered)
    page(event)
    assert paged(event) == [(0, Rung.FIRST, "Tess Brandt")] * 3
    messages = Message.objects.filter(template="needed_now", account=account)
    assert {one.channel for one in messages} == {"email", "sms", "voice"}
    assert all(one.is_urgent for one in messages)
    for one in messages:
        assert covered.client.family_name not in one.text + one.subject
        deliver(actor=PAGER, message_id=one.pk, now=NOW)
    assert {one.to for one in carrier.sent} == {"+13035550142", account.email}


def test_asked_twice_it_is_one_page(covered):
    event = raised(covered)
    for _ in range(3):
        page(event)
    assert len(paged(event)) == 1


def test_each_next_rung_is_paged_once_at_its_time_and_the_clock_decides(covered):
    event = raised(covered)
    for minute in range(50):
        page(event, later(minute))
    assert paged(event) == [
        (0, Rung.FIRST, "Tess Brandt"),
        (15, Rung.SECOND, "Ingrid Lindqvist"),
        (30, Rung.LEADERS, "Ingrid Lindqvist"),
        (30, Rung.LEADERS, "Rosa Quint"),
        (45, Rung.FIRST, "Tess Brandt"),
    ]


def test_a_site_sets_how_long_each_waits(covered):
    covered.site.answer_minutes = 5
    covered.site.save()
    event = raised(covered)
    task = Task.objects.get(kind="safety.answer", subject_id=str(event.pk))
    assert task.due_at == later(5)
    page(event)
    page(event, later(5))
    assert paged(event)[-1] == (5, Rung.SECOND, "Ingrid Lindqvist")


def test_where_nobody_is_on_call_those_who_lead_are_paged_the_same_minute(world, carrier):
    event = raised(world)
    page(event)
    assert paged(event) == [
        (0, Rung.FIRST, ""),
        (0, Rung.SECOND, ""),
        (0, Rung.LEADERS, "Ingrid Lindqvist"),
        (0, Rung.LEADERS, "Rosa Quint"),
    ]


def test_where_nothing_carries_a_message_it_says_so_and_tries_again_when_it_is_time(covered):
    use_adapters({})
    event = raised(covered)
    page(event)
    assert [one.message for one in event.pages.all()] == [None] * 4
    assert page(event, later(1)) == []
    assert len(page(event, later(15))) == 4


def test_a_page_that_comes_back_sends_the_ladder_on_at_once(covered, carrier):
    carrier.answer = NotTaken("550", is_permanent=True)
    event = raised(covered)
    page(event)
    deliver(actor=PAGER, message_id=event.pages.get().message_id, now=NOW)
    page(event, later(1))
    assert paged(event)[-1] == (1, Rung.SECOND, "Ingrid Lindqvist")


def test_acknowledging_stops_the_ladder_and_what_has_not_gone_out_does_not(covered):
    event = raised(covered)
    page(event)
    acknowledge_event(actor=covered.actor("colleague"), event_id=event.pk, now=later(3))
    assert Message.objects.get(template="needed_now").state == State.WITHDRAWN.value
    for minute in (15, 30, 45):
        assert page(event, later(minute)) == []


def test_what_lies_acknowledged_reminds_who_has_it_then_who_leads(covered):
    event = raised(covered)
    page(event)
    acknowledge_event(actor=covered.actor("counselor"), event_id=event.pk, now=later(3))
    for minute in range(4, 300):
        page(event, later(minute))
    assert paged(event)[1:] == [
        (63, Rung.TAKEN, "Maya Okafor"),
        (123, Rung.LEADERS, "Ingrid Lindqvist"),
        (123, Rung.LEADERS, "Rosa Quint"),
    ]


def test_resolving_ends_it(covered):
    event = raised(covered)
    page(event)
    acknowledge_event(actor=covered.actor("colleague"), event_id=event.pk, now=later(3))
    resolve_event(
        actor=covered.actor("colleague"),
        event_id=event.pk,
        risk_note="Called.",
        follow_up_at=later(1000),
        now=later(20),
    )
    assert page(event, later(500)) == []
    assert ladder_of(covered.actor("colleague"), event, later(500)).pages


def test_who_answers_pages_the_next_one_by_hand_and_two_presses_are_one(covered):
    event = raised(covered)
    page(event)
    acknowledge_event(actor=covered.actor("colleague"), event_id=event.pk, now=later(3))
    given = {"actor": covered.actor("colleague"), "event_id": event.pk}
    assert page_next(**given, now=later(4)) is Rung.SECOND
    with pytest.raises(Refused, match="this minute"):
        page_next(**given, now=later(4))
    assert page_next(**given, now=later(6)) is Rung.LEADERS


def test_by_hand_it_goes_on_to_where_somebody_is_reached(world, carrier):
    event = raised(world)
    assert page_next(actor=world.actor("counselor"), event_id=event.pk, now=NOW) is Rung.LEADERS


@pytest.mark.parametrize("who", ["admissions", "peer", "front desk", "client", "family"])
def test_who_answers_no_events_pages_nobody(covered, who):
    event = raised(covered)
    with pytest.raises(NotAllowed):
        page_next(actor=covered.actor(who), event_id=event.pk, now=NOW)
    assert paged(event) == []


def test_nobody_of_another_site_pages_anybody(covered):
    event = raised(covered)
    with pytest.raises(NotFound):
        page_next(actor=covered.actor("elsewhere"), event_id=event.pk, now=NOW)


def test_every_page_is_in_the_ledger_of_the_person_it_is_about(covered):
    event = raised(covered)
    page(event)
    entry = Entry.objects.get(verb="safety.paged", client_id=covered.client.pk)
    assert entry.detail == {"rung": 1, "people": 1, "messages": 1}


def test_each_minute_a_job_is_asked_for_every_event_that_is_not_resolved(covered):
    events = {str(raised(covered).pk) for _ in range(2)}
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    ask_for_pages()
    asked = ProcrastinateJob.objects.exclude(pk__in=before).filter(task_name="safety.page")
    assert events <= {one.args["event_id"] for one in asked}
