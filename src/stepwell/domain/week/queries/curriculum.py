"""Where a group stands in its curriculum, and what each of its people has had of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
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
    """Where a session that the actor may open stands. One query where the group follows nothing, else six."""
    require(actor, VIEW_ROLL)
    said = SeriesCurriculum.objects.filter(series__sessions=session_id, from_on__lte=F("series__sessions__on"))
    follows = said.select_related("curriculum").order_by("-from_on").first()
    if follows is None or follows.curriculum is None:
        return None
    session = Session.objects.get(pk=session_id)
    held = _held([follows])[follows.pk]
    # a second room is where the first one is
    here = session.split_from_id or session.pk
    if here not in held:
        return None
    topics = list(follows.curriculum.sessions.values_list("topic", flat=True))
    number = number_at(held.index(here) + follows.begins_with - 1, len(topics))
    counts = _had(actor, follows.curriculum, session, len(topics))
    return Position(
        follows.curriculum.title, follows.curriculum.credit, number, len(topics), topics[number - 1], counts
    )


def _had(actor: Actor, curriculum: Curriculum, session: Session, of: int) -> dict[UUID, int]:
    """How many sessions of the curriculum who sits in this one was in before, in whichever group: who comes from
    another one brings it along.
    """
    people = Booking.objects.filter(visible_bookings(actor), session=session, canceled_at__isnull=True)
    seen = Booking.objects.filter(
        visible_bookings(actor),
        client__in=people.values("client"),
        canceled_at__isnull=True,
        status__in=_ATTENDED,
        starts_at__lt=session.starts_at,
        session__series__curricula__curriculum=curriculum,
    )
    rows = set(seen.values_list("client_id", "session_id", "session__split_from_id", "session__series_id"))
    follows = SeriesCurriculum.objects.filter(series_id__in={series_id for *_, series_id in rows})
    numbers: dict[UUID, int] = {}
    mine = list(follows.order_by("series_id", "from_on"))
    held = _held(mine)
    for one in mine:
        if one.curriculum_id == curriculum.pk:
            numbers |= {pk: number_at(at + one.begins_with - 1, of) for at, pk in enumerate(held[one.pk])}
    had: dict[UUID, set[int]] = {}
    for client_id, session_id, split_from, _ in rows:
        if (number := numbers.get(split_from or session_id)) is not None:
            had.setdefault(client_id, set()).add(number)
    return {client_id: len(theirs) for client_id, theirs in had.items()}


def stands_at(series: Series, from_on: date) -> tuple[Curriculum, int] | None:
    """What the group follows on that day, and with which session it goes on then. For the action that splits it."""
    said = SeriesCurriculum.objects.filter(series=series, from_on__lte=from_on).select_related("curriculum")
    follows = said.order_by("-from_on").first()
    if follows is None or follows.curriculum is None:
        return None
    held = series.sessions.filter(on__gte=follows.from_on, on__lt=from_on, canceled_at__isnull=True)
    before = held.filter(split_from__isnull=True).count()
    return follows.curriculum, number_at(before + follows.begins_with - 1, follows.curriculum.sessions.count() or 1)


def groups_following(actor: Actor, curriculum: Curriculum, now: datetime) -> list[Following]:
    """The groups whose latest word is this curriculum, by name, with what comes next. Three queries."""
    require(actor, PLAN_WEEK)
    latest: dict[UUID, SeriesCurriculum] = {}
    rows = SeriesCurriculum.objects.filter(series__site_id=curriculum.site_id).select_related("series")
    for row in rows.order_by("from_on"):
        latest[row.series_id] = row
    mine = [row for row in latest.values() if row.curriculum_id == curriculum.pk]
    held: dict[UUID, list[tuple[date, datetime]]] = {row.series_id: [] for row in mine}
    sessions = Session.objects.filter(
        visible_sessions(actor), series__in=held, canceled_at__isnull=True, split_from__isnull=True
    )
    for series_id, on, starts_at in sessions.order_by("starts_at").values_list("series_id", "on", "starts_at"):
        if on >= latest[series_id].from_on:
            held[series_id].append((on, starts_at))
    of = curriculum.sessions.count() or 1
    found = []
    for row in mine:
        before = sum(starts_at <= now for _, starts_at in held[row.series_id])
        after = held[row.series_id][before:]
        found.append(
            Following(
                row.series, row.from_on, after[0][0] if after else None, number_at(before + row.begins_with - 1, of)
            )
        )
    return sorted(found, key=lambda one: one.series.name)


def groups_to_choose(actor: Actor, site: Site, today: date) -> list[Series]:
    """The site's groups that go on, by name."""
    require(actor, PLAN_WEEK)
    going = Series.objects.filter(IS_GROUP, visible_sessions(actor), site=site).exclude(ends_on__lte=today)
    return list(going.order_by("name"))


def _held(follows: Sequence[SeriesCurriculum]) -> dict[int, list[UUID]]:
    """For each word of a group its sessions from then until its next word, in order; not canceled ones, and a second
    room is no session of its own. One query; give it all words of a group, or its last.
    """
    rows = Session.objects.filter(
        series_id__in={one.series_id for one in follows}, canceled_at__isnull=True, split_from__isnull=True
    )
    ends: dict[int, date] = {}
    for one, later in pairwise(follows):
        if one.series_id == later.series_id:
            ends[one.pk] = later.from_on
    held: dict[int, list[UUID]] = {one.pk: [] for one in follows}
    for series_id, pk, on in rows.order_by("starts_at").values_list("series_id", "pk", "on"):
        for one in follows:
            if one.series_id == series_id and one.from_on <= on < ends.get(one.pk, date.max):
                held[one.pk].append(pk)
    return held
