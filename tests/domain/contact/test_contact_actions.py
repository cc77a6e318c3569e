"""What is said about being reached holds for every sender at once; an emergency is documented and looked at."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import EVERYBODY, NOW

from stepwell.domain.contact.actions import (
    TASK,
    open_contact_emergency,
    review_contact_emergency,
    say_how_to_reach,
)
from stepwell.domain.contact.models import ContactEmergency, SafeContact
from stepwell.domain.contact.queries import allowed_from, reach_history, reach_of, reaches
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people import actions as people
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.accounts.links import ask_for_link
from stepwell.platform.accounts.models import SignInLink
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.actions import deliver, send_message
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel, State

MAY_WRITE = {"director", "supervisor", "admissions", "counselor", "client"}
UNSAFE = Wishes(is_unsafe=True)
BY = system("test")


def say(world, wishes, by="counselor", **given):
    return say_how_to_reach(actor=world.actor(by), client_id=world.client.pk, wishes=wishes, **{"now": NOW, **given})


def declare(world, by="counselor", now=NOW):
    return open_contact_emergency(
        actor=world.actor(by), client_id=world.client.pk, reason="They wrote that they took pills.", now=now
    )


def write(world, channel=Channel.EMAIL, **given):
    to = {"account_id": world.accounts["client"].pk, "channel": channel, "template": "sign_in.changed"}
    return send_message(actor=BY, context={}, **to, **{"now": NOW, **given})


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_team_admissions_and_the_person_say_how_to_reach_them(world, who):
    if who in MAY_WRITE:
        assert say(world, UNSAFE, by=who).is_unsafe
    else:
        with pytest.raises((NotAllowed, NotFound)):
            say(world, UNSAFE, by=who)


def test_who_wrote_it_down_is_kept_and_a_client_is_nobodys_staff(world):
    assert say(world, UNSAFE).written_by == world.staff["counselor"]
    assert say(world, Wishes(), by="client").written_by is None


def test_said_anew_it_is_a_new_row_and_the_earlier_one_stays_known(world):
    first = say(world, UNSAFE, words="Her brother reads the phone.")
    second = say(world, Wishes(ways={Way.TEXT: Wish(True, time(9), time(17))}), now=NOW + timedelta(hours=1))
    assert [one.pk for one in reach_history(world.actor("counselor"), world.client)] == [first.pk]
    reach = reach_of(world.actor("counselor"), world.client, NOW)
    assert (reach.said, reach.wishes.ways) == (second, {Way.TEXT: Wish(True, time(9), time(17))})


def test_the_same_again_writes_nothing(world):
    wishes = Wishes(ways={Way.CALL: Wish(True), Way.LETTER: Wish(False)})
    assert say(world, wishes, call_as=" Ty ").pk == say(world, wishes, call_as="Ty", seen=0).pk
    assert SafeContact.objects.filter(client=world.client).count() == 1


def test_whoever_was_slower_is_told_who_was_faster_and_when(world):
    say(world, UNSAFE, by="admissions")
    with pytest.raises(Refused, match=r"Ty Marsh wrote this down anew at \d\d:00"):
        say(world, Wishes(), seen=0)
    say(world, Wishes(ways={Way.CALL: Wish(False)}), by="client")
    with pytest.raises(Refused, match="The person themselves wrote"):
        say(world, Wishes(), seen=0)


def test_hours_that_make_no_sense_are_refused_and_nothing_is_kept(world):
    with pytest.raises(Refused, match="one of the two times"):
        say(world, Wishes(ways={Way.CALL: Wish(True, time(9))}))
    assert not SafeContact.objects.filter(client=world.client).exists()


def test_not_safe_to_contact_stops_what_waits_and_what_would_be_sent(world):
    waiting = write(world)
    say(world, UNSAFE)
    assert deliver(actor=BY, message_id=waiting.pk, now=NOW) is State.GIVEN_UP
    with pytest.raises(Refused, match="no way to send"):
        write(world)
    with pytest.raises(Refused, match="no way to send"):
        write(world, is_urgent=True)


def test_a_message_that_was_not_sent_for_safety_is_somebodys_task(world):
    waiting = write(world)
    say(world, UNSAFE)
    deliver(actor=BY, message_id=waiting.pk, now=NOW)
    assert Task.objects.filter(kind="notify.reach", subject_id=str(waiting.pk), done_at=None).exists()


def test_no_link_goes_out_where_it_is_not_safe_and_the_page_does_not_tell(world):
    say(world, UNSAFE)
    ask_for_link(email=world.accounts["client"].email, now=NOW)
    assert not SignInLink.objects.filter(account=world.accounts["client"]).exists()
    assert Entry.objects.filter(verb="sign_in.link_not_sent").exists()


def test_each_channel_asks_about_its_own_way(world):
    account = world.accounts["client"].pk
    say(world, Wishes(ways={Way.EMAIL: Wish(False), Way.TEXT: Wish(True), Way.CALL: Wish(True)}))
    open_at = {channel: allowed_from(account, channel, False, NOW) for channel in Channel}
    # a machine that calls talks to whoever picks up, so it waits for a yes to voicemail too
    assert open_at == {Channel.EMAIL: None, Channel.SMS: NOW, Channel.VOICE: None, Channel.PUSH: NOW}
    say(world, Wishes(ways={Way.CALL: Wish(True), Way.VOICEMAIL: Wish(True)}))
    assert allowed_from(account, Channel.VOICE, False, NOW) == NOW


def test_a_message_waits_for_the_hours_they_named_and_an_urgent_one_does_not(world):
    give_address(actor=BY, account_id=world.accounts["client"].pk, channel=Channel.SMS, value="3035550100", now=NOW)
    say(world, Wishes(ways={Way.EMAIL: Wish(True, time(12), time(13))}))
    held = write(world)
    assert (held.state, held.due_at) == (State.HELD, NOW + timedelta(hours=3))
    assert Message.objects.get(pk=write(world, is_urgent=True).pk).due_at == NOW


def test_staff_and_family_are_reached_as_their_addresses_say(world):
    for who in ("counselor", "family"):
        assert allowed_from(world.accounts[who].pk, Channel.SMS, False, NOW) == NOW


def test_a_documented_emergency_opens_every_way_for_the_sites_hours(world):
    say(world, UNSAFE)
    emergency = declare(world)
    assert emergency.until == NOW + timedelta(hours=world.site.emergency_hours)
    assert write(world).state == State.QUEUED
    reach = reach_of(world.actor("counselor"), world.client, emergency.until)
    assert reach.is_unsafe
    assert reach.decide(Way.CALL, emergency.until).from_at is None


def test_an_emergency_is_declared_once_and_the_privacy_officer_looks_at_it(world):
    officer = world.actor("privacy officer")
    emergency = declare(world)
    assert declare(world, by="supervisor") == emergency
    task = Task.objects.get(kind=TASK, subject_id=str(emergency.pk))
    assert (task.role, task.client_id) == ("privacy officer", None)
    for _ in range(2):
        review_contact_emergency(actor=officer, emergency_id=emergency.pk, now=NOW)
    task.refresh_from_db()
    assert task.done_at == NOW


def test_where_nobody_is_privacy_officer_the_director_looks_but_never_at_their_own(world):
    emergency = declare(world, by="director")
    assert Task.objects.get(kind=TASK, subject_id=str(emergency.pk)).role == "director"
    with pytest.raises(Refused, match="yourself"):
        review_contact_emergency(actor=world.actor("director"), emergency_id=emergency.pk, now=NOW)


@pytest.mark.parametrize(("reason", "what"), [("Pills.", "too little"), ("x" * 1001, "longer than")])
def test_an_emergency_needs_a_sentence(world, reason, what):
    with pytest.raises(Refused, match=what):
        open_contact_emergency(actor=world.actor("counselor"), client_id=world.client.pk, reason=reason, now=NOW)
    assert not ContactEmergency.objects.filter(client=world.client).exists()


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in {"director", "privacy officer"}])
def test_nobody_else_looks_at_emergencies(world, who):
    emergency = declare(world)
    with pytest.raises(NotAllowed):
        review_contact_emergency(actor=world.actor(who), emergency_id=emergency.pk, now=NOW)


def test_somebody_off_the_team_learns_nothing(world):
    say(world, UNSAFE)
    for who in ("colleague", "elsewhere"):
        assert reach_of(world.actor(who), world.client, NOW).said is None


def test_the_number_of_statements_does_not_grow_with_the_people(world):
    say(world, UNSAFE)
    director = world.actor("director")
    more = [_another(world, number) for number in range(3)]

    def asked(ids):
        with CaptureQueriesContext(connection) as heard:
            reaches(director, ids, NOW)
        return len(heard)

    assert asked([world.client.pk]) == asked([world.client.pk, *more]) == 2


def _another(world, number):
    client = people.register_client(
        actor=world.actor("admissions"),
        site=world.site,
        details={"family_name": f"Other{number}", "given_names": "Bo"},
        identifiers=(),
        now=NOW,
    )
    say_how_to_reach(actor=world.actor("director"), client_id=client.pk, wishes=UNSAFE, now=NOW)
    account = open_account(actor=BY, email=f"{client.pk}@example.test", password=None, now=NOW)
    people.give_portal(actor=world.actor("admissions"), client=client, account=account)
    return client.pk
