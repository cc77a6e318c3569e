"""The planner goes by the languages of groups, of who leads and of who comes; nobody is placed by the usual one."""

from datetime import date

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, placed, solved
from tests.domain.planner.test_planner_reads_the_week import another_group

from stepwell.domain.catalog.actions import say_load
from stepwell.domain.catalog.rules.load import Load
from stepwell.domain.people.models import Client
from stepwell.domain.planner.jobs import JOBS
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.planner.queries.instances import instance_of
from stepwell.domain.week.actions import say_language

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 10, 12)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


def held_in(clinic, language, series=None):
    series_id = (series or clinic.series).pk
    say_language(actor=clinic.world.actor("director"), series_id=series_id, language=language)


def prefers(client, language):
    Client.objects.filter(pk=client.pk).update(language=language)


def leads_in(clinic, who, *languages):
    staff_id = clinic.world.staff[who].pk
    load = Load(languages=languages)
    say_load(actor=clinic.world.actor("director"), site=clinic.world.site, staff_id=staff_id, load=load)


def test_nobody_new_is_placed_into_a_group_in_a_language_that_isnt_theirs(clinic):
    placed(clinic)
    assert solved(ask(clinic)).state == State.READY
    held_in(clinic, "Spanish")
    assert solved(ask(clinic)).state == State.NOTHING
    for client in clinic.clients:
        prefers(client, "es-US")
    assert solved(ask(clinic)).state == State.READY


def test_who_belongs_to_a_group_in_a_language_stays_in_it_in_a_term(clinic):
    held_in(clinic, "Spanish")
    prefers(clinic.clients[0], "English")
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    group = instance.group[str(clinic.series.pk)]
    assert group.language == "es"
    assert all(group.takes(one) for one in instance.people)


def test_a_group_in_a_language_goes_to_a_leader_who_speaks_it(clinic):
    held_in(clinic, "Spanish")
    who = {"now": "counselor", "other": "colleague"}
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    group = instance.group[str(clinic.series.pk)]
    leader = {name: instance.leader[str(clinic.world.staff[one].pk)] for name, one in who.items()}
    assert group.may_be_led_by(leader["now"])
    assert not group.may_be_led_by(leader["other"])
    leads_in(clinic, "colleague", "Español")
    again = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    assert group.may_be_led_by(again.leader[leader["other"].key])


def test_an_hour_is_with_who_of_the_team_speaks_their_language_and_with_anybody_where_nobody_does(clinic):
    client = clinic.clients[0]
    prefers(client, "Hmong")
    team = {str(one) for one in client.care_team.values_list("staff_id", flat=True)}
    before = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW).person[str(client.pk)]
    assert before.hour_with == team
    counselor = clinic.world.staff["counselor"]
    leads_in(clinic, "counselor", "hmong")
    after = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    assert after.person[str(client.pk)].hour_with == {str(counselor.pk)}
    assert after.gives_hours_to(after.leader[str(counselor.pk)], after.person[str(client.pk)])


def test_english_is_the_usual_one_and_asks_nothing(clinic):
    other = another_group(clinic)
    held_in(clinic, "English", other)
    prefers(clinic.clients[0], "en-US")
    instance = instance_of(JOBS, ask(clinic, Kind.TERM, first_on=BEGINS), NOW)
    assert {one.language for one in (*instance.groups, *instance.people)} == {""}
