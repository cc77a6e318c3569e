"""Rows of the pages of authorizations: values for templates; nothing is read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.coverage.queries import Entered
from stepwell.domain.coverage.rules.clock import Reach, ThirdClock
from stepwell.domain.people.models import Client


@dataclass(frozen=True, slots=True)
class Row:
    """One authorization on the list. `days` is its client's runway, None while everything booked is covered."""

    client: Client
    entered: Entered
    reach: Reach
    days: int | None
    why: str
    is_pressing: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One authorization on its client's page."""

    entered: Entered
    reach: Reach | None
    is_over: bool
    is_to_come: bool


def rows_of(held: Sequence[Entered], clocks: Mapping[UUID, ThirdClock], early: Mapping[int, int]) -> list[Row]:
    """By runway, the shortest first; then by the day on which each runs out."""
    rows = []
    for one in held:
        client = one.authorization.client
        third = clocks[client.pk]
        reach = _reach(one, third)
        if reach is not None:
            pressing = third.is_pressing(early[client.site_id])
            rows.append(Row(client, one, reach, third.runway, third.why, pressing))
    return sorted(rows, key=_order)


def lines_of(held: Sequence[Entered], third: ThirdClock) -> list[Line]:
    """As they are shown, the last to end first."""
    today = third.today
    return [Line(one, _reach(one, third), one.is_over(today), one.terms.first_on > today) for one in held]


def _reach(one: Entered, third: ThirdClock) -> Reach | None:
    return next((reach for reach in third.reaches if reach.terms == one.terms), None)


def _order(row: Row) -> tuple[int, date, str]:
    return (row.days if row.days is not None else 100_000, row.reach.last_covered_on, row.client.sort_key)
