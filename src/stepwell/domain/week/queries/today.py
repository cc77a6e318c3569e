"""What Today and the chart ask of the week: unsigned notes, recent visits, who falls short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from stepwell.domain.people.models import Client, Phase
from stepwell.domain.people.queries import list_clients
from stepwell.domain.week.models import Booking
from stepwell.domain.week.permissions import VIEW_WEEK, visible_bookings
from stepwell.domain.week.queries.hours import hours_of_clients
from stepwell.domain.week.queries.notes import OWED
from stepwell.domain.week.rules.hours import WeekHours
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


def unsigned_notes(actor: Actor, client_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, int]:
    """How many sessions of each of these clients have no signed note that is owed: a number, not what a note says.

    One query; part of a page whose read is written down.
    """
    require(actor, VIEW_WEEK)
    held = Booking.objects.filter(visible_bookings(actor, VIEW_WEEK), client_id__in=[*client_ids])
    owed = held.filter(OWED, canceled_at__isnull=True, ends_at__lte=now, note__signed_at__isnull=True)
    return dict(owed.order_by().values_list("client_id").annotate(count=Count("pk")))


# A group of the evening is spoken of the next morning, one of Friday by then long since.
_LATELY = timedelta(hours=36)


def coming_bookings(actor: Actor, client: Client, *, now: datetime, most: int = 200) -> Sequence[Booking]:
    """What a client whom the actor has found is booked for from now on, the next first. Written down."""
    require(actor, VIEW_WEEK)
    record_read(actor, "coming_bookings", client.pk)
    theirs = Booking.objects.filter(visible_bookings(actor, VIEW_WEEK), client=client, canceled_at__isnull=True)
    return list(theirs.filter(ends_at__gt=now, session__canceled_at__isnull=True).order_by("starts_at")[:most])


def missed_lately(actor: Actor, *, now: datetime, most: int) -> Sequence[Booking]:
    """Who was booked and didn't come, without an excuse, within a day and a half; the latest first. One list read."""
    require(actor, VIEW_WEEK)
    found = list(
        Booking.objects.filter(visible_bookings(actor, VIEW_WEEK), canceled_at__isnull=True)
        .filter(status=AttendanceStatus.NO_SHOW.value, starts_at__gt=now - _LATELY, starts_at__lte=now)
        .select_related("client", "session__series")
        .order_by("-starts_at", "client__sort_key")[:most]
    )
    record_list_read(actor, "visits", [booking.client_id for booking in found])
    return found


@dataclass(frozen=True, slots=True)
class UnderTarget:
    """A client whose week falls short even if everything booked is attended; `track` says in which of two stays."""

    client: Client
    hours: WeekHours
    track: str = ""


def under_target(actor: Actor, *, now: datetime, most: int) -> list[UnderTarget]:
    """Who will miss the weekly minimum, the most missing first; among the first 500 clients by name."""
    in_treatment = {client.pk: client for client in list_clients(actor).filter(phase=Phase.IN_TREATMENT)[:500]}
    short = [
        UnderTarget(in_treatment[client_id], one.hours, one.track if len(stays) > 1 else "")
        for client_id, stays in hours_of_clients(actor, in_treatment, now).items()
        for one in stays
        if one.hours.unbooked_minutes > 0
    ]
    return sorted(short, key=lambda one: (-one.hours.unbooked_minutes, one.client.sort_key))[:most]
