"""Writing a plan: who may, what is refused, and that sending twice is once."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, World
from tests.planning import start_stay, terms_of, write_objective

from stepwell.kernel.coding import ICD_10_CM, Coding
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

MAY_WRITE = ["counselor", "supervisor"]
MAY_NOT_FIND = ["colleague", "elsewhere", "case manager"]
MAY_NOT_WRITE = ["client", "stranger", "admissions", "director"]
WORDS = "Nights are when I lose it."
CODE = Coding(ICD_10_CM, "F11.20")


@pytest.fixture
def stay(world: World) -> Any:
    return start_stay(world)


def name(world: World, who: str = "counselor", **changed: Any) -> Any:
    from stepwell.domain.careplan.actions import name_problem

    given = {"title": "Opioid use disorder", "coding": CODE, "in_their_words": WORDS}
    return name_problem(**{"actor": world.actor(who), "client_id": world.client.pk, "now": NOW, **given, **changed})


def wheres(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.where for refusal in refused.value.refusals]


def attempts(world: World, who: str, objective: Any) -> list[Any]:
    """Every way of writing in the plan, as that person would try it."""
    from stepwell.domain.careplan import actions

    actor = world.actor(who)
    on = {"actor": actor, "objective_id": objective.pk, "now": NOW}
    intervention = objective.interventions.get()
    return [
        lambda: name(world, who, title="Sleep", coding=None),
        lambda: actions.set_goal(
            actor=actor, problem_id=objective.goal.problem_id, in_their_words="Sleep", clinical="Sleeps", now=NOW
        ),
        lambda: actions.set_objective(
            **{**terms_of(world), "title": "Lights out by 23:00"}, actor=actor, goal_id=objective.goal_id, now=NOW
        ),
        lambda: actions.correct_objective(**{**terms_of(world), "target": "6 of 7 nights"}, revision=0, **on),
        lambda: actions.add_intervention(title="Sleep skills", **on),
        lambda: actions.end_intervention(actor=actor, intervention_id=intervention.pk, now=NOW),
        lambda: actions.close_objective(closed_as="reached", **on),
    ]


@pytest.fixture
def objective(world: World, stay: Any) -> Any:
    from stepwell.domain.careplan.actions import add_intervention

    made = write_objective(world)
    add_intervention(actor=world.actor("counselor"), objective_id=made.pk, title="Process group", now=NOW)
    return made


@pytest.mark.parametrize("who", MAY_WRITE)
def test_the_care_team_and_the_supervisor_write(world: World, objective: Any, who: str) -> None:
    for attempt in attempts(world, who, objective):
        attempt()


@pytest.mark.parametrize("who", MAY_NOT_WRITE)
def test_others_may_not_write(world: World, objective: Any, who: str) -> None:
    for attempt in attempts(world, who, objective):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("who", MAY_NOT_FIND)
def test_clinicians_off_the_team_find_no_plan_and_the_door_learns_whose_it_was(
    world: World, objective: Any, who: str
) -> None:
    for attempt in attempts(world, who, objective):
        with pytest.raises(NotFound) as hidden:
            attempt()
        assert hidden.value.client_id == world.client.pk


def test_who_reads_here_and_writes_at_another_site_does_not_write_here(world: World, objective: Any) -> None:
    from stepwell.domain.people.actions import give_post
    from stepwell.kernel.actor import Role, system

    give_post(
        actor=system("setup"),
        staff=world.staff["director"],
        site=world.other_site,
        role=Role.COUNSELOR,
        started_on=TODAY,
    )
    for attempt in attempts(world, "director", objective):
        with pytest.raises((NotAllowed, NotFound)):
            attempt()


def test_a_problem_keeps_the_clients_words_and_its_code(world: World, stay: Any) -> None:
    problem = name(world, in_their_words='“Nights” are when\r\nI  lose <it> & "call nobody".\n')
    problem.refresh_from_db()
    assert problem.in_their_words == '“Nights” are when\nI  lose <it> & "call nobody".'
    assert (problem.number, problem.code, problem.episode_id) == (1, "F11.20", stay.pk)


def test_the_same_problem_sent_twice_is_one(world: World, stay: Any) -> None:
    assert name(world).pk == name(world).pk


def test_a_problem_that_is_there_with_other_words_is_refused_by_its_number(world: World, stay: Any) -> None:
    name(world)
    with pytest.raises(Refused, match="problem 1 already") as refused:
        name(world, title="OUD", in_their_words="Something else")
    assert wheres(refused) == ["title"]


@pytest.mark.parametrize("title", ["  ", "x" * 201])
def test_a_problem_needs_a_name_that_fits(world: World, stay: Any, title: str) -> None:
    with pytest.raises(Refused) as refused:
        name(world, title=title)
    assert wheres(refused) == ["title"]


def test_without_an_open_stay_no_plan_is_written(world: World) -> None:
    with pytest.raises(Refused, match="belongs to a stay"):
        name(world)


def test_a_plan_of_a_stay_that_ended_is_left_as_it_is(world: World, objective: Any, stay: Any) -> None:
    stay.ended_on = TODAY
    stay.save()
    for attempt in attempts(world, "counselor", objective):
        with pytest.raises(Refused):
            attempt()


def test_a_goal_is_said_twice_and_both_are_asked_for_at_once(world: World, stay: Any) -> None:
    from stepwell.domain.careplan.actions import set_goal

    problem = name(world)
    with pytest.raises(Refused) as refused:
        set_goal(actor=world.actor("counselor"), problem_id=problem.pk, in_their_words=" ", clinical="", now=NOW)
    assert wheres(refused) == ["in_their_words", "clinical"]


def test_objectives_are_numbered_within_their_problem_and_closed_ones_keep_theirs(world: World, objective: Any) -> None:
    from stepwell.domain.careplan import actions

    counselor = world.actor("counselor")
    actions.close_objective(actor=counselor, closed_as="reached", objective_id=objective.pk, now=NOW)
    goal = actions.set_goal(
        actor=counselor, problem_id=objective.goal.problem_id, in_their_words="Sleep", clinical="Sleeps", now=NOW
    )
    second = actions.set_objective(actor=counselor, goal_id=goal.pk, now=NOW, **terms_of(world))
    assert (objective.number, second.number) == ("1.1", "1.2")


def test_the_same_objective_sent_twice_is_one(world: World, objective: Any) -> None:
    from stepwell.domain.careplan.actions import set_objective

    again = set_objective(actor=world.actor("counselor"), goal_id=objective.goal_id, now=NOW, **terms_of(world))
    assert again.pk == objective.pk


def test_an_objective_is_refused_with_everything_that_is_missing(world: World, objective: Any) -> None:
    from stepwell.domain.careplan.actions import set_objective

    empty = {"title": " ", "measure": "", "target": "", "due_on": None, "owner_id": None}
    with pytest.raises(Refused) as refused:
        set_objective(actor=world.actor("counselor"), goal_id=objective.goal_id, now=NOW, **empty)
    assert wheres(refused) == ["specific", "measure", "target", "due_on", "owner"]


def test_an_objective_ends_with_the_stay_at_the_latest(world: World, stay: Any) -> None:
    last = stay.planned_end_on - timedelta(days=1)
    assert write_objective(world, due_on=last).due_on == last
    with pytest.raises(Refused, match="after the track ends") as refused:
        write_objective(world, title="Another", due_on=stay.planned_end_on)
    assert wheres(refused) == ["due_on"]


def test_today_is_the_sites_day(world: World, stay: Any) -> None:
    late = NOW.replace(hour=23) + timedelta(hours=5)  # the 7th in UTC, still the 6th in Denver
    assert write_objective(world, now=late, due_on=date(2026, 10, 7)).number == "1.1"


def test_an_owner_is_on_the_care_team(world: World, stay: Any) -> None:
    with pytest.raises(Refused, match="not on the care team") as refused:
        write_objective(world, owner_id=world.staff["colleague"].pk)
    assert wheres(refused) == ["owner"]


def test_correcting_an_objective_writes_down_which_fields_and_no_words(world: World, objective: Any) -> None:
    from stepwell.domain.careplan.actions import correct_objective
    from stepwell.platform.ledger.models import Entry

    given = {"actor": world.actor("counselor"), "objective_id": objective.pk, "now": NOW}
    for _ in range(2):
        correct_objective(**{**terms_of(world), "target": "6 of 7 nights"}, revision=0, **given)
    objective.refresh_from_db()
    entry = Entry.objects.get(client_id=world.client.pk, verb="objective.corrected")
    assert (objective.target, entry.detail) == ("6 of 7 nights", {"fields": ["target"]})


def test_closing_an_objective_ends_what_served_it_and_nothing_is_added_to_it(world: World, objective: Any) -> None:
    from stepwell.domain.careplan import actions

    given = {"actor": world.actor("counselor"), "objective_id": objective.pk}
    for later in range(2):
        closed = actions.close_objective(**given, closed_as="reached", now=NOW + timedelta(hours=later))
    assert closed.closed_at == NOW
    assert objective.interventions.get().ended_at == NOW
    with pytest.raises(Refused, match="closed"):
        actions.add_intervention(**given, title="Sleep skills", now=NOW)
    with pytest.raises(Refused, match="closed"):
        actions.correct_objective(**given, **terms_of(world), revision=0, now=NOW)


def test_a_correction_that_did_not_know_the_last_one_is_refused_and_says_who_when_and_what(
    world: World, objective: Any
) -> None:
    from stepwell.domain.careplan import actions
    from stepwell.domain.people.actions import join_care_team
    from stepwell.domain.people.models import Function

    who = {"client": world.client, "staff": world.staff["case manager"], "function": Function.CASE_MANAGER}
    join_care_team(actor=world.actor("director"), now=NOW, **who)
    terms, given = terms_of(world), {"objective_id": objective.pk, "now": NOW}
    actions.correct_objective(
        **{**terms, "target": "6 of 7 nights"}, actor=world.actor("counselor"), revision=0, **given
    )
    for other in ("case manager", "counselor"):
        with pytest.raises(actions.PartChanged) as changed:
            actions.correct_objective(
                **{**terms, "target": "4 of 7 nights"}, actor=world.actor(other), revision=0, **given
            )
        said = changed.value.refusals[0].what
        assert ("Maya Okafor" if other == "case manager" else "You, in another window,") in said
        assert "corrected this at 09:00" in said
        assert "6 of 7 nights" in said
    actions.correct_objective(
        **{**terms, "target": "4 of 7 nights"},
        actor=world.actor("counselor"),
        revision=changed.value.revision,
        **given,
    )
    objective.refresh_from_db()
    assert (objective.target, objective.revision) == ("4 of 7 nights", 2)


def test_an_intervention_sent_twice_is_one_and_may_come_again_after_it_ended(world: World, objective: Any) -> None:
    from stepwell.domain.careplan import actions

    counselor = world.actor("counselor")
    given = {"actor": counselor, "objective_id": objective.pk, "title": " Process  group ", "now": NOW}
    first = actions.add_intervention(**given)
    assert objective.interventions.get().pk == first.pk
    actions.end_intervention(actor=counselor, intervention_id=first.pk, now=NOW)
    assert actions.add_intervention(**given).pk != first.pk


def test_every_step_is_in_the_ledger(world: World, objective: Any) -> None:
    from stepwell.platform.ledger.models import Entry

    verbs = set(Entry.objects.filter(client_id=world.client.pk).values_list("verb", flat=True))
    assert {"problem.named", "goal.set", "objective.set", "intervention.added"} <= verbs
    assert WORDS not in str(list(Entry.objects.values_list("detail", flat=True)))
