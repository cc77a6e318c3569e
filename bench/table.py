"""The table that `./dev bench` prints."""

from dataclasses import dataclass

from rich.table import Table

from bench.fhir import Result
from bench.inside import Measured
from bench.outside import Driven

READ_AIM, FLAT_AIM, PATIENTS_AIM = 3.0, 1.2, 1100


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size. `rows` are bookings: a person in a session."""

    times: int
    rows: int
    one: list[Measured]
    many: list[Driven]
    patients: Result


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
            _against(grown, FLAT_AIM if one.is_flat else None) if grown else "-",
        )
    return shown


def _against(ratio: float, aim: float | None) -> str:
    """The ratio, and whether it is what we aim at."""
    return f"{ratio:.1f}" + ("" if aim is None else " ok" if ratio <= aim else f" (aim {aim:g})")


def patients(read: Result, cores: int) -> str:
    """A line on `GET /fhir/R4/Patient/{id}`."""
    statuses = ", ".join(f"{count:,} times {status}" for status, count in sorted(read.statuses.items()))
    return (
        f"GET /fhir/R4/Patient/{{id}}: {read.per_second:,.0f} answers a second (aim {PATIENTS_AIM:,}) on {cores} cores"
        f" with 8 callers; an answer takes {read.web_cpu_ms:.2f} ms of a core in the web server and"
        f" {read.callers_cpu_ms:.2f} ms in the caller; median {read.median_ms:.1f} ms,"
        f" p95 {read.p95_ms:.1f} ms; {statuses}"
    )
