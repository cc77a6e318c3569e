"""Which charts are whole: n of m links, and exactly the missing ones behind every number; as a file for an auditor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stepwell.console.thread.counted import counted
from stepwell.console.thread.fixes import ShownGap, shown_gap
from stepwell.domain.people.models import Client
from stepwell.domain.thread.actions import export_completeness
from stepwell.domain.thread.permissions import EXPORT_COMPLETENESS, VIEW_COMPLETENESS
from stepwell.domain.thread.queries.charts import ChartRow, charts_of, charts_shown
from stepwell.domain.thread.rules import TERMS, Gap, Kind, Tally, tallies_of, total_of
from stepwell.kernel import clock
from stepwell.kernel.numbered import by_number, number_of
from stepwell.kernel.sheets import as_csv
from stepwell.platform.access.door import Request, page

PER_PAGE = 50
_HEAD = ("Person", "Site", "Counselor", "Link", "Needed", "There", "Missing", "Which, since when, whose")
_NOBODY = "Nobody"
_Pair = tuple[ChartRow, Gap | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of it is shown. Empty: every chart; with a kind, a counselor, an owner or `missing` the links that are
    missing, one by one.
    """

    site: str = ""
    kind: str = ""
    counselor: str = ""
    whose: str = ""
    missing: str = ""

    @property
    def is_of_links(self) -> bool:
        """Single links are shown, not charts."""
        return bool(self.kind or self.counselor or self.whose or self.missing)

    def url(self, **changed: str) -> str:
        """The same with something else; what is empty is left out."""
        told = {name: getattr(self, name) for name in self.__slots__} | changed
        told["kind"] = number_of(Kind(told["kind"]), Kind) if told["kind"] else ""
        return f"?{urlencode({name: value for name, value in told.items() if value})}"


@dataclass(frozen=True, slots=True)
class Line:
    """One sum: of a counselor, a site or a kind of link."""

    label: str
    tally: Tally
    url: str
    charts: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One person's chart with the first of what is missing, or one missing link of it."""

    client: Client
    counselor: str
    tally: Tally
    gap: ShownGap | None


@page(VIEW_COMPLETENESS)
@require_safe
def charts(request: Request) -> HttpResponse:
    """Every chart, the one that needs somebody most first; or the missing links of a sum."""
    now, asked = clock.now(), _asked(request)
    everybody = charts_of(request.actor, now=now)
    rows = [row for row in everybody if asked.site in ("", str(row.client.site_id))]
    standings = [row.standing for row in rows]
    in_words = counted(rows, now)
    shown = Paginator(_links(rows, asked) if asked.is_of_links else _by_need(rows), PER_PAGE)
    shown_now = shown.get_page(request.GET.get("page"))
    charts_shown(request.actor, [row.client.pk for row, _ in shown_now])
    context: dict[str, Any] = {
        "asked": asked,
        "figure": total_of(standings),
        "charts": len(rows),
        "whole": sum(one.is_whole for one in standings),
        "page": shown_now,
        "rows": [_row(row, gap) for row, gap in shown_now],
        "what": _what(asked, rows),
        "query": asked.url().removeprefix("?"),
        "counselors": _sums(rows, lambda row: _key(row.chart.counselor.id), _counselor, asked, "counselor"),
        "sites": _sums(everybody, lambda row: str(row.client.site_id), lambda row: row.client.site.name, asked, "site"),
        "kinds": [(one, Asked(site=asked.site, kind=one.kind).url()) for one in in_words],
        "counted": in_words,
        "everything": Asked(site=asked.site, missing="all").url(),
        "all_charts": Asked(site=asked.site).url(),
        "file": reverse("completeness_file") if request.actor.may(EXPORT_COMPLETENESS) else "",
        "now": now,
    }
    return render(request, "console/thread/completeness.html", context)


