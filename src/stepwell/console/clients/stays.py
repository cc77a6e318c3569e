"""All of one person's stays on one page: here, and where else they live or are treated."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.domain.admissions.actions.elsewhere import end_outside_stay, record_outside_stay
from stepwell.domain.admissions.permissions import VIEW_STAYS
from stepwell.domain.admissions.queries.elsewhere import Stays, stays_of
from stepwell.domain.admissions.rules.elsewhere import Outside, OutsideKind
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _line(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class OutsideForm(forms.Form):
    """A stay at another place."""

    kind = forms.ChoiceField(
        label="What it is", choices=[(one.value, one.label) for one in OutsideKind], widget=forms.RadioSelect
    )
    place = _line("Its name")
    phone = _line("Its number", required=False)
    since_on = _day("Since")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def outside(self) -> Outside:
        """What was typed."""
        typed = self.cleaned_data
        return Outside(OutsideKind(typed["kind"]), typed["place"], typed["since_on"], typed["phone"])


class LastDayForm(forms.Form):
    """The end of one."""

    stay = forms.UUIDField(widget=forms.HiddenInput)
    last_on = _day("Last day there")


@page(VIEW_STAYS)
def stays(request: Request, client_id: UUID) -> HttpResponseBase:
    """Drawn and told; one more is recorded, or one ends."""
    now = clock.now()
    found = stays_of(request.actor, client_id, now)
    if request.method != "POST":
        return _page(request, found)
    verb = request.POST.get("verb", "")
    if verb not in ("record", "end"):
        raise NotFound("verb")
    form: OutsideForm | LastDayForm = OutsideForm(request.POST) if verb == "record" else LastDayForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    typed: dict[str, Any] = {"actor": request.actor, "client_id": client_id, "now": now}
    try:
        if isinstance(form, OutsideForm):
            record_outside_stay(outside=form.outside(), key=form.cleaned_data["key"], **typed)
        else:
            end_outside_stay(stay_id=form.cleaned_data["stay"], last_on=form.cleaned_data["last_on"], **typed)
    except Refused as refused:
        show_refusals(form, refused)
        return _page(request, stays_of(request.actor, client_id, now), form)
    messages.success(request, "It is saved.")
    return see_other(reverse("stays", args=[client_id]), request)


def _page(request: Request, found: Stays, bound: OutsideForm | LastDayForm | None = None) -> HttpResponse:
    today = day_at(clock.now(), found.zone)
    ending = bound if isinstance(bound, LastDayForm) else None
    context = {
        "stays": found,
        "client": found.client,
        "bound": bound,
        "record": bound if isinstance(bound, OutsideForm) else OutsideForm(initial={"since_on": today}),
        "outside": [(one, _ending(one.pk, today, ending)) for one in found.outside],
    }
    return render(request, "console/clients/stays.html", context, status=422 if bound and bound.errors else 200)


def _ending(stay_id: UUID, today: object, bound: LastDayForm | None) -> LastDayForm:
    """Its own form; the one that was refused keeps what was typed."""
    if bound is not None and str(bound["stay"].value()) == str(stay_id):
        return bound
    return LastDayForm(initial={"stay": stay_id, "last_on": today}, auto_id=f"id_%s_{stay_id}")
