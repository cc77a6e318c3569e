"""Over some weeks: one person's hours against what was prescribed, and how full the groups of a site were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.queries.episode import stays_up_to
from stepwell.domain.catalog.rules import standard_by_code
from stepwell.domain.people.models import Client, Site
from stepwell.domain.week.models import Session, Status
from stepwell.domain.week.permissions import VIEW_SESSION, VIEW_WEEK, visible_sessions
from stepwell.domain.week.queries.facts import facts_of_weeks
from stepwell.domain.week.queries.hours import stays_of
from stepwell.domain.week.rules.hours import WeekHours, week_hours
from stepwell.domain.week.rules.stays import shares
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import week_of
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require, require_at

# Ours: a longer stay shows its last half year, and a group its last six weeks.
MOST_WEEKS = 26
GROUP_WEEKS = 6


@dataclass(frozen=True, slots=True)
class WeekOfStay:
    """One week of the open stay, or of one that led up to it, from its first day."""

    start_on: date
    hours: WeekHours


@dataclass(frozen=True, slots=True)
class Filled:
    """One session of a group: seats taken, people who were there, and seats in all."""

    on: date
    booked: int
    attended: int
    capacity: int


@dataclass(frozen=True, slots=True)
class GroupFilled:
    """A group's sessions of the last weeks, in order."""

    series_id: UUID
    name: str
    sessions: tuple[Filled, ...]


def weeks_of_stay(actor: Actor, client: Client, episodes: Sequence[Episode], now: datetime) -> list[WeekOfStay]:
    """Every week of the open stay up to this one, with its hours, and of those that led up to it; none while they are
    in no track. Four queries.

    Of two stays in `episodes`, the latest first, it is the one that began last, with what counts for it. Each week
    stands against what was prescribed then: a stay's hours are its own, and of two in a week the later one's hold.

    Part of a page whose read is written down.
    """
    require(actor, VIEW_WEEK)
    if not episodes:
        return []
    chain, site = stays_up_to(actor, episodes[0]), client.site
    last = week_of(day_at(now, ZoneInfo(site.zone)), site.week_starts_on)[1]
    first = max(week_of(chain[0].started_on, site.week_starts_on)[0], last + timedelta(days=1 - 7 * MOST_WEEKS))
    if first > last:
        return []
    counted = shares(facts_of_weeks(actor, {client.pk: (first, last)})[client.pk], stays_of([*chain, *episodes[1:]]))
    facts = [one for stay in chain for one in counted[stay.pk]]
    found = []
    for number in range((last - first).days // 7 + 1):
        start_on = first + timedelta(weeks=number)
        after = start_on + timedelta(weeks=1)
        held = [one for one in facts if start_on <= one.day < after]
        stay = [one for one in chain if one.started_on < after][-1]
        standard = standard_by_code(stay.standard_code)
        found.append(WeekOfStay(start_on, week_hours(held, stay.prescribed_weekly_minutes, standard, now)))
    return found


def groups_filled(actor: Actor, site: Site, now: datetime) -> list[GroupFilled]:
    """How full each group of the site was in the last weeks: numbers, never who. One query."""
    require_at(actor, VIEW_SESSION, site.pk)
    today = day_at(now, ZoneInfo(site.zone))
    live = Q(bookings__canceled_at__isnull=True)
    there = [one.value for one in Status if one.attended]
    rows = (
        Session.objects.filter(visible_sessions(actor), site=site, series__client__isnull=True)
        .filter(canceled_at__isnull=True, on__gte=today - timedelta(weeks=GROUP_WEEKS), ends_at__lte=now)
        .annotate(
            booked=Count("bookings", filter=live),
            attended=Count("bookings", filter=live & Q(bookings__status__in=there)),
        )
        .select_related("series")
        .order_by("series__name", "series_id", "starts_at")
    )
    found: dict[UUID, list[Filled]] = {}
    names: dict[UUID, str] = {}
    for row in rows:
        names[row.series_id] = row.series.name
        filled = Filled(row.on, row.booked, row.attended, row.series.capacity)
        found.setdefault(row.series_id, []).append(filled)
    return [GroupFilled(series_id, names[series_id], tuple(some)) for series_id, some in found.items()]
