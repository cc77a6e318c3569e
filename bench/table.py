"""The table that `./dev bench` prints."""

from dataclasses import dataclass

from rich.table import Table

from bench.inside import Measured
from bench.outside import Driven

READ_AIM, FLAT_AIM = 3.0, 1.2


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size. `rows` are bookings: a person in a session."""

    times: int
    rows: int
    one: list[Measured]
    many: list[Driven]


def of(size: Size, smallest: Size, cores: int) -> Table:
    """A row an operation; `flat` is its median over the smallest size's."""
    shown = Table(title=f"{size.times} ×, {size.rows:,} places in sessions; all {cores} cores for requests a second")
    for heading in ("", "queries", "median ms", "p95 ms", "bare SQL ms", "× bare", "requests/s", "× bare", "flat"):
        shown.add_column(heading, justify="left" if not heading else "right")
    driven = {one.name: one for one in size.many}
    before = {one.name: one for one in smallest.one}
    for one in size.one:
        many = driven.get(one.name)
        grown = one.median_ms / before[one.name].median_ms if size is not smallest else None
        shown.add_row(
            one.name,
            str(one.queries),
            f"{one.median_ms:.1f}",
            f"{one.p95_ms:.1f}",
            f"{one.bare_ms:.1f}",
            _against(one.ratio, READ_AIM if one.is_read else None),
            f"{many.load.per_second:.0f}" if many else "-",
            f"{many.ratio:.1f}" if many else "-",
            _against(grown, FLAT_AIM if one.is_read else None) if grown else "-",
        )
    return shown


def _against(ratio: float, aim: float | None) -> str:
    """The ratio, and whether it is what we aim at."""
    return f"{ratio:.1f}" + ("" if aim is None else " ok" if ratio <= aim else f" (aim {aim:g})")
