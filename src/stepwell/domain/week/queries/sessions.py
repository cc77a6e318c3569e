"""One session or series, for who may do something with it. These lock: they are read by actions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from stepwell.domain.catalog.models import Place
from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.people.models import CareTeamMember, Client, Function, Site, Staff
from stepwell.domain.people.permissions import as_flag, visible_clients
from stepwell.domain.week.models import Booking, Enrollment, Series, Session
from stepwell.domain.week.permissions import (
    LEAD_INSTEAD,
    MOVE_SESSION,
    PLAN_OWN,
    PLAN_WEEK,
    VIEW_ROLL,
    run_sessions,
    visible_bookings,
    visible_sessions,
)
from stepwell.domain.week.rules.phases import Phase, Plan
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require


def find_session(actor: Actor, session_id: UUID, permission: Permission, *, lock: bool = True) -> Session:
    """A session that one leads or stands in for, locked until the transaction ends; a page that only looks has no
    transaction and takes it with `lock=False`. Raises `NotFound`.
    """
    require(actor, permission)
    found = Session.objects.filter(run_sessions(actor, permission), pk=session_id, canceled_at__isnull=True)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    session = found.select_related("series", "site").first()
    if session is None:
        raise NotFound("session")
    return session


def find_canceled(actor: Actor, session_id: UUID) -> Session:
    """A canceled session that one would lead or stand in for, locked. Raises `NotFound`."""
    require(actor, MOVE_SESSION)
    found = Session.objects.filter(run_sessions(actor, MOVE_SESSION), pk=session_id, canceled_at__isnull=False)
    session = found.select_for_update(of=("self",), no_key=True).select_related("series", "site", "place").first()
    if session is None:
        raise NotFound("session")
    return session


def canceled_session(actor: Actor, session_id: UUID) -> Session:
    """The same to look at. Raises `NotFound`."""
    require(actor, MOVE_SESSION)
    found = Session.objects.filter(run_sessions(actor, MOVE_SESSION), pk=session_id, canceled_at__isnull=False)
    session = found.first()
    if session is None:
        raise NotFound("session")
    return session


def movable_session(actor: Actor, session_id: UUID) -> Session:
    """A session to move, for the form that asks where to. Raises `NotFound`."""
    require(actor, MOVE_SESSION)
    found = Session.objects.filter(run_sessions(actor, MOVE_SESSION), pk=session_id, canceled_at__isnull=True)
    session = found.select_related("series", "site", "place", "leader").first()
    if session is None:
        raise NotFound("session")
    return session


def session_to_change(actor: Actor, session_id: UUID, *, lock: bool = False) -> Session:
    """A session from which an edit may begin: one to move, or one of somebody's own for whom one plans, marked so
    (`plans_own`). Raises `NotFound`.
    """
    require(actor, MOVE_SESSION)
    theirs = Client.objects.filter(visible_clients(actor, PLAN_OWN)).values("pk")
    plans = Q(series__client__in=theirs, site_id__in=actor.sites_for(PLAN_OWN))
    rows = Session.objects.filter(
        run_sessions(actor, MOVE_SESSION) | plans, pk=session_id, canceled_at__isnull=True
    ).annotate(plans_own=as_flag(plans))
    rows = rows.select_related("series__client__site", "series__service", "site", "place", "leader")
    session = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if session is None:
        raise NotFound("session")
    return session


def session_to_lead(actor: Actor, session_id: UUID) -> Session:
    """A session that may be given another leader, for the form that asks who. Raises `NotFound`."""
    require(actor, LEAD_INSTEAD)
    found = Session.objects.filter(run_sessions(actor, LEAD_INSTEAD), pk=session_id, canceled_at__isnull=True)
    session = found.select_related("series", "site", "place", "leader").first()
    if session is None:
        raise NotFound("session")
    return session


def open_session(actor: Actor, session_id: UUID) -> Session:
    """A session whose page one may open, for what hangs on the page: nothing of anybody is read. Raises `NotFound`."""
    require(actor, VIEW_ROLL)
    theirs = Booking.objects.filter(visible_bookings(actor), session_id=OuterRef("pk"), canceled_at__isnull=True)
    opens = run_sessions(actor, VIEW_ROLL) | Q(Exists(theirs))
    found = Session.objects.filter(visible_sessions(actor), opens, pk=session_id, canceled_at__isnull=True)
    session = found.select_related("site").first()
    if session is None:
        raise NotFound("session")
    return session


def find_series(actor: Actor, series_id: UUID, permission: Permission) -> Series:
    """A series to change, locked: two who take its last seat come one after the other. Raises `NotFound`."""
    require(actor, permission)
    here = Q() if actor.is_system else Q(site_id__in=actor.sites_for(permission))
    found = Series.objects.filter(here, pk=series_id).select_for_update(of=("self",), no_key=True)
    series = found.select_related("site", "leader", "place", "template", "service").first()
    if series is None:
        raise NotFound("series")
    return series


def find_group(actor: Actor, series_id: UUID, permission: Permission) -> Series:
    """The same for what is done with groups alone: somebody's own sessions aren't found."""
    series = find_series(actor, series_id, permission)
    if series.is_own:
        raise NotFound("series")
    return series


def lock_plan(actor: Actor, site: Site, permission: Permission) -> None:
    """One at a time moves the sessions of a site about, so that each sees what the other did."""
    require(actor, permission)
    if not actor.is_system and site.pk not in actor.sites_for(permission):
        raise NotAllowed(permission.name)
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)


def series_to_extend(actor: Actor, now: datetime) -> Sequence[UUID]:
    """The series that go on: all that have no last day, or have one that sessions don't reach yet."""
    require(actor, PLAN_WEEK)
    open_ones = Series.objects.filter(visible_sessions(actor)).exclude(ends_on__lte=now.date())
    return list(open_ones.order_by("pk").values_list("pk", flat=True))


