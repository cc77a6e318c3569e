"""The client writes down a meeting outside, and takes one back."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.models import OutsideMeeting
from stepwell.domain.prevention.permissions import KEEP_PREVENTION
from stepwell.domain.prevention.queries.meetings import own_meeting
from stepwell.domain.prevention.rules.meetings import Kind, check_meeting
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def write_down_meeting(*, actor: Actor, key: UUID, kind: str, on: date, minutes: int, now: datetime) -> OutsideMeeting:
    """The client was at a meeting. The same `key` again is the same one; with other words it is refused."""
    require(actor, KEEP_PREVENTION)
    client = own_client(actor)
    if kind not in set(Kind):
        raise refuse("This question is open.", "kind", "Choose what it was.")
    check_meeting(on, minutes, day_at(now, ZoneInfo(client.site.zone)))
    meeting, fresh = OutsideMeeting.objects.get_or_create(
        client=client, key=key, defaults={"kind": kind, "on": on, "minutes": minutes, "written_at": now}
    )
    if fresh:
        record(actor, "outside_meeting.written", client_id=client.pk, subject=("outside meeting", meeting.pk))
    elif (meeting.kind, meeting.on, meeting.minutes) != (kind, on, minutes):
        raise refuse("This was sent already, with other words.", "key", "Send once more to add this one as well.")
    return meeting


@action
def take_back_meeting(*, actor: Actor, meeting_id: UUID, now: datetime) -> None:
    """Written down by mistake: it counts no more."""
    require(actor, KEEP_PREVENTION)
    meeting = own_meeting(actor, meeting_id)
    meeting.taken_back_at = now
    meeting.save(update_fields=["taken_back_at"])
    record(actor, "outside_meeting.taken_back", client_id=meeting.client_id, subject=("outside meeting", meeting.pk))
