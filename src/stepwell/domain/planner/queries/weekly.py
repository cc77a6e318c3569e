"""What the week is made of, as values: groups with their times, people with theirs, who leads and how much of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.availability.queries import working_at
from stepwell.domain.availability.rules import ANY_TIME, OwnTime, WorkTimes, busy_minutes
from stepwell.domain.catalog.queries import loads_at, rooms_closed
from stepwell.domain.catalog.rules import clinical_minutes, template_minutes
from stepwell.domain.catalog.rules.load import NO_LIMIT, Load, may_lead
from stepwell.domain.people.models import Client, Post, Site, Staff
from stepwell.domain.people.permissions import CLINICAL, visible_clients
from stepwell.domain.planner.rules.instance import (
    ALL_WEEK,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    SLOTS_A_WEEK,
    Leader,
    Person,
    Stretch,
)
from stepwell.domain.week.models import IS_GROUP, Enrollment, KeepApart, Series, SeriesWait, Session
from stepwell.domain.week.permissions import ENROLL
from stepwell.domain.week.queries.meetings import day_of as editions_for
from stepwell.domain.week.queries.sessions import phases_of
from stepwell.domain.week.rules.phases import Plan as Times
from stepwell.domain.week.rules.phases import plan_at
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.languages import language_key, own_language

# Who gives the weekly individual hour.
GIVES_HOURS = (Role.COUNSELOR, Role.THERAPIST)
MOST_CASES = 1000
NO_LIMIT_MINUTES = SLOTS_A_WEEK * SLOT_MINUTES


@dataclass(frozen=True, slots=True)
class Weekly:
    """A group as it meets on and after a day: when, with whom, where, and its clinical minutes."""

    series: Series
    times: Times
    meetings: tuple[Stretch, ...]
    minutes: int

    @property
    def key(self) -> str:
        """As an instance knows it."""
        return str(self.series.pk)

    @property
    def option(self) -> tuple[int, ...]:
        """The start of each meeting."""
        return tuple(one.start for one in self.meetings)

    @property
    def length(self) -> int:
        """Slots that a meeting takes."""
        return self.meetings[0].end - self.meetings[0].start

    @property
    def language(self) -> str:
        """In which it is held; empty for the one that everybody shares."""
        return own_language(self.series.language)

    @property
    def weekly_minutes(self) -> int:
        """Clinical minutes of a week."""
        return self.minutes * len(self.meetings)


def groups_from(site: Site, first_on: date) -> list[Weekly]:
    """The groups of the site's open tracks that go on at that day, by name. Five queries."""
    return _weeklies(IS_GROUP & Q(track__is_open=True), site, first_on)


def own_from(site: Site, first_on: date) -> list[Weekly]:
    """Sessions of one's own that come every week and go on at that day. What takes place once is in no week's plan
    (`standing`).
    """
    weekly = Q(ends_on__isnull=True) | Q(ends_on__gt=F("first_on") + timedelta(days=7))
    return _weeklies(~IS_GROUP & weekly, site, first_on)


def meetings_alone(site: Site, first_on: date) -> dict[UUID, list[Stretch]]:
    """When each client has an hour of their own: no group can seat them then."""
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for one in own_from(site, first_on):
        assert one.series.client_id is not None  # it is no group
        found[one.series.client_id] += one.meetings
    return found


def _weeklies(which: Q, site: Site, first_on: date) -> list[Weekly]:
    going_on = Series.objects.filter(which, Q(ends_on__isnull=True) | Q(ends_on__gt=first_on), site=site)
    rows = going_on.select_related("leader", "place", "template", "service", "track")
    found = rows.prefetch_related("template__segments", "phases").order_by("name", "pk")
    return [one for one in (_weekly(row, first_on) for row in found) if one.meetings]


def _weekly(series: Series, first_on: date) -> Weekly:
    segments = editions_for(series).on(first_on)
    times = plan_at(phases_of(series), first_on)
    length = template_minutes(segments)
    meetings = tuple(stretch(weekday, times.starts_at_time, length) for weekday in sorted(series.weekdays))
    return Weekly(series, times, meetings, clinical_minutes(segments) if series.service.counts else 0)


