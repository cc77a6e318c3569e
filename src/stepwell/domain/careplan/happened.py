"""What of a plan of care stands in a person's timeline: what was written into it, and what came to an end."""

from collections.abc import Callable

from django.db.models import QuerySet

from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, visible_plans
from stepwell.domain.careplan.values import Ending
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened, Kind

PLAN = Kind("h", "Plan", "target")


def _problems(actor: Actor, client: Client) -> "QuerySet[Problem]":
    return Problem.objects.filter(visible_plans(actor), client=client)


def _goals(actor: Actor, client: Client) -> "QuerySet[Goal]":
    return Goal.objects.filter(problem__in=_problems(actor, client))


def _objectives(actor: Actor, client: Client) -> "QuerySet[Objective]":
    return Objective.objects.filter(goal__problem__in=_problems(actor, client))


def _interventions(actor: Actor, client: Client) -> "QuerySet[Intervention]":
    return Intervention.objects.filter(objective__goal__problem__in=_problems(actor, client))


def _says(what: str) -> Callable[[Row], Happened]:
    """A row of the plan: its number where it has one, its title, and how it ended where it did."""

    def told(row: Row) -> Happened:
        value = " ".join(str(row.facts[name]) for name in ("number", "title") if row.facts.get(name))
        ended = row.facts.get("end", "")
        detail = Ending(ended).label if ended else ""
        return row.told(what, value=value, quote=row.facts.get("words", ""), detail=detail, leads_to=("plan", row.key))

    return told


_PROBLEM = {"number": "number", "title": "title", "words": "in_their_words"}
_GOAL = {"title": "clinical", "words": "in_their_words"}
_STEP = {"number": "number", "title": "title"}
_END = {"end": "closed_as"}
SOURCES = (
    Source("problem", PLAN, VIEW_PLAN, _problems, "created_at", _says("Problem named"), facts=_PROBLEM),
    Source(
        "problem-corrected", PLAN, VIEW_PLAN, _problems, "corrected_at", _says("Problem corrected"),
        "corrected_by__name", _PROBLEM,
    ),
    Source("problem-closed", PLAN, VIEW_PLAN, _problems, "closed_at", _says("Problem closed"), facts=_PROBLEM | _END),
    Source("goal", PLAN, VIEW_PLAN, _goals, "created_at", _says("Goal set"), facts=_GOAL),
    Source(
        "goal-corrected", PLAN, VIEW_PLAN, _goals, "corrected_at", _says("Goal corrected"), "corrected_by__name", _GOAL
    ),
    Source("goal-closed", PLAN, VIEW_PLAN, _goals, "closed_at", _says("Goal closed"), facts=_GOAL | _END),
    Source("step", PLAN, VIEW_PLAN, _objectives, "created_at", _says("Objective agreed"), facts=_STEP),
    Source(
        "step-corrected", PLAN, VIEW_PLAN, _objectives, "corrected_at", _says("Objective corrected"),
        "corrected_by__name", _STEP,
    ),
    Source("step-closed", PLAN, VIEW_PLAN, _objectives, "closed_at", _says("Objective closed"), facts=_STEP | _END),
    Source(
        "help", PLAN, VIEW_PLAN, _interventions, "created_at", _says("Intervention begun"), facts={"title": "title"}
    ),
    Source(
        "help-ended", PLAN, VIEW_PLAN, _interventions, "ended_at", _says("Intervention ended"), facts={"title": "title"}
    ),
)  # fmt: skip
