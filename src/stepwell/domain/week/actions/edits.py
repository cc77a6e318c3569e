"""A group that changes: one session, this one and all later, or all to come. The past and called rolls stay.

What an edit would do is worked out once, for the page that shows it before it is saved and for the action that does it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.conflicts import Taken, check_room_open, refused_in_words
from stepwell.domain.week.actions.daily import Shift, follow_days, no_shift, shift_of
from stepwell.domain.week.actions.placing import Put, check_puts, place_sessions
from stepwell.domain.week.actions.substitute import open_charts, stand_in
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.working import asked_of_language, check_all_working, keep_reason
from stepwell.domain.week.models import Booking, Series, SeriesPhase, Session, Status
from stepwell.domain.week.permissions import LEAD_INSTEAD, MOVE_SESSION, PLAN_OWN, PLAN_WEEK
from stepwell.domain.week.queries.own import leaders_for
from stepwell.domain.week.queries.sessions import (
    find_series,
    lock_plan,
    phases_of,
    session_to_change,
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
from stepwell.domain.week.rules.weekdays import with_moved_days
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, Refusal, Refused
from stepwell.kernel.period import Period
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


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
    shift: Shift
    falls: tuple[Put, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    is_taken: bool = False
    outside: tuple[Staff, ...] = ()

    @property
    def last_on(self) -> date:
        """The day of the last session that it changes, as it will be."""
        return self.puts[-1].on

    @property
    def first_on(self) -> date:
        """The same of the first."""
        return self.puts[0].on


def foresee_change(
    *, actor: Actor, session_id: UUID, scope: Scope, change: Change, now: datetime, despite: str = ""
) -> Foreseen:
    """What the edit would do, before anything is saved."""
    return _foresee(actor, session_to_change(actor, session_id), scope, change, despite, now)


@action
def change_sessions(
    *, actor: Actor, session_id: UUID, scope: Scope, change: Change, now: datetime, despite: str = ""
) -> Foreseen:
    """The session and, as the scope says, those after it take the new days, time, place or leader, with everybody
    booked.

    Sessions made later follow the series. A new leader joins the care teams at once, to read before they begin; of
    somebody's own sessions who leads is of their care team. Where another time or leader is outside of when the leader
    works, or the leader isn't known to lead in its language, `despite` says why all the same.
    """
    session = session_to_change(actor, session_id, lock=True)
    lock_plan(actor, session.site, MOVE_SESSION)
    if scope is not Scope.ONE:
        find_series(actor, session.series_id, PLAN_OWN if session.series.is_own else PLAN_WEEK)
    seen = _foresee(actor, session, scope, change, despite, now)
    if seen.refusals:
        raise Taken(*seen.refusals) if seen.is_taken else Refused(*seen.refusals)
    puts = [*seen.puts, *seen.shift.makes]
    touched = [one.session.pk for one in (*puts, *seen.falls)]
    with telling(actor, touched, now), refused_in_words(lambda: check_puts(puts)):
        place_sessions([*seen.puts, *seen.falls], now)
        follow_days(actor, seen.series, seen.shift, seen.puts, now)
    for staff in seen.outside:
        keep_reason(actor, seen.series, staff, despite, now, session if scope is Scope.ONE else None)
    if change.leader_id is not None and not _is_of_team(actor, seen.series, change.leader_id):
        open_charts(actor, [one.session.pk for one in puts], Staff.objects.get(pk=change.leader_id), now)
    if scope is Scope.ONE:
        record(actor, "session.changed", client_id=seen.series.client_id, subject=("session", session.pk))
        if change.leader_id is not None:
            detail: dict[str, Plain] = {"staff": change.leader_id}
            record(actor, "session.led_instead", subject=("session", session.pk), detail=detail)
        return seen
    _keep_phases(seen)
    detail = {"sessions": len(puts), "from": seen.from_on.isoformat()}
    record(actor, "series.changed", client_id=seen.series.client_id, subject=("series", seen.series.pk), detail=detail)
    return seen


def _foresee(actor: Actor, session: Session, scope: Scope, change: Change, despite: str, now: datetime) -> Foreseen:
    _check_may(actor, session, scope, change)
    series, zone = session.series, zone_of(session)
    phases = phases_of(series)
    shift = no_shift(series)
    if scope is Scope.ONE:
        own = _own_plan(session, zone)
        plan = replace(change, weekdays=None).of(own)
        puts = [] if is_held(session, now) else [_put(session, session.on, plan, zone)]
        seen = Foreseen(series, scope, session.on, phases, tuple(puts), (), 0, shift)
        return _with_refusals(actor, seen, change, despite, now)
    from_on = max(day_at(now, zone), series.first_on) if scope is Scope.ALL else session.on
    # the whole week: what was held earlier in it counts as one of its days
    reached = list(_sessions_from(series, from_on - timedelta(days=from_on.weekday())))
    fates = {one.pk: fate(_meeting(one, now), phases, from_on, zone) for one in reached}
    after = changed_from(phases, change, from_on)
    changing = [one for one in reached if fates[one.pk] is Fate.CHANGES]
    days: Mapping[date, date] = {one.on: one.on for one in changing}
    if change.weekdays is not None and _as_many(phases, change):
        staying = [one for one in reached if fates[one.pk] is not Fate.CHANGES]
        shift = shift_of(series, phases, after, changing, staying, from_on)
        days = shift.days
        after = with_moved_days(after, days, from_on)
    dropped = {one.session.pk for one in shift.dropped}
    puts = [_put(one, days[one.on], plan_at(after, days[one.on]), zone) for one in changing]
    seen = Foreseen(
        series,
        scope,
        from_on,
        after,
        tuple(one for one in puts if one.session.pk not in dropped),
        tuple(one.on for one in reached if fates[one.pk] is Fate.BY_HAND),
        sum(each is Fate.CANCELED for each in fates.values()),
        shift,
        tuple(one for one in puts if one.session.pk in dropped),
    )
    return _with_refusals(actor, seen, change, despite, now)


def _check_may(actor: Actor, session: Session, scope: Scope, change: Change) -> None:
    """A whole group is the planners' to change, and somebody's own sessions are theirs who plan them; another leader
    opens charts, whatever else the edit is about.
    """
    if session.plans_own:  # type: ignore[attr-defined]  # annotated
        return
    wanted = PLAN_WEEK if scope is not Scope.ONE else LEAD_INSTEAD if change.leader_id is not None else MOVE_SESSION
    if session.site_id not in actor.sites_for(wanted):
        raise NotAllowed(wanted.name)


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
    at = session.starts_at.astimezone(zone).time()
    return Plan(at, session.place_id, session.leader_id, (session.on.weekday(),))


def _put(session: Session, on: date, plan: Plan, zone: ZoneInfo) -> Put:
    starts_at = local_instant(on, plan.starts_at_time, zone)
    length = session.ends_at - session.starts_at
    return Put(session, on, Period(starts_at, starts_at + length), plan.place_id, plan.leader_id)


def _as_many(phases: Sequence[Phase], change: Change) -> bool:
    return {len(one.plan.weekdays) for one in phases} == {len(change.weekdays or ())}


def _with_refusals(actor: Actor, seen: Foreseen, change: Change, despite: str, now: datetime) -> Foreseen:
    """What stands in the way: first what can't be meant, then who and what is taken."""
    found: list[Refusal] = []
    if change == Change():
        found.append(Refusal("Nothing is different yet.", "", "Choose other days, another time, place or leader."))
    if not seen.puts:
        found.append(Refusal("No session would change.", "scope", "They have taken place, or were changed by hand."))
    found.extend(_wrong_days(seen, change))
    if past := [one for one in seen.puts if one.period.started_at <= now]:
        day = short_day(past[0].on)
        found.append(Refusal(f"On {day} this time has passed.", "starts_at_time", "Begin with a later session."))
    found.extend(_misfits(actor, seen, change))
    outside, refused_hours = _outside(seen, change, despite)
    found.extend(refused_hours)
    taken: tuple[Refusal, ...] = ()
    if not found:
        try:
            check_puts([*seen.puts, *seen.shift.makes])
        except Taken as refused:
            taken = refused.refusals
    return replace(seen, refusals=(*found, *taken), is_taken=bool(taken), outside=outside)


