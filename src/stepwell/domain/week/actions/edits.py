"""A group that changes: one session, this one and all later, or all to come. The past and called rolls stay.

What an edit would do is worked out once, for the page that shows it before it is saved and for the action that does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Client, Function, Staff
from stepwell.domain.week.actions.conflicts import Taken, check_free, check_may_lead, refused_in_words
from stepwell.domain.week.models import Booking, Series, SeriesPhase, Session, SessionSegment, Status
from stepwell.domain.week.permissions import MOVE_SESSION, PLAN_WEEK
from stepwell.domain.week.queries.sessions import (
    bookings_in_the_way,
    find_series,
    find_session,
    lock_plan,
    movable_session,
    phases_of,
    zone_of,
)
from stepwell.domain.week.rules.phases import (
    Change,
    Fate,
    Meeting,
    Phase,
    Plan,
    Scope,
    changed_from,
    fate,
    plan_at,
)
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, Refusal, Refused
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Put:
    """Where one session will be."""

    session: Session
    period: Period
    place_id: int
    leader_id: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an edit would do. `refusals` stand in its way; where there are none it can be saved."""

    series: Series
    scope: Scope
    from_on: date
    phases: tuple[Phase, ...]
    puts: tuple[Put, ...]
    by_hand: tuple[date, ...]
    canceled: int
    refusals: tuple[Refusal, ...] = ()
    is_taken: bool = False

    @property
    def last_on(self) -> date:
        """The last session that it changes."""
        return self.puts[-1].session.on

    @property
    def first_on(self) -> date:
        """The first session that it changes."""
        return self.puts[0].session.on


def foresee_change(*, actor: Actor, session_id: UUID, scope: Scope, change: Change, now: datetime) -> Foreseen:
    """What the edit would do, before anything is saved."""
    return _foresee(actor, movable_session(actor, session_id), scope, change, now)


@action
def change_sessions(*, actor: Actor, session_id: UUID, scope: Scope, change: Change, now: datetime) -> Foreseen:
    """The session and, as the scope says, those after it take the new time, place or leader, with everybody booked.

    Sessions made later follow the series. A new leader joins the care teams at once, to read before they begin.
    """
    session = find_session(actor, session_id, MOVE_SESSION)
    lock_plan(actor, session.site, MOVE_SESSION)
    if scope is not Scope.ONE:
        find_series(actor, session.series_id, PLAN_WEEK)
    seen = _foresee(actor, session, scope, change, now)
    if seen.refusals:
        raise Taken(*seen.refusals) if seen.is_taken else Refused(*seen.refusals)
    with refused_in_words(lambda: _check_free(seen.puts)):
        _place(seen.puts, now)
    if scope is Scope.ONE:
        record(actor, "session.changed", subject=("session", session.pk))
        return seen
    _keep_phases(seen)
    if change.leader_id is not None:
        _open_charts(actor, seen, change.leader_id, now)
    detail: dict[str, Plain] = {"sessions": len(seen.puts), "from": seen.from_on.isoformat()}
    record(actor, "series.changed", subject=("series", seen.series.pk), detail=detail)
    return seen


def _foresee(actor: Actor, session: Session, scope: Scope, change: Change, now: datetime) -> Foreseen:
    series, zone = session.series, zone_of(session)
    if scope is not Scope.ONE and series.site_id not in actor.sites_for(PLAN_WEEK):
        raise NotAllowed(PLAN_WEEK.name)
    phases = phases_of(series)
    weekdays, from_on = series.weekdays, session.on
    if scope is Scope.ONE:
        reached = [session]
        fates = {session.pk: Fate.HELD if is_held(session, now) else Fate.CHANGES}
        after: tuple[Phase, ...] = phases
    else:
        from_on = max(day_at(now, zone), series.first_on) if scope is Scope.ALL else session.on
        reached = list(_sessions_from(series, from_on))
        fates = {one.pk: fate(_meeting(one, now), phases, from_on, weekdays, zone) for one in reached}
        after = changed_from(phases, change, from_on)
    puts = tuple(
        _put(one, change.of(_own_plan(one, zone)) if scope is Scope.ONE else plan_at(after, one.on), zone)
        for one in reached
        if fates[one.pk] is Fate.CHANGES
    )
    seen = Foreseen(
        series,
        scope,
        from_on,
        after,
        puts,
        tuple(one.on for one in reached if fates[one.pk] is Fate.BY_HAND),
        sum(each is Fate.CANCELED for each in fates.values()),
    )
    return _with_refusals(actor, seen, change, now)


