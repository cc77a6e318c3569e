"""A message is written with what causes it, handed over once, tried again, and given to a person when it is lost."""

from contextlib import contextmanager
from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import NOW

from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify import actions
from stepwell.platform.notify.actions import (
    add_contact_rule,
    can_be_reached,
    deliver,
    erase_old,
    note_report,
    send_again,
    withdraw_message,
)
from stepwell.platform.notify.adapters import NotTaken
from stepwell.platform.notify.address import end_address, give_address, opt, set_quiet
from stepwell.platform.notify.jobs import ask_for_due
from stepwell.platform.notify.models import Address, Message
from stepwell.platform.notify.rules import Channel, State

BY = system("test")
DENVER = ZoneInfo("America/Denver")
BEFORE = NOW.astimezone(DENVER).replace(hour=8, minute=59, second=0).astimezone(UTC)


def stands(message):
    return State(Message.objects.get(pk=message.pk).state)


def leave_alone(world, from_time, until_time):
    set_quiet(
        actor=BY, account_id=world.accounts["client"].pk, zone=DENVER.key, from_time=from_time, until_time=until_time,
        now=NOW,
    )  # fmt: skip


def jobs_for(message):
    return ProcrastinateJob.objects.filter(task_name="notify.deliver", args__message_id=str(message.pk)).count()


def test_a_message_is_asked_for_in_the_transaction_that_causes_it_and_taken_once(ask, carrier):
    message = ask()
    assert jobs_for(message) == 1
    assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.SENT
    assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.SENT
    assert [one.text for one in carrier.given] == ["Hello there."]
    assert carrier.given[0].key == message.pk


def test_what_it_says_and_to_whom_is_not_readable_in_the_database_or_the_ledger(ask, world, carrier):
    message = ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notify_message m WHERE id = %s", [message.pk])
        row = cursor.fetchone()[0]
    said = " ".join(
        str(one) for one in Entry.objects.filter(verb__startswith="message.").values_list("detail", flat=True)
    )
    for secret in ("Hello", "there", world.email("client")):
        assert secret not in row
        assert secret not in said


def test_a_failure_is_tried_again_under_the_same_key_and_later_each_time(ask, carrier):
    carrier.answers = [NotTaken("smtp 451"), NotTaken("network TimeoutError")]
    message = ask()
    waits, now = [], NOW
    for expected in (State.QUEUED, State.QUEUED, State.SENT):
        assert deliver(actor=BY, message_id=message.pk, now=now) is expected
        due_at = Message.objects.get(pk=message.pk).due_at
        waits.append(due_at - now)
        now = due_at
    assert timedelta(0) < waits[0] < waits[1]
    assert {one.key for one in carrier.given} == {message.pk}
    assert jobs_for(message) == 3
    assert [one.code for one in message.attempts.all()] == ["smtp 451", "network TimeoutError", ""]


def test_before_its_time_nothing_is_tried(ask, carrier):
    carrier.answers = [NotTaken("smtp 451")]
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    deliver(actor=BY, message_id=message.pk, now=NOW + timedelta(seconds=1))
    assert len(carrier.given) == 1


@pytest.mark.parametrize("who", ["client", "counselor"])
def test_a_message_that_is_lost_becomes_a_task_of_the_site(ask, carrier, world, who):
    carrier.answers = [NotTaken("smtp 550", is_permanent=True)]
    message = ask(who=who)
    assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.BOUNCED
    task = Task.objects.get(kind="notify.reach", subject_id=str(message.pk))
    assert task.site == world.site
    assert (task.client == world.client) is (who == "client")
    assert task.role == ("" if who == "client" else "director")


@pytest.mark.parametrize("how", ["by hand", "sent again", "reported"])
def test_the_task_is_done_once_they_are_reached(ask, carrier, world, how):
    carrier.answers = [NotTaken("smtp 550", is_permanent=True)]
    message, director, later = ask(), world.actor("director"), NOW + timedelta(hours=1)
    deliver(actor=BY, message_id=message.pk, now=NOW)
    tended = {"actor": director, "message_id": message.pk, "accounts": {message.account_id}, "now": later}
    if how == "by hand":
        withdraw_message(**tended)
    else:
        send_again(**tended)
        assert Task.objects.get(kind="notify.reach").done_at is None
    if how == "sent again":
        deliver(actor=BY, message_id=message.pk, now=later)
    if how == "reported":
        note_report(
            actor=BY, message_id=message.pk, provider_id="it", said=State.DELIVERED, code="", now=later
        )  # fmt: skip
    task = Task.objects.get(kind="notify.reach", subject_id=str(message.pk))
    assert task.done_at == later
    assert task.done_by_id == (director.staff_id if how == "by hand" else None)


