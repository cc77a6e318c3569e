"""Due questions: set by the site, asked by themselves within the minutes, work for staff where nobody answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.workflows.test_progress import answered

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.domain.measures.actions import open_sheet, save_answers, save_own_answer, set_schedule, take_presets
from stepwell.domain.measures.actions.sheets import complete_sheet
from stepwell.domain.measures.models import Asking, MeasureSchedule, ScheduleEdition
from stepwell.domain.measures.permissions import VIEW_DUE
from stepwell.domain.measures.queries import find_instrument, own_askings
from stepwell.domain.measures.rules.schedules import PRESETS, Audience, Condition, Draft, Edition, Standing
from stepwell.domain.people.models import Client
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import UNWELCOME
from stepwell.workflows.discharge import discharge
from stepwell.workflows.measuring import (
    due_measures,
    due_now,
    due_rows,
    not_this_time,
    people_to_tend,
    tend_due,
    waiting_in,
)

DAY = timedelta(days=1)
# Stays, schedules with their editions, what was finished, the clocks of reviews, diagnoses; and the ledger's.
READ = 12


@pytest.fixture
def clinic(world):
    """One person, three weeks into the stay, and carriers for every channel."""
    use_adapters(dict.fromkeys(Channel, lambda envelope: Accepted()))
    found = make_clinic(world, people=1)
    Episode.objects.update(started_on=TODAY - 20 * DAY)
    yield found
    use_adapters(chosen_adapters())


def schedule(world, code="gad-7", *, condition=None, begun=30, **often):
    """As it was set so many days ago."""
    draft = Draft(code, condition or Condition(), Edition(TODAY - begun * DAY, **(often or {"every_days": 14})))
    return set_schedule(
        actor=world.actor("director"), site_id=world.site.pk, draft=draft, now=NOW - timedelta(days=begun)
    )


def due(world, clinic, who="counselor", today=TODAY):
    return due_measures(world.actor(who), [clinic.clients[0].pk], today).get(clinic.clients[0].pk, ())


def give_login(world, clinic):
    Client.objects.filter(pk=world.client.pk).update(account=None)
    clinic.clients[0].account = world.accounts["client"]
    clinic.clients[0].save(update_fields=["account"])


def tasks():
    return Task.objects.filter(kind="measures.due", done_at=None)


def test_a_site_sets_it_and_each_person_has_a_day(world, clinic):
    schedule(world)
    (one,) = due(world, clinic)
    assert (one.code, one.due_on) == ("gad-7", TODAY - 6 * DAY)
    answered(clinic.clients[0], "gad-7", 9)
    assert due(world, clinic)[0].due_on == TODAY + 14 * DAY


def test_set_again_is_once_and_another_day_is_another_edition(world):
    first, second = schedule(world), schedule(world)
    assert first.pk == second.pk
    schedule(world, begun=0, every_days=7)
    schedule(world, begun=0, every_days=21)
    assert list(ScheduleEdition.objects.values_list("every_days", flat=True)) == [14, 21]
    assert MeasureSchedule.objects.count() == 1


def test_a_day_that_has_passed_is_refused(world):
    draft = Draft("gad-7", Condition(), Edition(TODAY - DAY, every_days=14))
    with pytest.raises(Refused) as refused:
        set_schedule(actor=world.actor("director"), site_id=world.site.pk, draft=draft, now=NOW)
    assert refused.value.refusals[0].where == "from_on"


def test_what_another_audience_asks_for_is_not_kept(world):
    left = Condition(Audience.EVERYBODY, 987, "F32", "phq-9", 3)
    row = schedule(world, condition=left).schedule
    assert (row.track_id, row.diagnosis, row.result_of, row.at_least) == (None, "", "", None)


def test_the_presets_are_taken_once(world):
    asked = {"actor": world.actor("supervisor"), "site_id": world.site.pk, "now": NOW}
    assert take_presets(**asked) == len(PRESETS)
    assert take_presets(**asked) == 0
    assert ScheduleEdition.objects.count() == len(PRESETS)


@pytest.mark.parametrize("who", ["counselor", "admissions", "client", "elsewhere"])
def test_who_answers_for_the_program_sets_it_and_nobody_else(world, who):
    with pytest.raises((NotAllowed, NotFound)):
        take_presets(actor=world.actor(who), site_id=world.site.pk, now=NOW)


def test_a_high_result_and_a_diagnosis_ask_more(world, clinic):
    high = Condition(Audience.RESULT, result_of="phq-9", at_least=10)
    schedule(world, "phq-9", condition=high)
    assert due(world, clinic) == ()
    answered(clinic.clients[0], "phq-9", 12, 4, weeks_ago=0)
    assert due(world, clinic)[0].code == "phq-9"  # it stands for the stay, though the last one is low


@pytest.mark.parametrize(
    "who",
    ["counselor", "supervisor", "director", "colleague", "elsewhere", "billing", "peer", "front desk", "auditor"],
)
def test_who_sees_what_is_due(world, clinic, who):
    schedule(world)
    assert world.accounts[who]
    if not world.actor(who).may(VIEW_DUE):
        with pytest.raises(NotAllowed):
            due(world, clinic, who)
        return
    assert bool(due(world, clinic, who)) == (who in ("counselor", "supervisor", "director"))


def test_it_takes_as_many_queries_for_many_as_for_one_and_is_written_down(world, query_count):
    clinic = make_clinic(world, people=3)
    take_presets(actor=world.actor("director"), site_id=world.site.pk, now=NOW - 40 * DAY)
    schedule(world, "pcl-5", condition=Condition(Audience.DIAGNOSIS, diagnosis="F43"))
    actor, ids = world.actor("director"), [one.pk for one in clinic.clients]
    before = Entry.objects.count()
    with query_count(READ):
        assert len(due_measures(actor, ids[:1], TODAY)) == 1
    with query_count(READ):
        assert len(due_measures(actor, ids, TODAY)) == 3
    assert Entry.objects.count() == before + 2


def test_due_is_asked_on_the_phone_and_a_reminder_says_nothing_of_it(world, clinic):
    give_login(world, clinic)
    schedule(world)
    person = clinic.clients[0]
    assert people_to_tend(world.site, NOW) == [person.pk]
    (asking,) = tend_due(client_id=person.pk, now=NOW)
    assert (asking.instrument_code, asking.asked_by, asking.due_on) == ("gad-7", None, TODAY - 6 * DAY)
    said = Message.objects.get(template="a_few_minutes")
    assert said.text.startswith("Please take about 2 minutes before Tuesday, 6:00 pm: ")
    assert said.text.endswith(reverse("me_today"))
    assert not UNWELCOME.search(said.subject + said.text)
    assert tend_due(client_id=person.pk, now=NOW) == ()
    assert people_to_tend(world.site, NOW) == []


def test_at_night_nobody_is_asked(world, clinic):
    give_login(world, clinic)
    schedule(world)
    assert people_to_tend(world.site, NOW.replace(hour=9)) == []  # three in the morning there


def test_what_the_minutes_leave_out_is_shown_and_not_asked(world, clinic, settings):
    give_login(world, clinic)
    settings.INSTRUMENT_MINUTES_A_WEEK = 4
    schedule(world)
    schedule(world, "phq-9")
    rows = due_rows(world.actor("counselor"), clinic.clients[0], NOW)
    assert [(row.title, row.is_left_out) for row in rows] == [("GAD-7", False), ("PHQ-9", True)]
    assert [one.instrument_code for one in tend_due(client_id=clinic.clients[0].pk, now=NOW)] == ["gad-7"]
    rows = due_rows(world.actor("counselor"), clinic.clients[0], NOW)
    assert [(row.asked_at, row.is_left_out) for row in rows] == [(NOW, False), (None, True)]


def test_overdue_is_work_for_the_counselor_until_it_is_answered(world, clinic):
    schedule(world)
    person = clinic.clients[0]
    tend_due(client_id=person.pk, now=NOW)
    task = tasks().get()
    assert (task.owner, task.client_id) == (clinic.world.staff["counselor"], person.pk)
    assert task.due_at < NOW
    assert "No login: ask in person." in task.reason
    instrument, actor = find_instrument("gad-7"), world.actor("counselor")
    told = {"actor": actor, "client_id": person.pk, "code": "gad-7", "version": instrument.version, "now": NOW}
    save_answers(**told, answers={item.id: 1 for item in instrument.items})
    complete_sheet(**told)
    assert not tasks().exists()


def test_a_stopped_schedule_and_the_end_of_a_stay_end_the_work(world, clinic):
    schedule(world)
    person = clinic.clients[0]
    tend_due(client_id=person.pk, now=NOW)
    schedule(world, begun=0, is_asked=False)
    assert people_to_tend(world.site, NOW) == [person.pk]
    tend_due(client_id=person.pk, now=NOW)
    assert not tasks().exists()
    schedule(world, begun=0, every_days=14)
    tend_due(client_id=person.pk, now=NOW)
    assert tasks().exists()
    episode = Episode.objects.get(client=person)
    discharge(actor=world.actor("director"), episode_id=episode.pk, last_on=TODAY, reason=EndReason.COMPLETED, now=NOW)
    assert not tasks().exists()
    assert due(world, clinic) == ()


def test_what_was_begun_in_the_room_does_not_go_to_the_phone_too_and_finishing_it_clears_the_phone(world, clinic):
    give_login(world, clinic)
    schedule(world)
    person, actor = clinic.clients[0], world.actor("counselor")
    open_sheet(actor=actor, client_id=person.pk, code="gad-7", now=NOW)
    assert tend_due(client_id=person.pk, now=NOW) == ()
    schedule(world, "phq-9")
    (asked,) = tend_due(client_id=person.pk, now=NOW)
    instrument = find_instrument("phq-9")
    told = {"actor": actor, "client_id": person.pk, "code": "phq-9", "version": instrument.version, "now": NOW}
    save_answers(**told, answers={item.id: 0 for item in instrument.items if item.required})
    complete_sheet(**told)
    assert Asking.objects.get(pk=asked.pk).answered_at == NOW


def test_the_group_says_who_has_questions_due(world, clinic):
    schedule(world)
    (one,) = waiting_in(world.actor("counselor"), {clinic.clients[0].pk: "Ana"}, TODAY)
    assert (one.name, one.words, one.is_overdue) == ("Ana", "GAD-7, 2 min", True)
    assert waiting_in(world.actor("counselor"), {}, TODAY) == []


def test_what_is_still_to_come_is_no_work(world, clinic):
    schedule(world, every_days=60)
    (one,) = due(world, clinic)
    assert one.standing(TODAY) is Standing.COMING
    assert due_now(world.actor("counselor"), [clinic.clients[0].pk], TODAY) == {}
    assert people_to_tend(world.site, NOW) == []


def put_on_phone(world, clinic, code="gad-7"):
    """Asked by the schedule, not yet late."""
    give_login(world, clinic)
    return Asking.objects.create(
        client=clinic.clients[0], instrument_code=code, minutes=3, asked_at=NOW, due_on=TODAY + DAY
    )


def test_a_due_question_is_put_off_once_until_after_the_next_session_and_stays_due(world, clinic):
    schedule(world, begun=18, every_days=21)
    asking, client = put_on_phone(world, clinic), replace(world.actor("client"), client_id=clinic.clients[0].pk)
    made = not_this_time(actor=client, asking_id=asking.pk, now=NOW)
    assert not_this_time(actor=client, asking_id=asking.pk, now=NOW).pk == made.pk
    assert made.until == min(one.ends_at for one in clinic.sessions if one.ends_at > NOW)
    assert list(own_askings(client, made.until - timedelta(minutes=1))) == []
    assert [one.pk for one in own_askings(client, made.until)] == [asking.pk]
    (row,) = due_rows(world.actor("counselor"), clinic.clients[0], NOW)
    assert (row.put_off, row.asked_at) == (1, NOW)
    with pytest.raises(Refused, match="wait for you now"):
        not_this_time(actor=client, asking_id=asking.pk, now=made.until)
    assert [entry.verb for entry in Entry.objects.filter(verb="answers.put_off")] == ["answers.put_off"]
    late = NOW + 5 * DAY
    tend_due(client_id=clinic.clients[0].pk, now=late)
    assert "Put off once. Not answered on the phone" in tasks().get().reason


def test_a_safety_screen_what_somebody_asked_and_what_was_begun_are_not_put_off(world, clinic):
    screen, asked = put_on_phone(world, clinic, "c-ssrs-screener"), put_on_phone(world, clinic, "phq-9")
    Asking.objects.filter(pk=asked.pk).update(asked_by=world.staff["counselor"], due_on=None)
    begun = put_on_phone(world, clinic)
    client = replace(world.actor("client"), client_id=clinic.clients[0].pk)
    version = find_instrument("gad-7").version
    item = find_instrument("gad-7").items[0].id
    save_own_answer(actor=client, asking_id=begun.pk, item=item, value=1, version=version, now=NOW)
    for one in (screen, asked, begun):
        with pytest.raises(Refused, match="wait for you now"):
            not_this_time(actor=client, asking_id=one.pk, now=NOW)
    with pytest.raises(NotAllowed):
        not_this_time(actor=world.actor("counselor"), asking_id=screen.pk, now=NOW)
