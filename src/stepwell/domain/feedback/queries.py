"""Reads of what clients say of sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from stepwell.domain.feedback.models import SessionFeedback
from stepwell.domain.feedback.permissions import ANSWER_FEEDBACK, SAY_FEEDBACK, VIEW_FEEDBACK, visible_feedback
from stepwell.domain.feedback.rules import ASKED_FOR, Helped, shown_counts, shown_sum
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Booking, Series, Status
from stepwell.domain.week.permissions import visible_bookings
from stepwell.domain.week.queries.groups import find_group
from stepwell.domain.week.queries.sessions import find_session
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

ATTENDED = tuple(status.value for status in Status if status.attended)
# Ours: half a year shows whether something changes.
LOOKS_BACK = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Said:
    """What a session's people said, once its notes are signed: counts, best first, and each one's words."""

    is_hidden: bool
    counts: tuple[tuple[str, int], ...] = ()
    rows: tuple[SessionFeedback, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a group: how many answered, and how; None where they are too few to be shown."""

    on: date
    total: int | None
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A group's months, the latest first. `is_exact` for who leads it."""

    series: Series
    is_exact: bool
    months: tuple[Month, ...]


def own_to_say(actor: Actor, client: Client, now: datetime) -> Booking | None:
    """The client's last session that is asked about and of which they have said nothing yet."""
    require(actor, SAY_FEEDBACK)
    ended = _own(actor, client).filter(ends_at__lte=now, ends_at__gt=now - ASKED_FOR, feedback=None)
    return ended.select_related("session__series").order_by("-ends_at").first()


def own_booking(actor: Actor, client: Client, session_id: UUID) -> Booking:
    """The client's place in a session in which they were. Raises `NotFound`."""
    require(actor, SAY_FEEDBACK)
    rows = _own(actor, client).filter(session_id=session_id)
    booking = rows.select_related("session__series", "session__leader", "feedback").first()
    if booking is None:
        raise NotFound("session")
    return booking


def said_of(actor: Actor, session_id: UUID) -> Said:
    """What one may read of a session. Nothing, not even a count, before all its notes are signed: they are written from
    what happened, not from what was said of it. Written down as a list read. Raises `NotFound`.
    """
    require(actor, VIEW_FEEDBACK)
    session = find_session(actor, session_id, VIEW_FEEDBACK, lock=False)
    there = Booking.objects.filter(session=session, canceled_at=None, status__in=ATTENDED)
    if there.exclude(note__signed_at__isnull=False).exists():
        return Said(is_hidden=True)
    rows = SessionFeedback.objects.filter(visible_feedback(actor), booking__session=session)
    found = tuple(rows.select_related("client", "answered_by").order_by("client__sort_key", "pk"))
    record_list_read(actor, "feedback", [one.client_id for one in found])
    counts = tuple((one.value, sum(row.helped == one.value for row in found)) for one in Helped)
    return Said(False, counts, found)


def find_feedback(actor: Actor, feedback_id: UUID, *, lock: bool = False) -> SessionFeedback:
    """One, for who talks about it with them; a look at one person's record. Raises `NotFound`."""
    require(actor, ANSWER_FEEDBACK)
    rows = SessionFeedback.objects.filter(visible_feedback(actor), pk=feedback_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("client__site", "booking__session__series", "answered_by").first()
    if found is None:
        known = SessionFeedback.objects.filter(pk=feedback_id).values_list("client_id", flat=True).first()
        raise NotFound("feedback", known)
    record_read(actor, "feedback", found.client_id, ("feedback", found.pk))
    return found


def trend_of(actor: Actor, series_id: UUID, now: datetime) -> Trend:
    """How a group's sessions were, month by month. Counts alone, nobody's answer; exact for who leads it, and for
    everybody else without what would show so few that they may be known. Raises `NotFound`.
    """
    require(actor, VIEW_FEEDBACK)
    series = find_group(actor, series_id)
    if series.site_id not in actor.sites_for(VIEW_FEEDBACK):
        raise NotFound("series")
    since = day_at(now, ZoneInfo(series.site.zone)) - LOOKS_BACK
    is_exact = actor.staff_id is not None and series.leader_id == actor.staff_id
    said = SessionFeedback.objects.filter(booking__session__series=series, booking__session__on__gte=since)
    by_month: Any = said.annotate(month=TruncMonth("booking__session__on")).values("month", "helped")
    rows = by_month.annotate(count=Count("pk")).order_by("-month").values_list("month", "helped", "count")
    found: dict[date, dict[str, int]] = {}
    for month, helped, count in rows:
        found.setdefault(month, {})[helped] = count
    return Trend(series, is_exact, tuple(_month(on, counts, is_exact) for on, counts in found.items()))


def _month(on: date, found: dict[str, int], is_exact: bool) -> Month:
    counts: Sequence[int] = [found.get(one.value, 0) for one in Helped]
    return Month(on, shown_sum(counts, is_exact=is_exact), shown_counts(counts, is_exact=is_exact))


def _own(actor: Actor, client: Client) -> QuerySet[Booking]:
    """Sessions in which the client was."""
    mine = Booking.objects.filter(visible_bookings(actor), client=client, canceled_at=None, session__canceled_at=None)
    return mine.filter(status__in=ATTENDED)