def test_the_task_stays_while_the_message_is_lost_once_more(ask, carrier, world):
    carrier.answers = [NotTaken("smtp 550", is_permanent=True)] * 2
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    send_again(actor=world.actor("director"), message_id=message.pk, accounts={message.account_id}, now=NOW)
    deliver(actor=BY, message_id=message.pk, now=NOW)
    assert Task.objects.get(kind="notify.reach", subject_id=str(message.pk)).done_at is None


def test_an_urgent_one_is_given_up_within_minutes(ask, carrier):
    carrier.answers = [NotTaken("network TimeoutError")] * 20
    message, now = ask(is_urgent=True), NOW
    while stands(message) is State.QUEUED:
        deliver(actor=BY, message_id=message.pk, now=now)
        now = Message.objects.get(pk=message.pk).due_at
    assert stands(message) is State.GIVEN_UP
    assert now <= NOW + timedelta(minutes=5)


def test_in_quiet_hours_it_is_held_and_an_urgent_one_is_not(ask, carrier, world):
    set_quiet(
        actor=BY, account_id=world.accounts["client"].pk, zone="America/Denver", from_time=time(8), until_time=time(12),
        now=NOW,
    )  # fmt: skip
    held, urgent = ask(), ask(is_urgent=True)
    assert (stands(held), stands(urgent)) == (State.HELD, State.QUEUED)
    assert deliver(actor=BY, message_id=held.pk, now=NOW) is State.HELD
    assert deliver(actor=BY, message_id=held.pk, now=NOW + timedelta(hours=3)) is State.SENT


def test_a_try_that_falls_into_quiet_hours_waits_for_their_end_and_an_urgent_one_does_not(ask, carrier, world):
    leave_alone(world, time(9), time(12))
    carrier.answers = [NotTaken("smtp 451")]
    message, urgent, evening = ask(now=BEFORE), ask(now=BEFORE, is_urgent=True), BEFORE + timedelta(minutes=2)
    deliver(actor=BY, message_id=message.pk, now=BEFORE)
    assert deliver(actor=BY, message_id=message.pk, now=evening) is State.HELD
    assert deliver(actor=BY, message_id=urgent.pk, now=evening) is State.SENT
    ends = Message.objects.get(pk=message.pk).due_at
    assert ends.astimezone(DENVER).time() == time(12)
    assert jobs_for(message) == 3
    assert deliver(actor=BY, message_id=message.pk, now=ends) is State.SENT
    assert [one.key for one in carrier.given] == [message.pk, urgent.pk, message.pk]


def test_quiet_hours_that_outlast_the_message_give_it_to_a_person(ask, carrier, world):
    carrier.answers = [NotTaken("smtp 451")]
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    almost = Message.objects.get(pk=message.pk).give_up_at - timedelta(minutes=1)
    at = almost.astimezone(DENVER)
    leave_alone(world, (at - timedelta(hours=1)).time(), (at + timedelta(hours=1)).time())
    assert deliver(actor=BY, message_id=message.pk, now=almost) is State.GIVEN_UP
    assert Task.objects.filter(kind="notify.reach", subject_id=str(message.pk)).exists()
    assert len(carrier.given) == 1


def test_one_that_no_worker_came_to_in_time_goes_to_a_person_but_an_urgent_one_is_tried_once(ask, carrier):
    carrier.answers = [NotTaken("smtp 451")]
    message, urgent, late = ask(), ask(is_urgent=True), NOW + timedelta(days=2)
    assert deliver(actor=BY, message_id=message.pk, now=late) is State.GIVEN_UP
    assert deliver(actor=BY, message_id=urgent.pk, now=late) is State.GIVEN_UP
    assert [one.key for one in carrier.given] == [urgent.pk]
    assert Task.objects.filter(kind="notify.reach").count() == 2