def is_held(session: Session, now: datetime) -> bool:
    """It has begun, or somebody called its roll."""
    called = getattr(session, "is_called", None)
    if called is None:
        called = session.bookings.exclude(status=Status.BOOKED.value).exists()
    return bool(called) or session.starts_at <= now


def _sessions_from(series: Series, from_on: date) -> Sequence[Session]:
    called = Booking.objects.filter(session_id=OuterRef("pk")).exclude(status=Status.BOOKED.value)
    found = series.sessions.filter(on__gte=from_on).annotate(is_called=Exists(called))
    return list(found.select_related("site", "series").order_by("starts_at"))


def _meeting(session: Session, now: datetime) -> Meeting:
    return Meeting(
        session.on,
        session.starts_at,
        session.place_id,
        session.leader_id,
        session.canceled_at is not None,
        is_held(session, now),
    )


def _own_plan(session: Session, zone: ZoneInfo) -> Plan:
    return Plan(session.starts_at.astimezone(zone).time(), session.place_id, session.leader_id)


def _put(session: Session, plan: Plan, zone: ZoneInfo) -> Put:
    starts_at = local_instant(session.on, plan.starts_at_time, zone)
    length = session.ends_at - session.starts_at
    return Put(session, Period(starts_at, starts_at + length), plan.place_id, plan.leader_id)


def _with_refusals(actor: Actor, seen: Foreseen, change: Change, now: datetime) -> Foreseen:
    """What stands in the way: first what can't be meant, then who and what is taken."""
    found: list[Refusal] = []
    if change == Change():
        found.append(Refusal("Nothing is different yet.", "", "Choose another time, place or leader."))
    if not seen.puts:
        found.append(Refusal("No session would change.", "scope", "They have taken place, or were changed by hand."))
    if past := [one for one in seen.puts if one.period.started_at <= now]:
        day = short_day(past[0].session.on)
        found.append(Refusal(f"On {day} this time has passed.", "starts_at_time", "Begin with a later session."))
    found.extend(_misfits(seen, change))
    taken: tuple[Refusal, ...] = ()
    if not found:
        try:
            _check_free(seen.puts)
        except Taken as refused:
            taken = refused.refusals
    kept = (seen.series, seen.scope, seen.from_on, seen.phases, seen.puts, seen.by_hand, seen.canceled)
    return Foreseen(*kept, (*found, *taken), bool(taken))


def _misfits(seen: Foreseen, change: Change) -> list[Refusal]:
    """Place and leader belong to the site, and the people fit in."""
    found, site_id = [], seen.series.site_id
    if change.place_id is not None:
        place = Place.objects.filter(pk=change.place_id, site_id=site_id).first()
        needed = seen.series.capacity
        if place is None:
            found.append(Refusal("This place belongs to another site.", "place", "Choose one of this site's."))
        elif place.seats < needed:
            found.append(Refusal(f"{place.name} has {place.seats} seats.", "place", f"The group has {needed}."))
    if change.leader_id is not None:
        posts = Staff.objects.filter(pk=change.leader_id, posts__site_id=site_id, posts__ended_on__isnull=True)
        leader = posts.first()
        if leader is None:
            found.append(Refusal("This leader doesn't work at this site.", "leader", "Choose somebody who does."))
        else:
            found.extend(_lacks(seen, leader))
    return found


def _lacks(seen: Foreseen, leader: Staff) -> tuple[Refusal, ...]:
    try:
        check_may_lead(seen.series.site_id, seen.series.service, leader)
    except Refused as refused:
        return refused.refusals
    return ()


