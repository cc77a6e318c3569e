"""An authorization that runs out is somebody's work, in time to ask the payer for more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.coverage.queries import clients_with_authorization, warn_days
from stepwell.domain.people.models import CareTeamMember, Client, Function, Phase, Site
from stepwell.domain.week.queries.covered import clock_of
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.platform.ledger.unit import action

TASK = "coverage.runs_out"


@action
def check_runway(*, actor: Actor, client: Client, now: datetime) -> bool:
    """Raise the work where it runs out soon, by the site's own number of days; be done with it where it doesn't.

    It is the case manager's, who speaks with the payer; of billing where nobody is named. Returns whether it is open.
    """
    clock = clock_of(actor, client, now)
    soon = client.phase == Phase.IN_TREATMENT and clock.is_pressing(warn_days([client.site_id])[client.site_id])
    if not soon or clock.lacks_on is None:
        finish_task(actor=actor, kind=TASK, subject_id=client.pk, now=now)
        return False
    members = CareTeamMember.objects.filter(client=client, function=Function.CASE_MANAGER, ended_at__isnull=True)
    member = members.select_related("staff").order_by("started_at").first()
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=member.staff if member else None,
        role=None if member else Role.BILLING,
        kind=TASK,
        subject_id=client.pk,
        title="Authorization runs out",
        reason=clock.words[:200],
        due_at=max(now, end_of_day(clock.lacks_on - timedelta(days=1), ZoneInfo(client.site.zone))),
        now=now,
    )
    return True


@action
def check_runways(*, actor: Actor, site: Site, now: datetime) -> int:
    """Everybody of a site who is in treatment and has one. Returns for how many it is open."""
    return sum(check_runway(actor=actor, client=client, now=now) for client in clients_with_authorization(actor, site))