def test_one_sent_again_by_a_person_at_night_waits_for_the_morning(ask, carrier, world):
    carrier.answers = [NotTaken("smtp 550", is_permanent=True)]
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    leave_alone(world, time(8), time(12))
    send_again(actor=world.actor("director"), message_id=message.pk, accounts={message.account_id}, now=NOW)
    assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.HELD
    assert len(carrier.given) == 1


def test_a_channel_without_an_address_is_refused_and_e_mail_falls_back_on_the_login(ask, carrier, world):
    client = world.accounts["client"].pk
    assert not can_be_reached(client, Channel.SMS, now=NOW)
    with pytest.raises(Refused, match="no way to send"):
        ask(Channel.SMS)
    give_address(actor=BY, account_id=client, channel=Channel.SMS, value="(612) 555-0199", now=NOW)
    deliver(actor=BY, message_id=ask(Channel.SMS).pk, now=NOW)
    deliver(actor=BY, message_id=ask().pk, now=NOW)
    assert [one.to for one in carrier.given] == ["+16125550199", world.email("client")]


def test_whoever_wrote_stop_gets_nothing_until_they_write_start(ask, carrier, world):
    client = world.accounts["client"].pk
    give_address(actor=BY, account_id=client, channel=Channel.SMS, value="612 555 0199", now=NOW)
    assert opt(actor=BY, number="+16125550199", out=True, now=NOW) == 1
    with pytest.raises(Refused):
        ask(Channel.SMS)
    assert opt(actor=BY, number="+16125550199", out=False, now=NOW) == 1
    assert ask(Channel.SMS)


def test_a_stop_that_only_the_carrier_knows_holds_until_start(ask, carrier, world):
    client = world.accounts["client"].pk
    give_address(actor=BY, account_id=client, channel=Channel.SMS, value="612 555 0199", now=NOW)
    message = ask(Channel.SMS)
    carrier.answers = [NotTaken("carrier 21610", is_permanent=True, is_stopped=True)]
    deliver(actor=BY, message_id=message.pk, now=NOW)
    with pytest.raises(Refused):
        ask(Channel.SMS)
    assert opt(actor=BY, number="+16125550199", out=False, now=NOW) == 1
    assert ask(Channel.SMS)


def test_an_address_that_is_gone_ends_and_the_others_stay(ask, carrier, world):
    client = world.accounts["client"].pk
    for number in (1, 2):
        give_address(actor=BY, account_id=client, channel=Channel.PUSH, value=f'{{"endpoint": "{number}"}}', now=NOW)
    ask(Channel.PUSH)
    first, second = Message.objects.filter(channel="push").order_by("asked_at", "pk")
    carrier.answers = [NotTaken("push 410", is_permanent=True, is_gone=True)]
    gone = first if first.to.endswith('"1"}') else second
    deliver(actor=BY, message_id=gone.pk, now=NOW)
    assert [one.value for one in Address.objects.filter(ended_at=None)] == ['{"endpoint": "2"}']


def test_a_phone_that_is_gone_is_nobodys_task_while_another_of_theirs_takes_it(ask, carrier, world):
    lost = []
    actions._when_lost.append(lambda message, now: lost.append(message.pk))
    try:
        client = world.accounts["client"].pk
        for number in (1, 2):
            value = f'{{"endpoint": "{number}"}}'
            give_address(actor=BY, account_id=client, channel=Channel.PUSH, value=value, now=NOW)
        ask(Channel.PUSH)
        first, second = Message.objects.filter(channel="push").order_by("asked_at", "pk")
        gone = NotTaken("push 410", is_permanent=True, is_gone=True)
        carrier.answers = [gone, gone]
        deliver(actor=BY, message_id=first.pk, now=NOW)
        assert lost == []
        deliver(actor=BY, message_id=second.pk, now=NOW)
        assert lost == [second.pk]
    finally:
        actions._when_lost.pop()


def test_where_it_is_not_safe_to_contact_somebody_nothing_leaves(ask, carrier):
    message = ask()
    with contact_rule(lambda account_id, channel, is_urgent, now: None):
        assert deliver(actor=BY, message_id=message.pk, now=NOW) is State.GIVEN_UP
        with pytest.raises(Refused):
            ask()
    assert carrier.given == []


