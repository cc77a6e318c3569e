"""How somebody is doing by their own answers, drawn and as tables; and whose answers ask for a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from stepwell.console.plots.drawn import Drawn, drawn
from stepwell.console.prevention.craving import craving_card
from stepwell.domain.careplan.models import Objective
from stepwell.domain.measures.permissions import VIEW_ANSWERS
from stepwell.domain.measures.queries import shelf
from stepwell.domain.measures.rules import Course, Standing
from stepwell.domain.thread.queries.links import steps_shown_by
from stepwell.kernel import clock
from stepwell.kernel.wording import short_date
from stepwell.look.plots.trajectory import Dot, Event, Trajectory, specification
from stepwell.platform.access.door import Request, page
from stepwell.workflows.progress import Line, Measured, Progress, not_on_track, progress_of

PER_PAGE = 50
TONES = {Standing.BETTER: "ok", Standing.WORSE: "warn", Standing.LOST: "warn"}


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture, once it is drawn, and the rows of its table: day, value."""

    label: str
    svg: str
    specification: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One instrument on the page."""

    code: str
    title: str
    standing: str
    tone: str
    said: tuple[str, ...]
    figures: str
    plots: tuple[Plot, ...]
    serves: tuple[Objective, ...]


@page(VIEW_ANSWERS)
def progress(request: Request, client_id: UUID) -> HttpResponse:
    """Each instrument over time. Pictures that aren't drawn yet come by themselves; the numbers are there at once."""
    found = progress_of(request.actor, client_id)
    wanted = {
        (one.instrument.code, line.label): specification(trajectory(one, line, found))
        for one in found.measured
        for line in one.lines
    }
    craving = craving_card(request, found.client, clock.now())
    pictures = drawn(request, wanted, now=clock.now())
    serves = steps_shown_by(request.actor, found.client)
    context: dict[str, Any] = {
        "client": found.client,
        "shown": [_shown(one, pictures, serves.get(one.instrument.code, ())) for one in found.measured],
        "next_try": pictures.next_try or (craving.pictures.next_try if craving else 0),
        "craving": craving,
    }
    return render(request, "console/measures/progress.html", context)


@page(VIEW_ANSWERS)
def off_track(request: Request) -> HttpResponse:
    """Everybody in treatment whose answers are worse than at the start, or worse again, some at a time."""
    found = not_on_track(request.actor)
    places = Paginator(range(len(found)), PER_PAGE).get_page(request.GET.get("page"))
    shown = found[max(0, places.start_index() - 1) : places.end_index()]
    counted = " and ".join(", ".join(one.title for one in shelf().instruments.values() if one.change).rsplit(", ", 1))
    return render(request, "console/measures/off_track.html", {"page": places, "found": shown, "counted": counted})


def trajectory(measured: Measured, line: Line, found: Progress) -> Trajectory:
    """What of one line is drawn. Stays that lie in its time stand in it as lines with a word."""
    dots = tuple(Dot(reading.on, reading.total) for reading in line.readings)
    course, instrument = measured.course, measured.instrument
    change = instrument.change
    name = instrument.title if line.label == "Total" else f"{instrument.title}, {line.label}"
    return Trajectory(
        title=f"{name} over time",
        description=_description(line, course),
        dots=dots,
        least=line.least,
        most=line.most,
        band=(course.low, course.high) if course else None,
        band_from=course.first.on if course else None,
        below=_worth_reaching(course, change.remission_below if change else None),
        events=tuple(_events(found, dots[0].on, dots[-1].on)),
    )


def _worth_reaching(course: Course | None, remission: int | None) -> tuple[tuple[int, str], ...]:
    """Response and remission as lines, where a source says what they are."""
    found = []
    if course is not None and course.response_at is not None:
        found.append((course.response_at, f"response up to {course.response_at}"))
    if remission:
        found.append((remission, f"remission under {remission}"))
    return tuple(found)


def _events(found: Progress, first: date, last: date) -> list[Event]:
    """Starts and ends of stays, changes of the level and told use, between the first result and the last."""
    events = []
    for before, stay in zip((None, *found.stays), found.stays, strict=False):
        level = f", level {stay.level}" if before is not None and before.level != stay.level else ""
        events.append(Event(stay.started_on, f"{stay.track} began{level}"))
    goes_on = {stay.started_on for stay in found.stays}
    # a stay that another follows the same day is a change of the track, said once
    events += [
        Event(stay.ended_on, f"{stay.track} ended")
        for stay in found.stays
        if stay.ended_on and stay.ended_on not in goes_on
    ]
    events += [Event(on, "told us about use") for on in found.told_use]
    return sorted((event for event in events if first <= event.on <= last), key=lambda event: event.on)


def _description(line: Line, course: Course | None) -> str:
    first, last = line.readings[0], line.readings[-1]
    words = f"{len(line.readings)} results from {short_date(first.on)} to {short_date(last.on)}: "
    words += f"{first.total} at first, {last.total} at last, of {line.least} to {line.most}."
    if course is None:
        return words
    low, high = max(course.low, line.least), min(course.high, line.most)
    return f"{words} {course.standing.value.capitalize()}. Chance alone may give {low} to {high}."


def _shown(one: Measured, pictures: Drawn[tuple[str, str]], serves: Sequence[Objective]) -> Shown:
    course = one.course
    said = [] if course is None else [course.reason, *_reached(course)]
    return Shown(
        code=one.instrument.code,
        title=one.instrument.title,
        standing=course.standing.value if course else "",
        tone=TONES.get(course.standing, "neutral") if course else "neutral",
        said=tuple(words for words in said if words),
        figures=_figures(one),
        plots=tuple(
            Plot(
                line.label,
                pictures.svgs[one.instrument.code, line.label],
                pictures.specifications[one.instrument.code, line.label],
                tuple((short_date(reading.on), reading.total) for reading in reversed(line.readings)),
            )
            for line in one.lines
        ),
        serves=tuple(serves),
    )


def _reached(course: Course) -> list[str]:
    """Response and remission, where a source says what they are."""
    found = ["Response: at least half less than at first."] if course.is_response else []
    return found + (["Remission."] if course.is_remission else [])


def _figures(one: Measured) -> str:
    """How wide the band is, whose figures it rests on, or why there is none."""
    change = one.instrument.change
    if not one.lines:
        return "It comes to a level and not to a number, so there is nothing to draw."
    if change is None:
        return "We have no source for which change of this is beyond chance, so there is no band."
    sure = ", at 95 %" if change.sample else ""
    return (
        f"The band is {change.reliable} points to either side of the first result of the stay: what chance alone may "
        f"do{sure}. {change.basis}"
    )
