"""The third clock of a person and of many: what payers authorized, beside what was delivered and is booked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import Episode
from stepwell.domain.coverage.queries import terms_in_force
from stepwell.domain.coverage.rules.clock import ThirdClock, third_clock
from stepwell.domain.coverage.rules.terms import Terms, Unit
from stepwell.domain.people.models import Client
from stepwell.domain.week.queries.facts import facts_of_weeks
from stepwell.domain.week.rules.covered import day_uses
from stepwell.domain.week.rules.hours import H0015_DAY, DayRule
from stepwell.domain.week.rules.stays import Stay
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at

# Sessions stand sixteen weeks ahead (`actions.series.HORIZON`), or to the end of a stay.
AHEAD = timedelta(weeks=26)


def clock_of(actor: Actor, client: Client, now: datetime) -> ThirdClock:
    """Of a client whom the actor has found; part of a page whose read is written down."""
    return clocks_of(actor, [client], now)[client.pk]


def clocks_of(actor: Actor, clients: Iterable[Client], now: datetime) -> dict[UUID, ThirdClock]:
    """Of each of these clients, whose sites came along. Four queries, however many; one more where an authorization is
    for one track.
    """
    days = {one.pk: day_at(now, ZoneInfo(one.site.zone)) for one in clients}
    held: Mapping[UUID, list[Terms]] = terms_in_force(actor, days)
    spans = {
        client_id: (min(one.first_on for one in terms), days[client_id] + AHEAD) for client_id, terms in held.items()
    }
    facts = facts_of_weeks(actor, spans) if spans else {}
    tracks = {client_id: {one.track_id for one in terms if one.track_id} for client_id, terms in held.items()}
    stays = _stays([client_id for client_id, named in tracks.items() if named])
    uses = {
        client_id: day_uses(theirs, now, stays.get(client_id, ()), tracks[client_id])
        for client_id, theirs in facts.items()
    }
    return {
        client_id: third_clock(held.get(client_id, ()), uses.get(client_id, ()), today)
        for client_id, today in days.items()
    }


def _stays(client_ids: Collection[UUID]) -> dict[UUID, list[Stay]]:
    """Every stay of clients whose authorizations the actor sees: track and dates alone."""
    found: dict[UUID, list[Stay]] = {}
    if client_ids:
        rows = Episode.objects.filter(client_id__in=client_ids)
        for one in rows.only("client_id", "track_id", "started_on", "ended_on"):
            stay = Stay(one.pk, one.track_id, one.started_on, one.ended_on)
            found.setdefault(one.client_id, []).append(stay)
    return found


def tracks_of(client: Client) -> list[tuple[int, str]]:
    """The tracks of a client whom the actor has found, of open stays and ended ones, by name: an authorization may be
    for one of them. One query.
    """
    rows = Episode.objects.filter(client=client).order_by("track__name")
    return list(rows.values_list("track_id", "track__name").distinct())


def day_rule(clock: ThirdClock | None) -> DayRule:
    """The rule by which a day of theirs is one unit: their payer's, as it was entered, else the starting value."""
    current = clock.current.terms if clock is not None and clock.current is not None else None
    if current is None or current.unit is not Unit.DAY:
        return H0015_DAY
    return DayRule("", current.day_minutes, f"{current.payer}, as entered with {current.number}")
