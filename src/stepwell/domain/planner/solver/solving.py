"""Solving: within a time, on so many cores, with news on the way, and an honest word at the end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from ortools.sat.python import cp_model

from stepwell.domain.planner.rules.checking import check_plan
from stepwell.domain.planner.rules.greedy import greedy
from stepwell.domain.planner.rules.instance import Instance
from stepwell.domain.planner.rules.plan import Plan
from stepwell.domain.planner.solver.hinting import hint
from stepwell.domain.planner.solver.model import WeekModel
from stepwell.domain.planner.solver.reading import plan_of

# So near is near enough to stop, where whoever asks says so.
ONE_PERCENT = 0.01
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class News:
    """Where the search stands: the best plan's price so far, and what no plan can be under."""

    seconds: float
    objective: int | None
    bound: int

    @property
    def gap(self) -> float | None:
        """How far the best plan may be from the best there is: 0 is proven best."""
        return None if self.objective is None else gap(self.objective, self.bound)


def gap(objective: int, bound: int) -> float:
    """The difference as a part of the objective."""
    return max(0, objective - bound) / max(1, abs(objective))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, on how many cores, and from which gap on it is enough (0: only proven best is)."""

    seconds: float = 60.0
    cores: int = 1
    enough: float = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Solved:
    """What came of it. `plan` is None where none was found; `impossible` says that there is none."""

    plan: Plan | None
    objective: int | None
    bound: int
    seconds: float
    impossible: bool = False
    news: tuple[News, ...] = field(default=())

    @property
    def proven(self) -> bool:
        """No plan is better."""
        return self.plan is not None and self.objective == self.bound

    @property
    def gap(self) -> float | None:
        """How far from proven best."""
        return None if self.objective is None else gap(self.objective, self.bound)


def solve(
    instance: Instance,
    limits: Limits = Limits(),
    *,
    tell: Callable[[News], None] = lambda _: None,
    stop: Event | None = None,
    week: WeekModel | None = None,
    start: Plan | None = None,
) -> Solved:
    """The best plan that is found in time. `week` may carry further rules; `start` is a plan to begin with."""
    week = week or WeekModel(instance)
    hint(week, start or greedy(instance))
    solver = _solver(limits)
    watch = _Watch(tell)
    solver.best_bound_callback = watch.on_bound
    with _stoppable(solver, stop):
        status = solver.solve(week.model, watch)
    seconds = time.monotonic() - watch.began
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        plan = plan_of(week, lambda one: bool(solver.value(one)))
        if wrong := check_plan(instance, plan):
            raise AssertionError(f"the model lets through what a rule forbids: {wrong[0].words}")
        objective = round(solver.objective_value)
        bound = _rounded_up(solver.best_objective_bound)
        return Solved(plan, objective, min(bound, objective), seconds, news=tuple(watch.news))
    bound = _rounded_up(max(0.0, solver.best_objective_bound)) if status == cp_model.UNKNOWN else 0
    return Solved(None, None, bound, seconds, status == cp_model.INFEASIBLE, tuple(watch.news))


@contextmanager
def _stoppable(solver: cp_model.CpSolver, stop: Event | None) -> Iterator[None]:
    """Stop the search when asked to. From a thread of its own: the callbacks hold locks that stopping needs."""
    done = Event()

    def watch() -> None:
        while stop is not None and not done.wait(_LOOK_SECONDS):
            if stop.is_set():
                solver.stop_search()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _solver(limits: Limits) -> cp_model.CpSolver:
    """Set for a week: nearly all of the proof is in the linear relaxation, so it is solved wholly at the root, with
    every rule in it, before anything is branched on. Without that (CP-SAT stops after 2,000 iterations by itself) the
    bound was at half of what it is after a quarter of the time. Probing and symmetry found nothing and took seconds.
    """
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limits.seconds
    solver.parameters.num_workers = limits.cores
    solver.parameters.random_seed = limits.seed
    solver.parameters.relative_gap_limit = limits.enough
    solver.parameters.linearization_level = 2
    if limits.cores > 1:
        # with several at work each has its own settings: this one is the one that takes every rule into the relaxation
        solver.parameters.subsolvers.append("max_lp")
    solver.parameters.add_lp_constraints_lazily = False
    solver.parameters.root_lp_iterations = 200_000
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver


def _rounded_up(bound: float) -> int:
    """Prices are whole, so a bound is too."""
    return int(-(-(bound - 1e-6) // 1))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hears of plans and bounds while the search goes on, from any of its threads."""

    def __init__(self, tell: Callable[[News], None]) -> None:
        super().__init__()
        self.began = time.monotonic()
        self.news: list[News] = []
        self._tell = tell
        self._objective: int | None = None
        self._bound = 0

    def on_solution_callback(self) -> None:
        """A better plan."""
        self._objective = round(self.objective_value)
        self._bound = max(self._bound, _rounded_up(self.best_objective_bound))
        self._say()

    def on_bound(self, bound: float) -> None:
        """A better bound."""
        self._bound = max(self._bound, _rounded_up(bound))
        self._say()

    def _say(self) -> None:
        one = News(time.monotonic() - self.began, self._objective, self._bound)
        self.news.append(one)
        self._tell(one)
