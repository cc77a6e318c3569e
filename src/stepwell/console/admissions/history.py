"""One person's placements beside each other, drawn and as a table."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from stepwell.domain.admissions.permissions import VIEW_ENQUIRY
from stepwell.domain.admissions.queries.history import placement_history
from stepwell.domain.admissions.rules.history import Row
from stepwell.domain.admissions.rules.levels import SEVERITY
from stepwell.platform.access.door import Request, page

_STEP, _RISE, _EDGE = 28, 8, 5


@dataclass(frozen=True, slots=True)
class Line:
    """A dimension's line: its dots in whole pixels of a drawing `width` by `height`, and runs of dots to join."""

    row: Row
    dots: tuple[tuple[int, int], ...]
    runs: tuple[str, ...]
    width: int
    height: int


@page(VIEW_ENQUIRY)
def placements(request: Request, client_id: UUID) -> HttpResponse:
    """What rose, what fell, and what was decided each time."""
    found = placement_history(request.actor, client_id)
    shown = [(part, [_line(row) for row in part.rows if isinstance(row, Row)]) for part in found.parts]
    context = {"history": found, "client": found.client, "parts": shown}
    return render(request, "console/admissions/placements.html", context)


def _line(row: Row) -> Line:
    """A gap stays a gap: what wasn't rated joins nothing."""
    height = _EDGE * 2 + _RISE * max(SEVERITY)
    dots: list[tuple[int, int]] = []
    runs: list[list[str]] = [[]]
    for number, cell in enumerate(row.cells):
        if cell.severity is None:
            runs.append([])
            continue
        dot = (_EDGE + number * _STEP, height - _EDGE - cell.severity * _RISE)
        dots.append(dot)
        runs[-1].append(f"{dot[0]},{dot[1]}")
    width = _EDGE * 2 + _STEP * max(len(row.cells) - 1, 0)
    return Line(row, tuple(dots), tuple(" ".join(run) for run in runs if len(run) > 1), width, height)
