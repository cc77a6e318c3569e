"""The page on which a director sets a site's numbers of hours and rescue."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.hours.forms import HoursForm
from stepwell.domain.coverage.actions import set_warn_days
from stepwell.domain.coverage.queries import warn_days
from stepwell.domain.week.actions.rescue import set_rescue_protocol
from stepwell.domain.week.permissions import SET_RESCUE
from stepwell.domain.week.queries.rescue import protocols, sites_to_set
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

NUMBERS = ("attempts", "in_a_row", "missed", "of_last")


@page(SET_RESCUE)
def hours_settings(request: Request) -> HttpResponseBase:
    """A form for each site; one is saved at a time."""
    sites = {str(site.pk): site for site in sites_to_set(request.actor)}
    ids = [site.pk for site in sites.values()]
    early, set_by = warn_days(ids), protocols(ids)
    sent = request.POST.get("site", "")
    forms = {
        key: HoursForm(
            request.POST if request.method == "POST" and sent == key else None,
            initial={"warn_days": early[site.pk], **{name: getattr(set_by[site.pk], name) for name in NUMBERS}},
            prefix=None if len(sites) == 1 else f"site-{key}",
        )
        for key, site in sites.items()
    }
    if request.method == "POST":
        if sent not in sites:
            raise NotFound("site")
        if _is_saved(request, sites[sent].pk, forms[sent]):
            messages.success(request, f"{sites[sent].name} is saved.")
            return see_other(reverse("hours_settings"), request)
    shown = [(sites[key], form) for key, form in forms.items()]
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "console/hours/settings.html", {"forms": shown}, status=status)


def _is_saved(request: Request, site_id: int, form: HoursForm) -> bool:
    if not form.is_valid():
        return False
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            set_warn_days(actor=request.actor, site_id=site_id, warn_days=typed["warn_days"])
            set_rescue_protocol(actor=request.actor, site_id=site_id, values={name: typed[name] for name in NUMBERS})
    except Refused as refused:
        show_refusals(form, refused)
        return False
    return True
