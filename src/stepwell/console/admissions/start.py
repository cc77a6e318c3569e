"""Letting a person start: which track, from which day, and who cares for them. Afterwards, where they stand."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stepwell.console.admissions.offers import first_choice, offers_of
from stepwell.console.availability.forms import despite_field
from stepwell.domain.admissions.permissions import START_EPISODE
from stepwell.domain.people.models import Staff
from stepwell.domain.people.queries import site_staff
from stepwell.domain.week.queries import StartSheet, get_start
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.admit import CASE_MANAGERS, COUNSELORS, THERAPISTS, StartedAlready, admit
from stepwell.workflows.first_day import told_by


class StartForm(forms.Form):
    """The track, the day, the team. Lists are the site's."""

    track_id = forms.TypedChoiceField(label="Track", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why this level",
        required=False,
        max_length=2000,
        help_text="Needed where the track’s level isn’t the one that was decided.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    started_on = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date", "list": "start-dates"}, format="%Y-%m-%d")
    )
    counselor_id = forms.TypedChoiceField(label="Counselor", coerce=int)
    therapist_id = forms.TypedChoiceField(label="Therapist", coerce=int, required=False, empty_value=None)
    case_manager_id = forms.TypedChoiceField(label="Case manager", coerce=int)
    despite = despite_field()

    def __init__(self, actor: Actor, sheet: StartSheet, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        site = sheet.enquiry.site
        self._choose("track_id", [(offer.track.pk, offer.track.name) for offer in sheet.offers])
        self._choose("counselor_id", _staff(site_staff(actor, site, COUNSELORS), "Choose a counselor"))
        self._choose("therapist_id", _staff(site_staff(actor, site, THERAPISTS), "Nobody yet"))
        self._choose("case_manager_id", _staff(site_staff(actor, site, CASE_MANAGERS), "Choose a case manager"))

    def _choose(self, name: str, choices: list[tuple[object, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # every list of this form is one
        field.choices = choices


@page(START_EPISODE)
def start(request: Request, enquiry_id: UUID) -> HttpResponseBase:
    """Choose and start; once started, by whomever, where the person stands."""
    now = clock.now()
    sheet = get_start(request.actor, enquiry_id, now)
    if sheet.episode is not None:
        return _started(request, sheet, told=request.method == "POST")
    if request.method != "POST":
        return _form(request, sheet, StartForm(request.actor, sheet, initial=first_choice(sheet, "started_on")))
    form = StartForm(request.actor, sheet, request.POST)
    if not form.is_valid():
        return _form(request, sheet, form, status=422)
    chosen = form.cleaned_data
    try:
        admit(
            actor=request.actor,
            enquiry_id=enquiry_id,
            track_id=chosen["track_id"],
            started_on=chosen["started_on"],
            counselor_id=chosen["counselor_id"],
            therapist_id=chosen["therapist_id"],
            case_manager_id=chosen["case_manager_id"],
            reason=chosen["reason"],
            despite=chosen["despite"],
            now=now,
        )
    except StartedAlready:
        return _started(request, get_start(request.actor, enquiry_id, now), told=True)
    except Refused as refused:
        show_refusals(form, refused, names={"joined_on": "started_on"})
        return _form(request, sheet, form, status=422)
    return see_other(reverse("start", args=[enquiry_id]), request)


def _form(request: Request, sheet: StartSheet, form: StartForm, *, status: int = 200) -> HttpResponse:
    chosen = str(form["track_id"].value() or "")
    given = {"sheet": sheet, "form": form, **offers_of(sheet, chosen)}
    return render(request, "console/admissions/start.html", given, status=status)


def _started(request: Request, sheet: StartSheet, *, told: bool) -> HttpResponse:
    """What came of it. `told`: somebody else was faster, or the form was sent twice."""
    given = {"sheet": sheet, "told": told, "message": told_by(sheet.enquiry.client)}
    with timezone.override(ZoneInfo(sheet.enquiry.site.zone)):
        return render(request, "console/admissions/started.html", given, status=409 if told else 200)


def _staff(staff: Sequence[Staff], nobody: str) -> list[tuple[object, str]]:
    named = [(one.pk, f"{one.name}, {one.credentials}" if one.credentials else one.name) for one in staff]
    return [("", nobody), *named]
