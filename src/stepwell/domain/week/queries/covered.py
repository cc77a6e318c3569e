"""The third clock of a person and of many: what payers authorized, beside what was delivered and is booked."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.coverage.queries import terms_in_force
from stepwell.domain.coverage.rules.clock import ThirdClock, third_clock
from stepwell.domain.coverage.rules.terms import Terms, Unit
from stepwell.domain.people.models import Client
from stepwell.domain.week.queries.facts import facts_of_weeks
from stepwell.domain.week.rules.covered import day_uses
from stepwell.domain.week.rules.hours import H0015_DAY, DayRule
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at

# Sessions stand sixteen weeks ahead (`actions.series.HORIZON`), or to the end of a stay.
AHEAD = timedelta(weeks=26)


def clock_of(actor: Actor, client: Client, now: datetime) -> ThirdClock:
    """Of a client whom the actor has found; part of a page whose read is written down."""
    return clocks_of(actor, [client], now)[client.pk]


def clocks_of(actor: Actor, clients: Iterable[Client], now: datetime) -> dict[UUID, ThirdClock]:
    """Of each of these clients, whose sites came along. Four queries, however many."""
    days = {one.pk: day_at(now, ZoneInfo(one.site.zone)) for one in clients}
    held: Mapping[UUID, list[Terms]] = terms_in_force(actor, days)
    spans = {
        client_id: (min(one.first_on for one in terms), days[client_id] + AHEAD) for client_id, terms in held.items()
    }
    facts = facts_of_weeks(actor, spans) if spans else {}
    return {
        client_id: third_clock(held.get(client_id, ()), day_uses(facts.get(client_id, ()), now), today)
        for client_id, today in days.items()
    }


def day_rule(clock: ThirdClock | None) -> DayRule:
    """The rule by which a day of theirs is one unit: their payer's, as it was entered, else the starting value."""
    current = clock.current.terms if clock is not None and clock.current is not None else None
    if current is None or current.unit is not Unit.DAY:
        return H0015_DAY
    return DayRule("", current.day_minutes, f"{current.payer}, as entered with {current.number}")
