"""Two groups become one from a day on, and one becomes two: nothing is built anew. The past stays where it was.

Who belongs leaves the one and joins the other on the same day, the line moves along, and so does what a group carries
of somebody's plan. Each person keeps what they have had of a curriculum (`queries.curriculum`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.cancel import end_series
from stepwell.domain.week.actions.conflicts import Taken, closed_throughout
from stepwell.domain.week.actions.enroll import enroll, leave_series
from stepwell.domain.week.actions.seats import Seat, those_free
from stepwell.domain.week.actions.series import start_series
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.waiting import hold_free_seats, move_line
from stepwell.domain.week.actions.working import check_taking_in, keep_reason
from stepwell.domain.week.models import Enrollment, Series, SeriesCurriculum, SeriesIntervention, Session
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.apart import seats_to_avoid
from stepwell.domain.week.queries.curriculum import stands_at
from stepwell.domain.week.queries.regroup import belonging_from, seated_from
from stepwell.domain.week.queries.sessions import find_group, lock_plan, phases_of
from stepwell.domain.week.rules.phases import plan_at
from stepwell.domain.week.rules.regroup import Belongs, moved
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What was done, or would be: who went over, how many sessions fell away or came, who stands in the new line."""

    series: Series
    into: Series
    from_on: date
    people: int
    sessions: int
    waiting: int


@action
def merge_series(
    *, actor: Actor, series_id: UUID, into_id: UUID, from_on: date, now: datetime, despite: str = ""
) -> Regrouped:
    """From that day on the people of the first group belong to the second, and the first meets no more.

    All that is in the way is said at once: seats, who is booked elsewhere; and that some aren't to meet, never who.
    Where the second meets outside of when its leader works and nobody said why yet, `despite` does.
    """
    found = {one: find_group(actor, one, PLAN_WEEK) for one in sorted({series_id, into_id})}
    series, into = found[series_id], found[into_id]
    lock_plan(actor, series.site, PLAN_WEEK)
    _check_mergeable(series, into, from_on, now)
    members = list(belonging_from(series, from_on))
    for staff in _check_room(series, into, members, from_on, despite):
        keep_reason(actor, into, staff, despite, now)
    there: dict[UUID, list[Belongs]] = {}
    for one in belonging_from(into, from_on):
        there.setdefault(one.client_id, []).append(Belongs(into.pk, one.joined_on, one.left_on))
    waiting = move_line(actor, series, into, [one.client_id for one in members], now)
    ahead = list(series.sessions.filter(on__gte=from_on, canceled_at__isnull=True).values_list("pk", flat=True))
    touched = [*ahead, *into.sessions.filter(on__gte=from_on).values_list("pk", flat=True)]
    with telling(actor, touched, now):
        for member in members:
            _move(actor, member, into, from_on, now, there.get(member.client_id, ()), despite)
        end_series(actor=actor, series_id=series.pk, ends_on=from_on, now=now)
    hold_free_seats(actor, into, now)
    detail: dict[str, Plain] = {"into": str(into.pk), "people": len(members), "from": from_on.isoformat()}
    record(actor, "series.merged", subject=("series", series.pk), detail=detail)
    return Regrouped(series, into, from_on, len(members), len(ahead), waiting)


