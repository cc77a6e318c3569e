"""Early-intervention education: offer an hour, and say whether they came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.admissions.way_forms import date_field, line_field, time_field, words_field
from stepwell.domain.admissions.actions.education import offer_education, tell_education
from stepwell.domain.admissions.permissions import GIVE_INTERIM
from stepwell.domain.admissions.queries.education import EducationSheet, get_education
from stepwell.domain.admissions.rules.education import OFFERED, TOLD, HourStanding, Offered
from stepwell.domain.people.models import Staff
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

SAVED = {
    HourStanding.AGREED: "The hour is agreed. Today asks who gives it whether they came.",
    HourStanding.DECLINED: "It is saved. Other help is next, with a warm handover.",
}


class OfferForm(forms.Form):
    """An hour that is offered. What it needs where they want to come, the rule says."""

    answer = forms.ChoiceField(
        label="What they said", choices=[(one.value, one.label) for one in OFFERED], widget=forms.RadioSelect
    )
    held_on = date_field("Day", required=False)
    held_time = time_field("Time", required=False)
    topic = line_field("What it is about", "In a few words, such as: what drinking does to sleep.")
    held_by = forms.TypedChoiceField(label="Who gives it", coerce=int, empty_value=None, required=False)
    words = words_field("In words", "What they asked for, or why not.", rows=2)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, teachers: Sequence[Staff], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].widget.attrs["list"] = "known-topics"
        field = self.fields["held_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose somebody"), *((one.pk, one.name) for one in teachers)]

    def offered(self, zone: ZoneInfo) -> Offered:
        """What was typed."""
        typed = self.cleaned_data
        on, at = typed["held_on"], typed["held_time"]
        return Offered(
            answer=HourStanding(typed["answer"]),
            held_at=datetime.combine(on, at, zone) if on and at else None,
            topic=typed["topic"],
            held_by_id=typed["held_by"],
            words=typed["words"],
        )


@page(GIVE_INTERIM)
def education(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Their hours so far; one more, and what became of those that are over."""
    sheet = get_education(request.actor, enquiry_id)
    if request.method != "POST":
        return _page(request, sheet)
    verb = request.POST.get("verb", "")
    if verb == "offer":
        return _offer(request, sheet)
    if verb == "tell":
        return _tell(request, sheet)
    raise NotFound("verb")


def _offer(request: Request, sheet: EducationSheet) -> HttpResponse:
    form = OfferForm(sheet.teachers, request.POST)
    if not form.is_valid():
        return _page(request, sheet, form)
    offered = form.offered(sheet.zone)
    try:
        offer_education(
            actor=request.actor,
            enquiry_id=sheet.enquiry.pk,
            offered=offered,
            key=form.cleaned_data["key"],
            now=clock.now(),
        )
    except Refused as refused:
        show_refusals(form, refused)
        return _page(request, sheet, form)
    messages.success(request, SAVED[offered.answer])
    return see_other(reverse("enquiry_education", args=[sheet.enquiry.pk]), request)


def _tell(request: Request, sheet: EducationSheet) -> HttpResponse:
    """A button says which hour, and what became of it."""
    said = request.POST.get("standing", "")
    hour = next((one for one in sheet.hours if str(one.pk) == request.POST.get("hour", "")), None)
    if hour is None or said not in set(TOLD):
        raise NotFound("hour")
    try:
        tell_education(
            actor=request.actor,
            enquiry_id=sheet.enquiry.pk,
            hour_id=hour.pk,
            standing=HourStanding(said),
            now=clock.now(),
        )
    except Refused as refused:
        return _page(request, get_education(request.actor, sheet.enquiry.pk), refusals=refused.refusals)
    messages.success(request, "It is saved.")
    return see_other(reverse("enquiry_education", args=[sheet.enquiry.pk]), request)


def _page(
    request: Request, sheet: EducationSheet, bound: OfferForm | None = None, *, refusals: Sequence[Refusal] = ()
) -> HttpResponse:
    now = clock.now()
    context = {
        "sheet": sheet,
        "enquiry": sheet.enquiry,
        "zone": sheet.zone,
        "bound": bound,
        "form": bound or OfferForm(sheet.teachers, initial={"held_by": sheet.enquiry.owner_id}),
        "refusals": refusals,
        "agreed": [(hour, hour.held_at is not None and hour.held_at <= now) for hour in sheet.agreed],
    }
    wrong = refusals or (bound and bound.errors)
    return render(request, "console/admissions/education.html", context, status=422 if wrong else 200)
