"""The page on which a director sets how often a site reviews plans, who certifies them when, and after how many days a
link of the thread counts as missing.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.domain.people.models import Site
from stepwell.domain.planreview.actions import set_plan_protocol
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW
from stepwell.domain.planreview.queries import protocols, review_sites
from stepwell.domain.planreview.rules.clock import MOST_DAYS, Protocol
from stepwell.domain.thread.actions import set_thread_days
from stepwell.domain.thread.queries.days import days_at
from stepwell.domain.thread.rules.days import OURS, Days, days_on
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import short_date
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


class DaysForm(forms.Form):
    """After how many days a link counts as missing, from a day on."""

    plan = forms.IntegerField(
        label="Days from the start to the first plan", help_text=f"Ours: {OURS.plan}.", min_value=0, max_value=MOST_DAYS
    )
    finding = forms.IntegerField(
        label="Days from the signed assessment until the plan says something of each diagnosis",
        help_text=f"Ours: {OURS.finding}.",
        min_value=0,
        max_value=MOST_DAYS,
    )
    note = forms.IntegerField(
        label="Days from one signed note of an objective to the next", help_text=f"Ours: {OURS.note}.", **_DAYS
    )
    from_on = forms.DateField(
        label="From when on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Today or later. What was missing before stays missing.",
    )

    @property
    def days(self) -> Days:
        """As the rules take it."""
        return Days(**self.cleaned_data)


@dataclass(frozen=True, slots=True)
class Shown:
    """One site: its two forms, and in words the days that follow those of today."""

    site: Site
    form: ProtocolForm
    days: DaysForm
    later: tuple[str, ...]


@page(SET_PLAN_REVIEW)
def plan_reviews(request: Request) -> HttpResponseBase:
    """Two forms for each site; one is saved at a time."""
    now, sites = clock.now(), review_sites(request.actor)
    shown = _shown(request, sites, now)
    if request.method == "POST":
        one = next((each for each in shown if str(each.site.pk) == request.POST.get("site")), None)
        if one is None:
            raise NotFound("site")
        if _is_saved(request, one, now):
            messages.success(request, f"{one.site.name} is saved.")
            return see_other(reverse("plan_reviews"), request)
    status = 422 if any(one.form.errors or one.days.errors for one in shown) else 200
    return render(request, "console/plan/protocol.html", {"sites": shown}, status=status)


def _shown(request: Request, sites: list[Site], now: datetime) -> list[Shown]:
    ids = [site.pk for site in sites]
    protocols_of, days_of = protocols(ids), days_at(ids)
    sent, of_days = request.POST.get("site", ""), request.POST.get("verb") == "days"
    found = []
    for site in sites:
        today, editions = day_at(now, ZoneInfo(site.zone)), days_of[site.pk]
        there, holds = protocols_of[site.pk], days_on(editions, today)
        typed = request.POST if request.method == "POST" and sent == str(site.pk) else None
        at = "" if len(sites) == 1 else f"site-{site.pk}"
        form = ProtocolForm(
            None if of_days else typed,
            initial={**asdict(there), "certify_for": "\n".join(there.certify_for)},
            prefix=at or None,
        )
        days = DaysForm(
            typed if of_days else None, initial={**asdict(holds), "from_on": today}, prefix=f"{at}-days".strip("-")
        )
        found.append(Shown(site, form, days, tuple(_words(one) for one in editions if one.from_on > today)))
    return found


def _words(days: Days) -> str:
    return f"From {short_date(days.from_on)}: plan {days.plan}, diagnosis {days.finding}, note {days.note} days"


def _is_saved(request: Request, one: Shown, now: datetime) -> bool:
    """Whether the form that was sent is; what it lacks stands beside it."""
    form: forms.Form = one.days if one.days.is_bound else one.form
    if not form.is_valid():
        return False
    try:
        if one.days.is_bound:
            set_thread_days(actor=request.actor, site_id=one.site.pk, days=one.days.days, now=now)
        else:
            set_plan_protocol(actor=request.actor, site_id=one.site.pk, protocol=one.form.protocol)
    except Refused as refused:
        show_refusals(form, refused)
        return False
    return True
