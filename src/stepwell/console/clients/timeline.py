"""The timeline as a page of its own: filtered by kind and time in the address, searched by a form that leaves no trace
there, page by page back to the beginning.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.clients.column import HELD, Day, days_of
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import VIEW_CLIENT
from stepwell.domain.people.queries import find_client, held_for
from stepwell.kernel import clock
from stepwell.kernel.actor import Permission
from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON
from stepwell.kernel.clock import day_at
from stepwell.kernel.happened import Kind, Place
from stepwell.kernel.wording import short_date
from stepwell.platform.access.door import Request, page
from stepwell.workflows.timeline import KINDS, Asked, Timeline, timeline_of

# A page of it, on screen and on paper.
PER_PAGE = 60
MOST_TYPED = 100


@dataclass(frozen=True, slots=True)
class Column:
    """What a template shows of a timeline. `earlier` is the next page's address, `before` its place alone."""

    days: list[Day]
    offered: tuple[Kind, ...]
    chosen: frozenset[str]
    earlier: str
    before: str
    is_cut: bool


class TimeForm(forms.Form):
    """From when until when, in the address; and words to look for, which never stand there."""

    begin = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(required=False, label="Until", widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(required=False, label="Words", max_length=MOST_TYPED, strip=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begin", "end"):
            self.fields[name].error_messages["invalid"] = "This is no date. Write it as 2026-10-06."

    def clean(self) -> None:
        """Days that a calendar has, in their order."""
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        for name, day in (("begin", begin), ("end", end)):
            if day is not None and not EARLIEST_ON <= day <= LATEST_ON:
                self.add_error(name, f"Choose a day from {EARLIEST_ON.year} to {LATEST_ON.year}.")
        if begin and end and end < begin:
            self.add_error("end", "It ends before it begins. Choose a later day.")


@page(VIEW_CLIENT)
def timeline(request: Request, client_id: UUID) -> HttpResponse:
    """One person's, from where the address says on. Words are looked for by POST alone."""
    now = clock.now()
    found = find_client(request.actor, client_id)
    held = held_for(request.actor, found, HELD)
    typed = request.POST if request.method == "POST" else request.GET
    fields = {name: typed.get(name, "") for name in ("begin", "end")}
    form = TimeForm(fields | {"text": request.POST.get("text", "")})
    valid = form.is_valid()
    dates = form.cleaned_data if valid else {}
    asked = Asked(
        frozenset(typed.getlist("k")) & KINDS,
        dates.get("begin"),
        dates.get("end"),
        Place.read(typed.get("before", "")),
        dates.get("text", ""),
    )
    shown = timeline_of(request.actor, found, asked, now=now, most=PER_PAGE, held=held)
    column = column_of(found, shown, asked, held, now)
    context = {
        "client": found,
        "column": column,
        "form": form,
        "asked": asked,
        "said": _said(asked, column),
        "first_url": _address(found, Asked(asked.kinds, asked.from_on, asked.until_on)) if asked.before else "",
        "is_narrowed": bool(asked.kinds or asked.from_on or asked.until_on or asked.text),
    }
    return render(request, "console/clients/timeline.html", context, status=200 if valid else 422)


def column_of(client: Client, shown: Timeline, asked: Asked, held: Collection[Permission], now: datetime) -> Column:
    """Days with their gaps, and the address of the next page."""
    zone = ZoneInfo(client.site.zone)
    today = day_at(now, zone)
    last = asked.before.at.astimezone(zone).date() if asked.before else None
    above = last or min(asked.until_on or today, today)
    days = days_of(shown.rows, client, held, today=today, above=above, above_is_empty=last is None)
    known = frozenset(kind.code for kind in shown.offered) & asked.kinds
    further = Asked(asked.kinds, asked.from_on, asked.until_on, shown.earlier)
    earlier = _address(client, further) if shown.earlier else ""
    return Column(days, shown.offered, known, earlier, f"{shown.earlier or ''}", shown.is_cut)


def _address(client: Client, asked: Asked) -> str:
    """Letters, days and a number: it says nothing of what happened."""
    pairs = [("k", code) for code in sorted(asked.kinds)]
    pairs += [("begin", f"{asked.from_on}")] if asked.from_on else []
    pairs += [("end", f"{asked.until_on}")] if asked.until_on else []
    pairs += [("before", f"{asked.before}")] if asked.before else []
    return f"{reverse('timeline', args=[client.pk])}{'?' if pairs else ''}{urlencode(pairs)}"


def _said(asked: Asked, column: Column) -> str:
    """What was asked for, in words: what a print must say of itself."""
    kinds = [kind.label for kind in column.offered if kind.code in column.chosen]
    said = [", ".join(kinds) or "Everything"]
    said += [f"from {short_date(asked.from_on)}"] if asked.from_on else []
    said += [f"until {short_date(asked.until_on)}"] if asked.until_on else []
    return " ".join(said)
