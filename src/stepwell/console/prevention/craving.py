"""Cravings by weekday and hour, for a page of the chart."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import mark_safe

from stepwell.domain.checkins.permissions import VIEW_CHECK_INS
from stepwell.domain.checkins.queries import cravings_by_hour
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import held_for
from stepwell.kernel.actor import Actor
from stepwell.look.plots.heat import Cell, Heat, described, heat_rows, heat_specification
from stepwell.platform.pictures.actions import key_of, pictures_of
from stepwell.platform.pictures.jobs import ask_for


@dataclass(frozen=True, slots=True)
class CravingCard:
    """The picture once it is drawn, the rows of its table, and how many check-ins it is made of."""

    svg: str
    rows: list[tuple[str, str, str, int]]
    times: int

    @property
    def waits(self) -> bool:
        """A worker is still to draw it."""
        return bool(self.rows) and not self.svg


def craving_card(actor: Actor, client: Client, now: datetime) -> CravingCard | None:
    """None for who doesn't read this client's check-ins."""
    if VIEW_CHECK_INS not in held_for(actor, client, (VIEW_CHECK_INS,)):
        return None
    cells = tuple(Cell(one.weekday, one.hour, one.mean, one.times) for one in cravings_by_hour(actor, client, now))
    if not cells:
        return CravingCard("", [], 0)
    wanted = heat_specification(Heat("Craving by weekday and hour", described(cells, "check-ins"), cells, 10))
    drawn = pictures_of([wanted], ask=ask_for, now=now).get(key_of(wanted), "")
    # our own drawing: no word in it was typed by anybody
    return CravingCard(mark_safe(drawn), heat_rows(cells), sum(cell.times for cell in cells))  # noqa: S308