def _check_free(puts: Sequence[Put]) -> None:
    """Raises `Taken`, with what is in the way of place, leader and people. People are counted, never named."""
    refusals: list[Refusal] = []
    moving = [one.session.pk for one in puts]
    places = Place.objects.in_bulk({one.place_id for one in puts})
    leaders = Staff.objects.in_bulk({one.leader_id for one in puts})
    by_both = sorted(puts, key=lambda one: (one.place_id, one.leader_id, one.period))
    for (place_id, leader_id), each in groupby(by_both, key=lambda one: (one.place_id, one.leader_id)):
        periods = [one.period for one in each]
        try:
            check_free(periods, place=places[place_id], leader=leaders[leader_id], moving=moving)
        except Taken as refused:
            refusals.extend(refused.refusals)
    if elsewhere := _people_elsewhere(puts, moving):
        who = "1 person is" if elsewhere == 1 else f"{elsewhere} people are"
        refusals.append(Refusal(f"{who} booked elsewhere at that time.", "starts_at_time", "Choose another time."))
    if refusals:
        raise Taken(*refusals)


def _people_elsewhere(puts: Sequence[Put], moving: Sequence[UUID]) -> int:
    periods = {one.session.pk: one.period for one in puts}
    seats = Booking.objects.filter(session_id__in=moving, canceled_at__isnull=True)
    theirs: dict[UUID, list[Period]] = {}
    for session_id, client_id in seats.values_list("session_id", "client_id"):
        theirs.setdefault(client_id, []).append(periods[session_id])
    others = bookings_in_the_way(list(periods.values()), list(theirs), None, moving)
    return len(
        {
            other.client_id
            for other in others
            if any(Period(other.starts_at, other.ends_at).overlaps(one) for one in theirs[other.client_id])
        }
    )


def _place(puts: Sequence[Put], now: datetime) -> None:
    """The sessions, their segments and everybody's places. While they move they hold nothing, so that none of them
    stands in another's way.
    """
    ids = [one.session.pk for one in puts]
    seats = list(Booking.objects.filter(session_id__in=ids))
    live = [one.pk for one in seats if one.canceled_at is None]
    segments: list[SessionSegment] = list(SessionSegment.objects.filter(session_id__in=ids))
    Session.objects.filter(pk__in=ids).update(canceled_at=now)
    Booking.objects.filter(pk__in=live).update(canceled_at=now)
    shifts = {one.session.pk: one.period.started_at - one.session.starts_at for one in puts}
    rows: list[Booking | SessionSegment] = [*seats, *segments]
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + shifts[row.session_id], row.ends_at + shifts[row.session_id]
    for put in puts:
        put.session.starts_at, put.session.ends_at = put.period.started_at, put.period.ended_at
        put.session.place_id, put.session.leader_id = put.place_id, put.leader_id
    Session.objects.bulk_update([one.session for one in puts], ["starts_at", "ends_at", "place", "leader"])
    Booking.objects.bulk_update(seats, ["starts_at", "ends_at"])
    SessionSegment.objects.bulk_update(segments, ["starts_at", "ends_at"])
    Session.objects.filter(pk__in=ids).update(canceled_at=None)
    Booking.objects.filter(pk__in=live).update(canceled_at=None)


def _keep_phases(seen: Foreseen) -> None:
    """How the series meets from when on, and what it says of itself: the last of it."""
    series, last = seen.series, seen.phases[-1].plan
    series.phases.all().delete()
    SeriesPhase.objects.bulk_create(
        SeriesPhase(
            series=series,
            from_on=one.from_on,
            starts_at_time=one.plan.starts_at_time,
            leader_id=one.plan.leader_id,
            place_id=one.plan.place_id,
        )
        for one in seen.phases
    )
    series.starts_at_time, series.leader_id, series.place_id = last.starts_at_time, last.leader_id, last.place_id
    series.save(update_fields=["starts_at_time", "leader", "place"])


def _open_charts(actor: Actor, seen: Foreseen, leader_id: int, now: datetime) -> None:
    """The new leader cares for everybody who is booked with them. The one before leaves by the nightly job."""
    leader = Staff.objects.get(pk=leader_id)
    seats = Booking.objects.filter(session_id__in=[one.session.pk for one in seen.puts], canceled_at__isnull=True)
    for client in Client.objects.filter(pk__in=seats.values("client_id")).order_by("pk"):
        join_care_team(actor=actor, client=client, staff=leader, function=Function.GROUP_LEADER, now=now)
