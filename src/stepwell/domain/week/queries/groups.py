"""The groups of a site and the page of one: when, where, how many. Who sits in it shows to who may see them."""

from calendar import day_abbr
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from stepwell.domain.admissions.models import Episode
from stepwell.domain.catalog.models import DayTemplate, Place, Service, Track
from stepwell.domain.catalog.permissions import visible_catalog
from stepwell.domain.catalog.queries import list_places, open_tracks
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.permissions import CLINICAL, as_flag, visible_clients
from stepwell.domain.people.queries import site_staff
from stepwell.domain.week.models import IS_GROUP, CancelReason, Enrollment, LedDespite, Series, Session
from stepwell.domain.week.permissions import (
    ENROLL,
    LEAD_INSTEAD,
    MOVE_SESSION,
    PLAN_WEEK,
    VIEW_SESSION,
    run_sessions,
    visible_enrollments,
    visible_sessions,
)
from stepwell.domain.week.queries.own import leaders_for
from stepwell.domain.week.queries.sessions import phases_of
from stepwell.domain.week.rules.phases import Meeting, Phase, is_by_hand, plan_at
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record_list_read, record_read

MOST_NEXT = 12


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of a site. `taken` belong today, `coming` join later."""

    series: Series
    taken: int
    coming: int
    next_at: datetime | None

    @property
    def free(self) -> int:
        """Seats that nobody has today."""
        return max(0, self.series.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class NextSession:
    """A session to come, on the site's clock."""

    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    seated: int
    may_change: bool
    may_join: bool
    is_by_hand: bool = False
    canceled: str = ""


@dataclass(frozen=True, slots=True)
class ToCome:
    """From a day to come on the group meets otherwise."""

    from_on: date
    weekdays: tuple[int, ...]
    starts_at_time: time
    place: str
    leader: str

    @property
    def days(self) -> str:
        """`Mon, Wed`"""
        return ", ".join(day_abbr[one] for one in self.weekdays)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the group, today or later. `until_on` is their last day as things stand; `despite` says
    why they belong though it meets when they can't come, to who sees their chart.
    """

    enrollment_id: int
    client: Client
    joined_on: date
    until_on: date
    leaves: bool
    may_open: bool
    despite: str = ""


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """The page of a group. `others` belong to it too, and aren't the actor's to see. `despite` is why it is led outside
    of when its leader works, to who plans.
    """

    line: GroupLine
    zone: ZoneInfo
    today: date
    members: tuple[Member, ...]
    others: int
    sessions: tuple[NextSession, ...]
    now: ToCome
    to_come: tuple[ToCome, ...]
    candidates: tuple[Client, ...]
    may_plan: bool
    may_enroll: bool
    despite: tuple[LedDespite, ...]

    @property
    def series(self) -> Series:
        """What it is the page of."""
        return self.line.series

    @property
    def has_ended(self) -> bool:
        """It meets no more."""
        return self.series.ends_on is not None and self.series.ends_on <= self.today


@dataclass(frozen=True, slots=True)
class Choices:
    """What a group is made of at a site."""

    tracks: Sequence[Track]
    services: Sequence[Service]
    templates: Sequence[DayTemplate]
    leaders: Sequence[Staff]
    places: Sequence[Place]

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be set up first."""
        kinds = {"track": self.tracks, "service": self.services, "day": self.templates, "place": self.places}
        return tuple(word for word, rows in kinds.items() if not rows)


def belongs(today: date, through: str = "") -> Q:
    """Enrollments that aren't over: nobody has left, and the stay goes on. `through` leads to them from other rows."""
    stays = Q(**{f"{through}left_on__isnull": True}) | Q(**{f"{through}left_on__gt": today})
    goes_on = Q(**{f"{through}episode__ended_on": None}) | Q(**{f"{through}episode__ended_on__gt": today})
    return stays & goes_on & Q(**{f"{through}episode__planned_end_on__gt": today})


def list_groups(actor: Actor, site: Site, now: datetime) -> list[GroupLine]:
    """The groups that meet at the site, by name. One query."""
    require_at(actor, VIEW_SESSION, site.pk)
    today = day_at(now, ZoneInfo(site.zone))
    rows = _groups(actor, today, now).filter(site=site).exclude(ends_on__lte=today)
    return [_line(one) for one in rows.order_by("name", "starts_at_time", "pk")]


