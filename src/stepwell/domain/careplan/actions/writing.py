"""Writing a plan: naming what is in the way, what the client wants, the steps, and what the program does for them.

Sending the same thing twice is once: what is there already comes back. What is almost the same is refused, so that
nobody finds two of one thing. Which group carries an intervention `workflows.plan` sees to.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.careplan.queries import find_goal, find_intervention, find_objective, find_problem, open_stay
from stepwell.domain.careplan.rules import ObjectiveDraft, check_objective
from stepwell.domain.careplan.values import NOWHERE, Means, Placed, check_areas, check_placed, check_service
from stepwell.domain.people.models import Staff
from stepwell.domain.people.queries import care_team
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import clock_24, short_date
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

# What the columns hold: a title, a measure and a target; a code and its system, which referrers may send at any length.
SHORT = 200
_LONGEST_CODE, _LONGEST_SYSTEM = 100, 300

# "Write the plan": raised when a stay starts, finished by the first whole thread.
TASK = "plan.write"


class ObjectiveChanged(Refused):
    """Somebody corrected it since it was read; `revision` is the one that stands now."""

    def __init__(self, refusal: Refusal, revision: int) -> None:
        super().__init__(refusal)
        self.revision = revision


@action
def name_problem(
    *,
    actor: Actor,
    client_id: UUID,
    title: str,
    coding: Coding | None,
    in_their_words: str,
    placed: Placed = NOWHERE,
    now: datetime,
) -> Problem:
    """What is in the way, with a code where it is a known condition. Numbered in the order of naming."""
    require(actor, WRITE_PLAN)
    placed = check_placed(placed)
    episode = open_stay(actor, client_id)
    title, words = _line(title), _words(in_their_words)
    _check_texts((title, "title", "The problem has no name.", "Choose a condition, or write what is in the way."))
    system, code = (coding.system, coding.code) if coding else ("", "")
    if len(system) > _LONGEST_SYSTEM or len(code) > _LONGEST_CODE:
        raise refuse("The condition's code is longer than a code can be.", "condition", "Name the problem without it.")
    there = list(Problem.objects.filter(episode=episode))
    for problem in there:
        if problem.title.casefold() != title.casefold() and not (
            code and (problem.system, problem.code) == (system, code)
        ):
            continue
        if (problem.title, problem.in_their_words, problem.system, problem.code) == (title, words, system, code):
            return problem
        raise refuse(
            f"This is problem {problem.number} already.", "title", "Go on there, or name it apart from that one."
        )
    problem = Problem.objects.create(
        client_id=episode.client_id,
        episode=episode,
        number=max((one.number for one in there), default=0) + 1,
        title=title,
        system=system,
        code=code,
        in_their_words=words,
        areas=[*placed.areas],
        part=placed.part,
        stage=placed.stage,
        created_at=now,
    )
    record(actor, "problem.named", client_id=episode.client_id, subject=("problem", problem.pk))
    return problem


@action
def set_goal(
    *,
    actor: Actor,
    problem_id: UUID,
    in_their_words: str,
    clinical: str,
    areas: Collection[str] = (),
    now: datetime,
) -> Goal:
    """What the client wants, said twice."""
    problem = find_problem(actor, problem_id)
    words, clinical = _words(in_their_words), _words(clinical)
    _check_texts(
        (
            words,
            "in_their_words",
            "Their own words are missing.",
            "Write what they want as they say it.",
        ),
        (
            clinical,
            "clinical",
            "The clinical wording is missing.",
            "Say what will be different for them.",
        ),
    )
    goal, fresh = Goal.objects.get_or_create(
        problem=problem,
        in_their_words=words,
        clinical=clinical,
        defaults={"created_at": now, "areas": [*check_areas(areas)]},
    )
    if fresh:
        record(actor, "goal.set", client_id=problem.client_id, subject=("goal", goal.pk))
    return goal


@action
def set_objective(
    *,
    actor: Actor,
    goal_id: UUID,
    title: str,
    measure: str,
    target: str,
    due_on: date | None,
    owner_id: int | None,
    part: str = "",
    now: datetime,
) -> Objective:
    """A step that can be measured. Numbered "1.2" within its problem; a closed one keeps its number."""
    goal = find_goal(actor, goal_id)
    problem = goal.problem
    typed = _Terms(_line(title), _line(measure), _line(target), due_on, owner_id, part)
    terms = _check_terms(actor, problem, typed, now)
    same = Objective.objects.filter(goal=goal, closed_at__isnull=True, **terms).first()
    if same is not None:
        return same
    # the problem is locked, and objectives are never deleted: the count is the last number
    number = Objective.objects.filter(goal__problem=problem).count() + 1
    objective = Objective.objects.create(goal=goal, number=f"{problem.number}.{number}", created_at=now, **terms)
    record(actor, "objective.set", client_id=problem.client_id, subject=("objective", objective.pk))
    return objective


@action
def correct_objective(
    *,
    actor: Actor,
    objective_id: UUID,
    title: str,
    measure: str,
    target: str,
    due_on: date | None,
    owner_id: int | None,
    revision: int,
    part: str = "",
    now: datetime,
) -> Objective:
    """The same step, said rightly. Whether a signed note stands in the way `workflows.plan` knows: call it there.

    `revision` is the one that was read: a correction that didn't know the last one is refused (`ObjectiveChanged`).
    """
    objective = find_objective(actor, objective_id)
    problem = objective.goal.problem
    _check_not_closed(objective)
    typed = _Terms(_line(title), _line(measure), _line(target), due_on, owner_id, part)
    terms = _check_terms(actor, problem, typed, now)
    changed = sorted(name for name, value in terms.items() if getattr(objective, name) != value)
    if changed and objective.revision != revision:
        raise _corrected_meanwhile(actor, objective)
    if changed:
        for name in changed:
            setattr(objective, name, terms[name])
        objective.revision += 1
        objective.corrected_at, objective.corrected_by_id = now, actor.staff_id
        objective.save(update_fields=[*changed, "revision", "corrected_at", "corrected_by"])
        record(
            actor,
            "objective.corrected",
            client_id=problem.client_id,
            subject=("objective", objective.pk),
            detail={"fields": [*changed]},
        )
    return objective


@action
def close_objective(*, actor: Actor, objective_id: UUID, now: datetime) -> Objective:
    """Reached or given up: no note names it any more, and what was done for it ends. Twice is once."""
    objective = find_objective(actor, objective_id)
    if objective.closed_at is None:
        objective.closed_at = now
        objective.save(update_fields=["closed_at"])
        ended = objective.interventions.filter(ended_at__isnull=True).update(ended_at=now)
        client_id, detail = objective.goal.problem.client_id, {"interventions_ended": ended}
        record(actor, "objective.closed", client_id=client_id, subject=("objective", objective.pk), detail=detail)
    return objective


@action
def reopen_objective(*, actor: Actor, objective_id: UUID, closed_at: datetime) -> Objective:
    """Closed by mistake at `closed_at`: it is open again, and so is what was done for it and ended with it."""
    objective = find_objective(actor, objective_id)
    if objective.closed_at != closed_at:
        raise refuse(f"Objective {objective.number} has changed since.", "", "Read the plan again.")
    objective.closed_at = None
    objective.save(update_fields=["closed_at"])
    resumed = objective.interventions.filter(ended_at=closed_at).update(ended_at=None)
    client_id, detail = objective.goal.problem.client_id, {"interventions_resumed": resumed}
    record(actor, "objective.reopened", client_id=client_id, subject=("objective", objective.pk), detail=detail)
    return objective


@action
def add_intervention(
    *,
    actor: Actor,
    objective_id: UUID,
    title: str,
    means: str = Means.GROUP.value,
    part: str = "",
    now: datetime,
) -> Intervention:
    """What the program does for the objective. The same title while it holds is the same intervention."""
    check_service(means, part)
    objective = find_objective(actor, objective_id)
    _check_not_closed(objective)
    title = _line(title)
    _check_texts((title, "title", "The intervention has no name.", "Say what is done, such as a skill."))
    intervention, fresh = Intervention.objects.get_or_create(
        objective=objective,
        title=title,
        ended_at=None,
        defaults={"created_at": now, "means": means, "part": part},
    )
    if fresh:
        client_id = objective.goal.problem.client_id
        record(actor, "intervention.added", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention


@action
def end_intervention(*, actor: Actor, intervention_id: UUID, now: datetime) -> Intervention:
    """It is no longer done for this objective. Twice is once."""
    intervention = find_intervention(actor, intervention_id)
    if intervention.ended_at is None:
        intervention.ended_at = now
        intervention.save(update_fields=["ended_at"])
        client_id = intervention.objective.goal.problem.client_id
        record(actor, "intervention.ended", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention


@action
def resume_intervention(*, actor: Actor, intervention_id: UUID, ended_at: datetime) -> Intervention:
    """Ended by mistake at `ended_at`: it holds again."""
    intervention = find_intervention(actor, intervention_id)
    objective = intervention.objective
    _check_not_closed(objective)
    if intervention.ended_at != ended_at:
        raise refuse("This intervention has changed since.", "", "Read the plan again.")
    if objective.interventions.filter(title=intervention.title, ended_at__isnull=True).exists():
        raise refuse("The same intervention was added since.", "", "Nothing is missing in the plan.")
    intervention.ended_at = None
    intervention.save(update_fields=["ended_at"])
    client_id = objective.goal.problem.client_id
    record(actor, "intervention.resumed", client_id=client_id, subject=("intervention", intervention.pk))
    return intervention


@dataclass(frozen=True, slots=True)
class _Terms:
    """An objective as typed, in single lines."""

    title: str
    measure: str
    target: str
    due_on: date | None
    owner_id: int | None
    part: str


def _check_terms(actor: Actor, problem: Problem, terms: _Terms, now: datetime) -> dict[str, object]:
    """The columns of an objective that is fit for the plan; raises Refused with everything that isn't."""
    site = problem.client.site
    draft = ObjectiveDraft(terms.title, terms.measure, terms.target, terms.due_on, str(terms.owner_id or ""))
    refusals: list[Refusal] = []
    check_placed(Placed(part=terms.part))
    try:
        check_objective(
            draft,
            today=day_at(now, ZoneInfo(site.zone)),
            # planned_end_on is the first day after the track
            track_ends_on=problem.episode.planned_end_on - timedelta(days=1),
        )
    except Refused as refused:
        refusals.extend(refused.refusals)
    for field in ("title", "measure", "target"):
        if len(getattr(terms, field)) > SHORT:
            refusals.append(_too_long("specific" if field == "title" else field))
    if terms.owner_id is not None and terms.owner_id not in {one.pk for one in _possible_owners(actor, problem)}:
        refusals.append(Refusal("The owner is not on the care team.", "owner", "Choose somebody who is."))
    if refusals:
        raise Refused(*refusals)
    return {
        "title": terms.title,
        "measure": terms.measure,
        "target": terms.target,
        "due_on": terms.due_on,
        "owner_id": terms.owner_id,
        "part": terms.part,
    }


