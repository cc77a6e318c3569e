"""The day sheet, what somebody eats, and the diets of a site."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.console.meals.forms import DietForm, LabelForm
from stepwell.console.schedule.tabs import schedule_tabs
from stepwell.console.schedule.views import chosen_day, chosen_site
from stepwell.console.undo.offers import offer
from stepwell.domain.meals.actions import add_diet_label, retire_diet_label, say_diet
from stepwell.domain.meals.permissions import KEEP_DIETS, VIEW_DAY, VIEW_DIET, WRITE_DIET
from stepwell.domain.meals.queries import choices_for, day_sheet, diet_of, diets_at, earlier_diets
from stepwell.domain.people.queries import get_client, held_for, my_sites
from stepwell.domain.week.permissions import VIEW_ROLL
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_DAY)
@require_safe
def day(request: Request) -> HttpResponse:
    """A day on one sheet, for the desk and the kitchen. `?on=` is the day."""
    here = request.actor.sites_for(VIEW_DAY)
    sites = [site for site in my_sites(request.actor) if site.pk in here]
    site = chosen_site(sites, request.GET.get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    sheet = day_sheet(request.actor, site, chosen_day(request.GET.get("on", "")), clock.now())
    given = {
        "sheet": sheet,
        "site": site,
        "before": sheet.day - timedelta(days=1),
        "after": sheet.day + timedelta(days=1),
        "tabs": schedule_tabs(request.actor, site, "day_sheet"),
        "sites": [{"label": one.name, "url": f"?site={one.pk}", "current": one == site} for one in sites],
        "opens_groups": request.actor.may(VIEW_ROLL),
        "keeps_diets": site.pk in request.actor.sites_for(KEEP_DIETS),
    }
    with timezone.override(ZoneInfo(site.zone)):
        return render(request, "console/meals/day.html", given)


@page(VIEW_DIET)
@require_http_methods(["GET", "HEAD", "POST"])
def diet(request: Request, client_id: UUID) -> HttpResponseBase:
    """What one person eats and mustn't, a form for who may write it down, and what was said before."""
    client = get_client(request.actor, client_id, what="diet")
    held = held_for(request.actor, client, (VIEW_DIET, WRITE_DIET))
    if VIEW_DIET not in held:
        raise NotAllowed(VIEW_DIET.name)
    said = diet_of(request.actor, client)
    form = DietForm(request.POST or None, choices=choices_for(client, said), said=said)
    if request.method == "POST":
        if WRITE_DIET not in held:
            raise NotAllowed(WRITE_DIET.name)
        if form.is_valid():
            try:
                say_diet(actor=request.actor, client_id=client.pk, now=clock.now(), **form.cleaned_data)
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, "Written down. The day sheet counts it from now on.")
                return see_other(reverse("diet", args=[client.pk]), request)
    given = {
        "client": client,
        "said": said,
        "earlier": earlier_diets(request.actor, client),
        "form": form,
        "may_write": WRITE_DIET in held,
    }
    with timezone.override(ZoneInfo(client.site.zone)):
        return render(request, "console/meals/diet.html", given, status=422 if form.errors else 200)


@page(KEEP_DIETS)
@require_http_methods(["GET", "HEAD", "POST"])
def diets(request: Request) -> HttpResponseBase:
    """The list of a site: one more, or one that nobody is offered any more."""
    here = request.actor.sites_for(KEEP_DIETS)
    sites = [site for site in my_sites(request.actor) if site.pk in here]
    site = chosen_site(sites, (request.POST if request.method == "POST" else request.GET).get("site", ""))
    if site is None:
        return render(request, "console/schedule/none.html")
    back = f"{reverse('diets')}?site={site.pk}"
    form = LabelForm(request.POST if request.POST.get("verb") == "add" else None)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if request.POST.get("verb") == "retire":
                name = request.POST.get("name", "")
                now = clock.now()
                retire_diet_label(actor=request.actor, site_id=site.pk, name=name, now=now)
                offer(
                    request, "diet taken out", said=f"{name} is taken out.", back=back, now=now, site=site.pk, name=name
                )
                return see_other(back, request)
            if form.is_valid():
                name = form.cleaned_data["name"]
                add_diet_label(actor=request.actor, site_id=site.pk, name=name, now=clock.now())
                return see_other(back, request)
        except Refused as problem:
            if form.is_bound:
                show_refusals(form, problem)
            else:
                refused = problem
    given = {
        "site": site,
        "form": form,
        "names": diets_at(site),
        "refusals": refused.refusals if refused else (),
        "sites": [{"label": one.name, "url": f"?site={one.pk}", "current": one == site} for one in sites],
    }
    status = 422 if refused or form.errors else 200
    return render(request, "console/meals/diets.html", given, status=status)