def group_sheet(actor: Actor, series_id: UUID, now: datetime) -> GroupSheet:
    """One group; whom it shows is written down. Raises `NotFound`."""
    series = find_group(actor, series_id)
    zone = ZoneInfo(series.site.zone)
    today = day_at(now, zone)
    counted = _groups(actor, today, now).get(pk=series.pk)
    theirs = Enrollment.objects.filter(belongs(today), series=series)
    may_open = as_flag(visible_clients_of(actor))
    shown = list(
        theirs.filter(visible_enrollments(actor))
        .annotate(may_open=may_open)
        .select_related("client", "episode")
        .order_by("client__sort_key", "pk")
    )
    candidates = tuple(_candidates(actor, series, today))
    meets_now, to_come = _to_come(series, today)
    record_list_read(actor, "series", [*(one.client_id for one in shown), *(one.pk for one in candidates)])
    may_plan = series.site_id in actor.sites_for(PLAN_WEEK)
    despite = LedDespite.objects.filter(series=series).select_related("staff", "session") if may_plan else ()
    return GroupSheet(
        line=_line(counted),
        zone=zone,
        today=today,
        members=tuple(_member(one) for one in shown),
        others=theirs.count() - len(shown),
        sessions=tuple(_next(actor, series, phases_of(series), zone, now)),
        now=meets_now,
        to_come=to_come,
        candidates=candidates,
        may_plan=may_plan,
        may_enroll=series.site_id in actor.sites_for(ENROLL),
        despite=tuple(despite),
    )


def find_group(actor: Actor, series_id: UUID) -> Series:
    """A group of the sites where one works, to look at. Raises `NotFound`."""
    require(actor, VIEW_SESSION)
    found = Series.objects.filter(IS_GROUP, visible_sessions(actor), pk=series_id)
    series = found.select_related("site", "track", "service", "template", "leader", "place").first()
    if series is None:
        raise NotFound("series")
    return series


def find_member(actor: Actor, series_id: UUID, enrollment_id: int) -> Enrollment:
    """Somebody's place in a group, for who may end it. Written down. Raises `NotFound`."""
    require(actor, ENROLL)
    clients = Client.objects.filter(visible_clients(actor, ENROLL))
    found = Enrollment.objects.filter(pk=enrollment_id, series_id=series_id, client__in=clients)
    member = found.select_related("client", "series__site", "episode").first()
    if member is None:
        raise NotFound("enrollment")
    record_read(actor, "membership", member.client_id, ("enrollment", member.pk))
    return member


def find_candidate(actor: Actor, series: Series, client_id: UUID, now: datetime) -> Episode:
    """The open stay with which this person could join the group. Raises `NotFound`."""
    today = day_at(now, ZoneInfo(series.site.zone))
    person = _candidates(actor, series, today).filter(pk=client_id).first()
    if person is None:
        raise NotFound("client")
    return Episode.objects.filter(client=person, ended_on__isnull=True).order_by("-started_on")[0]


def choices_at(actor: Actor, site: Site) -> Choices:
    """What somebody who starts a group chooses from. Five queries."""
    require_at(actor, PLAN_WEEK, site.pk)
    here = {"site": site}
    return Choices(
        open_tracks(actor, site),
        list(Service.objects.filter(visible_catalog(actor), **here).order_by("name")),
        list(DayTemplate.objects.filter(visible_catalog(actor), **here).prefetch_related("segments").order_by("name")),
        site_staff(actor, site, CLINICAL),
        list_places(actor, site),
    )


def choices_to_change(actor: Actor, session: Session) -> Choices:
    """Where a session could be and who could lead it, and where it is and who does. No leaders for who may not give it
    another one; of somebody's own sessions their care team. The session is one that was found to be changed.
    """
    places = list_places(actor, session.site)
    if session.series.client is not None and session.plans_own:  # type: ignore[attr-defined]  # annotated
        team = leaders_for(actor, session.series.client)
        return Choices((), (), (), team if session.leader in team else [session.leader, *team], places)
    if session.site_id not in actor.sites_for(LEAD_INSTEAD):
        return Choices((), (), (), (), places)
    leaders = site_staff(actor, session.site, CLINICAL)
    return Choices((), (), (), leaders if session.leader in leaders else [session.leader, *leaders], places)


def weekdays_on(session: Session) -> tuple[int, ...]:
    """On which weekdays its group meets by then."""
    return plan_at(phases_of(session.series), session.on).weekdays


