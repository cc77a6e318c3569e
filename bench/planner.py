"""The planner: a week of 200 people, 30 groups, 20 staff and 12 rooms, beside first come on the same input.

Seconds are those of the wall; how much of a core they were is said too, for a machine that does other things as well.
"""

import resource
from collections.abc import Iterator

from bench.weeks import week
from stepwell.domain.planner.rules import pricing
from stepwell.domain.planner.rules.absence import Moves, moves, only_touched, without
from stepwell.domain.planner.rules.checking import check_plan
from stepwell.domain.planner.rules.greedy import greedy, unmet_minutes
from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.plan import Plan
from stepwell.domain.planner.solver.solving import ONE_PERCENT, Limits, News, solve

NAME = "planner"
SECONDS = 60.0


def measure(seed: int = 1, seconds: float = SECONDS) -> Iterator[str]:
    """Lines for the table's end, as they come."""
    instance = week(seed)
    near: list[News] = []

    def tell(news: News) -> None:
        if not near and news.gap is not None and news.gap <= ONE_PERCENT:
            near.append(news)

    before = _worked()
    solved = solve(instance, Limits(seconds=seconds), tell=tell)
    worked = _worked() - before
    if solved.plan is None:
        yield f"planner, seed {seed}: no plan in {solved.seconds:.0f} s, {worked:.0f} s of a core; bound {solved.bound}"
        return
    how = "proven best" if solved.proven else f"within {100 * (solved.gap or 0):.1f} %"
    yield (
        f"planner, seed {seed}: {how} in {solved.seconds:.1f} s ({worked:.1f} s of a core), price {solved.objective},"
        f" bound {solved.bound}; within 1 % after {f'{near[0].seconds:.1f} s' if near else 'longer'}"
    )
    yield _beside("  solved", instance, solved.plan)
    yield _beside("  first come", instance, greedy(instance))
    yield from _each_ill(instance, solved.plan)


def _each_ill(instance: Instance, plan: Plan) -> Iterator[str]:
    """Each of the staff falls ill in turn: what isn't touched stays, and few are moved."""
    covered, seconds, worked = 0, 0.0, 0.0
    solved_moves, greedy_moves = Moves(0, 0, 0, 0), Moves(0, 0, 0, 0)
    for leader in instance.leaders:
        ill = without(instance, plan, leaders=[leader.key])
        before = _worked()
        again = solve(only_touched(ill), Limits(seconds=10.0))
        seconds, worked = max(seconds, again.seconds), max(worked, _worked() - before)
        if again.plan is not None:
            covered += 1
            solved_moves += moves(plan, again.plan)
            greedy_moves += moves(plan, greedy(ill))
    yield (
        f"  each of {len(instance.leaders)} staff ill in turn: {covered} weeks can be kept with all else as it was,"
        f" for the others none was found; at most {seconds:.1f} s ({worked:.1f} s of a core)"
    )
    for name, moved in (("solved", solved_moves), ("first come", greedy_moves)):
        yield (
            f"    {name}: {moved.total} changes in {covered} weeks: {moved.people} leave a group, {moved.meetings}"
            f" meetings at another time, {moved.leaders} with another leader, {moved.hours} individual hours"
        )


def _beside(name: str, instance: Instance, plan: Plan) -> str:
    price = pricing.price(instance, plan)
    broken = len(check_plan(instance, plan))
    return (
        f"{name}: {unmet_minutes(instance, plan) / 60:.1f} h unmet, {broken} under their minimum,"
        f" {len(price.of_kind('left group'))} leave a group, {len(price.of_kind('own trip'))} come for the hour alone,"
        f" price {price.total}"
    )


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)
