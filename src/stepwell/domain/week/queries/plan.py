"""What groups add to a plan of care: who carries an intervention. Which note names an objective, `thread` says.

A plan's own permission holds here, and its predicate: whoever may read a plan may read what its thread leads to.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from stepwell.domain.careplan.models import Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, visible_plans
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Enrollment, Series, SeriesIntervention
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


def groups_of(actor: Actor, client: Client, *, today: date) -> Sequence[Series]:
    """The groups that the client belongs to on this day or will join, by name."""
    require(actor, VIEW_PLAN)
    going_on = Q(left_on__isnull=True) | Q(left_on__gt=today)
    enrolled = Enrollment.objects.filter(going_on, visible_plans(actor), client=client)
    series = Series.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), pk__in=enrolled.values("series_id"))
    return list(series.order_by("name", "starts_at_time"))


def carriers(actor: Actor, intervention_ids: Collection[UUID]) -> dict[UUID, Series]:
    """Which group carries each of these interventions; those that none carries are left out."""
    require(actor, VIEW_PLAN)
    seen = Problem.objects.filter(visible_plans(actor))
    links = SeriesIntervention.objects.filter(
        intervention_id__in=intervention_ids, intervention__objective__goal__problem__in=seen
    ).select_related("series")
    return {link.intervention_id: link.series for link in links}
