"""The page on which a director sets how often a site reviews plans, and who certifies them when."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.domain.planreview.actions import set_plan_protocol
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW
from stepwell.domain.planreview.queries import protocols, review_sites
from stepwell.domain.planreview.rules.clock import MOST_DAYS, Protocol
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

_DAYS: dict[str, Any] = {"min_value": 1, "max_value": MOST_DAYS}


class ProtocolForm(forms.Form):
    """A site's numbers."""

    review_days = forms.IntegerField(
        label="Days from one review of a plan to the next", help_text="The program’s own clock.", **_DAYS
    )
    ahead_days = forms.IntegerField(label="Days ahead that a review shows on Today", min_value=0, max_value=MOST_DAYS)
    certify_days = forms.IntegerField(
        label="Days that a certification holds",
        help_text="Medicare: no less than every other month. 60 days is the careful reading of it.",
        **_DAYS,
    )
    first_day = forms.IntegerField(
        label="Day on which the review for it is asked for", help_text="Of the counselor.", **_DAYS
    )
    second_day = forms.IntegerField(
        label="Day on which the certification is asked for", help_text="Of the prescriber.", **_DAYS
    )
    certify_for = forms.CharField(
        label="Payers that ask for certification",
        help_text="One a line, named as in authorizations. Empty: everybody’s plan is certified.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def protocol(self) -> Protocol:
        """As the rules take it."""
        typed = dict(self.cleaned_data)
        lines = [" ".join(line.split()) for line in typed.pop("certify_for").splitlines()]
        return Protocol(**typed, certify_for=tuple(line for line in lines if line))


@page(SET_PLAN_REVIEW)
def plan_reviews(request: Request) -> HttpResponseBase:
    """A form for each site; one is saved at a time."""
    sites = {str(site.pk): site for site in review_sites(request.actor)}
    set_by = protocols([site.pk for site in sites.values()])
    sent = request.POST.get("site", "")
    shown = {}
    for key, site in sites.items():
        there = set_by[site.pk]
        shown[key] = ProtocolForm(
            request.POST if request.method == "POST" and sent == key else None,
            initial={**asdict(there), "certify_for": "\n".join(there.certify_for)},
            prefix=None if len(sites) == 1 else f"site-{key}",
        )
    if request.method == "POST":
        if sent not in sites:
            raise NotFound("site")
        if _is_saved(request, sites[sent].pk, shown[sent]):
            messages.success(request, f"{sites[sent].name} is saved.")
            return see_other(reverse("plan_reviews"), request)
    pairs = [(sites[key], form) for key, form in shown.items()]
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "console/plan/protocol.html", {"forms": pairs}, status=status)


def _is_saved(request: Request, site_id: int, form: ProtocolForm) -> bool:
    if not form.is_valid():
        return False
    try:
        set_plan_protocol(actor=request.actor, site_id=site_id, protocol=form.protocol)
    except Refused as refused:
        show_refusals(form, refused)
        return False
    return True
