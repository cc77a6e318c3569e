"""The page on which a director sets the clocks of admissions."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.way_forms import ProtocolForm
from stepwell.domain.admissions.actions.protocol import COLUMNS, set_protocol
from stepwell.domain.admissions.models import AdmissionsProtocol
from stepwell.domain.admissions.permissions import SET_PROTOCOL
from stepwell.domain.admissions.queries.protocol import protocols_to_set
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(SET_PROTOCOL)
def protocol(request: Request) -> HttpResponseBase:
    """A form for each site; one is saved at a time."""
    sites = protocols_to_set(request.actor)
    sent = request.POST.get("site", "")
    forms = {
        site: ProtocolForm(
            request.POST if request.method == "POST" and sent == str(site.pk) else None,
            initial=_initial(row),
            prefix=None if len(sites) == 1 else f"site-{site.pk}",
        )
        for site, row in sites
    }
    if request.method == "POST":
        site = next((site for site in forms if str(site.pk) == sent), None)
        if site is None:
            raise NotFound("site")
        form = forms[site]
        if form.is_valid():
            try:
                set_protocol(
                    actor=request.actor,
                    site_id=site.pk,
                    values=form.values(),
                    keeps_groups=form.cleaned_data["keeps_groups"],
                    edition=form.cleaned_data["edition"],
                    revision=form.cleaned_data["revision"],
                    now=clock.now(),
                )
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, f"{site.name} is saved.")
                return see_other(reverse("admissions_protocol"), request)
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "console/admissions/protocol.html", {"forms": list(forms.items())}, status=status)


def _initial(row: AdmissionsProtocol | None) -> dict[str, int | str]:
    """What is stored, else what is ours."""
    shown = row or AdmissionsProtocol()
    return {name: getattr(shown, name) for name in (*COLUMNS, "keeps_groups", "edition", "revision")}
