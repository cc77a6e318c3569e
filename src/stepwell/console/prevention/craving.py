"""Cravings by weekday and hour, for a page of the chart."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.console.plots.drawn import Drawn, drawn
from stepwell.domain.checkins.permissions import VIEW_CHECK_INS
from stepwell.domain.checkins.queries import cravings_by_hour
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import held_for
from stepwell.look.plots.heat import Cell, Heat, described, heat_rows, heat_specification
from stepwell.platform.access.door import Request

_PLOT = "craving"


@dataclass(frozen=True, slots=True)
class CravingCard:
    """The rows of its table, how many check-ins it is made of, and its picture as far as it is drawn."""

    rows: list[tuple[str, str, str, int]]
    times: int
    pictures: Drawn[str]

    @property
    def svg(self) -> str:
        """The picture; empty until a worker has drawn it."""
        return self.pictures.svgs.get(_PLOT, "")

    @property
    def specification(self) -> str:
        """For who walks through it."""
        return self.pictures.specifications.get(_PLOT, "")


def craving_card(request: Request, client: Client, now: datetime) -> CravingCard | None:
    """None for who doesn't read this client's check-ins."""
    if VIEW_CHECK_INS not in held_for(request.actor, client, (VIEW_CHECK_INS,)):
        return None
    found = cravings_by_hour(request.actor, client, now)
    cells = tuple(Cell(one.weekday, one.hour, one.mean, one.times) for one in found)
    wanted = {_PLOT: _specification(cells)} if cells else {}
    return CravingCard(heat_rows(cells), sum(cell.times for cell in cells), drawn(request, wanted, now=now))


def _specification(cells: tuple[Cell, ...]) -> dict[str, Any]:
    return heat_specification(Heat("Craving by weekday and hour", described(cells), cells, 10))
