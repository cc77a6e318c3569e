"""A seat for one person: every group of the site, whether it fits, and what is in the way where it doesn't."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import open_episodes
from stepwell.domain.availability.queries import own_times_of
from stepwell.domain.availability.rules import first_misfit
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.week.models import Booking, Enrollment, Series, Session
from stepwell.domain.week.permissions import ENROLL
from stepwell.domain.week.queries.apart import sessions_to_avoid
from stepwell.domain.week.queries.sessions import period_of
from stepwell.domain.week.queries.waiting import held_seats
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read


@dataclass(frozen=True, slots=True)
class GroupSeat:
    """One group for one person. `why` is empty where they can join; `soft` says that a reason would do."""

    series: Series
    free: int
    is_own_track: bool
    why: str = ""
    soft: bool = False


def people_to_seat(actor: Actor, site: Site, today: date) -> Sequence[Client]:
    """Who has an open stay and may be put into groups, by name. A list read."""
    require(actor, ENROLL)
    stays = Episode.objects.filter(ended_on__isnull=True, planned_end_on__gt=today, track__site=site)
    found = Client.objects.filter(visible_clients(actor, ENROLL), site=site, pk__in=stays.values("client"))
    people = list(found.order_by("sort_key", "pk"))
    record_list_read(actor, "seat", [one.pk for one in people])
    return people


def seats_for(actor: Actor, client: Client, from_on: date, now: datetime) -> Sequence[GroupSeat]:
    """Groups of their own track first, those that fit before those that don't. Nine queries, however many groups."""
    require(actor, ENROLL)
    episode = open_episodes(actor, [client.pk]).get(client.pk)
    if episode is None:
        return []
    mine = Enrollment.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=from_on), client=client)
    ahead = Session.objects.filter(
        site_id=client.site_id,
        canceled_at__isnull=True,
        starts_at__gt=now,
        on__range=(from_on, episode.planned_end_on),
        series__track__is_open=True,
    ).exclude(series__in=mine.values("series"))
    seated = Count("bookings", filter=Q(bookings__canceled_at__isnull=True)) + held_seats()
    rows = ahead.annotate(seated=seated).select_related("series__track", "series__leader", "series__place", "site")
    sessions = list(rows.order_by("starts_at"))
    avoided = sessions_to_avoid(client, sessions)
    own = own_times_of(actor, [client.pk]).get(client.pk, ())
    taken = Booking.objects.filter(client=client, canceled_at__isnull=True, ends_at__gt=now)
    busy = [Period(*span) for span in taken.values_list("starts_at", "ends_at")]
    by_series: dict[Series, list[Session]] = {}
    for one in sessions:
        by_series.setdefault(one.series, []).append(one)
    zone = ZoneInfo(client.site.zone)
    found = []
    for series, meetings in by_series.items():
        free = min(series.capacity - row.seated for row in meetings)  # type: ignore[attr-defined]  # annotated
        periods = [period_of(one) for one in meetings]
        misfit = first_misfit(own, periods, zone)
        why, soft = "", False
        if free < 1:
            why = "Full: put them on its waitlist."
        elif any(one.pk in avoided for one in meetings):
            why = "Not for this person."
        elif any(one.overlaps(other) for one in periods for other in busy):
            why = "They are booked at that time."
        elif misfit is not None:
            why, soft = f"They {misfit[1].words}.", True
        found.append(GroupSeat(series, max(0, free), series.track_id == episode.track_id, why, soft))
    return sorted(
        found, key=lambda one: (bool(one.why) and not one.soft, bool(one.why), not one.is_own_track, one.series.name)
    )