@action
def split_series(
    *,
    actor: Actor,
    series_id: UUID,
    enrollment_ids: Collection[int],
    name: str,
    place: Place,
    leader: Staff,
    from_on: date,
    now: datetime,
    despite: str = "",
) -> Regrouped:
    """From that day on some of the people are a group of their own, on the same days at the same time, in another
    room with another leader. It goes on in the curriculum where the first one stands; the line stays with the first.
    Where that is outside of when the other leader works, `despite` says why all the same.
    """
    series = find_group(actor, series_id, PLAN_WEEK)
    assert series.template is not None  # a group goes by its day
    if from_on < day_at(now, ZoneInfo(series.site.zone)):
        raise refuse("The past stays as it was.", "from_on", "Choose today or a later day.")
    members = [one for one in belonging_from(series, from_on) if one.pk in set(enrollment_ids)]
    if not members or len(members) < len(set(enrollment_ids)):
        raise refuse("Nobody is chosen who belongs to this group then.", "people", "Choose who goes.")
    if len(members) == belonging_from(series, from_on).count():
        raise refuse("Nobody would stay in this group.", "people", "Leave somebody there, or change the group instead.")
    plan = plan_at(phases_of(series), from_on)
    capacity = min(series.capacity, place.seats)
    if len(members) > capacity:
        raise refuse(f"{place.name} has {place.seats} seats.", "place", f"{len(members)} people would go there.")
    weeks = None if series.ends_on is None else -(-(series.ends_on - from_on).days // 7)
    second = start_series(
        actor=actor,
        track=series.track,
        service=series.service,
        template=series.template,
        name=name,
        leader=leader,
        place=place,
        weekdays=plan.weekdays,
        starts_at_time=plan.starts_at_time,
        first_on=from_on,
        weeks=weeks,
        capacity=capacity,
        now=now,
        despite=despite,
        language=series.language,
    )
    if series.ends_on is not None and second.ends_on != series.ends_on:
        end_series(actor=actor, series_id=second.pk, ends_on=series.ends_on, now=now)
    if (stands := stands_at(series, from_on)) is not None:
        curriculum, number = stands
        SeriesCurriculum.objects.create(series=second, curriculum=curriculum, from_on=from_on, begins_with=number)
    ids = series.sessions.filter(on__gte=from_on).values_list("pk", flat=True)
    fresh = list(second.sessions.filter(canceled_at__isnull=True).values_list("pk", flat=True))
    with telling(actor, [*ids, *fresh], now):
        for member in members:
            _move(actor, member, second, from_on, now)
    detail: dict[str, Plain] = {"second": str(second.pk), "people": len(members), "from": from_on.isoformat()}
    record(actor, "series.split", subject=("series", series.pk), detail=detail)
    return Regrouped(series, second, from_on, len(members), len(fresh), 0)


def _move(
    actor: Actor,
    member: Enrollment,
    into: Series,
    from_on: date,
    now: datetime,
    known: Sequence[Belongs] = (),
    despite: str = "",
) -> None:
    """They leave the one group and join the other, with what it carries of their plan. `known` says when they belong
    to the other anyway.
    """
    here, there = moved(Belongs(member.series_id, member.joined_on, member.left_on), into.pk, from_on)
    assert here.left_on is not None  # who is moved leaves
    leave_series(actor=actor, enrollment=member, left_on=here.left_on, now=now, hears=True)
    if not any(one.holds_on(there.joined_on) for one in known):
        fresh = enroll(
            actor=actor,
            series=into,
            client=member.client,
            episode=member.episode,
            joined_on=there.joined_on,
            now=now,
            despite=member.despite or despite,
        )
        if there.left_on is not None and not any(one.left_on is None for one in known):
            leave_series(actor=actor, enrollment=fresh, left_on=there.left_on, now=now)
    carried = SeriesIntervention.objects.filter(
        series_id=member.series_id, intervention__objective__goal__problem__client_id=member.client_id
    )
    carried.update(series=into)


def _check_mergeable(series: Series, into: Series, from_on: date, now: datetime) -> None:
    if series.pk == into.pk or series.track_id != into.track_id:
        raise refuse("These aren't two groups of one track.", "into", "Choose another group of the track.")
    if from_on < day_at(now, ZoneInfo(series.site.zone)):
        raise refuse("The past stays as it was.", "from_on", "Choose today or a later day.")
    for one in (series, into):
        if one.ends_on is not None and one.ends_on <= from_on:
            raise refuse(f"{one.name} has ended by then.", "from_on", "Choose an earlier day.")
    if into.ends_on is not None and (series.ends_on is None or into.ends_on < series.ends_on):
        raise refuse(f"{into.name} ends before {series.name} does.", "into", "Merge them the other way round.")


def _check_room(
    series: Series, into: Series, members: Sequence[Enrollment], from_on: date, despite: str
) -> tuple[Staff, ...]:
    """Raises with all that is in the way: seats, a room that is closed all the time, people who are booked elsewhere,
    people who aren't to meet. Returns who leads there outside of when they work, with a reason.
    """
    sessions, seats = seated_from(into, members, from_on)
    found = [*_too_many(into, sessions, seats)]
    if closed := closed_throughout(into.site, [(one.place_id, one.on) for one in sessions]):
        found.append(Refusal(closed.words, "into", "Choose another group, or another room for it first."))
    if seats_to_avoid(seats):
        told = "These two can't become one for a reason that the people's clinicians know."
        found.append(Refusal(told, "into", "Choose another group."))
    if found:
        raise Refused(*found)
    moving = list(series.sessions.filter(on__gte=from_on).values_list("pk", flat=True))
    free = those_free(seats, moving)
    busy = len({client_id for session, client_id in seats if (session, client_id) not in free})
    if busy:
        who = "1 person is" if busy == 1 else f"{busy} people are"
        raise Taken(Refusal(f"{who} booked elsewhere at that time.", "into", "Change their other group first."))
    return check_taking_in(into.site, sessions, despite)


def _too_many(into: Series, sessions: Sequence[Session], seats: Sequence[Seat]) -> list[Refusal]:
    """The first day on which more would sit there than fit."""
    coming: dict[UUID, int] = {}
    for session, _ in seats:
        coming[session.pk] = coming.get(session.pk, 0) + 1
    for one in sessions:
        seated: int = one.seated + coming.get(one.pk, 0)  # type: ignore[attr-defined]  # annotated
        if seated > into.capacity:
            told = f"{into.name} would have {seated} people on {short_day(one.on)}, and {into.capacity} seats."
            return [Refusal(told, "into", "Give it more seats, or choose another group.")]
    return []
