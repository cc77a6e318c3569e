"""The line for a group. Who stands in it shows to who may see them; others are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.week.models import Enrollment, Series, SeriesWait
from stepwell.domain.week.permissions import ASK_SEAT, PLAN_WEEK, visible_sessions
from stepwell.domain.week.queries.groups import belongs
from stepwell.domain.week.rules.waiting import Waiting, in_order
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for a group, in order: place and row of those whom one may see. `others` stand in between."""

    shown: tuple[tuple[int, SeriesWait], ...]
    others: int
    candidates: tuple[Client, ...]


def line_of(actor: Actor, series: Series, today: date) -> Line:
    """The line for a group that the actor has found. Three queries; whom it shows is written down."""
    if series.site_id not in actor.sites_for(ASK_SEAT):
        return Line((), SeriesWait.objects.filter(series=series, ended_at__isnull=True).count(), ())
    rows = {one.pk: one for one in open_waits(series)}
    mine = Client.objects.filter(visible_clients(actor, ASK_SEAT), site_id=series.site_id)
    seen = set(mine.filter(pk__in=[one.client_id for one in rows.values()]).values_list("pk", flat=True))
    placed = [(place, rows[one.wait_id]) for place, one in enumerate(in_order(map(waiting_of, rows.values())), start=1)]
    shown = tuple((place, row) for place, row in placed if row.client_id in seen)
    candidates = tuple(_candidates(actor, series, today))
    record_list_read(actor, "waiting", [*(row.client_id for _, row in shown), *(one.pk for one in candidates)])
    return Line(shown, len(rows) - len(shown), candidates)


def open_waits(series: Series) -> Sequence[SeriesWait]:
    """Everybody in line, unordered; for actions and reads that say what of it shows."""
    found = SeriesWait.objects.filter(series=series, ended_at__isnull=True)
    return list(found.select_related("client__site", "episode", "series"))


def series_with_a_line(actor: Actor) -> Sequence[UUID]:
    """The groups that somebody waits for."""
    require(actor, PLAN_WEEK)
    here = Series.objects.filter(visible_sessions(actor), waits__ended_at__isnull=True, waits__isnull=False)
    return list(here.order_by("pk").values_list("pk", flat=True).distinct())


def waiting_of(row: SeriesWait) -> Waiting:
    """A row as the rules see it."""
    return Waiting(row.pk, row.turn_at, bool(row.ahead_reason), row.episode.planned_end_on, row.held_at is not None)


def find_wait(actor: Actor, wait_id: UUID) -> SeriesWait:
    """Somebody in line whom one may see. Written down. Raises `NotFound`."""
    require(actor, ASK_SEAT)
    mine = Client.objects.filter(visible_clients(actor, ASK_SEAT))
    found = SeriesWait.objects.filter(pk=wait_id, client__in=mine, ended_at__isnull=True)
    row = found.select_related("client", "series__site", "episode").first()
    if row is None:
        raise NotFound("wait")
    record_read(actor, "waiting", row.client_id, ("wait", row.pk))
    return row


def find_asker(actor: Actor, series: Series, client_id: UUID, today: date) -> Episode:
    """The open stay with which this person could wait for a seat. Raises `NotFound`."""
    person = _candidates(actor, series, today, client_id).first()
    if person is None:
        raise NotFound("client")
    return Episode.objects.filter(client=person, ended_on__isnull=True).order_by("-started_on")[0]


def held_seats() -> Combinable:
    """How many seats are held by the day of a session, as a column of sessions."""
    held = SeriesWait.objects.filter(
        series_id=OuterRef("series_id"), ended_at__isnull=True, held_from__lte=OuterRef("on")
    )
    counted = held.order_by().values("series_id").annotate(seats=Count("pk")).values("seats")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _candidates(actor: Actor, series: Series, today: date, client_id: UUID | None = None) -> QuerySet[Client]:
    """Who has an open stay here, is neither in the group nor in line, among those whom one may ask for."""
    require(actor, ASK_SEAT)
    there = Enrollment.objects.filter(belongs(today), series=series, left_on__isnull=True).values("client")
    waits = SeriesWait.objects.filter(series=series, ended_at__isnull=True).values("client")
    stays = Episode.objects.filter(ended_on__isnull=True, planned_end_on__gt=today).values("client")
    found = Client.objects.filter(visible_clients(actor, ASK_SEAT), site_id=series.site_id, pk__in=stays)
    found = found.exclude(Q(pk__in=there) | Q(pk__in=waits)).order_by("sort_key", "pk")
    return found if client_id is None else found.filter(pk=client_id)