def leaders_to_go(actor: Actor, now: datetime) -> Sequence[CareTeamMember]:
    """Who is in a care team as the leader of a group that the client has left or that another leads by now, or
    as who stood in for one.
    """
    require(actor, PLAN_WEEK)
    theirs = Enrollment.objects.filter(client_id=OuterRef("client_id"), series__leader_id=OuterRef("staff_id"))
    still = theirs.filter(Q(left_on__isnull=True) | Q(left_on__gt=now.date()))
    # who led one session in somebody's place leaves after the last such session
    booked = Booking.objects.filter(client_id=OuterRef("client_id"), canceled_at__isnull=True)
    stood_in = booked.filter(session__leader_id=OuterRef("staff_id"))
    ahead = stood_in.filter(ends_at__gt=now)
    open_places = CareTeamMember.objects.filter(function=Function.GROUP_LEADER, ended_at__isnull=True)
    gone = open_places.filter(Exists(theirs) | Exists(stood_in)).exclude(Exists(still))
    return list(gone.exclude(Exists(ahead)).select_related("client", "staff").order_by("pk"))


def leaders_of(series: Series, sessions: Sequence[Session]) -> Sequence[Staff]:
    """Who leads these sessions as the group's leader, now or from a later day on; not who stands in for one."""
    named = Q(pk=series.leader_id) | Q(pk__in=series.phases.values("leader_id"))
    return list(Staff.objects.filter(named, pk__in={one.leader_id for one in sessions}).order_by("pk"))


def sessions_in_the_way(
    periods: Sequence[Period],
    *,
    place: Place,
    leader: Staff,
    besides: UUID | None = None,
    moving: Collection[UUID] = (),
) -> list[Session]:
    """Sessions that hold this place or this leader at one of these times, by start. For refusals in words.

    `moving` are those that make way themselves.
    """
    held = Session.objects.filter(
        Q(place=place) | Q(leader=leader),
        canceled_at__isnull=True,
        starts_at__lt=max(period.ended_at for period in periods),
        ends_at__gt=min(period.started_at for period in periods),
    ).exclude(pk__in=[*moving, *([besides] if besides else [])])
    near = held.select_related("series", "place", "leader", "site").order_by("starts_at")
    return [one for one in near if any(period_of(one).overlaps(period) for period in periods)]


def bookings_in_the_way(
    periods: Sequence[Period], client_ids: Sequence[UUID], besides: UUID | None, moving: Collection[UUID] = ()
) -> list[Booking]:
    """Where these people are booked already at one of these times, by start. Never shown with a name."""
    held = Booking.objects.filter(
        client_id__in=client_ids,
        canceled_at__isnull=True,
        starts_at__lt=max(period.ended_at for period in periods),
        ends_at__gt=min(period.started_at for period in periods),
    ).exclude(session_id__in=[*moving, *([besides] if besides else [])])
    near = held.select_related("session__series", "session__site").order_by("starts_at")
    return [one for one in near if any(Period(one.starts_at, one.ends_at).overlaps(period) for period in periods)]


def period_of(session: Session) -> Period:
    """From its start to its end."""
    return Period(session.starts_at, session.ends_at)


def zone_of(session: Session) -> ZoneInfo:
    """The site's time zone."""
    return ZoneInfo(session.site.zone)


def placed_segments(session: Session) -> tuple[PlacedSegment, ...]:
    """The session's own segments as values. Prefetch them where there are several sessions."""
    return tuple(
        PlacedSegment(row.label, Period(row.starts_at, row.ends_at), row.is_clinical) for row in session.segments.all()
    )


def phases_of(series: Series) -> tuple[Phase, ...]:
    """How the series meets from when on; a series that never changed has met so from its first day."""
    rows = tuple(
        Phase(one.from_on, Plan(one.starts_at_time, one.place_id, one.leader_id, tuple(one.weekdays)))
        for one in series.phases.all()
    )
    own = Plan(series.starts_at_time, series.place_id, series.leader_id, tuple(series.weekdays))
    return rows or (Phase(series.first_on, own),)
