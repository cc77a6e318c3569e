"""What stands beside the weekly plan and takes somebody's time or a room: a session that takes place once, at another
time, under somebody who stands in, or at another site. A plan that goes on for weeks can't be where one of these is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.people.models import Site
from stepwell.domain.planner.queries import weekly
from stepwell.domain.planner.queries.weekly import Weekly
from stepwell.domain.planner.rules.instance import Stretch
from stepwell.domain.week.models import Booking, Session

Taken = Mapping[int, list[Stretch]]


@dataclass(frozen=True, slots=True)
class Standing:
    """When leaders and rooms, by their ids, are taken on some weekday from a day on."""

    leaders: Taken
    rooms: Taken


def standing_at(site: Site, first_on: date, going: Sequence[Weekly], leader_ids: Collection[int]) -> Standing:
    """Of the site's rooms and these leaders, on the site's clock, also where they lead at another one. One query.

    `going` is what the week is planned with: its own meetings aren't counted, nor what overlaps one of them.
    """
    zone = ZoneInfo(site.zone)
    weeks = {
        (one.series.pk, one.times.leader_id, one.times.place_id, meeting) for one in going for meeting in one.meetings
    }
    leaders, rooms = _meetings(going, "leader_id"), _meetings(going, "place_id")
    found = Standing(defaultdict(list), defaultdict(list))
    rows = Session.objects.filter(
        Q(site=site) | Q(leader_id__in=leader_ids), on__gte=first_on, canceled_at__isnull=True
    ).values_list("series_id", "leader_id", "place_id", "starts_at", "ends_at")
    for series_id, leader_id, place_id, starts_at, ends_at in rows:
        for one in weekly.pieces_of(starts_at, ends_at, zone):
            if (series_id, leader_id, place_id, one) in weeks:
                continue
            _add(found.leaders[leader_id], one, leaders[leader_id])
            _add(found.rooms[place_id], one, rooms[place_id])
    return found


def people_standing(
    site: Site, first_on: date, going: Sequence[Weekly], theirs: Mapping[UUID, Sequence[UUID]], among: Iterable[UUID]
) -> dict[UUID, list[Stretch]]:
    """When each of these is booked beside the weekly meetings of what they belong to (`theirs`). One query."""
    zone = ZoneInfo(site.zone)
    meetings = {one.series.pk: one.meetings for one in going}
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    rows = Booking.objects.filter(
        client_id__in=[*among], session__on__gte=first_on, canceled_at__isnull=True, session__canceled_at__isnull=True
    ).values_list("client_id", "starts_at", "ends_at")
    for client_id, starts_at, ends_at in rows:
        own = [meeting for pk in theirs.get(client_id, ()) for meeting in meetings.get(pk, ())]
        for one in weekly.pieces_of(starts_at, ends_at, zone):
            _add(found[client_id], one, own)
    return found


def _meetings(going: Iterable[Weekly], whose: str) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    for one in going:
        found[getattr(one.times, whose)] += one.meetings
    return found


def _add(taken: list[Stretch], one: Stretch, present: Iterable[Stretch]) -> None:
    if one not in taken and not any(one.overlaps(other) for other in present):
        taken.append(one)