def _outside(seen: Foreseen, change: Change, despite: str) -> tuple[tuple[Staff, ...], tuple[Refusal, ...]]:
    """Who leads by this edit for a reason, outside of their hours or in a language that they aren't known to lead in,
    and what is refused without one. Another place alone asks for nothing.
    """
    if change.leader_id is None and change.starts_at_time is None and change.weekdays is None:
        return (), ()
    periods: dict[int, list[Period]] = {}
    for one in (*seen.puts, *seen.shift.makes):
        periods.setdefault(one.leader_id, []).append(one.period)
    led = {staff: periods[staff.pk] for staff in Staff.objects.filter(pk__in=periods).order_by("pk")}
    made = next((staff for staff in led if staff.pk == change.leader_id), None)
    language = asked_of_language(seen.series, made) if made is not None else None
    asked = () if language is None else (language,)
    try:
        outside = check_all_working(seen.series.site, led, despite)
    except Refused as refused:
        return (), (*refused.refusals, *asked)
    if made is None or not asked:
        return outside, ()
    return (tuple(dict.fromkeys((*outside, made))), ()) if despite.strip() else ((), asked)


def _wrong_days(seen: Foreseen, change: Change) -> list[Refusal]:
    """One session is moved to another day by itself, and a week has as many as before."""
    if change.weekdays is None:
        return []
    if seen.scope is Scope.ONE:
        what = "sessions that go on" if seen.series.is_own else "a group that goes on"
        return [Refusal(f"Other weekdays are for {what}.", "weekdays", "Move this one session instead.")]
    if not _as_many(phases_of(seen.series), change):
        before = len(seen.series.weekdays)
        if seen.series.is_own:
            return [Refusal("They meet once a week.", "weekdays", "Choose one day, or plan another session.")]
        many = "1 day" if before == 1 else f"{before} days"
        return [Refusal(f"The group meets on {many} a week.", "weekdays", "Choose as many, or start another group.")]
    return []


