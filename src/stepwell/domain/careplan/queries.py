"""Reads of the plan of care. What groups and notes add to it `workflows.thread` puts together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from stepwell.domain.admissions.models import Episode, ReferredItem
from stepwell.domain.admissions.values import ItemKind
from stepwell.domain.assessment.queries import signed_diagnoses
from stepwell.domain.careplan.models import Basis, Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, WRITE_PLAN, visible_plans
from stepwell.domain.careplan.rules import MEDICARE_REVIEW, next_review
from stepwell.domain.careplan.values import Ending
from stepwell.domain.people.models import Client, Function
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.people.queries import care_team, find_client, own_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

# 1.2 stands before 1.10
BY_NUMBER = (Length("number"), "number")


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One open objective, as its client reads it. `with_whom` is who helps with it."""

    number: str
    title: str
    measure: str
    target: str
    due_on: date
    with_whom: str


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """One open goal in the client's own words, with the open steps towards it, the one due first at the front."""

    in_their_words: str
    steps: tuple[OwnStep, ...]


@dataclass(frozen=True, slots=True)
class OwnEnd:
    """A goal in the client's own words, or a step, that is closed: how it ended, and on which day."""

    title: str
    is_goal: bool
    closed_as: str
    on: date


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The plan on the client's own phone: no codes and no clinical wording.

    `written_with` is the counselor's name, empty where nobody is named; `review_on` the latest day on which the
    plan is looked at again. `ends` are the goals and steps that are closed, the last one first.
    """

    goals: tuple[OwnGoal, ...]
    written_with: str
    review_on: date | None
    ends: tuple[OwnEnd, ...] = ()


def own_plan(actor: Actor) -> OwnPlan:
    """The plan of the client who is logged in. Without an open episode, or before the first goal, it has no goals."""
    require(actor, VIEW_PLAN)
    client = own_client(actor)
    episode = _open_episode(client)
    if episode is None:
        return OwnPlan((), "", None)
    steps = Objective.objects.select_related("owner").order_by("due_on", *BY_NUMBER)
    goals = list(
        Goal.objects.filter(problem__in=Problem.objects.filter(visible_plans(actor), episode=episode))
        .prefetch_related(Prefetch("objectives", queryset=steps))
        .order_by("problem__number", "created_at")
    )
    counselors = [m.staff.name for m in care_team(actor, client) if m.function == Function.COUNSELOR]
    return OwnPlan(
        tuple(_own_goal(goal) for goal in goals if goal.closed_at is None),
        counselors[0] if counselors else "",
        next_review(episode.started_on, (), (MEDICARE_REVIEW,)).due_on,
        _own_ends(goals, ZoneInfo(client.site.zone)),
    )


def _own_goal(goal: Goal) -> OwnGoal:
    """An open goal with its open objectives."""
    steps = (one for one in goal.objectives.all() if one.closed_at is None)
    return OwnGoal(goal.in_their_words, tuple(_own_step(one) for one in steps))


def _own_ends(goals: Iterable[Goal], zone: ZoneInfo) -> tuple[OwnEnd, ...]:
    """What is closed, the last one first; a goal before the steps that were closed with it."""
    closed = [
        (part.closed_at, OwnEnd(title, is_goal, part.closed_as, day_at(part.closed_at, zone)))
        for goal in goals
        for part, title, is_goal in (
            (goal, goal.in_their_words, True),
            *((one, one.title, False) for one in goal.objectives.all()),
        )
        if part.closed_at is not None
    ]
    return tuple(end for _, end in sorted(closed, key=lambda one: one[0], reverse=True))


def _own_step(objective: Objective) -> OwnStep:
    """An objective without its ids."""
    return OwnStep(
        objective.number,
        objective.title,
        objective.measure,
        objective.target,
        objective.due_on,
        objective.owner.name,
    )


def current_episode(actor: Actor, client: Client) -> Episode | None:
    """The stay whose plan is shown: the open one, else the last one. The client is one the actor has found."""
    require(actor, VIEW_PLAN)
    return _open_episode(client) or client.episodes.select_related("track").order_by("-started_on", "-pk").first()


def _open_episode(client: Client) -> Episode | None:
    """The stay that a plan is written for now: the latest, should somebody be in two tracks."""
    open_ones = client.episodes.filter(ended_on__isnull=True).select_related("track")
    return open_ones.order_by("-started_on", "-pk").first()


def basis_of(actor: Actor, episode: Episode) -> Basis | None:
    """What the plan of a stay stands on, if anybody wrote it: part of the plan, whose read is written down."""
    require(actor, VIEW_PLAN)
    seen = visible_ids(actor, VIEW_PLAN)
    stays = Episode.objects.filter(seen, pk=episode.pk)
    return Basis.objects.filter(episode__in=stays).select_related("saved_by").first()


def plan_of(actor: Actor, client: Client, episode: Episode) -> Sequence[Problem]:
    """The problems of one stay in their order, each with its goals, objectives (and owners) and interventions.

    Four queries, however long the plan is. Written down, unless it is one's own.
    """
    require(actor, VIEW_PLAN)
    interventions = Intervention.objects.order_by("created_at", "pk")
    objectives = Objective.objects.select_related("owner").order_by(*BY_NUMBER)
    goals = Goal.objects.order_by("created_at", "pk")
    found = list(
        Problem.objects.filter(visible_plans(actor), client=client, episode=episode)
        .prefetch_related(
            Prefetch("goals", queryset=goals),
            Prefetch("goals__objectives", queryset=objectives),
            Prefetch("goals__objectives__interventions", queryset=interventions),
        )
        .order_by("number")
    )
    record_read(actor, "plan", client.pk)
    return found


def open_objectives(
    actor: Actor, client_ids: Collection[UUID], *, met_at: datetime | None = None
) -> dict[UUID, list[Objective]]:
    """The objectives that a note can name, by client, in the plan's order: what is open, and of a session that began
    `met_at` what was open then and was closed since, unless it was a mistake. The caller writes its own list read down.
    """
    require(actor, VIEW_PLAN)
    found: dict[UUID, list[Objective]] = {client_id: [] for client_id in client_ids}
    problems = Problem.objects.filter(visible_plans(actor), client_id__in=client_ids, episode__ended_on__isnull=True)
    can_be_named = Q(closed_at__isnull=True)
    if met_at is not None:
        can_be_named |= Q(closed_at__gt=met_at) & ~Q(closed_as=Ending.MISTAKE)
    for objective in (
        Objective.objects.filter(can_be_named, goal__problem__in=problems)
        .select_related("goal__problem")
        .order_by("goal__problem__number", *BY_NUMBER)
    ):
        found[objective.goal.problem.client_id].append(objective)
    return found


@dataclass(frozen=True, slots=True)
class KnownCondition:
    """A signed diagnosis or a condition that a referrer sent: something a problem can be named after. `key` tells it
    from the others.
    """

    key: str
    title: str
    coding: Coding
    is_active: bool


# FHIR's clinical statuses of something that is there now (https://hl7.org/fhir/R4/valueset-condition-clinical.html);
# a condition entered in error or refuted was never there.
_THERE_NOW = frozenset({"active", "recurrence", "relapse"})
_NEVER_THERE = frozenset({"entered-in-error", "refuted"})


def known_conditions(actor: Actor, client: Client) -> list[KnownCondition]:
    """What the signed assessment and referrers say is the matter, each once: diagnoses, then what is active, newest
    first, then the rest.
    """
    require(actor, WRITE_PLAN)
    signed = [
        KnownCondition(f"d{one.pk}", one.display, Coding(one.system, one.code, one.display), is_active=True)
        for one in signed_diagnoses(actor, client)
    ]
    items = ReferredItem.objects.filter(
        referral__in=client.referrals.filter(visible_plans(actor)), kind=ItemKind.CONDITION
    ).order_by(F("started_on").desc(nulls_last=True), "pk")
    found = {(one.coding.system, one.coding.code, ""): one for one in signed}
    for item in items:
        status = {word.strip() for word in item.status.casefold().split(",")}
        title = (item.text or item.display or item.code).strip()
        if not title or status & _NEVER_THERE:
            continue
        is_active = bool(status & _THERE_NOW) or (not item.status and not item.ended)
        known = KnownCondition(str(item.pk), title, Coding(item.system, item.code, item.display), is_active)
        same = (item.system, item.code, "" if item.code else title.casefold())
        if same not in found or (is_active and not found[same].is_active):
            found[same] = known
    return sorted(found.values(), key=lambda known: not known.is_active)


def open_stay(actor: Actor, client_id: UUID) -> Episode:
    """The stay that a plan is written for, locked for the rest of the transaction so that numbers are given once."""
    client = find_client(actor, client_id, WRITE_PLAN)
    episode = (
        Episode.objects.select_for_update(of=("self",))
        .filter(client=client, ended_on__isnull=True)
        .select_related("client__site", "track")
        .order_by("-started_on", "-pk")
        .first()
    )
    if episode is None:
        raise refuse("A plan belongs to a stay, and none is open.", "", "Let the person start in a track first.")
    return episode


def find_problem(actor: Actor, problem_id: UUID) -> Problem:
    """One problem to write on, locked. Raises `NotFound`."""
    require(actor, WRITE_PLAN)
    rows = Problem.objects.select_for_update(of=("self",)).select_related("client__site", "episode")
    problem = rows.filter(visible_ids(actor, WRITE_PLAN), pk=problem_id).first()
    if problem is None:
        raise NotFound("problem", Problem.objects.filter(pk=problem_id).values_list("client_id", flat=True).first())
    _check_open(problem)
    return problem


def find_goal(actor: Actor, goal_id: UUID) -> Goal:
    """One goal to write on; its problem and it are locked, in this order everywhere. Raises `NotFound`."""
    require(actor, WRITE_PLAN)
    rows = Goal.objects.select_for_update(of=("problem", "self"))
    goal = (
        rows.select_related("problem__client__site", "problem__episode")
        .filter(problem__in=_seen(actor), pk=goal_id)
        .first()
    )
    if goal is None:
        whose = Goal.objects.filter(pk=goal_id).values_list("problem__client_id", flat=True).first()
        raise NotFound("goal", whose)
    _check_open(goal.problem)
    return goal


def find_objective(actor: Actor, objective_id: UUID) -> Objective:
    """One objective to write on; its problem and it are locked. Raises `NotFound`."""
    require(actor, WRITE_PLAN)
    rows = Objective.objects.select_for_update(of=("goal__problem", "self"))
    objective = (
        rows.select_related("goal__problem__client__site", "goal__problem__episode", "owner")
        .filter(goal__problem__in=_seen(actor), pk=objective_id)
        .first()
    )
    if objective is None:
        whose = Objective.objects.filter(pk=objective_id).values_list("goal__problem__client_id", flat=True).first()
        raise NotFound("objective", whose)
    _check_open(objective.goal.problem)
    return objective


def find_intervention(actor: Actor, intervention_id: UUID) -> Intervention:
    """One intervention to write on; its problem and it are locked. Raises `NotFound`."""
    require(actor, WRITE_PLAN)
    rows = Intervention.objects.select_for_update(of=("objective__goal__problem", "self"))
    intervention = (
        rows.select_related("objective__goal__problem__client__site", "objective__goal__problem__episode")
        .filter(objective__goal__problem__in=_seen(actor), pk=intervention_id)
        .first()
    )
    if intervention is None:
        theirs = Intervention.objects.filter(pk=intervention_id)
        raise NotFound("intervention", theirs.values_list("objective__goal__problem__client_id", flat=True).first())
    _check_open(intervention.objective.goal.problem)
    return intervention


def _seen(actor: Actor) -> QuerySet[Problem]:
    """The problems that the actor may write on."""
    return Problem.objects.filter(visible_ids(actor, WRITE_PLAN))


def _check_open(problem: Problem) -> None:
    """A plan is written while its stay lasts."""
    if problem.episode.ended_on is not None:
        raise refuse("This stay has ended, and its plan with it.", "", "Write in the plan of the stay that is open.")
