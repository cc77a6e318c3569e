"""Reads of meetings outside the program."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import own_client
from stepwell.domain.prevention.models import OutsideMeeting
from stepwell.domain.prevention.permissions import KEEP_PREVENTION, VIEW_PREVENTION, visible_prevention
from stepwell.domain.prevention.rules.meetings import week_counts
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require

WEEKS = 8


def own_meetings(actor: Actor, today: date) -> Sequence[OutsideMeeting]:
    """What the client wrote down in the last weeks, the last first."""
    require(actor, KEEP_PREVENTION)
    return _meetings(actor, own_client(actor), today)


def meetings_of(actor: Actor, client: Client, today: date) -> Sequence[OutsideMeeting]:
    """One client's: part of a page whose read is written down already."""
    require(actor, VIEW_PREVENTION)
    return _meetings(actor, client, today)


def weeks_of(client: Client, meetings: Sequence[OutsideMeeting], today: date) -> list[tuple[date, int]]:
    """How many in each of the last weeks, by the site's week."""
    return week_counts([one.on for one in meetings], today, client.site.week_starts_on, WEEKS)


def own_meeting(actor: Actor, meeting_id: UUID) -> OutsideMeeting:
    """One of the client's own, locked. Raises `NotFound`."""
    require(actor, KEEP_PREVENTION)
    rows = OutsideMeeting.objects.select_for_update()
    found = rows.filter(visible_prevention(actor), pk=meeting_id, taken_back_at__isnull=True).first()
    if found is None:
        whose = OutsideMeeting.objects.filter(pk=meeting_id).values_list("client_id", flat=True).first()
        raise NotFound("outside meeting", whose)
    return found


def _meetings(actor: Actor, client: Client, today: date) -> Sequence[OutsideMeeting]:
    since = today - timedelta(weeks=WEEKS)
    found = OutsideMeeting.objects.filter(
        visible_prevention(actor), client=client, taken_back_at__isnull=True, on__gt=since
    )
    return list(found.order_by("-on", "-written_at"))