@page(EXPORT_COMPLETENESS)
@require_safe
def as_file(request: Request) -> HttpResponse:
    """A line for each person and kind of link: the sums of its columns are the figures. It names links by their numbers
    and days, and no diagnosis.
    """
    now = clock.now()
    rows = export_completeness(actor=request.actor, now=now)
    answer = HttpResponse(as_csv(_HEAD, _file_rows(rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="completeness-{_day(now)}.csv"'
    return answer


def _file_rows(rows: Sequence[ChartRow]) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    for row in rows:
        whose = (f"{row.client.family_name}, {row.client.given_names}", row.client.site.name, _counselor(row))
        for kind, tally in tallies_of([row.standing]).items():
            gone = [gap for gap in row.standing.gaps if gap.kind is kind]
            which = "; ".join(f"{gap.place}, {gap.since.isoformat()}, {gap.owner.name or _NOBODY}" for gap in gone)
            found.append((*whose, TERMS[kind].label, tally.needed, tally.there, tally.missing, which))
    return found


def _asked(request: Request) -> Asked:
    """As the address says, where a kind is a number; one that isn't there is none."""
    told = {name: request.GET.get(name, "")[:40] for name in Asked.__slots__}
    return Asked(**told | {"kind": by_number(told["kind"], Kind) or ""})


def _by_need(rows: Sequence[ChartRow]) -> list[_Pair]:
    """What matters most first, then by name; whole ones last."""
    pairs: list[_Pair] = [(row, row.standing.gaps[0] if row.standing.gaps else None) for row in rows]
    return sorted(pairs, key=lambda pair: pair[1].order if pair[1] else (len(Kind),))


def _links(rows: Sequence[ChartRow], asked: Asked) -> list[_Pair]:
    """Exactly the missing ones that a number counts, what matters most first."""
    found = [
        (row, gap)
        for row in rows
        for gap in row.standing.gaps
        if asked.kind in ("", gap.kind.value)
        and asked.counselor in ("", _key(row.chart.counselor.id))
        and asked.whose in ("", _key(gap.owner.id))
    ]
    return [*sorted(found, key=lambda one: one[1].order)]


def _what(asked: Asked, rows: Sequence[ChartRow]) -> str:
    """What the missing links that are shown have in common."""
    said = [TERMS[Kind(asked.kind)].missing] if asked.kind else []
    if asked.counselor:
        names = [_counselor(row) for row in rows if _key(row.chart.counselor.id) == asked.counselor]
        said.append(f"charts of {names[0]}" if names else "charts of somebody without any here")
    if asked.whose:
        owners = [gap.owner.name for row in rows for gap in row.standing.gaps if _key(gap.owner.id) == asked.whose]
        said.append(f"{owners[0] or _NOBODY} mends it" if owners else "nothing is left to mend")
    return ", ".join(said) or "All that is missing"


def _sums(
    rows: Sequence[ChartRow],
    key: Callable[[ChartRow], str],
    label: Callable[[ChartRow], str],
    asked: Asked,
    name: str,
) -> list[Line]:
    """A line for each of them, the most missing first."""
    groups: dict[str, list[ChartRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    lines = []
    for one, theirs in groups.items():
        standings = [row.standing for row in theirs]
        url = Asked(**{"site": asked.site, name: one, "missing": "all"}).url()
        lines.append(
            Line(label(theirs[0]), total_of(standings), url, len(theirs), sum(each.is_whole for each in standings))
        )
    return sorted(lines, key=lambda line: (-line.tally.missing, line.label))


def _row(row: ChartRow, gap: Gap | None) -> Row:
    shown = shown_gap(gap, row, may_write=row.may_write) if gap else None
    return Row(row.client, _counselor(row), total_of([row.standing]), shown)


def _counselor(row: ChartRow) -> str:
    return row.chart.counselor.name or _NOBODY


def _key(staff_id: int | None) -> str:
    return str(staff_id) if staff_id else "nobody"


def _day(now: datetime) -> str:
    return f"{now:%Y-%m-%d}"
