"""Two groups become one from a day on, or one becomes two: what it would do is shown first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.groups.session_forms import MergeForm, SplitSeriesForm
from stepwell.domain.week.actions import Taken, merge_series, split_series
from stepwell.domain.week.actions.regroup import Regrouped
from stepwell.domain.week.models import Series
from stepwell.domain.week.permissions import PLAN_WEEK
from stepwell.domain.week.queries.groups import choices_at, find_group
from stepwell.domain.week.queries.regroup import members_to_split, others_of_track
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.ledger.unit import rehearse


@page(PLAN_WEEK)
def merge(request: Request, series_id: UUID) -> HttpResponseBase:
    """Everybody of this group belongs to another one from a day on."""
    now = clock.now()
    series = _group(request, series_id)
    today = clock.day_at(now, ZoneInfo(series.site.zone))
    others = others_of_track(request.actor, series, today)
    form = MergeForm(others, _sent(request), initial={"from_on": today})

    def do() -> Regrouped:
        typed = form.cleaned_data
        asked = {"into_id": typed["into"], "from_on": typed["from_on"], "despite": typed["despite"]}
        return merge_series(actor=request.actor, series_id=series_id, **asked, now=now)

    return _page(request, "merge", series, form, do, {"others": others})


@page(PLAN_WEEK)
def split(request: Request, series_id: UUID) -> HttpResponseBase:
    """Some of this group are one of their own from a day on."""
    now = clock.now()
    series = _group(request, series_id)
    today = clock.day_at(now, ZoneInfo(series.site.zone))
    members = members_to_split(request.actor, series, today)
    choices = choices_at(request.actor, series.site)
    form = SplitSeriesForm(members, choices, _sent(request), initial={"from_on": today, "name": f"{series.name} 2"})

    def do() -> Regrouped:
        return split_series(actor=request.actor, series_id=series_id, **form.asked(), now=now)

    return _page(request, "split", series, form, do, {"members": members})


def _page(
    request: Request, verb: str, series: Series, form: Form, do: Callable[[], Regrouped], given: dict[str, Any]
) -> HttpResponseBase:
    """Asked for a look it is rehearsed; saved, it is done."""
    seen: Regrouped | None = None
    status = 200 if request.method != "POST" else 422
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("verb") == "save":
                done = do()
                many = f"{done.people} {'person is' if done.people == 1 else 'people are'}"
                messages.success(request, f"{many} in {done.into.name} from {done.from_on:%-d %b} on.")
                return see_other(reverse("series", args=[done.into.pk]), request)
            seen, status = rehearse(do), 200
        except Refused as refused:
            status = 409 if isinstance(refused, Taken) else 422
            show_refusals(form, refused, names=_FIELDS)
    given |= {"series": series, "form": form, "seen": seen}
    with timezone.override(ZoneInfo(series.site.zone)):
        return render(request, f"console/groups/{verb}_series.html", given, status=status)


# What the actions on the way name, and the field of these pages that it is.
_FIELDS = {"joined_on": "from_on", "left_on": "from_on", "ends_on": "from_on", "weekdays": "from_on",
           "capacity": "place", "track_id": "into", "client": "into", "series": "into", "starts_at_time": "from_on",
           "track": "from_on"}  # fmt: skip


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _group(request: Request, series_id: UUID) -> Series:
    series = find_group(request.actor, series_id)
    if series.site_id not in request.actor.sites_for(PLAN_WEEK):
        raise NotFound("series")
    return series
