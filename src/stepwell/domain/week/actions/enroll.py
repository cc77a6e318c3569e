"""Who belongs to a group: joining it, with a place in every session, and leaving it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.actions import join_care_team, leave_care_team
from stepwell.domain.people.models import Client, Function
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.actions.apart import check_apart, settle_shared
from stepwell.domain.week.actions.conflicts import check_language, check_own_times, check_people_free, refused_in_words
from stepwell.domain.week.actions.ending import end_own_sessions
from stepwell.domain.week.actions.seats import take_seats
from stepwell.domain.week.actions.telling import forget_changes
from stepwell.domain.week.actions.waiting import held_wait, hold_free_seats, joined
from stepwell.domain.week.models import Booking, Enrollment, Series, SeriesWait, Session, Status
from stepwell.domain.week.permissions import ENROLL
from stepwell.domain.week.queries.sessions import find_group, find_series, leaders_of, leaders_to_go, period_of
from stepwell.domain.week.queries.standing import stands_in
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def enroll(
    *,
    actor: Actor,
    series: Series,
    client: Client,
    episode: Episode,
    joined_on: date,
    now: datetime,
    despite: str = "",
) -> Enrollment:
    """The client belongs to the group from that day, and stands in its sessions up to the planned end of the stay.

    The leader joins the care team, so that the chart opens to them; so does who leads the group from a later day on.
    Where it meets when they told that they can't come, or is held in another language than theirs, `despite` says why
    they join all the same. Twice is once; who
    would have joined later belongs from the earlier day on.
    """
    series = find_group(actor, series.pk, ENROLL)
    client = find_client(actor, client.pk, ENROLL)
    if series.site_id != client.site_id:
        raise refuse("This group meets at another site.", "series", "Choose a group of the person's site.")
    if episode.client_id != client.pk or episode.ended_on is not None:
        raise refuse("This stay isn't open for this person.", "episode", "Let the person start in a track first.")
    known = Enrollment.objects.filter(series=series, client=client, left_on__isnull=True).first()
    if known is not None and known.joined_on <= joined_on:
        return known
    member = known or Enrollment(series=series, client=client, episode=episode)
    member.joined_on, member.despite = joined_on, despite.strip() or member.despite
    sessions = [one for one in _sessions_from(series, joined_on) if stands_in(member, one)]
    if not sessions:
        raise refuse(f"{series.name} has no session from this day on.", "joined_on", "Choose an earlier day.")
    _check_seats(series, sessions, client)
    check_apart(client, sessions)
    check_language(series, client, member.despite)
    check_own_times(actor, client, [period_of(one) for one in sessions], member.despite)
    member.save()
    _book(member, sessions)
    for leader in leaders_of(series, sessions):
        join_care_team(actor=actor, client=client, staff=leader, function=Function.GROUP_LEADER, now=now)
    joined(actor, series, client, now)
    detail: dict[str, Plain] = {"series": str(series.pk), "sessions": len(sessions)}
    record(actor, "client.enrolled", client_id=client.pk, subject=("enrollment", member.pk), detail=detail)
    return member


@action
def confirm_seat(*, actor: Actor, wait_id: UUID, joined_on: date, now: datetime, despite: str = "") -> Enrollment:
    """Who waited takes the seat that is held for them, from a day on at which it is free."""
    wait = held_wait(actor, wait_id)
    if wait.held_from is not None and joined_on < wait.held_from:
        raise refuse("The seat isn't free yet on that day.", "joined_on", f"Choose {wait.held_from:%Y-%m-%d} or later.")
    member = enroll(
        actor=actor,
        series=wait.series,
        client=wait.client,
        episode=wait.episode,
        joined_on=joined_on,
        now=now,
        despite=despite,
    )
    record(actor, "client.seat_confirmed", client_id=wait.client_id, subject=("wait", wait.pk))
    return member


@action
def leave_series(
    *, actor: Actor, enrollment: Enrollment, left_on: date, now: datetime, hears: bool = False
) -> Enrollment:
    """The client leaves the group: bookings from that day on are canceled, where the roll wasn't called yet.

    On that day (or, for a day to come, by the nightly job) the chart closes to the leader, who still finds their
    own sessions with this client, to finish the notes. Who leaves their own sessions ends them.

    What waits to tell them of its changes is withdrawn, unless they hear of them still (`hears`): the group ends, or
    they go on in another one.
    """
    series = find_series(actor, enrollment.series_id, ENROLL)
    client = find_client(actor, enrollment.client_id, ENROLL)
    return leave(actor, series, client, enrollment, left_on, now, hears=hears)


def leave(
    actor: Actor,
    series: Series,
    client: Client,
    enrollment: Enrollment,
    left_on: date,
    now: datetime,
    *,
    hears: bool = False,
) -> Enrollment:
    """What leaving does, for actions that have locked the series and asked who may."""
    member = Enrollment.objects.select_for_update().filter(pk=enrollment.pk, series=series, client=client).first()
    if member is None:
        raise NotFound("enrollment")
    if member.left_on == left_on:
        return member
    if left_on < member.joined_on:
        raise refuse("This is before they joined.", "left_on", f"Choose {member.joined_on:%Y-%m-%d} or later.")
    if member.left_on is not None and left_on > member.left_on:
        raise refuse("They leave before that day already.", "left_on", "Let them join again from the day they left.")
    theirs = Booking.objects.filter(session__series=series, client=client, session__on__gte=left_on)
    if theirs.exclude(status__in=[Status.BOOKED.value, Status.EXCUSED.value, Status.NO_SHOW.value]).exists():
        raise refuse("They attended this group after that day.", "left_on", "Choose a later day.")
    if not hears:
        forget_changes(theirs.values_list("pk", flat=True), now)
    canceled = theirs.filter(canceled_at__isnull=True, status=Status.BOOKED.value).update(canceled_at=now)
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    if series.is_own:
        end_own_sessions(actor, series, left_on, now)
    settle_shared(actor, client, now)
    today = day_at(now, ZoneInfo(series.site.zone))
    if left_on <= today and not series.is_own:
        _close_leader_place(actor, series, member, today, now)
    hold_free_seats(actor, series, now)
    record(
        actor,
        "client.left_group",
        client_id=client.pk,
        subject=("enrollment", member.pk),
        detail={"canceled": canceled},
    )
    return member


def _close_leader_place(actor: Actor, series: Series, member: Enrollment, today: date, now: datetime) -> None:
    """The leader leaves the care team, unless they lead another group of this client."""
    others = Enrollment.objects.filter(client=member.client, series__leader=series.leader).exclude(pk=member.pk)
    if not others.filter(Q(left_on__isnull=True) | Q(left_on__gt=today)).exists():
        leave_care_team(actor=actor, client=member.client, staff=series.leader, function=Function.GROUP_LEADER, now=now)


def _sessions_from(series: Series, joined_on: date) -> QuerySet[Session]:
    """The series' sessions from a day on, in order, with how many sit in each."""
    seated = Count("bookings", filter=Q(bookings__canceled_at__isnull=True))
    ahead = series.sessions.filter(on__gte=joined_on, canceled_at__isnull=True, split_from__isnull=True)
    return ahead.annotate(seated=seated).order_by("starts_at")


