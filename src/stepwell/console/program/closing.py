"""Days on which the site is closed."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.program.forms import ClosedForm
from stepwell.domain.catalog.permissions import SET_UP_CATALOG
from stepwell.domain.catalog.queries import closed_day_to_set_up, closed_days_ahead, site_to_set_up
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import short_day
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.program import close_day, closing_of, open_day


@page(SET_UP_CATALOG)
def closed(request: Request, site_id: int) -> HttpResponseBase:
    """The closed days to come. A new one is looked at first: which sessions it cancels."""
    now = clock.now()
    site = site_to_set_up(request.actor, site_id)
    form = ClosedForm(request.POST if request.method == "POST" else None)
    touched = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            touched = closing_of(request.actor, site, said["on"], now)
            if request.POST.get("verb") == "save" and said["seen"] == f"{said['on']}.{touched.sessions}":
                done = close_day(actor=request.actor, site=site, on=said["on"], name=said["name"], now=now)
                told = f"{done.sessions} sessions are canceled." if done.sessions else "No session was planned."
                messages.success(request, f"Closed on {short_day(said['on'])}. {told}")
                return see_other(reverse("closed_days", args=[site_id]), request)
        except Refused as refused:
            show_refusals(form, refused)
    context = {
        "site": site,
        "form": form,
        "touched": touched,
        "mark": f"{form.cleaned_data['on']}.{touched.sessions}" if touched else "",
        "days": closed_days_ahead(request.actor, site, clock.day_at(now, ZoneInfo(site.zone))),
    }
    return render(request, "console/program/closed.html", context, status=422 if form.errors else 200)


@page(SET_UP_CATALOG)
def opened(request: Request, closed_id: int) -> HttpResponseBase:
    """One of them is like any other day again."""
    site_id = closed_day_to_set_up(request.actor, closed_id).site_id
    if request.method == "POST":
        try:
            day, back = open_day(actor=request.actor, closed_id=closed_id, now=clock.now())
        except Refused as refused:
            messages.error(request, " ".join(str(one) for one in refused.refusals))
        else:
            messages.success(request, f"Open on {short_day(day.on)}. {back.sessions} sessions take place again.")
    return see_other(reverse("closed_days", args=[site_id]), request)
