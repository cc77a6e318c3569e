"""Two sessions of one day become one, and one becomes two. The groups go on as they are; both can be taken back.

What it would do is worked out once, for the page that shows it and for the action that does it. Nobody who is kept
apart from somebody is ever named: two sessions can't be joined, "for a reason that their clinicians know".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import (
    Taken,
    check_free,
    check_room_open,
    closed_throughout,
    refused_in_words,
)
from stepwell.domain.week.actions.edits import is_held
from stepwell.domain.week.actions.seats import send_on, those_free
from stepwell.domain.week.actions.substitute import open_charts, stand_in
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.working import check_leading, check_taking_in, keep_reason
from stepwell.domain.week.models import Booking, CancelReason, SeriesWait, Session, SessionSegment
from stepwell.domain.week.permissions import LEAD_INSTEAD
from stepwell.domain.week.queries.apart import seats_to_avoid
from stepwell.domain.week.queries.sessions import find_session, lock_plan, period_of, session_to_lead, zone_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Joint:
    """What joining two sessions would do: who comes, how many sit there then, and what stands in the way."""

    session: Session
    into: Session
    people: tuple[UUID, ...]
    seated: int
    seats: int
    refusals: tuple[Refusal, ...] = ()
    is_taken: bool = False
    outside: tuple[Staff, ...] = ()


def foresee_join(*, actor: Actor, session_id: UUID, into_id: UUID, now: datetime, despite: str = "") -> Joint:
    """What it would do; nothing is changed."""
    session, into = session_to_lead(actor, session_id), session_to_lead(actor, into_id)
    _check_groups(session, into)
    return _joint(session, into, despite, now)


@action
def join_sessions(*, actor: Actor, session_id: UUID, into_id: UUID, now: datetime, despite: str = "") -> Joint:
    """The first doesn't take place that day: who is booked in it sits in the other one, and its leader is free.

    It can be restored like one that was canceled; then everybody is where they were. Where the other one is outside of
    when its leader works and nobody said why yet, `despite` does.
    """
    first, second = (find_session(actor, one, LEAD_INSTEAD) for one in sorted([session_id, into_id]))
    _check_groups(first, second)
    session, into = (first, second) if first.pk == session_id else (second, first)
    lock_plan(actor, session.site, LEAD_INSTEAD)
    seen = _joint(session, into, despite, now)
    if seen.refusals:
        raise Taken(*seen.refusals) if seen.is_taken else Refused(*seen.refusals)
    with telling(actor, [session.pk, into.pk], now), refused_in_words(lambda: _check_elsewhere(seen)):
        session.canceled_at, session.canceled_by_id = now, actor.staff_id
        session.cancel_reason, session.merged_into = CancelReason.MERGED.value, into
        session.save(update_fields=["canceled_at", "canceled_by", "cancel_reason", "merged_into"])
        send_on(session, into, seen.people, now)
    for staff in seen.outside:
        keep_reason(actor, into.series, staff, despite, now, into)
    open_charts(actor, [into.pk], Staff.objects.get(pk=into.leader_id), now)
    detail: dict[str, Plain] = {"into": str(into.pk), "people": len(seen.people)}
    record(actor, "session.joined", subject=("session", session.pk), detail=detail)
    return seen


@action
def split_session(
    *,
    actor: Actor,
    session_id: UUID,
    client_ids: Collection[UUID],
    place_id: int,
    leader_id: int,
    now: datetime,
    despite: str = "",
) -> Session:
    """A second room at the same time, with its own leader, for these people; the rest stay where they are.

    It is joined again by `join_sessions`, as any two of a day are. Where it is outside of when that leader works,
    `despite` says why all the same.
    """
    session = find_session(actor, session_id, LEAD_INSTEAD)
    _check_groups(session)
    lock_plan(actor, session.site, LEAD_INSTEAD)
    if is_held(session, now):
        raise _took_place("")
    held = session.bookings.filter(canceled_at__isnull=True).values_list("client_id", flat=True)
    staying = set(held) - set(client_ids)
    if not client_ids or not set(client_ids) <= set(held):
        raise refuse("Nobody is chosen who sits in this session.", "people", "Choose who goes to the second room.")
    if not staying:
        raise refuse("Nobody would stay in the first room.", "people", "Leave somebody there, or change the room.")
    place = _room(session, place_id, len(client_ids))
    leader = stand_in(actor, session.site, session.series.service, leader_id)

    def check() -> None:
        check_free([period_of(session)], place=place, leader=leader)

    check()
    outside = check_leading(session.series, leader, [period_of(session)], despite)
    second = _second(session, place, leader)
    with telling(actor, [session.pk, second.pk], now), refused_in_words(check):
        segments = list(session.segments.all())
        second.save(force_insert=True)
        for segment in segments:
            segment.pk, segment.session = None, second
        SessionSegment.objects.bulk_create(segments)
        send_on(session, second, client_ids, now)
    if outside:
        keep_reason(actor, session.series, leader, despite, now, second)
    open_charts(actor, [second.pk], leader, now)
    detail: dict[str, Plain] = {"second": str(second.pk), "people": len(client_ids)}
    record(actor, "session.split", subject=("session", session.pk), detail=detail)
    return second


def _check_groups(*sessions: Session) -> None:
    """Somebody's own session is theirs alone."""
    if any(one.series.is_own for one in sessions):
        raise NotFound("session")


