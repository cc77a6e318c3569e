"""One person's own sessions: an hour alone with somebody of their care team, or with family. Once, or every week.

Their roll, their notes, moving one and canceling one are the same as a group's, by the same actions (ADR 25).
"""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.queries.episode import open_episodes
from stepwell.domain.catalog.models import Place, Service
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.actions.conflicts import (
    check_free,
    check_own_times,
    check_people_free,
    check_room_open,
    refused_in_words,
)
from stepwell.domain.week.actions.enroll import leave
from stepwell.domain.week.actions.making import make_sessions, planned
from stepwell.domain.week.actions.placing import Put, check_puts
from stepwell.domain.week.actions.series import horizon
from stepwell.domain.week.actions.telling import telling
from stepwell.domain.week.actions.working import check_working, keep_reason
from stepwell.domain.week.models import Booking, CancelReason, Companion, Enrollment, Series, Session
from stepwell.domain.week.permissions import PLAN_OWN
from stepwell.domain.week.queries.meetings import meetings_of, own_day
from stepwell.domain.week.queries.own import OwnSpan, choices_for, relatives_of, span_of
from stepwell.domain.week.queries.sessions import find_series, lock_plan, period_of, phases_of
from stepwell.domain.week.rules.own import Wanted, check_wanted, refused_family
from stepwell.domain.week.rules.recurrence import Occurrence, WeeklySeries
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def plan_own(
    *,
    actor: Actor,
    client_id: UUID,
    service_id: int,
    leader_id: int,
    place_id: int,
    first_on: date,
    starts_at_time: time,
    minutes: int,
    weeks: int | None,
    family: Collection[int] = (),
    now: datetime,
    despite: str = "",
) -> Series:
    """Their sessions stand, with their places in them: one, or one a week until the weeks or their stay are over.

    What is in the way is named and nothing is planned; so is the same sent twice, by its own first session. Where it
    is outside of when who leads it works, or when they told that they can't come, `despite` says why all the same.
    """
    client = find_client(actor, client_id, PLAN_OWN)
    lock_plan(actor, client.site, PLAN_OWN)
    service, leader, place = _chosen(actor, client, service_id, leader_id, place_id, now)
    episode = open_episodes(actor, [client.pk]).get(client.pk)
    if episode is None:
        raise refuse("They are in no track.", "", "Let them start in a track first.")
    today = day_at(now, ZoneInfo(client.site.zone))
    wanted = Wanted(ServiceKind(service.kind), first_on, minutes, weeks, frozenset(family))
    stay = (episode.started_on, episode.planned_end_on)
    ends_on = check_wanted(wanted, today, stay, relatives_of(actor, client, now))
    if place.seats < 1 + len(wanted.family):
        raise refuse(f"{place.name} has {place.seats} seats.", "place", "Choose a larger one.")
    series = Series(
        site=client.site,
        track=episode.track,
        service=service,
        client=client,
        minutes=minutes,
        name=service.name,
        leader=leader,
        place=place,
        weekdays=[first_on.weekday()],
        starts_at_time=starts_at_time,
        first_on=first_on,
        extended_to=horizon(now, ZoneInfo(client.site.zone), first_on, ends_on),
        ends_on=ends_on,
        capacity=1,
    )
    member = Enrollment(series=series, client=client, episode=episode, joined_on=first_on)
    meetings = _meetings(series, now)
    periods = [one.period for one in meetings]
    check_room_open(place, periods, ZoneInfo(client.site.zone))
    outside = check_working(client.site, leader, periods, despite)
    if check_own_times(actor, client, periods, despite):
        member.despite = despite.strip()
    _stand(series, meetings, member)
    if outside:
        keep_reason(actor, series, leader, despite, now)
    Companion.objects.bulk_create(Companion(series=series, recipient_id=one) for one in sorted(wanted.family))
    detail: dict[str, Plain] = {"sessions": series.sessions.count(), "family": len(wanted.family)}
    record(actor, "own_sessions.planned", client_id=client.pk, subject=("series", series.pk), detail=detail)
    return series


@action
def end_own(*, actor: Actor, series_id: UUID, ends_on: date, now: datetime) -> Series:
    """No more of them from that day on: what was planned is canceled, room and leader are free, and the person is told.
    Twice is once.
    """
    series, client = find_own(actor, series_id)
    member = series.enrollments.order_by("pk").first()
    if member is None:
        raise NotFound("series")
    if member.left_on is None and ends_on < day_at(now, ZoneInfo(series.site.zone)):
        raise refuse("This day has passed.", "ends_on", "Choose today or a later one.")
    left_on = max(ends_on, member.joined_on)
    ahead = series.sessions.filter(on__gte=left_on, canceled_at__isnull=True)
    with telling(actor, [*ahead.values_list("pk", flat=True)], now):
        leave(actor, series, client, member, left_on, now, hears=True)
    record(actor, "own_sessions.ended", client_id=client.pk, subject=("series", series.pk))
    return series


