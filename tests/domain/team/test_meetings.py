"""A meeting: what is decided is work, what is signed stays, and who wasn't reached is on the next agenda."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic

from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.team.actions.agenda import ask_for_discussion, open_meeting, refresh_agenda, set_meeting_day
from stepwell.domain.team.actions.minutes import (
    add_to_minutes,
    decide,
    finish_decision,
    save_minutes,
    say_who_was_there,
    sign_meeting,
)
from stepwell.domain.team.models import Attendee, Decision, Meeting, MeetingAddendum, MeetingItem
from stepwell.domain.team.permissions import KEEP_MINUTES, OPEN_MEETING, SIGN_MEETING, VIEW_MEETING
from stepwell.domain.team.queries.facts import facts_of_site
from stepwell.domain.team.queries.meetings import coming, get_meeting, may_own, meetings_of, plan_decisions
from stepwell.domain.team.rules.minutes import DecisionDraft
from stepwell.domain.week.models import Booking
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

WEEK = timedelta(days=7)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=3)


@pytest.fixture
def meeting(world, clinic):
    return open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=NOW)


def by(world, who, meeting, client=None, now=NOW):
    told = {"actor": world.actor(who), "meeting_id": meeting.pk, "now": now}
    return told if client is None else {**told, "client_id": client.pk}


def talk(world, meeting, client, note="Goes well.", **more):
    told = {"plan_reviewed": False, "revision": 0, **more}
    return save_minutes(**by(world, "counselor", meeting, client), note=note, **told)


def decided(world, meeting, client, *, is_plan=False, words="Calls the landlord", owner="case manager"):
    draft = DecisionDraft(words, world.staff[owner].pk, date(2026, 10, 9))
    return decide(**by(world, "counselor", meeting, client), draft=draft, is_plan=is_plan)


def nobody_was_there(actor, meeting):
    say_who_was_there(actor=actor, meeting_id=meeting.pk, staff_ids=[], now=NOW)


def sign(world, meeting, now=NOW, who="prescriber"):
    actor = world.actor(who)
    return sign_meeting(actor=actor, meeting_id=meeting.pk, seen=get_meeting(actor, meeting.pk).mark, now=now)


def test_the_agenda_is_made_from_the_chart_and_opening_twice_is_once(world, clinic):
    ana, darnell, josie = clinic.clients
    SafetyEvent.objects.create(
        key=ana.pk, client=josie, source=Source.CRAVING, raised_at=NOW - timedelta(hours=2), received_at=NOW
    )
    ask_for_discussion(actor=world.actor("counselor"), client_id=darnell.pk, words="Housing", now=NOW)
    opened = open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=NOW)
    items = list(opened.items.all())
    assert [one.client_id for one in items] == [josie.pk, darnell.pk, ana.pk]
    assert items[0].reasons == [["at risk", "A safety event is open."], ["new", "Started Mon 5 Oct."]]
    assert items[1].reasons[0] == ["asked for", "Maya Okafor: Housing"]
    assert items[1].requests.get().words == "Housing"
    again = open_meeting(actor=world.actor("director"), site_id=world.site.pk, now=NOW)
    assert (again.pk, Meeting.objects.filter(site=world.site).count()) == (opened.pk, 1)


def test_whoever_gives_a_reason_later_comes_last(world, clinic):
    for one in clinic.episodes:
        one.started_on = date(2026, 9, 18)  # neither new any more, nor due for a review soon
        one.save()
    opened = open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=NOW)
    assert opened.items.count() == 0
    Booking.objects.filter(client=clinic.clients[0], session__in=clinic.sessions[:2]).update(status="no_show")
    assert refresh_agenda(actor=world.actor("supervisor"), meeting_id=opened.pk, now=NOW) == 1
    assert refresh_agenda(actor=world.actor("supervisor"), meeting_id=opened.pk, now=NOW) == 0
    assert opened.items.get().reasons == [["missed sessions", "2 missed sessions since Tue 22 Sep."]]


def test_the_facts_of_a_site_take_as_many_statements_for_one_as_for_many(world, clinic, query_count):
    supervisor = world.actor("supervisor")
    # ten, for there was no meeting before; and one into the ledger, in a transaction
    with query_count(13):
        facts_of_site(supervisor, world.site, NOW, {})


def test_a_decision_is_work_for_its_owner_until_it_is_done(world, clinic, meeting):
    ana = clinic.clients[0]
    made = decided(world, meeting, ana, is_plan=True)
    assert decided(world, meeting, ana, is_plan=True).pk == made.pk
    task = Task.objects.get(kind="team.decision", subject_id=str(made.pk))
    assert (task.owner_id, task.client_id) == (world.staff["case manager"].pk, ana.pk)
    assert task.reason == "Calls the landlord"
    assert [one.pk for one in plan_decisions(world.actor("counselor"), ana)] == [made.pk]
    finish_decision(actor=world.actor("case manager"), decision_id=made.pk, now=NOW)
    finish_decision(actor=world.actor("case manager"), decision_id=made.pk, now=NOW + WEEK)
    task.refresh_from_db()
    assert task.done_at == NOW
    assert plan_decisions(world.actor("counselor"), ana) == []


def test_who_doesnt_see_a_person_isnt_given_work_about_them(world, clinic, meeting):
    ana = clinic.clients[0]
    item = meeting.items.get(client=ana)
    names = [one.name for one in may_own(world.actor("counselor"), item)]
    assert names == ["Dee-Ann Price", "Ingrid Lindqvist", "Maya Okafor", "Rosa Quint"]
    with pytest.raises(Refused, match="aren’t on the care team"):
        decided(world, meeting, ana, owner="colleague")


def test_the_sign_off_locks_the_minutes_and_carries_over_who_wasnt_reached(world, clinic, meeting):
    ana, darnell, _ = clinic.clients
    say_who_was_there(**by(world, "counselor", meeting), staff_ids=[world.staff["counselor"].pk])
    talk(world, meeting, ana, plan_reviewed=True)
    made = decided(world, meeting, ana)
    signed = sign(world, meeting)
    assert signed.signed_as == "Lena Fox, LAC"
    assert sign(world, meeting, now=NOW + WEEK).signed_at == NOW
    with pytest.raises(Refused, match="signed"):
        talk(world, meeting, darnell)
    with pytest.raises(Refused, match="signed"):
        decided(world, meeting, darnell)
    with pytest.raises(Refused, match="signed"):
        say_who_was_there(**by(world, "counselor", meeting), staff_ids=[])
    finish_decision(actor=world.actor("case manager"), decision_id=made.pk, now=NOW)
    later = NOW + WEEK
    following = open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=later)
    carried = {one.client_id: one.reasons[0][0] for one in following.items.all()}
    assert carried[darnell.pk] == "not reached last time"
    assert ana.pk not in carried


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(signed_as="Somebody else"),
        lambda meeting: MeetingItem.objects.filter(meeting=meeting).update(note="Other words"),
        lambda meeting: MeetingItem.objects.filter(meeting=meeting).delete(),
        lambda meeting: Decision.objects.filter(item__meeting=meeting).update(words="Other words"),
        lambda meeting: Decision.objects.filter(item__meeting=meeting).delete(),
        lambda meeting: Attendee.objects.filter(meeting=meeting).delete(),
        lambda meeting: Attendee.objects.create(meeting=meeting, staff_id=meeting.opened_by_id),
        lambda meeting: MeetingAddendum.objects.filter(meeting=meeting).update(words="Other words"),
    ],
)
def test_the_database_keeps_signed_minutes_as_they_are(world, clinic, meeting, change):
    ana = clinic.clients[0]
    say_who_was_there(**by(world, "counselor", meeting), staff_ids=[world.staff["counselor"].pk])
    talk(world, meeting, ana)
    decided(world, meeting, ana)
    sign(world, meeting)
    add_to_minutes(**by(world, "counselor", meeting), client_id=None, words="Dr. Fox was on the phone.")
    with pytest.raises(DatabaseError), transaction.atomic():
        change(meeting)


def test_what_isnt_ready_isnt_signed_and_nobody_signs_what_they_havent_read(world, clinic, meeting):
    ana = clinic.clients[0]
    with pytest.raises(Refused, match="Nobody is marked as present"):
        sign(world, meeting)
    say_who_was_there(**by(world, "counselor", meeting), staff_ids=[world.staff["counselor"].pk])
    talk(world, meeting, ana)
    prescriber = world.actor("prescriber")
    seen = get_meeting(prescriber, meeting.pk).mark
    decided(world, meeting, ana)
    with pytest.raises(Refused, match="after you opened"):
        sign_meeting(actor=prescriber, meeting_id=meeting.pk, seen=seen, now=NOW)


def test_an_addendum_is_for_signed_minutes(world, clinic, meeting):
    ana = clinic.clients[0]
    with pytest.raises(Refused, match="aren’t signed yet"):
        add_to_minutes(**by(world, "counselor", meeting, ana), words="More.")
    say_who_was_there(**by(world, "counselor", meeting), staff_ids=[world.staff["counselor"].pk])
    talk(world, meeting, ana)
    sign(world, meeting)
    added = add_to_minutes(**by(world, "counselor", meeting, ana), words=" More. ")
    assert (added.words, added.written_as) == ("More.", "Maya Okafor, LAC")
    with pytest.raises(Refused, match="words are missing"):
        add_to_minutes(**by(world, "counselor", meeting, ana), words=" ")
    (item,) = [one for one in get_meeting(world.actor("counselor"), meeting.pk).items if one.client_id == ana.pk]
    assert [one.words for one in item.addenda.all()] == ["More."]


def test_two_who_write_at_once_dont_overwrite_each_other(world, clinic, meeting):
    ana = clinic.clients[0]
    first = talk(world, meeting, ana, "One.")
    with pytest.raises(Refused, match="Maya Okafor saved this meanwhile"):
        talk(world, meeting, ana, "Two.")
    assert talk(world, meeting, ana, "One.").revision == first.revision
    emptied = talk(world, meeting, ana, "", revision=1)
    assert emptied.state == "open"
    with pytest.raises(Refused, match="note is missing"):
        talk(world, meeting, ana, "", revision=2, plan_reviewed=True)


@pytest.mark.parametrize(
    ("permission", "act"),
    [
        (OPEN_MEETING, lambda actor, meeting: open_meeting(actor=actor, site_id=meeting.site_id, now=NOW)),
        (SIGN_MEETING, lambda actor, meeting: sign_meeting(actor=actor, meeting_id=meeting.pk, seen="", now=NOW)),
        (VIEW_MEETING, lambda actor, meeting: get_meeting(actor, meeting.pk)),
        (KEEP_MINUTES, nobody_was_there),
    ],
)
def test_only_who_holds_it_may(world, clinic, meeting, permission, act):
    for who in EVERYBODY:
        actor = world.actor(who)
        if not actor.may(permission):
            with pytest.raises(NotAllowed):
                act(actor, meeting)
        elif who == "elsewhere":
            with pytest.raises(NotFound):
                act(actor, meeting)
        else:
            try:
                act(actor, meeting)
            except Refused:
                assert permission is SIGN_MEETING


def test_one_reads_of_whom_one_may_see_and_a_prescriber_of_all(world, clinic, meeting):
    talk(world, meeting, clinic.clients[0])
    assert len(get_meeting(world.actor("counselor"), meeting.pk).items) == 3
    colleague = get_meeting(world.actor("colleague"), meeting.pk)
    assert (colleague.items, colleague.hidden) == ((), 3)
    assert len(get_meeting(world.actor("prescriber"), meeting.pk).items) == 3
    with pytest.raises(NotFound):
        save_minutes(**by(world, "prescriber", meeting, clinic.clients[0]), note="x", plan_reviewed=False, revision=1)
    with pytest.raises(NotFound):
        meetings_of(world.actor("colleague"), clinic.clients[0].pk)
    assert Entry.objects.filter(verb="meeting.list_read", actor_name="Lena Fox").count() == 1


def test_the_next_meeting_is_on_the_day_that_was_said(world, clinic):
    who = {"actor": world.actor("supervisor"), "site_id": world.site.pk, "now": NOW}
    assert [one.on for one in coming(world.actor("counselor"), [world.site], NOW)] == [None]
    set_meeting_day(**who, weekday=3, starts_at_time=time(13))
    (one,) = coming(world.actor("counselor"), [world.site], NOW)
    assert (one.on, one.is_today, one.meeting) == (date(2026, 10, 8), False, None)
    set_meeting_day(**who, weekday=1, starts_at_time=time(13))
    assert coming(world.actor("counselor"), [world.site], NOW)[0].is_today
    with pytest.raises(Refused):
        set_meeting_day(**who, weekday=7, starts_at_time=time(13))


def test_asking_twice_with_the_same_words_is_once_and_needs_words(world, clinic):
    who = {"actor": world.actor("counselor"), "client_id": clinic.clients[0].pk, "now": NOW}
    assert ask_for_discussion(**who, words="Housing").pk == ask_for_discussion(**who, words=" Housing ").pk
    with pytest.raises(Refused, match="reason is missing"):
        ask_for_discussion(**who, words=" ")
    assert [one.words for one in meetings_of(world.actor("counselor"), clinic.clients[0].pk).requests] == ["Housing"]