def _check_seats(series: Series, sessions: Sequence[Session], client: Client) -> None:
    """No session may seat more than the group's capacity. The series is locked: nobody else takes the seat now."""
    held = Booking.objects.filter(client=client, session__in=sessions, canceled_at__isnull=True)
    mine = set(held.values_list("session_id", flat=True))
    waits = SeriesWait.objects.filter(series=series, ended_at__isnull=True).exclude(client=client)
    held_from = [day for day in waits.values_list("held_from", flat=True) if day is not None]
    for one in sessions:
        seated: int = one.seated  # type: ignore[attr-defined]  # annotated
        if one.pk not in mine and seated >= series.capacity:
            raise refuse(
                f"{series.name} is full: {seated} of {series.capacity} seats are taken on {short_day(one.on)}.",
                "track_id",
                "Choose a later start, or another track.",
            )
        if one.pk not in mine and seated + sum(day <= one.on for day in held_from) >= series.capacity:
            raise refuse(
                f"{series.name}: the free seat is held for somebody who waits.",
                "track_id",
                "Put this person on the group's waitlist, or choose another group.",
            )


def _book(member: Enrollment, sessions: Sequence[Session]) -> None:
    """A place in each session; one that was canceled before is taken up again."""
    held = Booking.objects.filter(client=member.client, session__in=sessions, canceled_at__isnull=True)
    there = set(held.values_list("session_id", flat=True))
    periods = [period_of(one) for one in sessions if one.pk not in there]

    def check() -> None:
        check_people_free(periods, [member.client_id])

    check()
    with refused_in_words(check):
        take_seats([(one, member.client_id) for one in sessions])


@action
def close_leader_places(*, actor: Actor, now: datetime) -> int:
    """Where somebody has left a group by now, its leader leaves their care team. Returns how many."""
    members = leaders_to_go(actor, now)
    for member in members:
        leave_care_team(actor=actor, client=member.client, staff=member.staff, function=Function.GROUP_LEADER, now=now)
    return len(members)
