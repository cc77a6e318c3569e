"""Who is booked hears of it when a session changes: what they know is kept, and what was about to say otherwise goes.

Whatever cancels, moves or restores sessions does it inside `telling`. Some seconds later, when it can't be undone any
more, `workflows.changes` looks at what is different for each person and tells them once.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import Booking, SessionWord
from stepwell.domain.week.permissions import TELL_CHANGE
from stepwell.domain.week.queries.told import known_by, last_words, state_of
from stepwell.domain.week.rules.telling import Known
from stepwell.domain.worklist.actions import finish_task
from stepwell.kernel.actor import Actor, system
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.actions import withdraw_waiting
from stepwell.platform.notify.models import Message

TASK = "week.tell"
# Longer than undo is taken.
UNDONE_BY_THEN = timedelta(seconds=75)


@contextmanager
def telling(actor: Actor, session_ids: Collection[UUID], now: datetime) -> Iterator[None]:
    """What is done inside changes these sessions. Who is booked before or afterwards, and for whom it lies ahead, is
    told of the difference; a message that waits and would say otherwise is withdrawn.
    """
    before = _states(session_ids)
    yield
    after = _states(session_ids)
    changed = [pk for pk in {*before, *after} if before.get(pk) != after.get(pk)]
    ahead = [pk for pk in changed if any(one and one.starts_at > now for one in (before.get(pk), after.get(pk)))]
    if ahead:
        _ask(ahead, before, now)


@action
def say_told(*, actor: Actor, client_id: UUID, now: datetime) -> Client:
    """A person has told them what no message could: they know how their sessions are now."""
    client = find_client(actor, client_id, TELL_CHANGE)
    words = SessionWord.objects.filter(booking__client=client, waits_for_person=True)
    waiting = list(words.select_for_update(of=("self",)).select_related("booking__session"))
    SessionWord.objects.filter(pk__in=[one.pk for one in waiting]).update(waits_for_person=False)
    SessionWord.objects.bulk_create(
        _word(one.booking, state_of(one.booking), now, told_by_id=actor.staff_id) for one in waiting
    )
    finish_task(actor=actor, kind=TASK, subject_id=client.pk, now=now)
    if waiting:
        record(actor, "client.told_of_change", client_id=client.pk, detail={"sessions": len(waiting)})
    return client


def keep_word(booking: Booking, message: Message | None, now: datetime) -> SessionWord:
    """They were written to about this session as it is: where it changes before that went out, it is withdrawn."""
    word = _word(booking, state_of(booking), now)
    word.message = message
    word.save()
    return word


def keep_words(words: Sequence[SessionWord], message: Message | None, *, is_told: bool, now: datetime) -> None:
    """These were looked at. Where a message says it they know how it is; where none can, a person has to say it."""
    for one in words:
        one.ask_at = None
        one.waits_for_person = not is_told and known_by(one) != state_of(one.booking)
    SessionWord.objects.bulk_update(words, ["ask_at", "waits_for_person"])
    if is_told:
        fresh = [_word(one.booking, state_of(one.booking), now) for one in words]
        for word in fresh:
            word.message = message
        SessionWord.objects.bulk_create(fresh)


def forget_changes(booking_ids: Collection[int], now: datetime) -> None:
    """Who gave up these places hears no more of how their sessions change: neither what waits to go out, nor what was
    about to be looked at, nor by a person. What else a withdrawn message said is looked at anew.
    """
    given_up = {*booking_ids}
    words = SessionWord.objects.filter(booking__in=given_up)
    if not words.exists():
        return
    spoken = _withdraw(given_up, now)
    waited = words.filter(waits_for_person=True).values_list("booking__client_id", flat=True)
    clients = set(waited)
    words.update(ask_at=None, waits_for_person=False)
    if others := spoken - given_up:
        _mark(others, others, {}, now)
    still = SessionWord.objects.filter(booking__client__in=clients, waits_for_person=True)
    for client_id in clients - set(still.values_list("booking__client_id", flat=True)):
        finish_task(actor=system("week"), kind=TASK, subject_id=client_id, now=now)


def _ask(booking_ids: Collection[int], before: dict[int, Known | None], now: datetime) -> None:
    """Mark what each of them knows now as to be looked at."""
    untold = _withdraw(booking_ids, now)
    _mark({*booking_ids} | untold, untold, before, now)


def _withdraw(booking_ids: Collection[int], now: datetime) -> set[int]:
    """Messages that wait and speak of these places are withdrawn, with what they say of each: one may speak of several
    sessions. Returns all places of which they spoke.
    """
    about = SessionWord.objects.filter(booking__in=booking_ids, message__isnull=False)
    messages = set(about.values_list("message_id", flat=True))
    gone = withdraw_waiting(actor=system("week"), message_ids=messages, now=now)
    said = SessionWord.objects.filter(message__in=gone)
    spoken = set(said.values_list("booking_id", flat=True))
    said.delete()
    return spoken


def _mark(asked: Collection[int], untold: Collection[int], before: dict[int, Known | None], now: datetime) -> None:
    """These are looked at soon; of the `untold` what would have been said isn't any more."""
    bookings = {one.pk: one for one in Booking.objects.filter(pk__in=asked).select_related("session")}
    known = last_words(asked)
    ask_at = now + UNDONE_BY_THEN
    SessionWord.objects.filter(pk__in=[one.pk for one in known.values()]).update(ask_at=ask_at)
    fresh = [pk for pk in asked if pk not in known]
    SessionWord.objects.bulk_create(
        # whose only message was withdrawn has heard of nothing; anybody else knows how it was planned
        _word(bookings[pk], None if pk in untold else before.get(pk), now, ask_at=ask_at)
        for pk in fresh
    )
    nowhere = {bookings[pk].client_id for pk in fresh if pk in untold and state_of(bookings[pk]) is None}
    _ask_next(nowhere, ask_at, now)


def _ask_next(client_ids: Collection[UUID], ask_at: datetime, now: datetime) -> None:
    """Who was to hear of a session that doesn't take place hears of the one that comes next instead."""
    if not client_ids:
        return
    live = Booking.objects.filter(
        Q(words__isnull=True), client_id__in=client_ids, canceled_at__isnull=True, starts_at__gt=now
    )
    following: dict[UUID, Booking] = {}
    for booking in live.select_related("session").order_by("starts_at"):
        following.setdefault(booking.client_id, booking)
    SessionWord.objects.bulk_create(_word(one, None, now, ask_at=ask_at) for one in following.values())


def _states(session_ids: Collection[UUID]) -> dict[int, Known | None]:
    rows = Booking.objects.filter(session_id__in=session_ids).select_related("session")
    return {one.pk: state_of(one) for one in rows}


def _word(booking: Booking, known: Known | None, now: datetime, **more: object) -> SessionWord:
    when = {"starts_at": known.starts_at, "place_id": known.place_id} if known else {}
    return SessionWord(booking=booking, said_at=now, **when, **more)
