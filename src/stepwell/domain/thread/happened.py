"""What of the golden thread stands in a person's timeline: which instrument shows an objective, and what became of a
diagnosis that no problem names.
"""

from django.db.models import QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.happened import PLAN
from stepwell.domain.careplan.models import Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, visible_plans
from stepwell.domain.people.happened import Row, Source
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_ids
from stepwell.domain.thread.models import FindingAnswer, ObjectiveMeasure
from stepwell.kernel.actor import Actor
from stepwell.kernel.happened import Happened


def _measures(actor: Actor, client: Client) -> "QuerySet[ObjectiveMeasure]":
    theirs = Problem.objects.filter(visible_plans(actor), client=client)
    return ObjectiveMeasure.objects.filter(objective__goal__problem__in=theirs)


def _shown(row: Row) -> Happened:
    value = f"{row.facts['number']} {row.facts['title']}"
    return row.told("Measure chosen", value=value, leads_to=("plan", row.key))


def _answers(actor: Actor, client: Client) -> "QuerySet[FindingAnswer]":
    theirs = Episode.objects.filter(visible_ids(actor, VIEW_PLAN), client=client)
    return FindingAnswer.objects.filter(episode__in=theirs)


def _answered(row: Row) -> Happened:
    value = f"{row.facts['code']}: {row.facts['problem'] or 'left out of the plan'}"
    return row.told("Diagnosis answered", value=value, detail=row.facts["reason"], leads_to=("plan", row.key))


_MEASURE = {"number": "objective__number", "title": "objective__title"}
_ANSWER = {"code": "code", "problem": "problem__title", "reason": "reason"}
SOURCES = (
    Source("measure-chosen", PLAN, VIEW_PLAN, _measures, "chosen_at", _shown, "chosen_by__name", _MEASURE),
    Source("finding", PLAN, VIEW_PLAN, _answers, "said_at", _answered, "said_by__name", _ANSWER),
)