def _misfits(actor: Actor, seen: Foreseen, change: Change) -> list[Refusal]:
    """Place and leader belong to the site, and the people fit in."""
    found, site = [], seen.series.site
    if change.place_id is not None:
        place = Place.objects.filter(pk=change.place_id, site=site).first()
        needed = 1 + seen.series.companions.count() if seen.series.is_own else seen.series.capacity
        if place is None:
            found.append(Refusal("This place belongs to another site.", "place", "Choose one of this site's."))
        elif place.seats < needed:
            found.append(Refusal(f"{place.name} has {place.seats} seats.", "place", _needs(seen.series, needed)))
        else:
            try:
                check_room_open(place, [one.period for one in seen.puts], ZoneInfo(site.zone))
            except Refused as refused:
                found.extend(refused.refusals)
    if change.leader_id is not None and not _is_of_team(actor, seen.series, change.leader_id):
        if seen.series.is_own and (seen.scope is not Scope.ONE or site.pk not in actor.sites_for(LEAD_INSTEAD)):
            return [*found, Refusal("They aren't on the care team.", "leader", "Choose somebody of the care team.")]
        try:
            stand_in(actor, site, seen.series.service, change.leader_id)
        except Refused as refused:
            found.extend(refused.refusals)
    return found


def _needs(series: Series, seats: int) -> str:
    return f"They are {seats}." if series.is_own else f"The group has {seats}."


def _is_of_team(actor: Actor, series: Series, leader_id: int) -> bool:
    """Of somebody's own sessions: this leader cares for them already, and no chart opens."""
    return series.client is not None and any(one.pk == leader_id for one in leaders_for(actor, series.client))


def _keep_phases(seen: Foreseen) -> None:
    """How the series meets from when on, and what it says of itself: the last of it."""
    series, last = seen.series, seen.phases[-1].plan
    series.phases.all().delete()
    SeriesPhase.objects.bulk_create(
        SeriesPhase(
            series=series,
            from_on=one.from_on,
            starts_at_time=one.plan.starts_at_time,
            weekdays=list(one.plan.weekdays),
            leader_id=one.plan.leader_id,
            place_id=one.plan.place_id,
        )
        for one in seen.phases
    )
    series.starts_at_time, series.leader_id, series.place_id = last.starts_at_time, last.leader_id, last.place_id
    series.weekdays, series.extended_to = list(last.weekdays), seen.shift.upto
    series.save(update_fields=["starts_at_time", "leader", "place", "weekdays", "extended_to"])