def _joint(session: Session, into: Session, despite: str, now: datetime) -> Joint:
    live = Booking.objects.filter(session__in=[session, into], canceled_at__isnull=True)
    rows = list(live.order_by("pk").values_list("session_id", "client_id"))
    there = {client_id for session_id, client_id in rows if session_id == into.pk}
    people = tuple(client_id for session_id, client_id in rows if session_id == session.pk)
    coming = [one for one in people if one not in there]
    seats = min(into.series.capacity, into.place.seats)
    seated = len(there) + len(coming)
    seen = Joint(session, into, people, seated, seats)
    refusals = _wrong(session, into, now) or _no_room(seen, coming)
    if refusals:
        return replace(seen, refusals=tuple(refusals))
    try:
        # from a second room back into the first: they sat there, under its leader
        outside = () if session.split_from_id == into.pk else check_taking_in(into.site, [into], despite)
        _check_elsewhere(seen)
    except Refused as refused:
        return replace(seen, refusals=refused.refusals, is_taken=isinstance(refused, Taken))
    return replace(seen, outside=outside)


def _wrong(session: Session, into: Session, now: datetime) -> list[Refusal]:
    if session.pk == into.pk or (session.site_id, session.on) != (into.site_id, into.on):
        return [Refusal("These aren't two sessions of one day.", "into", "Choose another session of that day.")]
    if is_held(session, now) or is_held(into, now):
        return list(_took_place("into").refusals)
    return []


def _no_room(seen: Joint, coming: Sequence[UUID]) -> list[Refusal]:
    """Seats, those that are held for who waits among them; a closed room; and who isn't to meet."""
    into, found = seen.into, []
    waits = SeriesWait.objects.filter(series=into.series_id, ended_at__isnull=True, held_from__lte=into.on)
    held = waits.exclude(client_id__in=coming).count()
    if seen.seated + held > seen.seats:
        also = f", and {held} held for who waits" if held else ""
        told = f"{seen.seated} people would sit there, on {seen.seats} seats{also}."
        found.append(Refusal(told, "into", "Choose another session, or another room first."))
    closed = closed_throughout(into.site, [(into.place_id, into.on)])
    if closed is not None and seen.session.split_from_id != into.pk:
        found.append(Refusal(closed.words, "into", "Choose another session, or move that one first."))
    if seats_to_avoid([(into, one) for one in coming]):
        told = "These two can't be joined for a reason that the people's clinicians know."
        found.append(Refusal(told, "into", "Choose another session."))
    return found


def _check_elsewhere(seen: Joint) -> None:
    """Raises `Taken` where somebody who would come is booked somewhere else at that time."""
    wanted = [(seen.into, one) for one in seen.people]
    busy = len(wanted) - len(those_free(wanted, moving=[seen.session.pk]))
    if busy:
        who = "1 person is" if busy == 1 else f"{busy} people are"
        raise Taken(Refusal(f"{who} booked elsewhere at that time.", "into", "Choose another session."))


def _room(session: Session, place_id: int, people: int) -> Place:
    place = Place.objects.filter(pk=place_id, site_id=session.site_id).first()
    if place is None:
        raise refuse("This place belongs to another site.", "place", "Choose one of this site's.")
    if place.seats < people:
        raise refuse(f"{place.name} has {place.seats} seats.", "place", f"{people} people would go there.")
    check_room_open(place, [period_of(session)], zone_of(session))
    return place


def _second(session: Session, place: Place, leader: Staff) -> Session:
    last = session.series.sessions.order_by("-number").values_list("number", flat=True)[0]
    return Session(
        series=session.series,
        site=session.site,
        number=last + 1,
        on=session.on,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place,
        leader=leader,
        split_from=session,
    )


def _took_place(where: str) -> Refused:
    return refuse("One of these has begun, or its roll was called.", where, "It stays as it took place.")
