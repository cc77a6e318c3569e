"""What somebody wrote in the public form: kept whatever it looks like, put before admissions, and dealt with once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import EVERYBODY, NOW

from stepwell.domain.admissions.actions.online import (
    Asked,
    close_online,
    receive_online,
    release_online,
    take_up_online,
)
from stepwell.domain.admissions.models import Enquiry, OnlineRequest
from stepwell.domain.admissions.queries.online import get_online, waiting_online
from stepwell.domain.admissions.rules.online import BestTime, Held, Outcome, why_held
from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.queries import reach_of
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people.models import Client
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

ASKED = Asked(
    name="Jo",
    phone="303 555 0144",
    email="",
    best_time=BestTime.EVENING,
    may_text=False,
    may_voicemail=True,
    is_for_other=False,
    words="Please ring twice.",
)
TAKES_IN = ("admissions", "director")
KNOWN = {"given_names": "Jo", "family_name": "Lindqvist", "phone": "303 555 0144"}


def received(world, held=None, key=None, **change):
    given = {"site": world.site, "key": key or uuid4(), "held": held, "now": NOW}
    return receive_online(actor=system("public form"), asked=replace(ASKED, **change), **given)


def open_tasks(request):
    return Task.objects.filter(kind="enquiry.online", subject_id=str(request.pk), done_at__isnull=True)


def test_it_is_there_once_with_a_clock_however_often_it_is_sent(world):
    key = uuid4()
    first, again = received(world, key=key), received(world, key=key)
    assert first == again
    task = open_tasks(first).get()
    assert (task.role, task.due_at) == ("admissions", NOW + timedelta(hours=24))
    assert "Jo" not in task.title + task.reason


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_sends_it_in_a_strangers_name_and_only_who_takes_calls_reads_it(world, who):
    made, actor = received(world), world.actor(who)
    with pytest.raises(NotAllowed):
        receive_online(actor=actor, site=world.site, key=uuid4(), asked=ASKED, held=None, now=NOW)
    if who in TAKES_IN:
        assert list(waiting_online(actor)) == [made]
        assert get_online(actor, made.pk) == made
        assert Entry.objects.filter(verb="online_request.read", subject_id=str(made.pk)).count() == 1
    else:
        assert not waiting_online(actor)
        with pytest.raises(NotAllowed):
            get_online(actor, made.pk)


def test_another_sites_is_not_there(world):
    made = received(world)
    OnlineRequest.objects.filter(pk=made.pk).update(site=world.other_site)
    assert not waiting_online(world.actor("admissions"))
    for act in (
        lambda who: get_online(who, made.pk),
        lambda who: release_online(actor=who, request_id=made.pk, now=NOW),
        lambda who: close_online(actor=who, request_id=made.pk, outcome=Outcome.SPAM, now=NOW),
        lambda who: take_up_online(actor=who, request_id=made.pk, details=KNOWN, now=NOW),
    ):
        with pytest.raises(NotFound):
            act(world.actor("admissions"))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": " "}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "911"}, "phone"),
        ({"phone": "", "email": "jo at home"}, "email"),
        ({"words": "x" * 2001}, "words"),
        ({"name": "J\0"}, "name"),
    ],
)
def test_what_cant_be_kept_or_answered_is_said_at_its_field(world, change, where):
    with pytest.raises(Refused) as refused:
        received(world, **change)
    assert [one.where for one in refused.value.refusals] == [where]
    assert not OnlineRequest.objects.exists()


def test_what_is_held_waits_behind_the_others_without_a_clock_until_it_is_let_through(world):
    held, later = received(world, held=Held.LINKS), received(world)
    admissions = world.actor("admissions")
    assert list(waiting_online(admissions)) == [later, held]
    assert not open_tasks(held).exists()
    for _ in range(2):
        release_online(actor=admissions, request_id=held.pk, now=NOW)
    assert open_tasks(held).count() == 1


def test_what_they_wrote_about_texts_and_voicemail_holds_once_it_is_known_whose_it_is(world):
    admissions = world.actor("admissions")
    made = received(world, may_text=True, may_voicemail=False)
    client = take_up_online(actor=admissions, request_id=made.pk, details=KNOWN, now=NOW).enquiry.client
    assert reach_of(admissions, client, NOW).wishes.ways == {Way.TEXT: Wish(True), Way.VOICEMAIL: Wish(False)}


def test_what_they_said_since_or_wrote_for_somebody_else_is_not_overwritten(world):
    admissions = world.actor("admissions")
    say_how_to_reach(actor=admissions, client_id=world.client.pk, wishes=Wishes(is_unsafe=True), now=NOW)
    again = received(world, may_text=True)
    same = {"given_names": "Ana", "family_name": world.client.family_name}
    take_up_online(actor=admissions, request_id=again.pk, details=same, same_as=world.client.pk, now=NOW)
    assert reach_of(admissions, world.client, NOW).wishes == Wishes(is_unsafe=True)
    for_other = received(world, is_for_other=True, may_text=True)
    client = take_up_online(actor=admissions, request_id=for_other.pk, details=KNOWN, now=NOW).enquiry.client
    assert reach_of(admissions, client, NOW).said is None


def test_taken_up_it_is_one_enquiry_by_web_form_and_its_task_is_done(world):
    made, admissions = received(world), world.actor("admissions")
    for _ in range(2):
        arrival = take_up_online(actor=admissions, request_id=made.pk, details=KNOWN, now=NOW)
    made.refresh_from_db()
    assert Enquiry.objects.get(client__family_name="Lindqvist") == arrival.enquiry == made.enquiry
    assert (arrival.enquiry.source, made.outcome) == ("web form", "an enquiry")
    assert not open_tasks(made).exists()
    assert not waiting_online(admissions)


def test_somebody_who_asks_twice_is_found(world):
    admissions = world.actor("admissions")
    take_up_online(actor=admissions, request_id=received(world).pk, details=KNOWN, now=NOW)
    second = received(world)
    arrival = take_up_online(actor=admissions, request_id=second.pk, details=KNOWN, now=NOW)
    assert arrival.needs_match
    assert not OnlineRequest.objects.get(pk=second.pk).done_at
    same = arrival.candidates[0].client.pk
    arrival = take_up_online(actor=admissions, request_id=second.pk, details=KNOWN, same_as=same, now=NOW)
    assert Client.objects.filter(family_name="Lindqvist").count() == 1
    assert Enquiry.objects.filter(client_id=same).count() == 1


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.SPAM])
def test_without_an_enquiry_it_is_done_once_and_stays_to_be_read(world, outcome):
    made, admissions = received(world), world.actor("admissions")
    for _ in range(2):
        close_online(actor=admissions, request_id=made.pk, outcome=outcome, now=NOW)
    assert not open_tasks(made).exists()
    assert get_online(admissions, made.pk).outcome == outcome.value
    with pytest.raises(Refused, match="Ty Marsh has dealt with this"):
        take_up_online(actor=admissions, request_id=made.pk, details=KNOWN, now=NOW)


def test_the_ledger_holds_none_of_their_words(world):
    made = received(world, name="Unusualname", words="I lie awake.")
    close_online(actor=world.actor("admissions"), request_id=made.pk, outcome=Outcome.ANSWERED, now=NOW)
    said = str([vars(one) for one in Entry.objects.filter(subject_id=str(made.pk))])
    assert "Unusualname" not in said
    assert "awake" not in said


def test_a_field_that_nobody_sees_several_links_or_many_at_once_are_held():
    assert why_held(trap="x", words="", is_one_of_many=False) is Held.TRAP
    assert why_held(trap=" ", words="my insurer: www.example.org", is_one_of_many=False) is None
    assert why_held(trap="", words="http://a.example http://b.example", is_one_of_many=False) is Held.LINKS
    assert why_held(trap="", words="", is_one_of_many=True) is Held.MANY


@given(st.text(alphabet=st.characters(exclude_characters=":./<[wW")))
def test_words_without_a_link_are_never_held_for_what_they_say(words):
    assert why_held(trap="", words=words, is_one_of_many=False) is None
