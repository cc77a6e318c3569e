"""How somebody is doing by their own answers: each instrument over the stay, and who isn't on track.

Spans measures, which knows no stays, and admissions. Reads alone; a clinician says what it means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.permissions import VIEW_STAYS, visible_episodes
from stepwell.domain.checkins.models import CheckIn, Use
from stepwell.domain.checkins.permissions import VIEW_CHECK_INS, visible_check_ins
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import VIEW_ANSWERS, visible_sheets
from stepwell.domain.measures.queries import shelf, trends
from stepwell.domain.measures.rules import Course, Instrument, Reading, Standing, course_of
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, held_for
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

# So many results of one instrument are drawn; the earlier ones stand on its own page.
MOST_RESULTS = 200
# Ours: use that is told again within two weeks is one stretch, and one mark in a plot.
APART = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """One number of one instrument over time: its total, or one of its parts."""

    label: str
    readings: tuple[Reading, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One instrument as this person answered it. `course` is None where no source says what a change means."""

    instrument: Instrument
    lines: tuple[Line, ...]
    course: Course | None


@dataclass(frozen=True, slots=True)
class Stay:
    """When a stay began and ended, in what, and at which level."""

    started_on: date
    ended_on: date | None
    track: str
    level: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Every instrument that was ever finished, with the stays they fell into, and the days on which a check-in told of
    use after a while without, for who reads check-ins.
    """

    client: Client
    measured: tuple[Measured, ...]
    stays: tuple[Stay, ...]
    told_use: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class OffTrack:
    """Somebody in treatment whose answers ask for a second look, and why."""

    client: Client
    title: str
    code: str
    standing: Standing
    reason: str


def progress_of(actor: Actor, client_id: UUID) -> Progress:
    """One person's answers over time. Written down as a look. Raises `NotFound`."""
    client = find_client(actor, client_id, VIEW_ANSWERS)
    zone = ZoneInfo(client.site.zone)
    stays = _stays(actor, client)
    known = shelf().instruments
    started_on = next((stay.started_on for stay in reversed(stays) if stay.ended_on is None), None)
    found = trends(actor, client, most=MOST_RESULTS)
    measured = [_measured(known[code], sheets, zone, started_on) for code, sheets in found.items() if code in known]
    in_order = tuple(sorted(measured, key=lambda one: one.instrument.title))
    return Progress(client, in_order, stays, _told_use(actor, client, zone))


@dataclass(frozen=True, slots=True)
class OffTracks:
    """Everybody in treatment whom `actor` may see and who isn't on track, the worst standing first, then by name.

    Names are asked for, and the look is written down, only of the stretch that somebody takes: `it[:15]`.
    """

    actor: Actor
    found: tuple[tuple[UUID, Instrument, Course], ...]

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, stretch: slice) -> list[OffTrack]:
        taken = self.found[stretch]
        clients = Client.objects.select_related("site").in_bulk({client_id for client_id, _, _ in taken})
        record_list_read(self.actor, "answers", [*clients])
        return [
            OffTrack(clients[client_id], one.title, one.code, course.standing, course.reason)
            for client_id, one, course in taken
        ]


def not_on_track(actor: Actor) -> OffTracks:
    """Who is worse than at the start of the stay, or worse again, beyond chance. One query however many people."""
    require(actor, VIEW_ANSWERS)
    changes = {code: one for code, one in shelf().instruments.items() if one.change is not None}
    off = []
    for client_id, sort_key, code, zone, started_on, totals, finished_at in _totals(actor, changes):
        readings = [Reading(day_at(at, ZoneInfo(zone)), total) for at, total in zip(finished_at, totals, strict=True)]
        course = _course(readings, changes[code], started_on)
        if course is not None and not course.standing.is_on_track:
            order = (course.standing is not Standing.WORSE, sort_key, changes[code].title)
            off.append((order, (client_id, changes[code], course)))
    off.sort(key=lambda each: each[0])
    return OffTracks(actor, tuple(each for _, each in off))


