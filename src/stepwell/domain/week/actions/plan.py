"""A group carries an intervention of somebody's plan. Stands here because a plan knows no groups."""

from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Intervention
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.week.models import Series, SeriesIntervention
from stepwell.domain.week.queries.plan import carriers, groups_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def carry_intervention(
    *, actor: Actor, series: Series, intervention: Intervention, now: datetime
) -> SeriesIntervention:
    """The group carries it from now on. Twice is once; the intervention is one that the actor has found to write on."""
    require(actor, WRITE_PLAN)
    client = intervention.objective.goal.problem.client
    if series.pk not in {one.pk for one in groups_of(actor, client, today=day_at(now, ZoneInfo(client.site.zone)))}:
        raise refuse("The person isn't in this group.", "group", "Choose one of their groups.")
    there = carriers(actor, [intervention.pk]).get(intervention.pk)
    if there is not None and there.pk != series.pk:
        raise refuse(f"{there.name} carries this already.", "group", "End it there, then link it to the other group.")
    link, fresh = SeriesIntervention.objects.get_or_create(series=series, intervention=intervention)
    if fresh:
        detail = {"series": str(series.pk)}
        record(
            actor,
            "intervention.carried",
            client_id=client.pk,
            subject=("intervention", intervention.pk),
            detail=detail,
        )
    return link