def visible_clients_of(actor: Actor) -> Q:
    """Rows with a `client` whose chart the actor may open."""
    return Q(client_id__in=Client.objects.filter(visible_clients(actor)).values("pk"))


def _groups(actor: Actor, today: date, now: datetime) -> QuerySet[Series]:
    """What one may see, with who belongs and when it meets next."""
    open_ones = Enrollment.objects.filter(belongs(today), series_id=OuterRef("pk")).order_by()
    ahead = Session.objects.filter(series_id=OuterRef("pk"), canceled_at__isnull=True, ends_at__gt=now)
    return (
        Series.objects.filter(IS_GROUP, visible_sessions(actor))
        .select_related("site", "track", "service", "template", "leader", "place")
        .annotate(
            taken=_counted(open_ones.filter(joined_on__lte=today)),
            coming=_counted(open_ones.filter(joined_on__gt=today)),
            next_at=Subquery(ahead.order_by("starts_at").values("starts_at")[:1]),
        )
    )


def _counted(rows: QuerySet[Enrollment]) -> Subquery:
    return Subquery(rows.values("series_id").annotate(people=Count("client_id", distinct=True)).values("people"))


def _line(row: Series) -> GroupLine:
    zone = ZoneInfo(row.site.zone)
    next_at: datetime | None = row.next_at  # type: ignore[attr-defined]  # annotated, as the next two
    return GroupLine(row, row.taken or 0, row.coming or 0, next_at.astimezone(zone) if next_at else None)  # type: ignore[attr-defined]


def _member(row: Enrollment) -> Member:
    ends = [row.episode.planned_end_on, row.episode.ended_on, row.left_on]
    until = min(day for day in ends if day is not None)
    last_on = date.fromordinal(until.toordinal() - 1)
    may_open: bool = row.may_open  # type: ignore[attr-defined]  # annotated
    despite = row.despite if may_open else ""
    return Member(row.pk, row.client, row.joined_on, last_on, row.left_on is not None, may_open, despite)


def _candidates(actor: Actor, series: Series, today: date) -> QuerySet[Client]:
    """Who has an open stay at the site and isn't in the group, among those whom the actor may put there."""
    if series.site_id not in actor.sites_for(ENROLL):
        return Client.objects.none()
    there = Enrollment.objects.filter(belongs(today), series=series, left_on__isnull=True)
    stays = Episode.objects.filter(ended_on__isnull=True, planned_end_on__gt=today)
    found = Client.objects.filter(visible_clients(actor, ENROLL), site_id=series.site_id, pk__in=stays.values("client"))
    return found.exclude(pk__in=there.values("client_id")).order_by("sort_key", "pk")


def _next(actor: Actor, series: Series, phases: Sequence[Phase], zone: ZoneInfo, now: datetime) -> list[NextSession]:
    """The next sessions, with who sits in each counted; a canceled one says why."""
    rows = (
        series.sessions.filter(ends_at__gt=now)
        .exclude(cancel_reason=CancelReason.ENDED)
        .select_related("place", "leader")
        .annotate(
            seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)),
            may_change=as_flag(run_sessions(actor, MOVE_SESSION)),
        )
        .order_by("starts_at")[:MOST_NEXT]
    )
    return [
        NextSession(
            one.pk,
            one.starts_at.astimezone(zone),
            one.ends_at.astimezone(zone),
            one.place.name,
            one.leader.name,
            one.seated,
            actor.may(MOVE_SESSION) and one.may_change and one.starts_at > now,
            series.site_id in actor.sites_for(LEAD_INSTEAD) and one.starts_at > now,
            is_by_hand(
                Meeting(one.on, one.starts_at, one.place_id, one.leader_id),
                plan_at(phases, one.on),
                zone,
            ),
            CancelReason(one.cancel_reason or CancelReason.OTHER).label if one.canceled_at else "",
        )
        for one in rows
    ]


def _to_come(series: Series, today: date) -> tuple[ToCome, tuple[ToCome, ...]]:
    """How it meets now, and how from which day to come on."""
    rows = [
        ToCome(one.from_on, tuple(one.weekdays), one.starts_at_time, one.place.name, one.leader.name)
        for one in series.phases.select_related("place", "leader")
    ]
    own = (series.starts_at_time, series.place.name, series.leader.name)
    rows = rows or [ToCome(series.first_on, tuple(series.weekdays), *own)]
    begun = [one for one in rows if one.from_on <= today] or rows[:1]
    return begun[-1], tuple(one for one in rows if one.from_on > max(today, begun[-1].from_on))
