"""Raising, acknowledging, resolving and following up a safety event."""

from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import counselor_of, find_client
from stepwell.domain.safety.actions.paging import ask_for_page, stop_pages
from stepwell.domain.safety.models import SafetyEvent, Source
from stepwell.domain.safety.permissions import RAISE_EVENT
from stepwell.domain.safety.queries import find_event, open_charts
from stepwell.domain.safety.rules import door_words
from stepwell.domain.worklist.actions import finish_task, raise_task, reopen_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.ledger.unit import action, record

TASK = "safety.answer"
FOLLOW_UP = "safety.follow_up"


@action
def raise_event(
    *,
    actor: Actor,
    client: Client,
    key: UUID,
    source: Source,
    raised_at: datetime,
    now: datetime,
    at_door: bool = False,
    place: Place | None = None,
) -> SafetyEvent:
    """Somebody may be in danger. The same `key` is the same event, however often it is sent.

    `at_door` says that they stood at a device of the program's, at the door of `place` if it has a room. Only a press
    after that event was resolved is a new one: a page that stood open overnight still calls somebody.
    """
    client = find_client(actor, client.pk, RAISE_EVENT)
    raised_at = min(raised_at, now)
    known = SafetyEvent.objects.filter(client=client, key=key).order_by("-received_at").first()
    if known is not None and (known.resolved_at is None or raised_at <= known.resolved_at):
        return known
    event, fresh = SafetyEvent.objects.get_or_create(
        client=client,
        key=key,
        resolved_at=None,
        defaults={
            "source": source,
            "raised_at": raised_at,
            "received_at": now,
            "at_door": at_door,
            "place": place,
            "owner": counselor_of(client),
        },
    )
    if fresh:
        record(actor, "safety.raised", client_id=client.pk, subject=("safety event", event.pk))
        _ask_somebody(actor, client, event, source, now)
        ask_for_page(event)
    return event


@action
def acknowledge_event(*, actor: Actor, event_id: UUID, now: datetime) -> SafetyEvent:
    """The actor takes it on. Of two at once the first is the owner, and the second is told who."""
    event = find_event(actor, event_id)
    if event.acknowledged_at is not None:
        if event.acknowledged_by_id == actor.staff_id:
            return event
        who = event.acknowledged_by.name if event.acknowledged_by else "Somebody"
        raise refuse(f"{who} has it already.", "", f"Speak with {who} if you are needed too.")
    event.acknowledged_at, event.acknowledged_by_id, event.owner_id = now, actor.staff_id, actor.staff_id
    event.save(update_fields=["acknowledged_at", "acknowledged_by", "owner"])
    record(actor, "safety.acknowledged", client_id=event.client_id, subject=("safety event", event.pk))
    stop_pages(event, now)
    return event


@action
def resolve_event(
    *, actor: Actor, event_id: UUID, risk_note: str, follow_up_at: datetime | None, now: datetime
) -> SafetyEvent:
    """It is dealt with: only with a note on the risk and a time to follow up.

    The same resolution sent twice by the same person is one.
    """
    event = find_event(actor, event_id)
    note = risk_note.strip()
    if event.resolved_at is not None:
        if (event.resolved_by_id, event.risk_note, event.follow_up_at) == (actor.staff_id, note, follow_up_at):
            return event
        raise refuse("This is resolved already.", "", "Read what was written, and talk with who wrote it.")
    if event.acknowledged_at is None:
        raise refuse("Nobody has acknowledged this yet.", "", "Acknowledge it first, then say what happened.")
    _check_resolution(note, follow_up_at, now)
    event.resolved_at, event.resolved_by_id = now, actor.staff_id
    event.risk_note, event.follow_up_at = note, follow_up_at
    event.save(update_fields=["resolved_at", "resolved_by", "risk_note", "follow_up_at"])
    record(actor, "safety.resolved", client_id=event.client_id, subject=("safety event", event.pk))
    finish_task(actor=actor, kind=TASK, subject_id=event.pk, now=now)
    stop_pages(event, now)
    _ask_for_follow_up(actor, event, now)
    return event


@action
def record_follow_up(*, actor: Actor, event_id: UUID, now: datetime) -> SafetyEvent:
    """The agreed follow-up has happened. The first to say so stands."""
    event = find_event(actor, event_id)
    if event.resolved_at is None:
        raise refuse("This is still open.", "", "Resolve it first: that is where the follow-up is agreed.")
    if event.followed_up_at is None:
        event.followed_up_at, event.followed_up_by_id = now, actor.staff_id
        event.save(update_fields=["followed_up_at", "followed_up_by"])
        record(actor, "safety.followed_up", client_id=event.client_id, subject=("safety event", event.pk))
        finish_task(actor=actor, kind=FOLLOW_UP, subject_id=event.pk, now=now)
    return event


@action
def take_back_follow_up(*, actor: Actor, event_id: UUID, followed_up_at: datetime) -> SafetyEvent:
    """Recorded by mistake at `followed_up_at`: the follow-up is still to come."""
    event = find_event(actor, event_id)
    if event.followed_up_at != followed_up_at or event.followed_up_by_id != actor.staff_id:
        raise refuse("This was recorded otherwise since.", "", "Look at it again.")
    event.followed_up_at = event.followed_up_by = None
    event.save(update_fields=["followed_up_at", "followed_up_by"])
    record(actor, "safety.follow_up_taken_back", client_id=event.client_id, subject=("safety event", event.pk))
    reopen_task(actor=actor, kind=FOLLOW_UP, subject_id=event.pk, done_at=followed_up_at)
    return event


def _check_resolution(note: str, follow_up_at: datetime | None, now: datetime) -> None:
    """Raise `Refused` with everything that is missing."""
    refusals = []
    if not note:
        refusals.append(Refusal("The risk note is empty.", "risk_note", "Write what you found and did."))
    if follow_up_at is None or follow_up_at <= now:
        refusals.append(
            Refusal("The follow-up needs a time that is still to come.", "follow_up_at", "Choose when you speak next.")
        )
    if refusals:
        raise Refused(*refusals)


def _ask_somebody(actor: Actor, client: Client, event: SafetyEvent, source: Source, now: datetime) -> None:
    """A task on top of Today. It is nobody's, so that it shows to everybody who may see the client, not to one alone;
    the console's Crisis button counts the event for all who answer at the site.
    """
    said = f"{source.value.capitalize()}. Call now."
    if event.at_door:
        where = door_words(client.site.name, event.place.name if event.place else "")
        said = f"{source.value.capitalize()}, {where}. Go there, or call now."
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=None,
        kind=TASK,
        subject_id=event.pk,
        title="May not be safe",
        reason=said,
        is_safety=True,
        is_everybodys=True,
        due_at=event.raised_at + timedelta(minutes=client.site.answer_minutes),
        now=now,
    )


def _ask_for_follow_up(actor: Actor, event: SafetyEvent, now: datetime) -> None:
    """For who resolved it; where they can't see the client on their Today, for the counselor."""
    assert event.follow_up_at is not None  # checked before it was resolved
    theirs = event.client_id in open_charts(actor, [event.client_id])
    raise_task(
        actor=actor,
        site=event.client.site,
        client=event.client,
        owner=event.resolved_by if theirs else counselor_of(event.client),
        kind=FOLLOW_UP,
        subject_id=event.pk,
        title="Follow up",
        reason="Agreed when the safety event was resolved.",
        due_at=event.follow_up_at,
        now=now,
    )
