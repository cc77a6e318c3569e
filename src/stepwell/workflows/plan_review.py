"""Reviewing a plan: what it says now beside the last version that was signed, and signing it anew.

It spans the plan, the groups and notes that hang on it (`workflows.thread`), and the versions that stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.models import Basis
from stepwell.domain.careplan.queries import OwnPlan, basis_of, current_episode, own_plan
from stepwell.domain.people.queries import own_client
from stepwell.domain.planreview.actions import sign_version
from stepwell.domain.planreview.models import PlanVersion
from stepwell.domain.planreview.queries import Signed, clocks_for, own_version, versions_of
from stepwell.domain.planreview.rules.clock import Certification, Clocks
from stepwell.domain.planreview.rules.difference import Change, difference
from stepwell.domain.planreview.rules.snapshot import (
    Aim,
    Concern,
    Progress,
    Served,
    Snapshot,
    Step,
    mark_of,
    with_progress,
)
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import short_date
from stepwell.platform.ledger.unit import action
from stepwell.workflows.thread import (
    GoldenThread,
    ThreadGoal,
    ThreadIntervention,
    ThreadObjective,
    ThreadProblem,
    golden_thread,
)


@dataclass(frozen=True, slots=True)
class Review:
    """A plan with what is known of its last review. Without a stay there is nothing to review."""

    thread: GoldenThread
    episode: Episode | None
    said: Snapshot
    versions: tuple[Signed, ...]
    clocks: Clocks | None
    certification: Certification

    @property
    def last(self) -> Signed | None:
        """The version that stands."""
        return self.versions[0] if self.versions else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is otherwise than in the version that stands."""
        return difference(self.last.said, self.said) if self.last else ()

    @property
    def mark(self) -> str:
        """The mark of what is read."""
        return mark_of(self.said)


def review_of(actor: Actor, client_id: UUID, *, now: datetime) -> Review:
    """For the review's page. Written down as looks at the plan and at its versions. Raises `NotFound`."""
    thread = golden_thread(actor, client_id, now=now)
    episode = thread.episode
    if episode is None:
        return Review(thread, None, snapshot_of(thread, None), (), None, Certification.NOT_ASKED)
    episode.client = thread.client
    clocks = clocks_for(actor, [episode])[episode.pk] if episode.ended_on is None else None
    today = day_at(now, ZoneInfo(thread.client.site.zone))
    return Review(
        thread,
        episode,
        snapshot_of(thread, basis_of(actor, episode)),
        tuple(versions_of(actor, thread.client, episode)),
        clocks,
        clocks.certification(today) if clocks else Certification.NOT_ASKED,
    )


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What a client reads of their plan: as it is now, and the version that was signed last, if any."""

    plan: OwnPlan
    version: Signed | None


def own_plan_to_read(actor: Actor) -> OwnReading:
    """For the client who is logged in. The day of the next review is the one that counts for them."""
    plan, version = own_plan(actor), own_version(actor)
    if plan.review_on is None:
        return OwnReading(plan, version)
    episode = current_episode(actor, own_client(actor))
    assert episode is not None  # a plan that is looked at again has a stay
    review_on = clocks_for(actor, [episode])[episode.pk].review_on
    return OwnReading(replace(plan, review_on=review_on), version)


@action
def sign_plan(
    *,
    actor: Actor,
    client_id: UUID,
    read: str,
    progress: Mapping[str, str],
    summary: str,
    now: datetime,
) -> PlanVersion:
    """The plan as it stands becomes a version that stays. `progress` is by an objective's id; none of it is owed."""
    if {*progress.values()} - {one.value for one in Progress}:
        raise refuse("This says nothing known about progress.", "", "Choose one of those that are shown.")
    thread = golden_thread(actor, client_id, now=now)
    episode = thread.episode
    basis = basis_of(actor, episode) if episode else None
    said = with_progress(snapshot_of(thread, basis), dict(progress))
    return sign_version(actor=actor, client_id=client_id, said=said, read=read, summary=summary, now=now)


def snapshot_of(thread: GoldenThread, basis: Basis | None) -> Snapshot:
    """The whole plan as values that can be kept."""
    return Snapshot(
        thread.track,
        basis.strengths if basis else "",
        basis.barriers if basis else "",
        tuple(_concern(problem) for problem in thread.problems),
    )


def _concern(one: ThreadProblem) -> Concern:
    code = f"{one.coding.system_name} {one.coding.code}" if one.coding else ""
    placed = one.placed
    aims = tuple(_aim(goal) for goal in one.goals)
    return Concern(
        str(one.id),
        one.number,
        one.title,
        code,
        one.in_their_words,
        placed.areas,
        placed.part,
        placed.stage,
        aims,
        one.is_closed,
        one.closed_as,
    )


def _aim(goal: ThreadGoal) -> Aim:
    steps = tuple(_step(objective) for objective in goal.objectives)
    return Aim(str(goal.id), goal.in_their_words, goal.clinical, goal.areas, steps, goal.is_closed, goal.closed_as)


def _step(one: ThreadObjective) -> Step:
    return Step(
        str(one.id),
        one.number,
        one.title,
        one.measure,
        one.target,
        one.due_on,
        one.owner,
        one.part,
        one.is_closed,
        tuple(_served(intervention) for intervention in one.interventions),
        f"{one.note.group}, {short_date(one.note.held_on)}" if one.note else "",
        closed_as=one.closed_as,
    )


def _served(one: ThreadIntervention) -> Served:
    group = one.group.name if one.group else ""
    return Served(str(one.id), one.title, one.means.value, one.part, group, one.is_ended)
