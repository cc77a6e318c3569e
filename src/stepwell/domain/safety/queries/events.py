"""Reads of safety events."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.safety.permissions import ANSWER_EVENT, SEE_OWN_EVENT, VIEW_EVENT, visible_events
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read


@dataclass(frozen=True, slots=True)
class CrisisBoard:
    """What the crisis screen shows: `open` the unacknowledged first, `due` the resolved whose follow-up isn't recorded
    yet, the next one first, and `done` what was resolved on the site's day.
    """

    open: Sequence[SafetyEvent]
    due: Sequence[SafetyEvent]
    done: Sequence[SafetyEvent]

    @property
    def everything(self) -> tuple[SafetyEvent, ...]:
        """Every event on it; one that was resolved today and is due stands twice."""
        return (*self.open, *self.due, *self.done)


def crisis_board(actor: Actor, *, now: datetime) -> CrisisBoard:
    """Everything that somebody here has to answer, to follow up, or that was resolved today. One list read."""
    require(actor, VIEW_EVENT)
    resolved = _shown(actor).filter(resolved_at__isnull=False)
    due = list(resolved.filter(followed_up_at__isnull=True).order_by("follow_up_at")[:200])
    lately = resolved.filter(resolved_at__gt=now - timedelta(days=2)).order_by("-resolved_at")
    done = [event for event in lately if event.resolved_at and _same_day(event, event.resolved_at, now)]
    board = CrisisBoard(_open(actor), due, done)
    record_list_read(actor, "safety", [event.client_id for event in board.everything])
    return board


def count_open_events(actor: Actor) -> int:
    """How many the header shows; a number alone, so no ledger row."""
    if not actor.may(VIEW_EVENT):
        return 0
    return SafetyEvent.objects.filter(visible_events(actor), resolved_at__isnull=True).count()


def board_mark(actor: Actor) -> str:
    """Changes whenever something is raised, acknowledged or resolved: for a screen that watches.

    It names nobody, so there is no ledger row.
    """
    require(actor, VIEW_EVENT)
    found = SafetyEvent.objects.filter(visible_events(actor)).aggregate(
        all=Count("pk"), acknowledged=Count("acknowledged_at"), resolved=Count("resolved_at")
    )
    return "-".join(str(number) for number in found.values())


def get_event(actor: Actor, event_id: UUID) -> SafetyEvent:
    """One event to look at, written down as a read of that client. Raises `NotFound`."""
    require(actor, VIEW_EVENT)
    event = _shown(actor).filter(pk=event_id).first()
    if event is None:
        raise _hidden(event_id)
    record_read(actor, "safety", event.client_id, ("safety event", event.pk))
    return event


def find_event(actor: Actor, event_id: UUID) -> SafetyEvent:
    """One event to answer, locked for the rest of the transaction. Raises `NotFound`.

    Who acknowledged it is not joined: the second of two at once waits here, and a join would give it the row of before.
    """
    require(actor, ANSWER_EVENT)
    rows = SafetyEvent.objects.select_for_update(of=("self",)).select_related("client__site")
    here = Q(client__site_id__in=actor.sites_for(ANSWER_EVENT))
    event = rows.filter(visible_events(actor) & here, pk=event_id).first()
    if event is None:
        raise _hidden(event_id)
    return event


def open_charts(actor: Actor, client_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these clients' charts the actor may open: whoever answers an event needs not be on the care team."""
    require(actor, VIEW_EVENT)
    return frozenset(
        Client.objects.filter(visible_clients(actor), pk__in=client_ids).values_list("pk", flat=True)
        if client_ids
        else ()
    )


def own_event(actor: Actor, event_id: UUID) -> SafetyEvent:
    """The client's own event, for Help. Raises `NotFound`."""
    require(actor, SEE_OWN_EVENT)
    event = _shown(actor).filter(pk=event_id).first()
    if event is None:
        raise _hidden(event_id)
    return event


def own_latest_event(actor: Actor) -> SafetyEvent | None:
    """The client's own last event that isn't resolved, for Help."""
    require(actor, SEE_OWN_EVENT)
    return _shown(actor).filter(resolved_at__isnull=True).order_by("-received_at").first()


def _shown(actor: Actor) -> QuerySet[SafetyEvent]:
    """The actor's events with everybody a screen names."""
    names = ("client__site", "place", "owner", "acknowledged_by", "resolved_by", "followed_up_by")
    return SafetyEvent.objects.filter(visible_events(actor)).select_related(*names)


def _open(actor: Actor) -> list[SafetyEvent]:
    """What isn't resolved, the unacknowledged first, oldest first."""
    events = _shown(actor).filter(resolved_at__isnull=True).order_by("raised_at")
    return sorted(events, key=lambda event: event.acknowledged_at is not None)


def _hidden(event_id: UUID) -> NotFound:
    """No such event for this actor; names the client it was kept about, for the ledger."""
    return NotFound("safety event", SafetyEvent.objects.filter(pk=event_id).values_list("client_id", flat=True).first())


def _same_day(event: SafetyEvent, instant: datetime, now: datetime) -> bool:
    """Both on one day of the event's site."""
    zone = ZoneInfo(event.client.site.zone)
    return day_at(instant, zone) == day_at(now, zone)
