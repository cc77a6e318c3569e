"""Problems and goals are corrected and closed: nothing open is lost under something closed, and a mistake is undone."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, World, make_world
from tests.domain.careplan.test_careplan_actions_at_once import at_once
from tests.planning import make_group, sign_note_about, start_stay, terms_of, write_objective

from stepwell.domain.careplan import actions
from stepwell.domain.careplan.models import Goal, Problem
from stepwell.domain.careplan.values import NOWHERE, Placed
from stepwell.kernel.coding import ICD_10_CM, Coding
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows import plan as workflow
from stepwell.workflows.thread import golden_thread

LATER = NOW + timedelta(hours=2)
CODE = Coding(ICD_10_CM, "F11.20")


@pytest.fixture
def objective(world: World) -> Any:
    start_stay(world)
    made = write_objective(world)
    actions.add_intervention(actor=world.actor("counselor"), objective_id=made.pk, title="Process group", now=NOW)
    return made


def close_problem(world: World, problem: Any, parts: dict[Any, str], who: str = "counselor", **changed: Any) -> Any:
    given = {"actor": world.actor(who), "problem_id": problem.pk, "closed_as": "reached", "now": LATER, "parts": parts}
    return actions.close_problem(**{**given, **changed})


def close_goal(world: World, goal: Any, parts: dict[Any, str], who: str = "counselor", **changed: Any) -> Any:
    given = {"actor": world.actor(who), "goal_id": goal.pk, "closed_as": "reached", "now": LATER, "parts": parts}
    return actions.close_goal(**{**given, **changed})


def all_of(objective: Any, ending: str = "reached") -> dict[Any, str]:
    return {objective.goal_id: ending, objective.pk: ending}


def correct_problem(world: World, problem: Any, who: str = "counselor", **changed: Any) -> Any:
    given = {"title": problem.title, "coding": None, "in_their_words": problem.in_their_words, "placed": NOWHERE}
    whose = {"actor": world.actor(who), "problem_id": problem.pk, "revision": 0, "now": LATER}
    return workflow.correct_problem(**{**given, **whose, **changed})


def correct_goal(world: World, goal: Any, who: str = "counselor", **changed: Any) -> Any:
    given = {"in_their_words": goal.in_their_words, "clinical": goal.clinical, "areas": ()}
    whose = {"actor": world.actor(who), "goal_id": goal.pk, "revision": 0, "now": LATER}
    return workflow.correct_goal(**{**given, **whose, **changed})


def wheres(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.where for one in refused.value.refusals}


@pytest.mark.parametrize(
    ("who", "error"),
    [("colleague", NotFound), ("elsewhere", NotFound), ("director", NotAllowed), ("client", NotAllowed)],
)
def test_who_writes_no_plan_corrects_and_closes_nothing(
    world: World, objective: Any, who: str, error: type[Exception]
) -> None:
    goal = objective.goal
    for attempt in (
        lambda: close_problem(world, goal.problem, all_of(objective), who),
        lambda: close_goal(world, goal, all_of(objective), who),
        lambda: correct_problem(world, goal.problem, who, title="Sleep"),
        lambda: correct_goal(world, goal, who, clinical="Sleeps"),
        lambda: actions.reopen_problem(actor=world.actor(who), problem_id=goal.problem_id, closed_at=NOW),
        lambda: actions.reopen_goal(actor=world.actor(who), goal_id=goal.pk, closed_at=NOW),
    ):
        with pytest.raises(error):
            attempt()


def test_a_problem_is_not_closed_over_what_is_still_open_under_it(world: World, objective: Any) -> None:
    goal = objective.goal
    with pytest.raises(Refused) as refused:
        close_problem(world, goal.problem, {}, closed_as="")
    assert wheres(refused) == {"closed_as", f"part-{goal.pk}", f"part-{objective.pk}"}
    with pytest.raises(Refused, match=r"Objective 1.1 is still open.") as refused:
        close_problem(world, goal.problem, {goal.pk: "reached"})
    assert wheres(refused) == {f"part-{objective.pk}"}
    with pytest.raises(Refused, match=r"This is no choice."):
        close_goal(world, goal, {objective.pk: "forgotten"})
    for part in (goal.problem, goal, objective):
        part.refresh_from_db()
        assert part.closed_at is None


def test_what_somebody_set_meanwhile_keeps_it_open(world: World, objective: Any) -> None:
    read = all_of(objective)
    terms = {**terms_of(world), "title": "Lights out by 23:00"}
    actions.set_objective(actor=world.actor("counselor"), goal_id=objective.goal_id, now=NOW, **terms)
    with pytest.raises(Refused, match=r"Objective 1.2 is still open."):
        close_problem(world, objective.goal.problem, read)


def test_each_part_is_closed_as_it_was_said_and_what_was_done_for_it_ends(world: World, objective: Any) -> None:
    goal = objective.goal
    closed = close_problem(world, goal.problem, {goal.pk: "set aside", objective.pk: "reached"})
    goal.refresh_from_db()
    objective.refresh_from_db()
    assert [(one.closed_at, one.closed_as) for one in (closed, goal, objective)] == [
        (LATER, "reached"),
        (LATER, "set aside"),
        (LATER, "reached"),
    ]
    assert objective.interventions.get().ended_at == LATER
    again = close_problem(world, goal.problem, {}, closed_as="", now=LATER + timedelta(hours=1))
    assert again.closed_at == LATER
    told = Entry.objects.filter(client_id=world.client.pk, verb__endswith=".closed")
    assert {(one.verb, one.detail["as"]) for one in told} == {
        ("problem.closed", "reached"),
        ("goal.closed", "set aside"),
        ("objective.closed", "reached"),
    }


def test_nothing_is_written_under_something_closed(world: World, objective: Any) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    close_problem(world, goal.problem, all_of(objective))
    for attempt in (
        lambda: actions.set_goal(
            actor=counselor, problem_id=goal.problem_id, in_their_words="Sleep", clinical="Sleeps", now=LATER
        ),
        lambda: actions.set_objective(actor=counselor, goal_id=goal.pk, now=LATER, **terms_of(world)),
        lambda: correct_problem(world, goal.problem, title="Sleep"),
        lambda: correct_goal(world, goal, clinical="Sleeps"),
    ):
        with pytest.raises(Refused, match="closed"):
            attempt()


def test_what_comes_back_is_named_and_wanted_anew(world: World, objective: Any) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    words = {"in_their_words": goal.in_their_words, "clinical": goal.clinical}
    close_goal(world, goal, {objective.pk: "set aside"})
    again = actions.set_goal(actor=counselor, problem_id=goal.problem_id, now=LATER, **words)
    assert again.pk != goal.pk
    close_problem(world, goal.problem, {again.pk: "set aside"}, now=LATER + timedelta(hours=1))
    named = write_objective(world, now=LATER).goal.problem
    assert (named.number, named.title) == (2, goal.problem.title)


def test_a_mistake_is_undone_with_all_that_was_closed_with_it(world: World, objective: Any) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    close_problem(world, goal.problem, all_of(objective))
    actions.reopen_problem(actor=counselor, problem_id=goal.problem_id, closed_at=LATER)
    for part in (goal.problem, goal, objective):
        part.refresh_from_db()
        assert (part.closed_at, part.closed_as) == (None, "")
    assert objective.interventions.get().ended_at is None
    with pytest.raises(Refused, match="has changed since"):
        actions.reopen_problem(actor=counselor, problem_id=goal.problem_id, closed_at=LATER)


def test_what_was_closed_before_stays_closed_when_the_rest_is_opened_again(world: World, objective: Any) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    actions.close_objective(actor=counselor, objective_id=objective.pk, closed_as="reached", now=NOW)
    close_goal(world, goal, {})
    actions.reopen_goal(actor=counselor, goal_id=goal.pk, closed_at=LATER)
    objective.refresh_from_db()
    assert objective.closed_at == NOW


def test_nothing_is_opened_again_under_something_closed_or_beside_what_was_named_anew(
    world: World, objective: Any
) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    close_goal(world, goal, {objective.pk: "reached"})
    later = LATER + timedelta(hours=1)
    close_problem(world, goal.problem, {}, now=later)
    with pytest.raises(Refused, match="This goal is closed"):
        actions.reopen_objective(actor=counselor, objective_id=objective.pk, closed_at=LATER)
    with pytest.raises(Refused, match="Problem 1 is closed"):
        actions.reopen_goal(actor=counselor, goal_id=goal.pk, closed_at=LATER)
    write_objective(world, now=later)
    with pytest.raises(Refused, match="This is problem 2 already"):
        actions.reopen_problem(actor=counselor, problem_id=goal.problem_id, closed_at=later)


def test_a_correction_says_what_changed_and_keeps_the_words_to_the_plan(world: World, objective: Any) -> None:
    goal = objective.goal
    placed = Placed(("cravings",), "nurse", "action")
    for _ in range(2):
        problem = correct_problem(world, goal.problem, title="Opioid use disorder", coding=CODE, placed=placed)
        corrected = correct_goal(world, goal, clinical="Sleeps at home", areas=("self-care",))
    assert (problem.title, problem.code, problem.areas, problem.revision) == (
        "Opioid use disorder",
        "F11.20",
        ["cravings"],
        1,
    )
    assert (corrected.clinical, corrected.areas, corrected.revision) == ("Sleeps at home", ["self-care"], 1)
    told = Entry.objects.filter(client_id=world.client.pk, verb__endswith=".corrected").order_by("pk")
    assert [(one.verb, one.detail) for one in told] == [
        ("problem.corrected", {"fields": ["areas", "code", "part", "stage", "system", "title"]}),
        ("goal.corrected", {"fields": ["areas", "clinical"]}),
    ]


def test_a_correction_that_did_not_know_the_last_one_is_refused_with_what_stands(world: World, objective: Any) -> None:
    goal = objective.goal
    correct_problem(world, goal.problem, "supervisor", title="Nights")
    correct_goal(world, goal, "supervisor", clinical="Sleeps at home")
    with pytest.raises(actions.PartChanged, match=r"Ingrid Lindqvist corrected this at 11:00. It says now: Nights"):
        correct_problem(world, goal.problem, title="Sleep")
    with pytest.raises(actions.PartChanged, match="Sleeps at home") as changed:
        correct_goal(world, goal, clinical="Sleeps")
    assert correct_goal(world, goal, clinical="Sleeps", revision=changed.value.revision).clinical == "Sleeps"


def test_a_problem_is_not_corrected_into_another_one(world: World, objective: Any) -> None:
    other = actions.name_problem(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        title="Sleep",
        coding=CODE,
        in_their_words="",
        now=NOW,
    )
    with pytest.raises(Refused, match="This is problem 2 already"):
        correct_problem(world, objective.goal.problem, title="sleep")
    with pytest.raises(Refused, match="This is problem 2 already"):
        correct_problem(world, objective.goal.problem, coding=CODE)
    assert correct_problem(world, other, title="Sleep", coding=CODE).revision == 0


def test_the_wording_stays_once_a_signed_note_serves_it_and_where_it_stands_does_not(
    world: World, objective: Any
) -> None:
    goal = objective.goal
    sign_note_about(world, make_group(world, world.client.episodes.get()), objective, on=TODAY)
    with pytest.raises(Refused, match="A signed note serves problem 1"):
        correct_problem(world, goal.problem, title="Sleep")
    with pytest.raises(Refused, match="A signed note serves this goal"):
        correct_goal(world, goal, clinical="Sleeps")
    assert correct_problem(world, goal.problem, placed=Placed(stage="action")).stage == "action"
    assert correct_goal(world, goal, areas=("family and couple",)).areas == ["family and couple"]


def test_the_thread_holds_over_what_is_closed(world: World, objective: Any) -> None:
    counselor = world.actor("counselor")
    given = {"actor": counselor, "client_id": world.client.pk, "coding": None, "in_their_words": "", "now": NOW}
    bare = actions.name_problem(title="Sleep", **given)
    empty = actions.set_goal(
        actor=counselor, problem_id=objective.goal.problem_id, in_their_words="Work", clinical="Works", now=NOW
    )
    broken = [str(one) for one in golden_thread(counselor, world.client.pk, now=LATER).breaks]
    assert {"no goal", "no objective"} <= {*broken}
    close_problem(world, bare, {}, closed_as="written by mistake")
    close_goal(world, empty, {}, closed_as="set aside")
    close_problem(world, objective.goal.problem, all_of(objective))
    thread = golden_thread(counselor, world.client.pk, now=LATER)
    assert thread.breaks == []
    assert [(one.is_closed, one.closed_on, one.closed_as) for one in thread.problems] == [
        (True, TODAY, "reached"),
        (True, TODAY, "written by mistake"),
    ]


def test_closing_asks_as_much_for_many_parts_as_for_one(world: World, objective: Any, query_count: Any) -> None:
    goal, counselor = objective.goal, world.actor("counselor")
    for number in range(5):
        title = {**terms_of(world), "title": f"Step {number}"}
        actions.set_objective(actor=counselor, goal_id=goal.pk, now=NOW, **title)
    parts = {goal.pk: "reached", **{one.pk: "reached" for one in goal.objectives.all()}}
    with query_count(11):
        close_problem(world, goal.problem, parts)
    assert not goal.objectives.filter(closed_at=None).exists()


@pytest.mark.usefixtures("committed")
def test_what_is_set_and_corrected_while_a_problem_is_closed_is_either_under_it_closed_or_keeps_it_open() -> None:
    world = make_world()
    start_stay(world)
    objective = write_objective(world)
    goal, counselor = objective.goal, world.actor("counselor")

    def tried(work: Any) -> Any:
        try:
            return work()
        except Refused as refused:
            return refused

    at_once(
        lambda: tried(lambda: close_problem(world, goal.problem, all_of(objective))),
        lambda: tried(
            lambda: actions.set_objective(
                actor=counselor, goal_id=goal.pk, now=NOW, **{**terms_of(world), "title": "Lights out"}
            )
        ),
        lambda: tried(
            lambda: actions.correct_objective(
                actor=counselor, objective_id=objective.pk, revision=0, now=NOW, **{**terms_of(world), "target": "6"}
            )
        ),
        lambda: tried(
            lambda: actions.close_objective(actor=counselor, objective_id=objective.pk, closed_as="reached", now=NOW)
        ),
    )
    problem, kept = Problem.objects.get(pk=goal.problem_id), Goal.objects.get(pk=goal.pk)
    assert (problem.closed_at is None) == (kept.closed_at is None)
    if problem.closed_at is not None:
        assert not kept.objectives.filter(closed_at=None).exists()