def _corrected_meanwhile(actor: Actor, objective: Objective) -> ObjectiveChanged:
    """Who corrected it, when by the site's clock, and what stands there now."""
    by, at = objective.corrected_by, objective.corrected_at
    who = "Somebody" if by is None else "You, in another window," if by.pk == actor.staff_id else by.name
    zone = ZoneInfo(objective.goal.problem.client.site.zone)
    when = f" at {clock_24(at, zone)}" if at else ""
    now = f"{objective.title}; {objective.measure}; {objective.target}; by {short_date(objective.due_on)}"
    mend = "Yours is in the fields and not saved. Save again to put it in its place."
    return ObjectiveChanged(Refusal(f"{who} corrected this{when}. It says now: {now}.", "", mend), objective.revision)


def _possible_owners(actor: Actor, problem: Problem) -> list[Staff]:
    """Who can see to an objective: the care team of now."""
    return [member.staff for member in care_team(actor, problem.client)]


def _check_not_closed(objective: Objective) -> None:
    """What is closed stays as it was."""
    if objective.closed_at is not None:
        raise refuse(f"Objective {objective.number} is closed.", "", "Set a new objective for what comes next.")


def _check_texts(*needed: tuple[str, str, str, str]) -> None:
    """Refuse what is empty, or a title too long for its column. Each: the text, its field, what to say, how to mend."""
    refusals = [Refusal(what, where, mend) for text, where, what, mend in needed if not text]
    refusals += [_too_long(where) for text, where, _, _ in needed if where == "title" and len(text) > SHORT]
    if refusals:
        raise Refused(*refusals)


def _too_long(where: str) -> Refusal:
    return Refusal(f"This is longer than {SHORT} letters.", where, "Say it shorter.")


def _line(text: str) -> str:
    """A title stands on one line."""
    return " ".join(text.split())


def _words(text: str) -> str:
    """As it was said, with the line breaks that a browser sends in one form."""
    return text.replace("\r\n", "\n").strip()
