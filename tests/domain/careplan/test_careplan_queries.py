"""Reading what was written: whole plans, the client's own, what a note can name, and conditions to pick from."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, World
from tests.planning import start_stay, terms_of, write_objective

from stepwell.kernel.errors import NotAllowed


def read_plan(world: World, who: str) -> Any:
    from stepwell.domain.careplan.queries import current_episode, plan_of

    actor = world.actor(who)
    episode = current_episode(actor, world.client)
    return plan_of(actor, world.client, episode)


@pytest.mark.parametrize("who", ["counselor", "supervisor", "director", "client"])
def test_the_team_those_who_answer_for_the_site_and_the_client_read_the_plan(world: World, who: str) -> None:
    start_stay(world)
    write_objective(world)
    assert [problem.number for problem in read_plan(world, who)] == [1]


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "case manager"])
def test_clinicians_off_the_team_see_nothing_of_it(world: World, who: str) -> None:
    start_stay(world)
    write_objective(world)
    assert read_plan(world, who) == []


@pytest.mark.parametrize("who", ["admissions", "stranger"])
def test_who_does_not_treat_may_not_read_plans(world: World, who: str) -> None:
    start_stay(world)
    with pytest.raises(NotAllowed):
        read_plan(world, who)


def test_a_look_at_the_plan_is_written_down_and_the_clients_own_is_not(world: World) -> None:
    from stepwell.platform.ledger.models import Entry

    start_stay(world)
    write_objective(world)
    read_plan(world, "client")
    assert not Entry.objects.filter(client_id=world.client.pk, verb="plan.read").exists()
    read_plan(world, "director")
    assert Entry.objects.get(client_id=world.client.pk, verb="plan.read").actor_name == "Rosa Quint"


def test_the_clients_own_plan_has_their_words_and_the_step_due_first(world: World) -> None:
    from stepwell.domain.careplan import actions
    from stepwell.domain.careplan.queries import own_plan

    start_stay(world)
    first = write_objective(world)
    sooner = {**terms_of(world), "title": "Call Dee", "due_on": TODAY + timedelta(days=3)}
    actions.set_objective(actor=world.actor("counselor"), goal_id=first.goal_id, now=NOW, **sooner)
    plan = own_plan(world.actor("client"))
    (goal,) = plan.goals
    assert goal.in_their_words == "Be home, in my bed, every night."
    assert (goal.steps[0].title, goal.steps[0].with_whom) == ("Call Dee", "Maya Okafor")
    assert (len(goal.steps), plan.written_with, plan.review_on) == (2, "Maya Okafor", date(2026, 12, 5))
    actions.close_objective(actor=world.actor("counselor"), closed_as="reached", objective_id=first.pk, now=NOW)
    assert [step.number for step in own_plan(world.actor("client")).goals[0].steps] == ["1.2"]


def test_before_the_first_day_the_clients_own_plan_is_empty(world: World) -> None:
    from stepwell.domain.careplan.queries import own_plan

    assert own_plan(world.actor("client")).goals == ()


def test_open_objectives_go_by_client_and_leave_out_the_closed(world: World) -> None:
    from stepwell.domain.careplan import actions
    from stepwell.domain.careplan.queries import open_objectives

    start_stay(world)
    first = write_objective(world)
    second = write_objective(world, title="Lights out by 23:00")
    counselor, ids = world.actor("counselor"), [world.client.pk]
    assert [one.number for one in open_objectives(counselor, ids)[world.client.pk]] == ["1.1", "1.2"]
    actions.close_objective(actor=counselor, closed_as="reached", objective_id=first.pk, now=NOW)
    assert open_objectives(counselor, ids) == {world.client.pk: [second]}
    assert open_objectives(world.actor("colleague"), ids) == {world.client.pk: []}


def test_conditions_to_pick_from_are_each_there_once_the_active_first(world: World) -> None:
    from stepwell.domain.admissions.models import Enquiry, Referral, ReferredItem, Source
    from stepwell.domain.careplan.queries import known_conditions

    whose = {"site": world.site, "client": world.client, "received_at": NOW}
    enquiry = Enquiry.objects.create(**whose, source=Source.REFERRAL)
    referral = Referral.objects.create(
        **whose, enquiry=enquiry, source_format="FHIR R4", fingerprint=str(world.site.pk), person={}
    )
    sent = [
        ("condition", "Sprain", "11", "resolved, confirmed"),
        ("condition", "Opioid use disorder", "22", "active, confirmed"),
        ("condition", "Opioid use disorder", "22", "inactive"),
        ("condition", "Mistaken", "33", "active, entered-in-error"),
        ("medication", "Naltrexone", "44", "active"),
        ("condition", "", "", "active"),
    ]
    ReferredItem.objects.bulk_create(
        ReferredItem(referral=referral, position=n, kind=kind, system="s", code=code, text=text, status=status)
        for n, (kind, text, code, status) in enumerate(sent)
    )
    found = known_conditions(world.actor("counselor"), world.client)
    assert [(one.title, one.coding.code, one.is_active) for one in found] == [
        ("Opioid use disorder", "22", True),
        ("Sprain", "11", False),
    ]
    assert known_conditions(world.actor("colleague"), world.client) == []
    with pytest.raises(NotAllowed):
        known_conditions(world.actor("director"), world.client)
