"""The groups of a site, the page of one, and starting one."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.groups.forms import JoinForm, LanguageForm, StartForm, WaitForm, weekday_words
from stepwell.domain.feedback.permissions import VIEW_FEEDBACK
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import my_sites
from stepwell.domain.week.actions import Taken, start_series
from stepwell.domain.week.permissions import PLAN_WEEK, VIEW_SESSION
from stepwell.domain.week.queries.groups import GroupSheet, choices_at, group_sheet, list_groups
from stepwell.domain.week.queries.own import whose_series
from stepwell.domain.week.queries.waiting import line_of
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_SESSION)
def groups(request: Request) -> HttpResponse:
    """Every group that goes on at a site, one's own sites by tabs."""
    sites = [one for one in my_sites(request.actor) if one.pk in request.actor.sites_for(VIEW_SESSION)]
    site = _chosen(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    tabs = [{"label": one.name, "url": f"?site={one.pk}", "current": one.pk == site.pk} for one in sites]
    lines = list_groups(request.actor, site, clock.now())
    given = {
        "site": site,
        "sites": tabs if len(sites) > 1 else [],
        "rows": [(line, weekday_words(line.series.weekdays)) for line in lines],
        "may_start": site.pk in request.actor.sites_for(PLAN_WEEK),
    }
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/groups/list.html", given)


@page(PLAN_WEEK)
def new(request: Request) -> HttpResponseBase:
    """Start a group. What is in the way is named beside its field, and what was typed stays."""
    now = clock.now()
    sites = [one for one in my_sites(request.actor) if one.pk in request.actor.sites_for(PLAN_WEEK)]
    site = _chosen(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    choices = choices_at(request.actor, site)
    form = StartForm(choices, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                series = start_series(actor=request.actor, **form.chosen(), now=now)
            except Refused as refused:
                status = 409 if isinstance(refused, Taken) else 422
                show_refusals(form, refused, names={"minutes": "template"})
            else:
                messages.success(request, "The group is started. Its sessions stand on the schedule.")
                return see_other(reverse("series", args=[series.pk]), request)
    tabs = [{"label": one.name, "url": f"?site={one.pk}", "current": one.pk == site.pk} for one in sites]
    given = {"form": form, "site": site, "sites": tabs if len(sites) > 1 else [], "missing": choices.missing}
    return render(request, "console/groups/new.html", given, status=status)


@page(VIEW_SESSION)
def series(request: Request, series_id: UUID) -> HttpResponseBase:
    """One group: when and where, its next sessions, and who belongs, as far as one may see them. Somebody's own
    sessions have their page beside the chart.
    """
    if (client_id := whose_series(request.actor, series_id)) is not None:
        return see_other(reverse("own_sessions", args=[client_id]), request)
    return series_page(request, group_sheet(request.actor, series_id, clock.now()))


def series_page(
    request: Request,
    sheet: GroupSheet,
    *,
    join: JoinForm | None = None,
    wait: WaitForm | None = None,
    language: LanguageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that couldn't be stored still in its fields."""
    line = line_of(request.actor, sheet.series, sheet.today)
    given = {
        "sheet": sheet,
        "line": line,
        "wait": wait or WaitForm(line.candidates),
        "bound": wait or join or language,
        "refused": "Nothing was saved" if language else "Nobody was added",
        "language": language or LanguageForm(initial={"language": sheet.series.language}),
        "series": sheet.series,
        "weekdays": weekday_words(sheet.now.weekdays),
        "reads_feedback": request.actor.may(VIEW_FEEDBACK),
        "join": join or JoinForm(sheet.candidates, sheet.today),
    }
    with timezone.override(sheet.zone):
        return render(request, "console/groups/series.html", given, status=status)


def _chosen(sites: list[Site], wanted: str) -> Site | None:
    """The site that was asked for, else the first of one's own."""
    return next((site for site in sites if str(site.pk) == wanted), sites[0] if sites else None)
