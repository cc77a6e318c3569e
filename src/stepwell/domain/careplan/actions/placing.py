"""Where the parts of a plan stand - which areas, whose part, how ready - and what the whole of it stands on.

None of it is owed: a plan is a plan without. What was chosen is chosen anew at any time while the stay lasts.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Basis, Goal, Objective, Problem
from stepwell.domain.careplan.queries import find_goal, find_problem, open_stay
from stepwell.domain.careplan.values import Placed, check_areas, check_placed
from stepwell.domain.people.models import Staff
from stepwell.domain.people.permissions import NAME_CARE_TEAM
from stepwell.kernel.actor import Actor
from stepwell.kernel.drafts import is_stale, saved_meanwhile
from stepwell.kernel.errors import refuse
from stepwell.kernel.wording import clock_24
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record

MOST_LETTERS = 4000


@action
def place_problem(*, actor: Actor, problem_id: UUID, placed: Placed) -> Problem:
    """The areas that a problem touches, whose part it is, and how ready they are. The same twice is once."""
    placed = check_placed(placed)
    problem = find_problem(actor, problem_id)
    chosen = {"areas": [*placed.areas], "part": placed.part, "stage": placed.stage}
    changed = sorted(name for name, value in chosen.items() if getattr(problem, name) != value)
    if changed:
        for name in changed:
            setattr(problem, name, chosen[name])
        problem.save(update_fields=changed)
        detail: dict[str, Plain] = {"fields": [*changed]}
        record(actor, "problem.placed", client_id=problem.client_id, subject=("problem", problem.pk), detail=detail)
    return problem


@action
def place_goal(*, actor: Actor, goal_id: UUID, areas: Collection[str]) -> Goal:
    """The areas that a goal touches. The same twice is once."""
    chosen = [*check_areas(areas)]
    goal = find_goal(actor, goal_id)
    if goal.areas != chosen:
        goal.areas = chosen
        goal.save(update_fields=["areas"])
        record(actor, "goal.placed", client_id=goal.problem.client_id, subject=("goal", goal.pk))
    return goal


@action
def hand_over_objectives(*, actor: Actor, client_id: UUID, from_id: int, to: Staff, now: datetime) -> int:
    """Who sees to an objective has left the care team, and another does: what was agreed and signed stays as it is.

    Called by who names the team, who needn't write plans. How many there were.
    """
    require(actor, NAME_CARE_TEAM)
    theirs = Objective.objects.select_for_update(of=("self",)).filter(owner_id=from_id, closed_at__isnull=True)
    handed = list(theirs.filter(goal__problem__client_id=client_id, goal__problem__episode__ended_on__isnull=True))
    for one in handed:
        one.owner, one.revision = to, one.revision + 1
        one.corrected_at, one.corrected_by_id = now, actor.staff_id
        one.save(update_fields=["owner", "revision", "corrected_at", "corrected_by"])
        detail: dict[str, Plain] = {"fields": ["owner"]}
        record(actor, "objective.corrected", client_id=client_id, subject=("objective", one.pk), detail=detail)
    return len(handed)


@action
def save_basis(
    *,
    actor: Actor,
    client_id: UUID,
    strengths: str,
    barriers: str,
    seen: str,
    page: str = "",
    stays: bool = False,
    now: datetime,
) -> Basis:
    """What helps and what is in the way, for the stay that is open.

    `seen` is the revision that the page was made from; `page` names the page, which `stays` open or is left: what
    somebody else saved since is never written over unseen.
    """
    episode = open_stay(actor, client_id)
    typed = {"strengths": strengths, "barriers": barriers}
    for name, words in typed.items():
        typed[name] = words.replace("\r\n", "\n").strip()
        if len(typed[name]) > MOST_LETTERS:
            raise refuse(f"This is longer than {MOST_LETTERS} letters.", name, "Shorten it.")
    found = Basis.objects.filter(episode=episode).select_related("saved_by").first()
    basis = found or Basis(episode=episode, saved_at=now)
    saved_from = page if stays else ""
    if all(getattr(basis, name) == words for name, words in typed.items()):
        if found is not None and found.saved_from != saved_from:
            found.saved_from = saved_from
            found.save(update_fields=["saved_from"])
        return basis
    if is_stale(sent=seen, stands=str(basis.revision), page=page, saved_from=basis.saved_from):
        by = basis.saved_by
        at = clock_24(basis.saved_at, ZoneInfo(episode.client.site.zone))
        raise saved_meanwhile(by.name if by else "Somebody", is_own=basis.saved_by_id == actor.staff_id, at=at)
    for name, words in typed.items():
        setattr(basis, name, words)
    basis.revision += 1
    basis.saved_at, basis.saved_by_id, basis.saved_from = now, actor.staff_id, saved_from
    basis.save()
    record(actor, "plan_basis.saved", client_id=episode.client_id, subject=("episode", episode.pk))
    return basis
