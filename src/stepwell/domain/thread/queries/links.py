"""What one thing of the thread came from and what it led to: a diagnosis, an objective, an instrument, a note.

Parts of pages whose own look is written down; each takes what the actor has found.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.assessment.models import Diagnosis
from stepwell.domain.assessment.permissions import VIEW_ASSESSMENT
from stepwell.domain.assessment.queries import signed_diagnoses
from stepwell.domain.careplan.models import Objective, Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, visible_plans
from stepwell.domain.careplan.queries import BY_NUMBER
from stepwell.domain.careplan.values import Ending
from stepwell.domain.people.models import Client
from stepwell.domain.thread.models import FindingAnswer, NoteObjective, ObjectiveMeasure
from stepwell.domain.thread.permissions import visible_charts
from stepwell.domain.thread.rules import answers
from stepwell.domain.week.models import Note
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A diagnosis of the signed assessment with the problems it led to, or the reason why the plan leaves it out."""

    diagnosis: Diagnosis
    problems: tuple[Problem, ...]
    answer: FindingAnswer | None

    @property
    def is_answered(self) -> bool:
        """The plan says what becomes of it."""
        return bool(self.problems) or self.answer is not None


@dataclass(frozen=True, slots=True)
class StepOf:
    """An objective with what it came from."""

    objective: Objective
    said: NoteObjective | None = None


def findings_of(actor: Actor, client: Client, episode: Episode | None) -> list[FoundLink]:
    """The diagnoses of the latest signed assessment, in their order, with what the stay's plan makes of each."""
    require(actor, VIEW_PLAN)
    if episode is None or not actor.may(VIEW_ASSESSMENT):
        return []
    found = signed_diagnoses(actor, client)
    seen = Episode.objects.filter(visible_charts(actor), pk=episode.pk)
    problems = list(Problem.objects.filter(visible_plans(actor), episode=episode).order_by("number"))
    said = {
        (one.system, one.code): one for one in FindingAnswer.objects.filter(episode__in=seen).select_related("said_by")
    }
    zone = ZoneInfo(client.site.zone)
    return [_link(one, problems, said.get((one.system, one.code)), zone) for one in found]


def _link(one: Diagnosis, problems: Sequence[Problem], answer: FindingAnswer | None, zone: ZoneInfo) -> FoundLink:
    said = answer.problem_id if answer else None
    led_to = [each for each in problems if each.pk == said or _answers(each, one, zone)]
    return FoundLink(one, tuple(led_to), answer)


def _answers(problem: Problem, one: Diagnosis, zone: ZoneInfo) -> bool:
    """By its code, as the chart counts it."""
    if (problem.system, problem.code) != (one.system, one.code):
        return False
    closed_on, assessed_on = (day_at(at, zone) if at else None for at in (problem.closed_at, one.assessment.signed_at))
    return answers(closed_on, assessed_on, is_mistake=problem.closed_as == Ending.MISTAKE)


def objectives_to_name(actor: Actor, client: Client) -> list[Objective]:
    """The objectives of the open stay, closed ones too: what a signed note may turn out to have served."""
    require(actor, VIEW_PLAN)
    problems = Problem.objects.filter(visible_plans(actor), client=client, episode__ended_on__isnull=True)
    steps = Objective.objects.filter(goal__problem__in=problems).order_by("goal__problem__number", *BY_NUMBER)
    return list(steps)


def steps_of_notes(actor: Actor, note_ids: Collection[UUID]) -> dict[UUID, StepOf]:
    """Which objective each of these signed notes serves, with its goal and problem: as it was signed, or said since."""
    if not note_ids or not actor.may(VIEW_PLAN):
        return {}
    seen = Problem.objects.filter(visible_plans(actor))
    notes = Note.objects.filter(pk__in=note_ids, objective__goal__problem__in=seen).select_related(
        "objective__goal__problem"
    )
    found = {note.pk: StepOf(note.objective) for note in notes if note.objective is not None}
    later = NoteObjective.objects.filter(note_id__in=note_ids, objective__goal__problem__in=seen)
    for one in later.select_related("objective__goal__problem", "said_by"):
        found[one.note_id] = StepOf(one.objective, one)
    return found


def steps_shown_by(actor: Actor, client: Client) -> dict[str, list[Objective]]:
    """The open objectives of the open stay by the instrument that shows them."""
    if not actor.may(VIEW_PLAN):
        return {}
    problems = Problem.objects.filter(visible_plans(actor), client=client, episode__ended_on__isnull=True)
    shown = ObjectiveMeasure.objects.filter(objective__goal__problem__in=problems, objective__closed_at__isnull=True)
    found: dict[str, list[Objective]] = {}
    for one in shown.select_related("objective__goal__problem").order_by("objective__number"):
        found.setdefault(one.instrument_code, []).append(one.objective)
    return found
