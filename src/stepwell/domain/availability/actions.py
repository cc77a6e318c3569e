"""Saying when one can come, and taking it back."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.availability import rules
from stepwell.domain.availability.models import OwnTime
from stepwell.domain.availability.permissions import KEEP_AVAILABILITY
from stepwell.domain.availability.queries import own_time_to_end
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refused, refuse
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
        raise refuse(f"{rules.MOST_TIMES} times stand here already.", "", "Take back those that don’t hold any more.")
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
