"""The golden thread: problem → goal → objective → intervention → the group that carries it → the latest signed note.

Reads alone. A plan knows no groups and no notes, so what needs both is put together here; `workflows.plan` writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN
from stepwell.domain.careplan.queries import current_episode, plan_of
from stepwell.domain.careplan.rules import Break
from stepwell.domain.careplan.values import NOWHERE, Means, Placed
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.planreview.queries import clocks_for
from stepwell.domain.thread.queries.charts import ChartRow
from stepwell.domain.thread.queries.days import days_at_site
from stepwell.domain.thread.queries.notes import NoteMark, latest_signed_notes
from stepwell.domain.thread.rules.days import Editions, note_missing_on
from stepwell.domain.week.models import Series
from stepwell.domain.week.queries.plan import carriers, groups_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.coding import Coding
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Group:
    """The group that carries an intervention."""

    id: UUID
    name: str
    weekdays: tuple[int, ...]
    starts_at: str


@dataclass(frozen=True, slots=True)
class ThreadIntervention:
    """What the program does for an objective, and where."""

    id: UUID
    title: str
    group: Group | None
    since: date
    is_ended: bool
    broken: Break | None
    means: Means = Means.GROUP
    part: str = ""


@dataclass(frozen=True, slots=True)
class ThreadObjective:
    """A step, what serves it, and the last signed note that names it. From `note_by` on the next one is missing."""

    id: UUID
    number: str
    title: str
    measure: str
    target: str
    due_on: date
    owner_id: int
    owner: str
    revision: int
    is_closed: bool
    interventions: tuple[ThreadIntervention, ...]
    note: NoteMark | None
    served_since: date | None
    note_by: date | None
    broken: Break | None
    part: str = ""
    closed_as: str = ""


class _Ends:
    """What a goal and a problem have in common: each may have ended on a day."""

    __slots__ = ()
    closed_on: date | None

    @property
    def is_closed(self) -> bool:
        """Nothing is written under it any more."""
        return self.closed_on is not None


@dataclass(frozen=True, slots=True)
class ThreadGoal(_Ends):
    """A goal, said twice. `closed_on` is the day on which it ended, if it did."""

    id: UUID
    in_their_words: str
    clinical: str
    objectives: tuple[ThreadObjective, ...]
    broken: Break | None
    areas: tuple[str, ...] = ()
    revision: int = 0
    closed_on: date | None = None
    closed_as: str = ""

    @property
    def is_noted(self) -> bool:
        """A signed note serves it."""
        return any(one.note for one in self.objectives)

    @property
    def still_open(self) -> tuple[ThreadObjective, ...]:
        """The objectives that go on."""
        return tuple(one for one in self.objectives if not one.is_closed)


@dataclass(frozen=True, slots=True)
class ThreadProblem(_Ends):
    """What is in the way. `closed_on` is the day on which it ended, if it did."""

    id: UUID
    number: int
    title: str
    coding: Coding | None
    in_their_words: str
    named_on: date
    goals: tuple[ThreadGoal, ...]
    broken: Break | None
    placed: Placed = NOWHERE
    revision: int = 0
    closed_on: date | None = None
    closed_as: str = ""

    @property
    def is_noted(self) -> bool:
        """A signed note serves it."""
        return any(one.is_noted for one in self.goals)

    @property
    def still_open(self) -> tuple[ThreadGoal, ...]:
        """The goals that go on."""
        return tuple(one for one in self.goals if not one.is_closed)


@dataclass(frozen=True, slots=True)
class GoldenThread:
    """A client's whole plan with what hangs on it. `client` is there to be named on the page; `episode` is the stay
    whose plan it is, None before the first.
    """

    client: Client
    track: str
    started_on: date | None
    ends_on: date | None
    review_on: date | None
    can_be_written: bool
    problems: tuple[ThreadProblem, ...]
    episode: Episode | None = None

    @property
    def breaks(self) -> list[Break]:
        """Every broken link, whatever it hangs on."""
        goals = [goal for problem in self.problems for goal in problem.goals]
        objectives = [objective for goal in goals for objective in goal.objectives]
        interventions = [one for objective in objectives for one in objective.interventions]
        found: list[Break | None] = [problem.broken for problem in self.problems]
        found += [goal.broken for goal in goals] + [objective.broken for objective in objectives]
        found += [intervention.broken for intervention in interventions]
        return [broken for broken in found if broken is not None]


def golden_thread(actor: Actor, client_id: UUID, *, now: datetime, row: ChartRow | None = None) -> GoldenThread:
    """The plan with groups and notes, in a number of queries that doesn't grow. Written down as a look at the plan.

    `row` is the client's open stay with how it stands, where the page has found it: what that knows isn't asked again.
    """
    if row is not None:
        return _thread(actor, row.client, row.episode, row.chart.review_on, row.chart.days, now)
    client = find_client(actor, client_id, VIEW_PLAN)
    episode = current_episode(actor, client)
    if episode is None:
        record_read(actor, "plan", client.pk)
        return GoldenThread(client, "", None, None, None, can_be_written=False, problems=())
    return _thread(actor, client, episode, _review_on(actor, client, episode), days_at_site(client.site_id), now)


def _thread(
    actor: Actor, client: Client, episode: Episode, review_on: date | None, days: Editions, now: datetime
) -> GoldenThread:
    problems = plan_of(actor, client, episode)
    objectives = [one for problem in problems for goal in problem.goals.all() for one in goal.objectives.all()]
    zone = ZoneInfo(client.site.zone)
    hanging = _Hanging(
        zone,
        day_at(now, zone),
        carriers(actor, [one.pk for objective in objectives for one in objective.interventions.all()]),
        latest_signed_notes(actor, [objective.pk for objective in objectives]),
        days,
        goes_on=episode.ended_on is None,
    )
    return GoldenThread(
        client,
        episode.track.name,
        episode.started_on,
        episode.planned_end_on - timedelta(days=1),
        review_on,
        can_be_written=episode.ended_on is None and client.site_id in actor.sites_for(WRITE_PLAN),
        problems=tuple(hanging.problem(one) for one in problems),
        episode=episode,
    )


def _review_on(actor: Actor, client: Client, episode: Episode) -> date | None:
    """The day of the next review, by the program's and the payer's clock; none once the stay is over."""
    if episode.ended_on is not None:
        return None
    episode.client = client
    return clocks_for(actor, [episode])[episode.pk].review_on


@dataclass(frozen=True, slots=True)
class _Hanging:
    """Makes the values of a thread. In a stay that has ended nothing is broken any more."""

    zone: ZoneInfo
    today: date
    groups: Mapping[UUID, Series]
    notes: Mapping[UUID, NoteMark]
    days: Editions
    goes_on: bool

    def problem(self, problem: Problem) -> ThreadProblem:
        goals = tuple(self.goal(goal) for goal in problem.goals.all())
        return ThreadProblem(
            problem.pk,
            problem.number,
            problem.title,
            Coding(problem.system, problem.code) if problem.code else None,
            problem.in_their_words,
            day_at(problem.created_at, self.zone),
            goals,
            self.broken(Break.NO_GOAL, when=not goals and problem.closed_at is None),
            Placed(tuple(problem.areas), problem.part, problem.stage),
            problem.revision,
            self.day_of(problem.closed_at),
            problem.closed_as,
        )

    def goal(self, goal: Goal) -> ThreadGoal:
        objectives = tuple(self.objective(objective) for objective in goal.objectives.all())
        return ThreadGoal(
            goal.pk,
            goal.in_their_words,
            goal.clinical,
            objectives,
            self.broken(Break.NO_OBJECTIVE, when=not objectives and goal.closed_at is None),
            tuple(goal.areas),
            goal.revision,
            self.day_of(goal.closed_at),
            goal.closed_as,
        )

    def objective(self, objective: Objective) -> ThreadObjective:
        is_closed = objective.closed_at is not None
        interventions = tuple(self.intervention(one, is_closed=is_closed) for one in objective.interventions.all())
        held = [one for one in interventions if not one.is_ended]
        served_since = min((one.since for one in held if one.group), default=None)
        note = self.notes.get(objective.pk)
        broken = self.broken(Break.NO_INTERVENTION, when=not is_closed and not held)
        note_by = None
        if served_since is not None and not is_closed:
            note_by = note_missing_on(self.days, served_since, note.held_on if note else None)
            broken = self.broken(Break.NO_NOTE, when=self.today >= note_by)
        return ThreadObjective(
            objective.pk,
            objective.number,
            objective.title,
            objective.measure,
            objective.target,
            objective.due_on,
            objective.owner_id,
            objective.owner.name,
            objective.revision,
            is_closed,
            interventions,
            note,
            served_since,
            note_by,
            broken,
            objective.part,
            objective.closed_as,
        )

    def intervention(self, intervention: Intervention, *, is_closed: bool) -> ThreadIntervention:
        series = self.groups.get(intervention.pk)
        is_ended = intervention.ended_at is not None
        # what a session alone, a medication or casework does needs no group
        lacks_group = series is None and intervention.means == Means.GROUP
        return ThreadIntervention(
            intervention.pk,
            intervention.title,
            _group(series) if series else None,
            day_at(intervention.created_at, self.zone),
            is_ended,
            self.broken(Break.NO_GROUP, when=lacks_group and not is_ended and not is_closed),
            Means(intervention.means),
            intervention.part,
        )

    def day_of(self, at: datetime | None) -> date | None:
        return day_at(at, self.zone) if at else None

    def broken(self, kind: Break, *, when: bool) -> Break | None:
        return kind if when and self.goes_on else None


def _group(series: Series) -> Group:
    """A series as the thread shows it."""
    return Group(series.pk, series.name, tuple(sorted(series.weekdays)), f"{series.starts_at_time:%H:%M}")


def groups_to_choose(actor: Actor, client: Client, *, now: datetime) -> list[Group]:
    """The groups that may carry an intervention of this client: those they belong to."""
    found: Sequence[Series] = groups_of(actor, client, today=day_at(now, ZoneInfo(client.site.zone)))
    return [_group(series) for series in found]