def _totals(actor: Actor, changes: Mapping[str, Instrument]) -> QuerySet[Administration, Any]:
    """Per person in treatment and instrument: the site's zone, since when they stay, the totals in order and when each
    was finished. Only where the last total lies beyond chance above the lowest one: all others are on track.
    """
    staying = Episode.objects.filter(ended_on__isnull=True)
    finished = Administration.objects.filter(
        visible_sheets(actor),
        instrument_code__in=[*changes],
        completed_at__isnull=False,
        total__isnull=False,
        client__in=staying.values("client"),
    )
    grouped = finished.annotate(zone=F("client__site__zone"), sort_key=F("client__sort_key"))
    counted = grouped.values("client_id", "sort_key", "instrument_code", "zone").annotate(
        totals=ArrayAgg("total", order_by="completed_at"),
        finished_at=ArrayAgg("completed_at", order_by="completed_at"),
        last=ArrayAgg("total", order_by="-completed_at"),
        lowest=Min("total"),
    )
    beyond = Q()
    for code, one in changes.items():
        if one.change is not None:
            beyond |= Q(instrument_code=code, last__0__gte=F("lowest") + one.change.reliable)
    latest = staying.filter(client_id=OuterRef("client_id")).order_by("-started_on").values("started_on")[:1]
    columns = ("client_id", "sort_key", "instrument_code", "zone", "started_on", "totals", "finished_at")
    return counted.filter(beyond).annotate(started_on=Subquery(latest)).values_list(*columns)


def _course(readings: Sequence[Reading], instrument: Instrument, started_on: date | None) -> Course | None:
    return course_of(readings, instrument.change, started_on=started_on) if instrument.change and readings else None


def _measured(
    instrument: Instrument, sheets: Sequence[Administration], zone: ZoneInfo, started_on: date | None
) -> Measured:
    """A total where there is one, else each part apart: they are never added up."""
    oldest_first = [sheet for sheet in reversed(sheets) if sheet.completed_at is not None]
    days = [(day_at(sheet.completed_at, zone), sheet) for sheet in oldest_first if sheet.completed_at]
    totals = tuple(Reading(day, sheet.total) for day, sheet in days if sheet.total is not None)
    lines = [Line("Total", totals, instrument.minimum, instrument.maximum)] if totals else []
    if not totals:
        lines = [
            line
            for rule in instrument.subscales
            if (line := _part(instrument, rule.code, rule.label, days, rule.items)).readings
        ]
    return Measured(instrument, tuple(lines), _course(totals, instrument, started_on))


def _part(
    instrument: Instrument, code: str, label: str, days: Sequence[tuple[date, Administration]], items: Sequence[str]
) -> Line:
    most = sum(max(instrument.item(item).values) for item in items)
    readings = tuple(Reading(day, sheet.parts[code]) for day, sheet in days if sheet.parts.get(code) is not None)
    return Line(label, readings, 0, most)


def _stays(actor: Actor, client: Client) -> tuple[Stay, ...]:
    """The stays that the actor may see, oldest first."""
    if VIEW_STAYS not in held_for(actor, client, (VIEW_STAYS,)):
        return ()
    found = Episode.objects.filter(visible_episodes(actor), client=client).select_related("track")
    ordered = found.order_by("started_on")
    return tuple(Stay(one.started_on, one.ended_on, one.track.name, one.level_code) for one in ordered)


def _told_use(actor: Actor, client: Client, zone: ZoneInfo) -> tuple[date, ...]:
    """The first day of each stretch in which check-ins told of use."""
    if VIEW_CHECK_INS not in held_for(actor, client, (VIEW_CHECK_INS,)):
        return ()
    told = CheckIn.objects.filter(visible_check_ins(actor), client=client, use=Use.YES).order_by("said_at")
    record_read(actor, "check-ins", client.pk)
    return stretches(day_at(at, zone) for at in told.values_list("said_at", flat=True))


def stretches(days: Iterable[date]) -> tuple[date, ...]:
    """Of days in order each that lies further from the one before than `APART`."""
    found: list[date] = []
    last: date | None = None
    for day in days:
        if last is None or day - last > APART:
            found.append(day)
        last = day
    return tuple(found)
