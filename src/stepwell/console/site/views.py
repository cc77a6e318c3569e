"""Settings of the sites that the director answers for."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.site.forms import SiteForm
from stepwell.console.undo.offers import offer
from stepwell.domain.people.actions import SiteTerms, change_site
from stepwell.domain.people.permissions import ADMINISTER
from stepwell.domain.people.queries import sites_to_administer
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.access.table import VIEW_PERMISSIONS, columns, lines


@page(ADMINISTER)
def settings(request: Request) -> HttpResponseBase:
    """A form for each site; one is saved at a time."""
    sites = sites_to_administer(request.actor)
    sent = request.POST.get("site", "")
    forms = {
        site: SiteForm(
            request.POST if request.method == "POST" and sent == str(site.pk) else None,
            initial={name: getattr(site, name) for name in SiteForm.base_fields},
            prefix=None if len(sites) == 1 else f"site-{site.pk}",
        )
        for site in sites
    }
    if request.method == "POST":
        chosen = next((site for site in sites if str(site.pk) == sent), None)
        if chosen is None:
            raise NotFound("site")
        form = forms[chosen]
        if form.is_valid():
            try:
                before = SiteTerms.of(chosen)
                changed = change_site(actor=request.actor, site=chosen, terms=form.terms(before))
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, f"{chosen.name} is saved.")
                ids = {"site": chosen.pk, "saved": asdict(SiteTerms.of(changed)), "before": asdict(before)}
                offer(request, "site changed", said="Settings saved.", back=reverse("settings"), now=clock.now(), **ids)
                return see_other(reverse("settings"), request)
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "console/site/settings.html", {"forms": list(forms.items())}, status=status)


@page(VIEW_PERMISSIONS)
def permissions(request: Request) -> HttpResponse:
    """Who may do what, as the code has it."""
    shown = [(line.permission, tuple(zip(columns(), line.marks, strict=True))) for line in lines()]
    return render(request, "console/site/permissions.html", {"columns": columns(), "lines": shown})
