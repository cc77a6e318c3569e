"""Who attended over some days: a page that prints, and the same as a file. And one person's week on paper."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from stepwell.console.schedule.tabs import schedule_tabs
from stepwell.console.schedule.views import chosen_day, chosen_site
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import get_client, held_for, my_sites
from stepwell.domain.week.actions.export import export_attendance
from stepwell.domain.week.permissions import VIEW_ROLL, VIEW_WEEK
from stepwell.domain.week.queries import week_of_client
from stepwell.domain.week.queries.report import AttendanceLine, AttendanceReport, attendance_report, sign_in_sheet
from stepwell.domain.week.rules.report import usual_span
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.kernel.sheets import as_csv
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page

_HEAD = ("Name", "Booked", "Attended", "Clinical minutes", "Excused", "No-show", "No word yet")


class SpanForm(forms.Form):
    """From a day to a day."""

    since = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label="Until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@page(VIEW_WEEK)
@require_safe
def attendance(request: Request) -> HttpResponse:
    """Everybody whom the reader sees, with counts; the last four weeks unless others are asked for."""
    sites = _sites(request)
    site = chosen_site(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    form, report = _asked(request, site)
    given = {
        "site": site,
        "form": form,
        "report": report,
        "tabs": schedule_tabs(request.actor, site, "attendance"),
        "sites": [{"label": one.name, "url": f"?site={one.pk}", "current": one == site} for one in sites],
        "file": f"{reverse('attendance_file')}?{_query(report)}" if report else "",
    }
    status = 200 if report else 422
    return render(request, "console/schedule/attendance.html", given, status=status)


@page(VIEW_WEEK)
@require_safe
def attendance_file(request: Request) -> HttpResponseBase:
    """The same as CSV. What can't be shown leads back to the page that says why."""
    site = chosen_site(_sites(request), request.GET.get("site", ""))
    form = SpanForm(request.GET)
    if site is None or not form.is_valid():
        return HttpResponse(status=303, headers={"Location": reverse("attendance")})
    span = form.cleaned_data
    try:
        report = export_attendance(actor=request.actor, site=site, first=span["since"], last=span["until"])
    except Refused:
        return HttpResponse(status=303, headers={"Location": f"{reverse('attendance')}?{request.GET.urlencode()}"})
    rows = [_row(line) for line in report.lines]
    answer = HttpResponse(as_csv(_HEAD, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="attendance-{report.first}-{report.last}.csv"'
    return answer


@page(VIEW_ROLL)
@require_safe
def sign_in(request: Request, session_id: UUID) -> HttpResponse:
    """A line for each who is booked, and some that are empty."""
    sheet = sign_in_sheet(request.actor, session_id)
    with timezone.override(ZoneInfo(sheet.session.site.zone)):
        return render(request, "console/schedule/sign_in.html", {"sheet": sheet, "session": sheet.session})


@page(VIEW_WEEK)
@require_safe
def timetable(request: Request, client_id: UUID) -> HttpResponse:
    """One person's week as they take it home: when, what, where, with whom. `?week=` is any day of it."""
    client = get_client(request.actor, client_id, what="week")
    if VIEW_WEEK not in held_for(request.actor, client, (VIEW_WEEK, VIEW_ROLL)):
        raise NotAllowed(VIEW_WEEK.name)
    week = week_of_client(request.actor, client, clock.now(), on=chosen_day(request.GET.get("week", "")))
    given = {
        "client": client,
        "week": week,
        "before": week.start_on - timedelta(days=7),
        "after": week.start_on + timedelta(days=7),
        "zone": client.site.zone,
    }
    with timezone.override(ZoneInfo(client.site.zone)):
        return render(request, "console/schedule/timetable.html", given)


def _sites(request: Request) -> list[Site]:
    here = request.actor.sites_for(VIEW_WEEK)
    return [site for site in my_sites(request.actor) if site.pk in here]


def _asked(request: Request, site: Site) -> tuple[SpanForm, AttendanceReport | None]:
    """The form as it was sent, or with the usual days, and what it asks for where it can be shown."""
    first, last = usual_span(day_at(clock.now(), ZoneInfo(site.zone)))
    if "since" in request.GET or "until" in request.GET:
        form = SpanForm(request.GET)
        if not form.is_valid():
            return form, None
        first, last = form.cleaned_data["since"], form.cleaned_data["until"]
    else:
        form = SpanForm(initial={"since": first, "until": last})
    try:
        return form, attendance_report(request.actor, site, first, last)
    except Refused as refused:
        show_refusals(form, refused)
        return form, None


def _query(report: AttendanceReport) -> str:
    days = {"site": str(report.site.pk), "since": report.first.isoformat(), "until": report.last.isoformat()}
    return urlencode(days)


def _row(line: AttendanceLine) -> tuple[str | int, ...]:
    held = line.counts
    return (line.name, held.booked, held.attended, held.minutes, held.excused, held.no_show, held.open)
