"""The golden thread: what hangs together, what is broken, and the link from an intervention to a group."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, World
from tests.planning import make_group, sign_note_about, start_stay, terms_of, write_objective

from stepwell.kernel.errors import NotAllowed, NotFound, Refused


@pytest.fixture
def stay(world: World) -> Any:
    return start_stay(world)


@pytest.fixture
def group(world: World, stay: Any) -> Any:
    return make_group(world, stay)


@pytest.fixture
def objective(world: World, stay: Any) -> Any:
    return write_objective(world)


def link(world: World, objective: Any, series: Any, who: str = "counselor", title: str = "", now: Any = NOW) -> Any:
    from stepwell.workflows.plan import link_intervention_to_group

    return link_intervention_to_group(
        actor=world.actor(who), objective_id=objective.pk, title=title, series_id=series.pk, now=now
    )


def thread_of(world: World, who: str = "counselor", *, days: int = 0) -> Any:
    from stepwell.workflows.thread import golden_thread

    return golden_thread(world.actor(who), world.client.pk, now=NOW + timedelta(days=days))


def is_complete(thread: Any) -> bool:
    """Whether one thread reaches from a problem to a group."""
    objectives = [one for problem in thread.problems for goal in problem.goals for one in goal.objectives]
    return any(one.group and not one.is_ended for objective in objectives for one in objective.interventions)


def breaks(world: World, *, days: int = 0) -> list[str]:
    return [str(broken) for broken in thread_of(world, days=days).breaks]


@pytest.mark.parametrize("who", ["counselor", "supervisor"])
def test_the_care_team_and_the_supervisor_link_groups(world: World, objective: Any, group: Any, who: str) -> None:
    assert link(world, objective, group, who).title == "Evening group"


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("colleague", NotFound),
        ("elsewhere", NotFound),
        ("case manager", NotFound),
        ("client", NotAllowed),
        ("stranger", NotAllowed),
        ("admissions", NotAllowed),
        ("director", NotAllowed),
    ],
)
def test_others_link_and_correct_nothing(
    world: World, objective: Any, group: Any, who: str, error: type[Exception]
) -> None:
    from stepwell.domain.careplan.models import Intervention
    from stepwell.workflows import plan

    standing = Intervention.objects.create(objective=objective, title="Skills", created_at=NOW)
    actor = world.actor(who)
    with pytest.raises(error):
        link(world, objective, group, who)
    with pytest.raises(error):
        plan.link_to_group(actor=actor, intervention_id=standing.pk, series_id=group.pk, now=NOW)
    with pytest.raises(error):
        plan.correct_objective(actor=actor, objective_id=objective.pk, revision=0, now=NOW, **terms_of(world))


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("colleague", NotFound),
        ("elsewhere", NotFound),
        ("case manager", NotFound),
        ("stranger", NotAllowed),
        ("admissions", NotAllowed),
    ],
)
def test_who_may_not_see_the_plan_sees_no_thread(world: World, stay: Any, who: str, error: type[Exception]) -> None:
    with pytest.raises((error, NotFound)):
        thread_of(world, who)


@pytest.mark.parametrize(("who", "writes"), [("counselor", True), ("supervisor", True), ("director", False)])
def test_who_reads_and_who_writes(world: World, objective: Any, who: str, writes: bool) -> None:
    thread = thread_of(world, who)
    assert (len(thread.problems), thread.can_be_written) == (1, writes)


def test_a_thread_says_where_it_is_broken_until_it_reaches_a_group(world: World, group: Any) -> None:
    from stepwell.domain.careplan import actions

    given = {"actor": world.actor("counselor"), "now": NOW}
    assert (breaks(world), is_complete(thread_of(world))) == ([], False)
    problem = actions.name_problem(
        client_id=world.client.pk, title="Opioid use disorder", coding=None, in_their_words="", **given
    )
    assert breaks(world) == ["no goal"]
    goal = actions.set_goal(problem_id=problem.pk, in_their_words="Sleep", clinical="Sleeps", **given)
    assert breaks(world) == ["no objective"]
    objective = actions.set_objective(goal_id=goal.pk, **terms_of(world), **given)
    assert breaks(world) == ["no intervention"]
    intervention = actions.add_intervention(objective_id=objective.pk, title="Sleep skills", **given)
    assert breaks(world) == ["no group"]
    link(world, objective, group, title=intervention.title)
    assert (breaks(world), is_complete(thread_of(world))) == ([], True)


def test_two_weeks_without_a_signed_note_break_the_thread_and_a_note_mends_it(
    world: World, objective: Any, group: Any
) -> None:
    link(world, objective, group)
    assert breaks(world, days=13) == []
    assert breaks(world, days=14) == ["no note"]
    sign_note_about(world, group, objective, on=TODAY + timedelta(days=5), number=1)
    sign_note_about(world, group, objective, on=TODAY + timedelta(days=10), number=2)
    assert breaks(world, days=23) == []
    assert breaks(world, days=24) == ["no note"]
    (problem,) = thread_of(world).problems
    assert problem.goals[0].objectives[0].note.held_on == TODAY + timedelta(days=10)


def test_a_plan_of_a_stay_that_ended_is_read_and_not_broken(world: World, objective: Any, stay: Any) -> None:
    stay.ended_on = TODAY
    stay.save()
    thread = thread_of(world)
    assert (thread.breaks, thread.can_be_written, len(thread.problems)) == ([], False, 1)


def test_a_closed_objective_breaks_nothing(world: World, objective: Any, group: Any) -> None:
    from stepwell.domain.careplan.actions import close_objective

    link(world, objective, group)
    close_objective(actor=world.actor("counselor"), closed_as="reached", objective_id=objective.pk, now=NOW)
    assert breaks(world, days=30) == []
    assert not is_complete(thread_of(world))


def test_only_a_group_that_the_person_belongs_to_carries_an_intervention(
    world: World, objective: Any, stay: Any
) -> None:
    other = make_group(world, stay, name="Morning group", join=False)
    with pytest.raises(Refused, match="isn't in this group") as refused:
        link(world, objective, other)
    assert refused.value.refusals[0].where == "group"
    assert not objective.interventions.exists()


def test_linking_twice_is_once_and_another_group_needs_another_name(world: World, objective: Any, group: Any) -> None:
    stay = world.client.episodes.get()
    other = make_group(world, stay, name="Skills")
    first = link(world, objective, group, title="Practice calls")
    assert link(world, objective, group, title="Practice calls").pk == first.pk
    with pytest.raises(Refused, match="carries this already"):
        link(world, objective, other, title="Practice calls")
    assert objective.interventions.count() == 1


def test_the_first_whole_thread_finishes_the_task_to_write_the_plan(
    world: World, objective: Any, group: Any, stay: Any
) -> None:
    from stepwell.domain.careplan.actions import TASK
    from stepwell.domain.worklist.actions import raise_task
    from stepwell.domain.worklist.models import Task

    raise_task(
        actor=world.actor("admissions"),
        site=world.site,
        client=world.client,
        kind=TASK,
        subject_id=stay.pk,
        title="Plan",
        reason="Started.",
        due_at=NOW,
        now=NOW,
    )
    link(world, objective, group)
    assert not Task.objects.filter(client=world.client, kind=TASK, done_at__isnull=True).exists()


def test_an_objective_that_a_signed_note_names_stays_as_it_is(world: World, objective: Any, group: Any) -> None:
    from stepwell.workflows.plan import correct_objective

    given = {"actor": world.actor("counselor"), "objective_id": objective.pk, "revision": 0, "now": NOW}
    correct_objective(**given, **{**terms_of(world), "target": "6 of 7 nights"})
    sign_note_about(world, group, objective, on=TODAY)
    with pytest.raises(Refused, match="signed note names objective"):
        correct_objective(**given, **terms_of(world))
    objective.refresh_from_db()
    assert objective.target == "6 of 7 nights"


def test_a_longer_plan_takes_no_more_queries(world: World, group: Any, stay: Any, query_count: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stepwell.domain.careplan import actions

    given = {"actor": world.actor("counselor"), "now": NOW}

    def grow(names: range) -> None:
        for n in names:
            problem = actions.name_problem(
                client_id=world.client.pk, title=f"Problem {n}", coding=None, in_their_words="", **given
            )
            goal = actions.set_goal(problem_id=problem.pk, in_their_words="Sleep", clinical="Sleeps", **given)
            for title in ("a", "b"):
                objective = actions.set_objective(goal_id=goal.pk, **{**terms_of(world), "title": title}, **given)
                link(world, objective, group)
                sign_note_about(
                    world,
                    group,
                    objective,
                    on=TODAY + timedelta(days=2 * n + (title == "b")),
                    number=n * 2 + (title == "b"),
                )

    grow(range(1, 2))
    actor = world.actor("counselor")
    from stepwell.workflows.thread import golden_thread

    with CaptureQueriesContext(
        connection,
    ) as short:
        golden_thread(actor, world.client.pk, now=NOW)
    grow(range(2, 5))
    with query_count(len(short.captured_queries)):
        golden_thread(actor, world.client.pk, now=NOW)