def stretch(weekday: int, starts_at: time, minutes: int) -> Stretch:
    """Rounded outward to quarters of an hour, and cut at the end of the week."""
    begins = starts_at.hour * 60 + starts_at.minute
    first = weekday * SLOTS_A_DAY + begins // SLOT_MINUTES
    last = weekday * SLOTS_A_DAY - (-(begins + minutes) // SLOT_MINUTES)
    return Stretch(first, min(last, SLOTS_A_WEEK))


def pieces_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """When something takes somebody's time, on the site's clock: two pieces over the night from Sunday to Monday.

    On a night when the clocks change it is as long as the clock says, and at least as long as it is.
    """
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    minutes = max(ends_at - starts_at, end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds() // 60
    begins = start.weekday() * 24 * 60 + start.hour * 60 + start.minute
    first, last = begins // SLOT_MINUTES, -(-(begins + int(minutes)) // SLOT_MINUTES)
    if last <= SLOTS_A_WEEK:
        return (Stretch(first, last),)
    return Stretch(first, SLOTS_A_WEEK), Stretch(0, min(last - SLOTS_A_WEEK, first))


def session_stretch(session: Session, zone: ZoneInfo) -> Stretch:
    """When a session takes place; where no more than seven days are looked at, a weekday is one day."""
    return pieces_of(session.starts_at, session.ends_at, zone)[0]


def session_pieces(session: Session, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """When a session takes its leader's time, and its room."""
    return pieces_of(session.starts_at, session.ends_at, zone)


def rooms_closed_on(site: Site, days: Sequence[date]) -> list[tuple[int, date]]:
    """Which room is closed on which of these days."""
    closed = rooms_closed(site, days[0], days[-1] + timedelta(days=1))
    return [(one.place_id, day) for one in closed for day in days if one.holds_on(day)]


def whole(day: date) -> Stretch:
    """All of a day."""
    return Stretch(day.weekday() * SLOTS_A_DAY, (day.weekday() + 1) * SLOTS_A_DAY)


def day_of(slot: int, days: Collection[date]) -> date:
    """Which of these days, seven at most, a slot lies on."""
    return next(day for day in days if day.weekday() == slot // SLOTS_A_DAY)


def time_of(slot: int) -> time:
    """The wall clock at a slot."""
    minutes = slot % SLOTS_A_DAY * SLOT_MINUTES
    return time(minutes // 60, minutes % 60)


def slot_of(day: date, at: time) -> int | None:
    """The slot at which something begins then; None off the quarter of an hour."""
    minutes = at.hour * 60 + at.minute
    return None if minutes % SLOT_MINUTES else day.weekday() * SLOTS_A_DAY + minutes // SLOT_MINUTES


def days_from(first_on: date, last_on: date) -> list[date]:
    """Each of them."""
    return [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]


def without(busy: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The week without these."""
    found, at = [], 0
    for one in sorted(busy):
        if one.start > at:
            found.append(Stretch(at, one.start))
        at = max(at, one.end)
    return (*found, Stretch(at, SLOTS_A_WEEK)) if at < SLOTS_A_WEEK else tuple(found)


def own_busy(own: Sequence[OwnTime], first_on: date, last_on: date) -> list[Stretch]:
    """When somebody told that they can't come in a week of that time, rounded outward."""
    return _rounded(busy_minutes(own, first_on, last_on))


def _rounded(spans: Iterable[tuple[int, int]]) -> list[Stretch]:
    return [Stretch(start // SLOT_MINUTES, -(-end // SLOT_MINUTES)) for start, end in spans]


# people


def stays_from(actor: Actor, site: Site, first_on: date) -> Sequence[Episode]:
    """The open stays of the site that go on, of clients whom the actor may put into groups."""
    seen = Q() if actor.is_system else Q(client__in=Client.objects.filter(visible_clients(actor, ENROLL)))
    found = Episode.objects.filter(seen, track__site=site, ended_on__isnull=True, planned_end_on__gt=first_on)
    return list(found.select_related("track", "client").order_by("started_on", "pk"))


def memberships(site: Site, first_on: date) -> dict[UUID, list[UUID]]:
    """Which groups each client belongs to on that day or later. One query."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    held = Enrollment.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=first_on), series__site=site)
    held = held.filter(episode__ended_on__isnull=True, episode__planned_end_on__gt=first_on)
    for client_id, series_id in held.order_by("pk").values_list("client_id", "series_id"):
        if series_id not in found[client_id]:
            found[client_id].append(series_id)
    return found


def seated(site: Site, first_on: date) -> dict[UUID, int]:
    """The most that sit in any session of a group from that day on: so many seats are taken."""
    rows = (
        Session.objects.filter(site=site, on__gte=first_on, canceled_at__isnull=True)
        .annotate(seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)))
        .values_list("series_id", "seated")
    )
    most: dict[UUID, int] = {}
    for series_id, many in rows:
        most[series_id] = max(most.get(series_id, 0), many)
    return most


def waiting(site: Site) -> dict[UUID, int]:
    """How many wait for each group: a seat that gets free is theirs first. One query."""
    rows = SeriesWait.objects.filter(series__site=site, ended_at__isnull=True).values_list("series_id")
    return dict(rows.annotate(many=Count("pk")))


def kept_apart(client_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """From whom each of these is kept apart. One query; no word of a proposal says who."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    some = Q(first__in=client_ids) | Q(second__in=client_ids)
    for first, second in KeepApart.objects.filter(some, ended_at__isnull=True).values_list("first_id", "second_id"):
        found[first].add(second)
        found[second].add(first)
    return found


def pairs(apart: Mapping[UUID, set[UUID]], people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    """Those of whom both are to be placed, once each."""
    keys = {one.key for one in people}
    both = {(str(first), str(second)) for first, others in apart.items() for second in others}
    return tuple(sorted(pair for pair in both if pair[0] < pair[1] and keys.issuperset(pair)))


# who leads


@dataclass(frozen=True)
class Team:
    """Who has a clinical post and letters after their name at a site, with what they take on, and when anybody works
    between two days (None: from the first one on).
    """

    staff: tuple[Staff, ...]
    loads: Mapping[int, Load]
    working: Mapping[int, WorkTimes]
    days: tuple[date, date | None]

    def may_lead(self, credential: str) -> frozenset[str]:
        """Those who have what a service asks for, by key."""
        return frozenset(
            str(one.pk) for one in self.staff if may_lead(credential, one.credentials, self.loads.get(one.pk, NO_LIMIT))
        )

    def speaks(self, staff_id: int) -> frozenset[str]:
        """The languages besides the usual one, by key."""
        return frozenset(map(language_key, self.loads.get(staff_id, NO_LIMIT).languages))

    def who_speaks(self, language: str, among: Iterable[str]) -> frozenset[str]:
        """Those of them, by key; where nobody does (an interpreter helps), or it is the usual language, all of them."""
        every = frozenset(among)
        return frozenset(one for one in every if language in self.speaks(int(one))) or every

    def who_leads(self, series: Series) -> frozenset[str]:
        """Those who have what its service asks for and speak its language; where nobody speaks it, all of the first."""
        may = self.may_lead(series.service.credential)
        return self.who_speaks(own_language(series.language), may)

    def leader(self, one: Staff, free: tuple[Stretch, ...] = ALL_WEEK, *, led: int = 0, gives: bool = False) -> Leader:
        """Somebody as an instance knows them; `led` minutes of their week are taken, `gives` is individual hours. When
        they work is kept to, whatever they lead now.
        """
        load = self.loads.get(one.pk, NO_LIMIT)
        most = NO_LIMIT_MINUTES if load.weekly_minutes is None else load.weekly_minutes
        licenses = frozenset({"hour"} if gives else ())
        cases = MOST_CASES if load.caseload is None else load.caseload
        works = without(_rounded(self.working.get(one.pk, ANY_TIME).busy(*self.days)))
        return Leader(
            str(one.pk),
            one.name,
            licenses,
            free,
            languages=self.speaks(one.pk),
            weekly_minutes=max(0, most - led),
            caseload=cases,
            works=works,
        )


def team_of(site: Site, first_on: date, last_on: date | None = None) -> Team:
    """By name, as they work between these days. Three queries."""
    posts = Post.objects.filter(site=site, ended_on__isnull=True, role__in=[*CLINICAL])
    rows = Staff.objects.filter(pk__in=posts.values("staff_id")).exclude(credentials="").order_by("name")
    return Team(tuple(rows), loads_at(site), working_at(site), (first_on, last_on))


def givers_of_hours(site: Site) -> frozenset[int]:
    """Counselors and therapists of the site. One query."""
    posts = Post.objects.filter(site=site, ended_on__isnull=True, role__in=[one.value for one in GIVES_HOURS])
    return frozenset(posts.values_list("staff_id", flat=True))