@action
def resume_own(
    *, actor: Actor, series_id: UUID, ended_at: datetime, ended: OwnSpan, before: OwnSpan, now: datetime
) -> Series:
    """What ended at that instant goes on as it did before, where that is free still and nobody changed it since. A
    message that waits to say that it ended is withdrawn.
    """
    series, client = find_own(actor, series_id)
    lock_plan(actor, series.site, PLAN_OWN)
    gone = series.sessions.filter(canceled_at=ended_at, cancel_reason=CancelReason.ENDED.value)
    sessions = list(gone.select_related("series", "site").order_by("starts_at"))
    member = series.enrollments.select_related("episode").order_by("pk").first()
    if member is None or span_of(series) != ended or member.episode.ended_on is not None:
        raise refuse("These sessions were changed since.", "", "Plan them anew.")

    def check() -> None:
        check_puts([Put(one, one.on, period_of(one), one.place_id, one.leader_id) for one in sessions])
        check_people_free([period_of(one) for one in sessions], [client.pk])

    check()
    ids = [one.pk for one in sessions]
    with telling(actor, ids, now), refused_in_words(check):
        Session.objects.filter(pk__in=ids).update(canceled_at=None, canceled_by=None, cancel_reason="")
        Booking.objects.filter(session__in=ids, canceled_at=ended_at).update(canceled_at=None)
        member.left_on = before.left_on
        member.save(update_fields=["left_on"])
        series.ends_on, series.extended_to = before.ends_on, before.extended_to
        series.save(update_fields=["ends_on", "extended_to"])
    detail: dict[str, Plain] = {"sessions": len(ids)}
    record(actor, "own_sessions.resumed", client_id=client.pk, subject=("series", series.pk), detail=detail)
    return series


@action
def ask_family(*, actor: Actor, series_id: UUID, family: Collection[int], now: datetime) -> Series:
    """Who of their people comes along from now on: those alone whom a consent in force names."""
    series, client = find_own(actor, series_id)
    if ServiceKind(series.service.kind) is not ServiceKind.FAMILY:
        raise refuse("Family comes to a family session.", "family", "Plan such a session.")
    known = set(series.companions.values_list("recipient_id", flat=True))
    chosen = {*family}
    if refusals := refused_family(chosen - known, relatives_of(actor, client, now)):
        raise Refused(*refusals)
    if series.place.seats < 1 + len(chosen):
        raise refuse(f"{series.place.name} has {series.place.seats} seats.", "family", "Move the session first.")
    series.companions.exclude(recipient_id__in=chosen).delete()
    Companion.objects.bulk_create(Companion(series=series, recipient_id=one) for one in sorted(chosen - known))
    if chosen != known:
        detail: dict[str, Plain] = {"family": len(chosen)}
        record(actor, "own_sessions.family", client_id=client.pk, subject=("series", series.pk), detail=detail)
    return series


def find_own(actor: Actor, series_id: UUID) -> tuple[Series, Client]:
    """Somebody's own sessions, locked, and whose they are. Raises `NotFound`, also for a group."""
    series = find_series(actor, series_id, PLAN_OWN)
    if series.client_id is None:
        raise NotFound("series")
    return series, find_client(actor, series.client_id, PLAN_OWN)


def _chosen(
    actor: Actor, client: Client, service_id: int, leader_id: int, place_id: int, now: datetime
) -> tuple[Service, Staff, Place]:
    """The three as they can be chosen for this person; each that can't is refused by its field."""
    choices = choices_for(actor, client, now)
    service = next((one for one in choices.services if one.pk == service_id), None)
    leader = next((one for one in choices.leaders if one.pk == leader_id), None)
    place = next((one for one in choices.places if one.pk == place_id), None)
    if service is None:
        raise refuse("This service isn't offered one to one.", "service", "Choose one of the list.")
    if leader is None:
        raise refuse("They aren't on the care team.", "leader", "Choose somebody of the care team.")
    if place is None:
        raise refuse("This place isn't open at their site.", "place", "Choose one of the list.")
    return service, leader, place


def _meetings(series: Series, now: datetime) -> list[Occurrence]:
    """When they meet, up to the horizon. Raises `Refused` where that is never, or in the past."""
    days = (series.extended_to - series.first_on).days
    shape = WeeklySeries(
        frozenset(series.weekdays), series.starts_at_time, series.minutes or 0, series.first_on, -(-days // 7)
    )
    every = meetings_of(series.site, own_day(series.service.name, series.minutes or 0), shape)
    meetings = [one for one in every if one.day < series.extended_to]
    if not meetings:
        raise refuse("The site is closed then.", "first_on", "Choose another day.")
    if meetings[0].period.started_at <= now:
        raise refuse("This time has passed.", "starts_at_time", "Choose a later one.")
    return meetings


def _stand(series: Series, meetings: list[Occurrence], member: Enrollment) -> None:
    """Series, sessions and places. A room, a leader or a person who is taken: refused in words."""
    periods = [one.period for one in meetings]

    def check() -> None:
        check_free(periods, place=series.place, leader=series.leader)
        check_people_free(periods, [member.client_id])

    check()
    with refused_in_words(check):
        series.save()
        member.save()
        plan = phases_of(series)[-1].plan
        sessions = planned(series, [(one, plan) for one in meetings])
        make_sessions(series, sessions)
        Booking.objects.bulk_create(
            Booking(session=one, client_id=member.client_id, starts_at=one.starts_at, ends_at=one.ends_at)
            for one in sessions
        )
