"""Saying when one can come, and taking it back; and when somebody of the staff works."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.availability import rules
from stepwell.domain.availability.models import OwnTime, WorkingTimes
from stepwell.domain.availability.permissions import KEEP_AVAILABILITY
from stepwell.domain.availability.queries import own_time_to_end, working_at
from stepwell.domain.catalog.actions.checks import check_site
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import administered, find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.kernel.phrase import phrase
from stepwell.platform.ledger.unit import action, record


@action
def say_own_time(*, actor: Actor, client_id: UUID, own: rules.OwnTime, now: datetime) -> OwnTime:
    """One more time at which they can't come, or can. The same again is the one that stands."""
    client = find_client(actor, client_id, KEEP_AVAILABILITY)
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    if wrong := rules.faults(own, day_at(now, ZoneInfo(client.site.zone))):
        raise Refused(*wrong)
    holding = list(OwnTime.objects.filter(client=client, ended_at__isnull=True))
    known = next((one for one in holding if one.said == own), None)
    if known is not None:
        return known
    if len(holding) >= rules.MOST_TIMES:
        raise refuse(
            phrase("%(most)s times stand here already.", most=rules.MOST_TIMES),
            "",
            "Take back those that don’t hold any more.",
        )
    said = OwnTime.objects.create(
        client=client,
        sense=own.sense.value,
        kind=own.kind.value,
        weekdays=sorted(own.weekdays),
        from_time=own.from_time,
        until_time=own.until_time,
        first_on=own.first_on,
        last_on=own.last_on,
        said_at=now,
        written_by_id=actor.staff_id,
    )
    record(actor, "own_time.said", client_id=client.pk, subject=("own time", said.pk))
    return said


@action
def take_back_own_time(*, actor: Actor, client_id: UUID, own_time_id: int, now: datetime) -> OwnTime:
    """It doesn't hold any more. Twice is once."""
    client = find_client(actor, client_id, KEEP_AVAILABILITY)
    said = own_time_to_end(actor, client, own_time_id)
    if said.ended_at is None:
        said.ended_at = now
        said.save(update_fields=["ended_at"])
        record(actor, "own_time.taken_back", client_id=client.pk, subject=("own time", said.pk))
    return said


@action
def hold_own_time_again(*, actor: Actor, client_id: UUID, own_time_id: int, ended_at: datetime) -> OwnTime:
    """Taken back by mistake at `ended_at`: it holds as it did, unless the same was said anew or the list is full."""
    client = find_client(actor, client_id, KEEP_AVAILABILITY)
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    said = own_time_to_end(actor, client, own_time_id)
    holding = [one.said for one in OwnTime.objects.filter(client=client, ended_at__isnull=True)]
    if said.ended_at != ended_at or said.said in holding or len(holding) >= rules.MOST_TIMES:
        raise refuse("Their times were changed since.", "", "Look at them and say what is missing.")
    said.ended_at = None
    said.save(update_fields=["ended_at"])
    record(actor, "own_time.held_again", client_id=client.pk, subject=("own time", said.pk))
    return said


@action
def say_working_times(*, actor: Actor, site: Site, staff_id: int, week: rules.WorkingWeek, now: datetime) -> None:
    """It holds from its day on; what was said for later days is gone. What holds then in any case changes nothing."""
    check_site(actor, site)
    staff = administered(actor, staff_id)
    if not staff.posts.filter(site=site).exists():
        raise NotFound("staff")
    known = working_at(site, [staff.pk]).get(staff.pk, rules.ANY_TIME).editions
    if wrong := rules.week_faults(week, day_at(now, ZoneInfo(site.zone))):
        raise Refused(*wrong)
    if rules.said_already(known, week):
        return
    WorkingTimes.objects.filter(site=site, staff=staff, from_on__gte=week.from_on).delete()
    said = WorkingTimes.objects.create(
        site=site,
        staff=staff,
        from_on=week.from_on,
        begins=[one and one[0] for one in week.days],
        ends=[one and one[1] for one in week.days],
        said_at=now,
        said_by_id=actor.staff_id,
    )
    record(actor, "working_times.said", subject=("working times", said.pk), detail={"staff": staff.pk, "site": site.pk})
