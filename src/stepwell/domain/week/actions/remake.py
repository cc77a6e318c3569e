"""Sessions that were made ahead and haven't been held: their segments follow a day that changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import DayTemplate
from stepwell.domain.catalog.rules import Segment, segments_from, template_minutes
from stepwell.domain.week.actions.conflicts import MOST_WORDS, Taken, refused_in_words, when_words
from stepwell.domain.week.models import Booking, Session, SessionSegment
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.program import bookings_after, sessions_around, sessions_to_remake
from stepwell.domain.week.queries.sessions import lock_plan
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change would touch: so many sessions of these groups, from this day on, and what stands in the way."""

    sessions: int
    groups: tuple[str, ...]
    first_on: date | None
    in_the_way: tuple[Refusal, ...] = ()


def would_remake(
    actor: Actor, template: DayTemplate, segments: Sequence[Segment], from_on: date, now: datetime
) -> Touched:
    """What `remake_sessions` would do; nothing is changed."""
    sessions = sessions_to_remake(actor, template, from_on, now)
    return touched_by(sessions, in_the_way(sessions, template_minutes(segments)))


@action
def remake_sessions(
    *, actor: Actor, template: DayTemplate, segments: Sequence[Segment], from_on: date, now: datetime
) -> Touched:
    """The sessions from that day on that nobody has been in yet go as the segments say; starts stay as they are.

    A session that grows into another one of its room, its leader or somebody who is booked: nothing is changed, and
    the conflict is named (`Taken`), never a person.
    """
    lock_plan(actor, template.site, PLAN_WEEK)
    sessions = sessions_to_remake(actor, template, from_on, now)
    minutes = template_minutes(segments)

    def check() -> None:
        if found := in_the_way(sessions, minutes):
            raise Taken(*found)

    check()
    for session in sessions:
        session.ends_at = session.starts_at + timedelta(minutes=minutes)
    bookings = list(Booking.objects.filter(session__in=sessions))
    ends = {session.pk: session.ends_at for session in sessions}
    for booking in bookings:
        booking.ends_at = ends[booking.session_id]
    with refused_in_words(check):
        Session.objects.bulk_update(sessions, ["ends_at"], batch_size=500)
        Booking.objects.bulk_update(bookings, ["ends_at"], batch_size=500)
    SessionSegment.objects.filter(session__in=sessions).delete()
    SessionSegment.objects.bulk_create(
        SessionSegment(
            session=session,
            label=placed.label,
            starts_at=placed.period.started_at,
            ends_at=placed.period.ended_at,
            is_clinical=placed.clinical and session.series.service.counts,
        )
        for session in sessions
        for placed in segments_from(session.starts_at, segments)
    )
    if sessions:
        record(actor, "sessions.remade", subject=("day template", template.pk), detail={"sessions": len(sessions)})
    return touched_by(sessions)


def in_the_way(sessions: Sequence[Session], minutes: int) -> tuple[Refusal, ...]:
    """What begins before these sessions would end, if they lasted so long, and shares a room, a leader or a person."""
    length = timedelta(minutes=minutes)
    grown = [one for one in sessions if one.starts_at + length > one.ends_at]
    if not grown:
        return ()
    found: dict[str, Refusal] = {}
    by_day: dict[date, list[Session]] = {}
    for other in sessions_around(grown, length):
        by_day.setdefault(other.on, []).append(other)
    taken: dict[UUID, list[Booking]] = {}
    for booking in bookings_after(grown, length):
        taken.setdefault(booking.client_id, []).append(booking)
    for one in grown:
        ends_at = one.starts_at + length
        near = [*by_day.get(one.on, ()), *by_day.get(one.on + timedelta(days=1), ())]
        for other in near:
            if other.pk != one.pk and one.ends_at <= other.starts_at < ends_at:
                if other.place_id == one.place_id:
                    _say(found, one, f"{one.place.name} is taken", other)
                if other.leader_id == one.leader_id:
                    _say(found, one, f"{one.leader.name} leads another group", other)
        for mine in one.bookings.all():
            if mine.canceled_at is None:
                for booking in taken.get(mine.client_id, ()):
                    if one.ends_at <= booking.starts_at < ends_at:
                        _say(found, one, "Somebody of this group is booked already", booking.session)
    return tuple(found.values())[:MOST_WORDS]


def _say(found: dict[str, Refusal], one: Session, what: str, other: Session) -> None:
    """Once per group and weekday."""
    zone = ZoneInfo(other.site.zone)
    words = f"{one.series.name}: {what}, {other.series.name}, {when_words(other.starts_at, other.ends_at, zone)}."
    mend = f"First on {short_day(other.on)}. Choose a shorter day, or move one of the two."
    found.setdefault(words, Refusal(words, "from_on", mend))


def touched_by(sessions: Sequence[Session], found: tuple[Refusal, ...] = ()) -> Touched:
    """How many they are, of which groups, from when on."""
    groups = tuple(sorted({one.series.name for one in sessions}))
    return Touched(len(sessions), groups, min((one.on for one in sessions), default=None), found)
