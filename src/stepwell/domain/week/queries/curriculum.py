"""Where a group stands in its curriculum, and what each of its people has had of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.catalog.rules.curricula import number_at
from stepwell.domain.people.models import Site
from stepwell.domain.week.models import IS_GROUP, Booking, Series, SeriesCurriculum, Session, Status
from stepwell.domain.week.permissions import PLAN_WEEK, VIEW_ROLL, visible_bookings, visible_sessions
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require

_ATTENDED = tuple(status.value for status in Status if status.attended)


@dataclass(frozen=True, slots=True)
class Position:
    """One session's place in the curriculum. `had`: how many of its sessions each person was in before."""

    title: str
    credit: str
    number: int
    of: int
    topic: str
    had: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Following:
    """A group that follows a curriculum: from when on, and which session comes next, if one is planned."""

    series: Series
    from_on: date
    next_on: date | None
    number: int


def position_of(actor: Actor, session_id: UUID) -> Position | None:
    """Where a session that the actor may open stands. One query where the group follows nothing, else four."""
    require(actor, VIEW_ROLL)
    said = SeriesCurriculum.objects.filter(series__sessions=session_id, from_on__lte=F("series__sessions__on"))
    follows = said.select_related("curriculum").order_by("-from_on").first()
    if follows is None or follows.curriculum is None:
        return None
    held = _held(follows)
    if session_id not in held:
        return None
    topics = list(follows.curriculum.sessions.values_list("topic", flat=True))
    number = number_at(held.index(session_id), len(topics))
    before = held[: held.index(session_id)]
    numbers = {one: number_at(index, len(topics)) for index, one in enumerate(before)}
    seen = Booking.objects.filter(visible_bookings(actor), session__in=before, canceled_at__isnull=True)
    had: dict[UUID, set[int]] = {}
    for client_id, one in seen.filter(status__in=_ATTENDED).values_list("client_id", "session_id"):
        had.setdefault(client_id, set()).add(numbers[one])
    counts = {client_id: len(theirs) for client_id, theirs in had.items()}
    return Position(
        follows.curriculum.title, follows.curriculum.credit, number, len(topics), topics[number - 1], counts
    )


def groups_following(actor: Actor, curriculum: Curriculum, now: datetime) -> list[Following]:
    """The groups whose latest word is this curriculum, by name, with what comes next. Three queries."""
    require(actor, PLAN_WEEK)
    latest: dict[UUID, SeriesCurriculum] = {}
    rows = SeriesCurriculum.objects.filter(series__site_id=curriculum.site_id).select_related("series")
    for row in rows.order_by("from_on"):
        latest[row.series_id] = row
    mine = [row for row in latest.values() if row.curriculum_id == curriculum.pk]
    held: dict[UUID, list[tuple[date, datetime]]] = {row.series_id: [] for row in mine}
    sessions = Session.objects.filter(visible_sessions(actor), series__in=held, canceled_at__isnull=True)
    for series_id, on, starts_at in sessions.order_by("starts_at").values_list("series_id", "on", "starts_at"):
        if on >= latest[series_id].from_on:
            held[series_id].append((on, starts_at))
    of = curriculum.sessions.count() or 1
    found = []
    for row in mine:
        before = sum(starts_at <= now for _, starts_at in held[row.series_id])
        after = held[row.series_id][before:]
        found.append(Following(row.series, row.from_on, after[0][0] if after else None, number_at(before, of)))
    return sorted(found, key=lambda one: one.series.name)


def groups_to_choose(actor: Actor, site: Site, today: date) -> list[Series]:
    """The site's groups that go on, by name."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(IS_GROUP, visible_sessions(actor), site=site).exclude(ends_on__lte=today)
    return list(going.order_by("name"))


def _held(follows: SeriesCurriculum) -> list[UUID]:
    """The group's sessions since it follows this, in order, but for canceled ones."""
    rows = Session.objects.filter(series_id=follows.series_id, on__gte=follows.from_on, canceled_at__isnull=True)
    return list(rows.order_by("starts_at").values_list("pk", flat=True))
