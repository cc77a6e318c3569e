"""One person's own sessions: what can be planned for them, and what is."""

from calendar import day_name
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Place, Service
from stepwell.domain.catalog.queries import list_places
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.consent.queries.company import company_of
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.people.permissions import CLINICAL, as_flag, visible_clients
from stepwell.domain.people.queries import care_team, find_client, site_staff
from stepwell.domain.week.models import CancelReason, LedDespite, Series, Session
from stepwell.domain.week.permissions import MOVE_SESSION, PLAN_OWN, run_sessions
from stepwell.domain.week.queries.sessions import phases_of
from stepwell.domain.week.rules.own import OWN_KINDS, Relative
from stepwell.domain.week.rules.phases import Phase, first_day, phases_to_come
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

# Ours: so many of the sessions to come show; the others are in the week.
MOST_AHEAD = 4


@dataclass(frozen=True, slots=True)
class OwnChoices:
    """What can be chosen for one person. Leaders are of their care team: no chart opens by leading."""

    services: Sequence[Service]
    leaders: Sequence[Staff]
    places: Sequence[Place]
    relatives: Sequence[Relative]


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One to come, on the site's clock."""

    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    can_move: bool
    canceled: str = ""  # why it doesn't take place


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """What was planned in one go: its next sessions, who of the family comes, and why it is led outside of when its
    leader works.
    """

    series: Series
    ahead: tuple[OwnSession, ...]
    family: tuple[Relative, ...]
    is_family: bool
    phases: tuple[Phase, ...]  # how they meet now, and from which days on otherwise
    despite: tuple[LedDespite, ...] = ()
    comes_despite: str = ""  # why they come though they told that they can't

    @property
    def is_weekly(self) -> bool:
        """More than once."""
        return self.series.is_weekly

    @property
    def meets(self) -> str:
        """`Every Wednesday at 10:00`, and from which day on otherwise."""
        now, *later = (
            f"every {day_name[one.plan.weekdays[0]]} at {one.plan.starts_at_time:%H:%M}" for one in self.phases
        )
        begin = [short_day(first_day(one)) for one in self.phases[1:]]
        return "; ".join(
            [now[:1].upper() + now[1:], *(f"from {on} {how}" for on, how in zip(begin, later, strict=True))]
        )


def own_sessions(actor: Actor, client: Client, now: datetime) -> list[OwnSeries]:
    """What a client whom the actor has found has of their own from now on, the soonest first. Written down."""
    require(actor, PLAN_OWN)
    record_read(actor, "own_sessions", client.pk)
    zone = ZoneInfo(client.site.zone)
    rows = (
        Session.objects.filter(series__client=client, ends_at__gt=now)
        .exclude(cancel_reason=CancelReason.ENDED)
        .annotate(moves=as_flag(run_sessions(actor, MOVE_SESSION)))
        .select_related("place", "leader", "series__service", "series__place", "series__leader")
        .prefetch_related("series__phases", "series__enrollments")
        .order_by("starts_at")
    )
    found: dict[UUID, list[Session]] = {}
    for row in rows:
        found.setdefault(row.series_id, []).append(row)
    companions = _companions(actor, client, now, found)
    despite = list(LedDespite.objects.filter(series__in=found).select_related("staff", "session"))
    return [
        OwnSeries(
            some[0].series,
            tuple(_ahead(one, zone) for one in some[:MOST_AHEAD]),
            tuple(companions.get(series_id, ())),
            some[0].series.service.kind == ServiceKind.FAMILY,
            phases_to_come(phases_of(some[0].series), day_at(now, zone)),
            tuple(one for one in despite if one.series_id == series_id),
            next((one.despite for one in some[0].series.enrollments.all()), ""),
        )
        for series_id, some in found.items()
    ]


def own_series(actor: Actor, client: Client, series_id: UUID) -> Series:
    """One of theirs, to end it or to say who comes. Raises `NotFound`."""
    require(actor, PLAN_OWN)
    found = Series.objects.filter(pk=series_id, client=client).select_related("site", "service", "leader", "place")
    series = found.first()
    if series is None:
        raise NotFound("series", client.pk)
    return series


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """Until when somebody's own sessions go on, up to when they stand, and until when the person has them."""

    ends_on: date | None
    extended_to: date
    left_on: date | None


def span_of(series: Series) -> OwnSpan:
    """Of one that was found."""
    left_on = series.enrollments.order_by("pk").values_list("left_on", flat=True).first()
    return OwnSpan(series.ends_on, series.extended_to, left_on)


def whose_series(actor: Actor, series_id: UUID) -> UUID | None:
    """Whose own sessions these are, for who may plan for them; None for a group, and for who may not."""
    if not actor.may(PLAN_OWN):
        return None
    theirs = Client.objects.filter(visible_clients(actor, PLAN_OWN)).values("pk")
    return Series.objects.filter(pk=series_id, client__in=theirs).values_list("client_id", flat=True).first()


def family_of(series: Series) -> frozenset[int]:
    """Who was asked along. For a series that was found."""
    return frozenset(series.companions.values_list("recipient_id", flat=True))


def choices_for(actor: Actor, client: Client, now: datetime) -> OwnChoices:
    """What can be planned for a client whom the actor has found. Seven queries."""
    require(actor, PLAN_OWN)
    kinds = [one.value for one in OWN_KINDS]
    services = Service.objects.filter(site=client.site, is_open=True, kind__in=kinds).order_by("name")
    leaders = leaders_for(actor, client)
    return OwnChoices(list(services), leaders, list_places(actor, client.site), relatives_of(actor, client, now))


def leaders_for(actor: Actor, client: Client) -> list[Staff]:
    """Who of their care team could lead their own sessions. For a client whom the actor has found."""
    able = {one.pk for one in site_staff(actor, client.site, CLINICAL)}
    return list({one.staff_id: one.staff for one in care_team(actor, client) if one.staff_id in able}.values())


def relatives_of(actor: Actor, client: Client, now: datetime) -> list[Relative]:
    """Their family and friends, and whom a consent in force lets sit with them."""
    return [Relative(one.pk, one.name, may_come) for one, may_come in company_of(actor, client, now=now)]


def client_to_plan(actor: Actor, client_id: UUID) -> Client:
    """For whom one may plan. The page that shows anything of them writes it down. Raises `NotFound`."""
    return find_client(actor, client_id, PLAN_OWN)


def _companions(
    actor: Actor, client: Client, now: datetime, series_ids: Collection[UUID]
) -> dict[UUID, list[Relative]]:
    """Who comes to each of these, as their consents stand now."""
    may_come = {one.recipient_id: one for one in relatives_of(actor, client, now)}
    found: dict[UUID, list[Relative]] = {}
    rows = Series.objects.filter(pk__in=[*series_ids], companions__isnull=False)
    for series_id, recipient_id in rows.values_list("pk", "companions__recipient_id"):
        if recipient_id in may_come:
            found.setdefault(series_id, []).append(may_come[recipient_id])
    return found


def _ahead(row: Session, zone: ZoneInfo) -> OwnSession:
    return OwnSession(
        row.pk,
        row.starts_at.astimezone(zone),
        row.ends_at.astimezone(zone),
        row.place.name,
        row.leader.name,
        can_move=row.moves,  # type: ignore[attr-defined]  # annotated
        canceled=row.get_cancel_reason_display() if row.canceled_at else "",
    )
