"""Waiting for a seat in a group: into the line, out of it, and the seat that is held until a clinician says."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.domain.admissions.models import Episode
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import Enrollment, Series, SeriesWait, WaitEnd
from stepwell.domain.week.permissions import ASK_SEAT, ENROLL, PLAN_WEEK
from stepwell.domain.week.queries.sessions import find_group, find_series
from stepwell.domain.week.queries.waiting import open_waits, waiting_of
from stepwell.domain.week.rules.waiting import holds_to_make
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import action, record

TASK_SEAT = "week.seat"


@action
def wait_for_seat(
    *, actor: Actor, series_id: UUID, client_id: UUID, episode: Episode, ahead_reason: str = "", now: datetime
) -> SeriesWait:
    """The client stands in line from now on; before others only with a reason. Twice is once."""
    series = find_group(actor, series_id, ASK_SEAT)
    client = find_client(actor, client_id, ASK_SEAT)
    if series.site_id != client.site_id:
        raise refuse("This group meets at another site.", "client", "Choose a group of the person's site.")
    if episode.client_id != client.pk or episode.ended_on is not None:
        raise refuse("This stay isn't open for this person.", "client", "Let the person start in a track first.")
    known = SeriesWait.objects.filter(series=series, client=client, ended_at__isnull=True).first()
    if known is not None:
        return known
    if Enrollment.objects.filter(series=series, client=client, left_on__isnull=True).exists():
        raise refuse("They belong to this group already.", "client")
    if series.ends_on is not None and series.ends_on <= day_at(now, ZoneInfo(series.site.zone)):
        raise refuse("This group has ended.", "client", "Choose another one.")
    assert actor.staff_id is not None  # only staff hold the permission
    wait = SeriesWait.objects.create(
        series=series,
        client=client,
        episode=episode,
        since=now,
        turn_at=now,
        ahead_reason=ahead_reason.strip(),
        asked_by=Staff.objects.get(pk=actor.staff_id),
    )
    detail = {"series": str(series.pk)}
    record(actor, "client.waits_for_seat", client_id=client.pk, subject=("wait", wait.pk), detail=detail)
    hold_free_seats(actor, series, now)
    return wait


@action
def pass_on(*, actor: Actor, wait_id: UUID, reason: str, now: datetime) -> SeriesWait:
    """The held seat goes to the next in line, with a reason; who was passed over waits on, at the end."""
    series, wait = _locked(actor, wait_id)
    if wait.held_at is None:
        raise refuse("No seat is held for them.", "", "Look at the group again.")
    if not reason.strip():
        raise refuse("The reason is missing.", "reason", "Say in a few words why.")
    wait.held_at = wait.held_from = None
    wait.turn_at, wait.passed_reason = now, reason.strip()
    wait.save(update_fields=["held_at", "held_from", "turn_at", "passed_reason"])
    finish_task(actor=actor, kind=TASK_SEAT, subject_id=wait.pk, now=now)
    record(actor, "client.passed_over", client_id=wait.client_id, subject=("wait", wait.pk))
    hold_free_seats(actor, series, now, besides=wait.pk)
    return wait


@action
def withdraw(*, actor: Actor, wait_id: UUID, now: datetime) -> SeriesWait:
    """They no longer wait; a seat that was held for them goes to the next in line."""
    series, wait = _locked(actor, wait_id)
    _end(actor, wait, WaitEnd.WITHDREW, now)
    hold_free_seats(actor, series, now)
    return wait


@action
def hold_seats(*, actor: Actor, series_id: UUID, now: datetime) -> int:
    """Hold what got free by the calendar, where stays end as they were planned. Returns how many."""
    return hold_free_seats(actor, find_series(actor, series_id, PLAN_WEEK), now)


def held_wait(actor: Actor, wait_id: UUID) -> SeriesWait:
    """Somebody for whom a seat is held, for the action that confirms it; the series is locked."""
    _, wait = _locked(actor, wait_id)
    if wait.held_from is None:
        raise refuse("No seat is held for them yet.", "joined_on", "Wait until one gets free.")
    return wait


def joined(actor: Actor, series: Series, client: Client, now: datetime) -> None:
    """Somebody who waited has joined: their place in line and the seat that was held are used up."""
    wait = SeriesWait.objects.filter(series=series, client=client, ended_at__isnull=True).first()
    if wait is not None:
        _end(actor, wait, WaitEnd.JOINED, now)


def close_line(actor: Actor, series: Series, now: datetime) -> None:
    """The group meets no more: nobody waits for it."""
    for wait in open_waits(series):
        _end(actor, wait, WaitEnd.WITHDREW, now)


def move_line(actor: Actor, series: Series, into: Series, joining: Collection[UUID], now: datetime) -> int:
    """Who waits for the one group waits for the other, each since when they did. Who belongs there, or waits there
    already, is in one line only. Returns how many go over.
    """
    known = {one.client_id for one in open_waits(into)} | {*joining}
    there = Enrollment.objects.filter(series=into, left_on__isnull=True)
    known |= set(there.values_list("client_id", flat=True))
    moved = 0
    for wait in open_waits(series):
        if wait.client_id in known:
            _end(actor, wait, WaitEnd.JOINED, now)
            continue
        wait.series, wait.held_at, wait.held_from = into, None, None
        wait.save(update_fields=["series", "held_at", "held_from"])
        finish_task(actor=actor, kind=TASK_SEAT, subject_id=wait.pk, now=now)
        detail = {"series": str(into.pk)}
        record(actor, "client.waits_elsewhere", client_id=wait.client_id, subject=("wait", wait.pk), detail=detail)
        moved += 1
    return moved


def hold_free_seats(actor: Actor, series: Series, now: datetime, *, besides: UUID | None = None) -> int:
    """Each free seat is held for the next in line, with a task to confirm it. The series is locked by who asks."""
    rows = {one.pk: one for one in open_waits(series)}
    if not rows:
        return 0
    zone = ZoneInfo(series.site.zone)
    today = day_at(now, zone)
    line = [waiting_of(one) for one in rows.values() if one.pk != besides]
    made = holds_to_make(line, _seated(series, today), series.capacity, today)
    for hold in made:
        wait = rows[hold.wait_id]
        wait.held_at, wait.held_from = now, hold.from_on
        wait.save(update_fields=["held_at", "held_from"])
        record(actor, "client.seat_held", client_id=wait.client_id, subject=("wait", wait.pk))
        raise_task(
            actor=actor,
            site=series.site,
            client=wait.client,
            role=Role.SUPERVISOR,
            kind=TASK_SEAT,
            subject_id=wait.pk,
            title="Confirm a seat",
            reason=f"{series.name}: a seat is held from {short_day(hold.from_on)}.",
            due_at=end_of_day(today + timedelta(days=1), zone),  # ours: by the end of the next day
            now=now,
        )
    return len(made)


def _seated(series: Series, today: date) -> list[tuple[date, int]]:
    """Every session to come, and how many sit in it."""
    ahead = series.sessions.filter(on__gte=today, canceled_at__isnull=True)
    counted = ahead.annotate(seated=Count("bookings", filter=Q(bookings__canceled_at__isnull=True)))
    return list(counted.order_by("on").values_list("on", "seated"))


def _locked(actor: Actor, wait_id: UUID) -> tuple[Series, SeriesWait]:
    """The line's group first, then who waits: two who act on one seat come one after the other."""
    known = SeriesWait.objects.filter(pk=wait_id).first()
    if known is None:
        raise NotFound("wait")
    series = find_series(actor, known.series_id, ENROLL)
    find_client(actor, known.client_id, ENROLL)
    wait = SeriesWait.objects.filter(pk=wait_id, ended_at__isnull=True).select_related("client", "episode").first()
    if wait is None:
        raise NotFound("wait")
    return series, wait


def _end(actor: Actor, wait: SeriesWait, how: WaitEnd, now: datetime) -> None:
    wait.held_at = wait.held_from = None
    wait.ended_at, wait.ended_how, wait.ended_by_id = now, how.value, actor.staff_id
    wait.save(update_fields=["held_at", "held_from", "ended_at", "ended_how", "ended_by"])
    finish_task(actor=actor, kind=TASK_SEAT, subject_id=wait.pk, now=now)
    detail = {"how": how.value}
    record(actor, "client.waits_no_more", client_id=wait.client_id, subject=("wait", wait.pk), detail=detail)
