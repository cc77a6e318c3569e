"""What is counted of many people's weeks at once: columns, not rows, because Today asks it for everybody of a site."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from stepwell.domain.catalog.rules import PlacedSegment
from stepwell.domain.week.models import Booking, Presence, SessionSegment, Status
from stepwell.domain.week.permissions import VIEW_WEEK, visible_bookings
from stepwell.domain.week.rules.hours import SessionFact
from stepwell.kernel.actor import Actor
from stepwell.kernel.period import Period


def facts_of_weeks(actor: Actor, spans: Mapping[UUID, tuple[date, date]]) -> dict[UUID, list[SessionFact]]:
    """For each client the sessions of their week, which lasts from one day to the other. Three queries.

    Whether the notes are signed isn't asked: hours don't depend on it.
    """
    held = Booking.objects.filter(
        visible_bookings(actor, VIEW_WEEK),
        client_id__in=[*spans],
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        session__on__range=(min(first for first, _ in spans.values()), max(last for _, last in spans.values())),
    )
    columns = ("pk", "client_id", "session_id", "session__on", "starts_at", "ends_at", "status")
    rows = list(held.order_by("starts_at").values_list(*columns, "session__series__track_id"))
    segments = _segments({session_id for _, _, session_id, *_ in rows})
    stays = _stays([pk for pk, *_, status, _ in rows if Status(status).attended])
    facts: dict[UUID, list[SessionFact]] = {client_id: [] for client_id in spans}
    for pk, client_id, session_id, on, starts_at, ends_at, status, track_id in rows:
        first, last = spans[client_id]
        if first <= on <= last:
            period, placed = Period(starts_at, ends_at), segments.get(session_id, ())
            facts[client_id].append(
                SessionFact(on, period, placed, Status(status), stays.get(pk, ()), track_id=track_id)
            )
    return facts


def _segments(session_ids: Iterable[UUID]) -> dict[UUID, tuple[PlacedSegment, ...]]:
    rows = SessionSegment.objects.filter(session_id__in=[*session_ids])
    found: dict[UUID, tuple[PlacedSegment, ...]] = {}
    for session_id, label, starts_at, ends_at, is_clinical in rows.values_list(
        "session_id", "label", "starts_at", "ends_at", "is_clinical"
    ):
        found[session_id] = (*found.get(session_id, ()), PlacedSegment(label, Period(starts_at, ends_at), is_clinical))
    return found


def _stays(booking_ids: Iterable[Any]) -> dict[Any, tuple[Period, ...]]:
    rows = Presence.objects.filter(booking_id__in=[*booking_ids])
    found: dict[Any, tuple[Period, ...]] = {}
    for booking_id, starts_at, ends_at in rows.values_list("booking_id", "starts_at", "ends_at"):
        found[booking_id] = (*found.get(booking_id, ()), Period(starts_at, ends_at))
    return found
