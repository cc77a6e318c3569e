"""Rows of the pages of authorizations: values for templates; nothing is read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.coverage.queries import Entered
from stepwell.domain.coverage.rules.clock import Reach, Step, ThirdClock
from stepwell.domain.coverage.rules.missing import missing_items
from stepwell.domain.people.models import Client
from stepwell.kernel.wording import short_date
from stepwell.look.plots.burn_down import BurnDown, Left


@dataclass(frozen=True, slots=True)
class Row:
    """One authorization on the list. `days` is its client's runway, None while everything booked is covered."""

    client: Client
    entered: Entered
    reach: Reach
    days: int | None
    why: str
    is_pressing: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One authorization on its client's page; `plot` is how it runs down, where it is in force."""

    entered: Entered
    reach: Reach | None
    is_over: bool
    is_to_come: bool
    plot: BurnDown | None = None

    @property
    def key(self) -> UUID:
        """Which one it is."""
        return self.entered.authorization.pk

    @property
    def rows(self) -> list[tuple[str, int, str]]:
        """The plot's table: day, units left, and by what."""
        steps = self.reach.course if self.reach else ()
        return [(short_date(step.day), step.left, _by(step)) for step in steps]


def rows_of(
    held: Sequence[Entered], clocks: Mapping[UUID, ThirdClock], early: Mapping[int, int], owed: Mapping[UUID, int]
) -> list[Row]:
    """By runway, the shortest first; then by the day on which each runs out."""
    rows = []
    for one in held:
        client = one.authorization.client
        third = clocks[client.pk]
        reach = _reach(one, third)
        if reach is not None:
            pressing = third.is_pressing(early[client.site_id])
            missing = missing_items(reach, third.today, unsigned_notes=owed.get(client.pk, 0))
            rows.append(Row(client, one, reach, third.runway, third.why, pressing, missing))
    return sorted(rows, key=_order)


def lines_of(held: Sequence[Entered], third: ThirdClock) -> list[Line]:
    """As they are shown, the last to end first."""
    return [_line(one, _reach(one, third), third.today) for one in held]


def _line(one: Entered, reach: Reach | None, today: date) -> Line:
    is_over, is_to_come = one.is_over(today), one.terms.first_on > today
    plot = _burn_down(reach, today) if reach is not None and not (is_over or is_to_come) else None
    return Line(one, reach, is_over, is_to_come, plot)


def _burn_down(reach: Reach, today: date) -> BurnDown:
    """From its first day to the last that is booked. Days that take no unit aren't there, neither as a zero."""
    terms = reach.terms
    used = [Left(step.day, step.left) for step in reach.course if not step.is_ahead]
    ahead = [Left(step.day, step.left) for step in reach.course if step.is_ahead]
    now = Left(today, used[-1].units if used else terms.units)
    first = [Left(terms.first_on, terms.units)] if not used or used[0].on > terms.first_on else []
    short = -min(0, ahead[-1].units) if ahead else 0
    beyond = f" {terms.unit.counted(short)} booked and not authorized." if short else ""
    return BurnDown(
        title=f"Units left of {terms.payer} {terms.number}",
        description=f"{reach.words}{beyond}",
        units=terms.units,
        today=today,
        last_on=terms.last_on,
        used=(*first, *used, *([now] if not used or used[-1].on < today else [])),
        ahead=tuple(ahead),
        left_words=f"{terms.unit.counted(now.units)} left",
    )


def _by(step: Step) -> str:
    if step.left < 0:
        return "not authorized"
    return "booked" if step.is_ahead else "so far"


def _reach(one: Entered, third: ThirdClock) -> Reach | None:
    return next((reach for reach in third.reaches if reach.terms == one.terms), None)


def _order(row: Row) -> tuple[int, date, str]:
    return (row.days if row.days is not None else 100_000, row.reach.last_covered_on, row.client.sort_key)
