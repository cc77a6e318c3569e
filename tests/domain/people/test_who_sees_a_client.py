"""The one predicate of people, tried with the whole cast."""

import pytest
from tests.cast import NOW

from stepwell.domain.people.actions import change_phase, join_care_team
from stepwell.domain.people.models import Client, Function, Phase
from stepwell.domain.people.queries import find_client, list_clients, load_actor, look_alikes
from stepwell.domain.people.rules import Identity
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

SEES = {"counselor", "director", "supervisor", "admissions", "client"}
HIDDEN = {"colleague", "elsewhere", "case manager"}


@pytest.mark.parametrize("who", sorted(SEES))
def test_these_see_the_client(world, who):
    assert find_client(world.actor(who), world.client.pk) == world.client
    assert world.client in list_clients(world.actor(who))


@pytest.mark.parametrize("who", sorted(HIDDEN))
def test_these_do_not_and_the_attempt_names_the_client(world, who):
    with pytest.raises(NotFound) as hidden:
        find_client(world.actor(who), world.client.pk)
    assert hidden.value.client_id == world.client.pk
    assert world.client not in list_clients(world.actor(who))


def test_a_stranger_has_no_permission_at_all(world):
    with pytest.raises(NotAllowed):
        find_client(world.actor("stranger"), world.client.pk)


def test_admissions_no_longer_sees_a_chart_once_treatment_has_begun(world):
    change_phase(actor=world.actor("director"), client=world.client, phase=Phase.IN_TREATMENT)
    with pytest.raises(NotFound):
        find_client(world.actor("admissions"), world.client.pk)


def test_a_care_team_of_another_site_is_refused(world):
    with pytest.raises(Refused, match="doesn't work at this site"):
        join_care_team(
            actor=world.actor("admissions"),
            client=world.client,
            staff=world.staff["elsewhere"],
            function=Function.COUNSELOR,
            now=NOW,
        )


def test_joining_a_care_team_twice_is_once(world):
    for _ in range(2):
        join_care_team(
            actor=world.actor("director"),
            client=world.client,
            staff=world.staff["colleague"],
            function=Function.THERAPIST,
            now=NOW,
        )
    assert world.client.care_team.filter(staff=world.staff["colleague"]).count() == 1


def test_a_counselor_may_not_name_a_care_team(world):
    with pytest.raises(NotAllowed):
        join_care_team(
            actor=world.actor("counselor"),
            client=world.client,
            staff=world.staff["colleague"],
            function=Function.THERAPIST,
            now=NOW,
        )


def test_look_alikes_are_found_at_the_site_alone(world):
    newcomer = Identity(None, world.client.family_name, "Ana", world.client.birth_on)
    found = look_alikes(world.actor("admissions"), world.site, newcomer)
    assert [client for client, _ in found] == [world.client]
    with pytest.raises(NotAllowed):
        look_alikes(world.actor("admissions"), world.other_site, newcomer)


def test_a_part_of_stepwell_sees_no_client(world):
    assert not Client.objects.filter(pk=world.client.pk).exclude(pk=world.client.pk).exists()
    with pytest.raises(NotAllowed):
        find_client(system("jobs"), world.client.pk)


def test_an_account_without_a_person_behind_it_holds_nothing(world):
    actor = load_actor(world.accounts["stranger"].pk)
    assert actor.posts == frozenset()
    assert actor.staff_id is None
