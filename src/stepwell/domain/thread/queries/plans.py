"""The plans of many stays as one row of columns each, put together as values. One query, however many there are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Problem
from stepwell.domain.careplan.values import Ending, Means
from stepwell.domain.thread.rules import Aim, Planned, Served, Shown, Step, Who
from stepwell.kernel.clock import day_at

_GOAL, _STEP = "goals__", "goals__objectives__"
_DONE = f"{_STEP}interventions__"
# By these it comes in a session, whose note names the objective.
_IN_SESSIONS = frozenset({Means.GROUP, Means.INDIVIDUAL, Means.FAMILY})
# What a row says; the names are the parameters of `_Row` in their order.
_COLUMNS = (
    "episode_id", "id", "number", "title", "system", "code", "created_at", "closed_at", "closed_as",
    f"{_GOAL}id", f"{_GOAL}clinical", f"{_GOAL}created_at", f"{_GOAL}closed_at",
    f"{_STEP}id", f"{_STEP}number", f"{_STEP}title", f"{_STEP}owner_id", f"{_STEP}owner__name", f"{_STEP}created_at",
    f"{_STEP}closed_at", f"{_STEP}shown_by__instrument_code", f"{_STEP}shown_by__chosen_at",
    f"{_DONE}id", f"{_DONE}title", f"{_DONE}created_at", f"{_DONE}ended_at", f"{_DONE}carried_by__id", f"{_DONE}means",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One intervention with everything above it; empty from where a branch ends."""

    episode_id: UUID
    problem_id: UUID
    number: int
    title: str
    system: str
    code: str
    named_at: datetime
    ended: datetime | None
    closed_as: str
    goal_id: UUID | None
    clinical: str
    goal_at: datetime
    goal_ended: datetime | None
    step_id: UUID | None
    step_number: str
    step_title: str
    owner_id: int
    owner: str
    step_at: datetime
    closed_at: datetime | None
    instrument: str | None
    chosen_at: datetime
    done_id: UUID | None
    done: str
    done_at: datetime
    ended_at: datetime | None
    carried_by: int | None
    means: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What only many stays together can be asked: the last note of each objective, and per instrument the last answer
    and the last day for the next.
    """

    zone: ZoneInfo
    notes: Mapping[UUID, date]
    titles: Mapping[str, str]
    answered: Mapping[str, date]
    due: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The plan of one stay, not yet put together."""

    rows: tuple[_Row, ...]

    @property
    def open_objectives(self) -> set[UUID]:
        """Those that go on."""
        return {row.step_id for row in self.rows if row.step_id and row.closed_at is None}

    @property
    def instruments(self) -> set[str]:
        """Those that show an open objective."""
        return {row.instrument for row in self.rows if row.instrument and row.closed_at is None}

    @property
    def first_objective_at(self) -> datetime | None:
        """When the first one was set, open or closed."""
        return min((row.step_at for row in self.rows if row.step_id), default=None)

    def planned(self, facts: PlanFacts) -> tuple[Planned, ...]:
        """Its problems in their order."""
        return tuple(
            Planned(
                first.problem_id,
                first.number,
                first.title,
                (first.system, first.code) if first.code else ("", ""),
                day_at(first.named_at, facts.zone),
                tuple(_aims(rows, facts)),
                had_aims=first.goal_id is not None,
                closed_on=day_at(first.ended, facts.zone) if first.ended else None,
                is_mistake=first.closed_as == Ending.MISTAKE,
            )
            for first, rows in _under(self.rows, "problem_id")
        )


def plan_rows(episode_ids: Collection[UUID]) -> dict[UUID, PlanRows]:
    """Of stays that the actor has found; those without a plan are left out."""
    rows = Problem.objects.filter(episode_id__in=episode_ids).order_by(
        "episode_id", "number", f"{_GOAL}created_at", f"{_GOAL}id", f"{_STEP}created_at", f"{_STEP}id",
        f"{_DONE}created_at", f"{_DONE}id",
    )  # fmt: skip
    found = [_Row(*row) for row in rows.values_list(*_COLUMNS)]
    return {first.episode_id: PlanRows(tuple(rows)) for first, rows in _under(found, "episode_id")}


def _under(rows: Collection[_Row], name: str) -> Iterator[tuple[_Row, list[_Row]]]:
    """The rows of each id of that name, with the first of them; rows that end above it are left out."""
    for key, grouped in groupby(rows, key=lambda row: getattr(row, name)):
        if key is not None:
            of_it = list(grouped)
            yield of_it[0], of_it


def _aims(rows: Collection[_Row], facts: PlanFacts) -> Iterator[Aim]:
    for first, of_goal in _under(rows, "goal_id"):
        assert first.goal_id is not None  # as `_under` says
        if first.goal_ended is not None:
            continue
        steps = [(step, of_step) for step, of_step in _under(of_goal, "step_id")]
        still_open = tuple(_step(step, of_step, facts) for step, of_step in steps if step.closed_at is None)
        yield Aim(first.goal_id, first.clinical, day_at(first.goal_at, facts.zone), bool(steps), still_open)


def _step(first: _Row, rows: Collection[_Row], facts: PlanFacts) -> Step:
    assert first.step_id is not None  # as `_under` says
    ended = [row.ended_at for row in rows if row.ended_at is not None]
    return Step(
        first.step_id,
        first.step_number,
        first.step_title,
        Who(first.owner_id, first.owner),
        day_at(max(ended, default=first.step_at), facts.zone),
        tuple(_served(row, facts) for row in rows if row.done_id and row.ended_at is None),
        facts.notes.get(first.step_id),
        _shown(first, facts),
    )


def _served(row: _Row, facts: PlanFacts) -> Served:
    assert row.done_id is not None  # as `_step` asks
    return Served(
        row.done_id,
        row.done,
        day_at(row.done_at, facts.zone),
        row.carried_by is not None,
        needs_group=row.means == Means.GROUP,
        is_noted=row.means in _IN_SESSIONS,
    )


def _shown(row: _Row, facts: PlanFacts) -> Shown | None:
    if row.instrument is None:
        return None
    title, since = facts.titles.get(row.instrument, row.instrument), day_at(row.chosen_at, facts.zone)
    last_on, due_on = facts.answered.get(row.instrument), facts.due.get(row.instrument)
    return Shown(row.instrument, title, since, last_on, due_on)
