"""The figure in words: per kind of link what is needed, when it is there, what isn't counted and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.domain.thread.queries.charts import ChartRow
from stepwell.domain.thread.rules import TERMS, Days, Kind, Tally, Term, days_on, tallies_of
from stepwell.kernel.clock import day_at

# The kinds that a site gives days to, and which.
_DAYS = {Kind.PLANNED: "plan", Kind.ADDRESSED: "finding", Kind.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind with its words and its count, which is empty where nothing of it is needed; `here` are the days that
    hold today at the sites of these charts, in words.
    """

    kind: str
    term: Term
    tally: Tally
    here: str


def counted(rows: Sequence[ChartRow], now: datetime) -> list[Counted]:
    """Every kind, also one that nobody needs now: it is defined all the same."""
    tallies = tallies_of(row.standing for row in rows)
    holds = {days_on(row.chart.days, day_at(now, ZoneInfo(row.client.site.zone))) for row in rows}
    return [Counted(kind.value, TERMS[kind], tallies.get(kind, Tally(0, 0)), _here(kind, holds)) for kind in Kind]


def _here(kind: Kind, holds: Collection[Days]) -> str:
    """The number that holds; several where sites differ."""
    numbers = sorted({getattr(one, _DAYS[kind]) for one in holds}) if kind in _DAYS else []
    return f"Here: {' or '.join(map(str, numbers))} days." if numbers else ""