def test_a_message_waits_for_the_hours_that_somebody_named(ask, carrier):
    later = NOW + timedelta(hours=3)
    with contact_rule(lambda account_id, channel, is_urgent, now: max(now, later)):
        message = ask()
        assert (message.state, message.due_at) == (State.HELD, later)
        assert deliver(actor=BY, message_id=message.pk, now=later) is State.SENT


def test_hours_that_shut_each_other_out_are_a_never(ask, carrier):
    with contact_rule(lambda account_id, channel, is_urgent, now: now + timedelta(hours=1)), pytest.raises(Refused):
        ask()


@contextmanager
def contact_rule(rule):
    add_contact_rule(rule)
    try:
        yield
    finally:
        actions._contact_rules.remove(rule)


def test_a_report_that_comes_twice_late_or_from_elsewhere_changes_nothing(ask, carrier):
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    told = {"actor": BY, "message_id": message.pk, "code": "", "now": NOW}
    known = Message.objects.get(pk=message.pk).provider_id
    assert note_report(provider_id="another", said=State.BOUNCED, **told) is None
    assert note_report(provider_id=known, said=State.DELIVERED, **told) is State.DELIVERED
    assert note_report(provider_id=known, said=State.SENT, **told) is State.DELIVERED
    assert note_report(provider_id=known, said=State.BOUNCED, **told) is State.DELIVERED


def test_the_sweep_asks_again_for_what_is_due_and_lost_its_job(ask, carrier):
    message = ask()
    ProcrastinateJob.objects.filter(args__message_id=str(message.pk)).update(status="failed")
    before = jobs_for(message)
    ask_for_due(now=NOW + timedelta(minutes=2))
    assert jobs_for(message) == before + 1


def test_words_go_after_their_time_and_that_it_was_sent_stays(ask, carrier):
    message, waiting = ask(), ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    later = NOW + timedelta(days=31)
    assert erase_old(actor=BY, before=later, now=later) == 1
    kept = Message.objects.get(pk=message.pk)
    assert (kept.to, kept.subject, kept.text, kept.state) == ("", "", "", "sent")
    assert Message.objects.get(pk=waiting.pk).text


def test_only_who_tends_the_outbox_sends_again_or_withdraws(ask, carrier, world):
    carrier.answers = [NotTaken("smtp 550", is_permanent=True)]
    message = ask()
    deliver(actor=BY, message_id=message.pk, now=NOW)
    for who in ("counselor", "client", "stranger", "elsewhere", "supervisor"):
        with pytest.raises(NotAllowed):
            send_again(actor=world.actor(who), message_id=message.pk, accounts={message.account_id}, now=NOW)
    send_again(actor=world.actor("director"), message_id=message.pk, accounts={message.account_id}, now=NOW)
    assert stands(message) is State.QUEUED
    withdraw_message(actor=world.actor("director"), message_id=message.pk, accounts={message.account_id}, now=NOW)
    assert stands(message) is State.WITHDRAWN
    with pytest.raises(Refused):
        send_again(actor=world.actor("director"), message_id=message.pk, accounts={message.account_id}, now=NOW)


def test_nobody_says_where_somebody_else_is_reached(world):
    client = world.accounts["client"].pk
    for who in ("counselor", "director", "stranger"):
        with pytest.raises(NotAllowed):
            give_address(actor=world.actor(who), account_id=client, channel=Channel.SMS, value="612 555 0199", now=NOW)
        with pytest.raises(NotAllowed):
            end_address(actor=world.actor(who), account_id=client, channel=Channel.SMS, now=NOW)
    assert give_address(
        actor=world.actor("client"), account_id=client, channel=Channel.SMS, value="612 555 0199", now=NOW
    )


@pytest.mark.parametrize("number", ["", "12", "letters", "+0123456789", "9" * 20, "612 555"])
def test_a_number_that_cannot_be_dialed_is_refused(world, number):
    with pytest.raises(Refused, match="can't be dialed"):
        give_address(actor=BY, account_id=world.accounts["client"].pk, channel=Channel.SMS, value=number, now=NOW)
