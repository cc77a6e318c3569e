"""Which questions are asked of whom and how often: a site's own, from a day on."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from stepwell.domain.catalog.models import Track
from stepwell.domain.catalog.queries import open_tracks
from stepwell.domain.measures.actions import set_schedule, take_presets
from stepwell.domain.measures.models import MeasureSchedule
from stepwell.domain.measures.permissions import SET_SCHEDULES
from stepwell.domain.measures.queries import edition_of, schedules_to_set, shelf, sites_to_ask_at
from stepwell.domain.measures.rules import Kind
from stepwell.domain.measures.rules.schedules import (
    PRESETS,
    Audience,
    Condition,
    Draft,
    Edition,
    Preset,
    Why,
    edition_on,
    every_words,
)
from stepwell.domain.people.models import Site
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import short_date
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

AUDIENCES = {
    Audience.EVERYBODY: "Everybody in treatment",
    Audience.TRACK: "Who is in a track",
    Audience.DIAGNOSIS: "Who has a diagnosis",
    Audience.RESULT: "Who has had a result",
}


class ScheduleForm(forms.Form):
    """One schedule. What the chosen people don't need may stay empty."""

    code = forms.ChoiceField(label="Questions")
    audience = forms.ChoiceField(label="Asked of", choices=[(one.value, words) for one, words in AUDIENCES.items()])
    track = forms.TypedChoiceField(label="Track", coerce=int, empty_value=None, required=False)
    diagnosis = forms.CharField(
        label="Diagnosis code begins with",
        max_length=10,
        required=False,
        help_text="F32, F43.1. Of a signed assessment.",
    )
    result_of = forms.ChoiceField(label="A result of", required=False)
    at_least = forms.IntegerField(label="Of at least", required=False, help_text="Once reached it counts all the stay.")
    at_start = forms.BooleanField(label="At the start", required=False)
    every_days = forms.IntegerField(label="Every so many days", required=False)
    at_review = forms.BooleanField(label="Before the plan’s review", required=False)
    at_end = forms.BooleanField(label="At the planned end", required=False)
    is_stopped = forms.BooleanField(label="Stop asking from that day on", required=False)
    from_on = forms.DateField(
        label="From when on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Today or later. What was due before stays due.",
    )

    def __init__(self, tracks: list[Track], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = shelf().instruments
        scored = [(code, one.title) for code, one in known.items() if one.kind is Kind.SUM]
        self._choices("code", [(code, f"{one.title}, {one.minutes.number} min") for code, one in known.items()])
        self._choices("track", [("", "Choose"), *((one.pk, one.name) for one in tracks)])
        self._choices("result_of", [("", "Choose"), *scored])

    def _choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def draft(self) -> Draft:
        """What was typed, as values."""
        said = self.cleaned_data
        condition = Condition(
            Audience(said["audience"]), said["track"], said["diagnosis"], said["result_of"], said["at_least"]
        )
        edition = Edition(
            said["from_on"],
            is_asked=not said["is_stopped"],
            at_start=said["at_start"],
            every_days=said["every_days"],
            at_review=said["at_review"],
            at_end=said["at_end"],
        )
        return Draft(said["code"], condition, edition)


@dataclass(frozen=True, slots=True)
class Line:
    """One schedule in words: what holds today, and what comes."""

    id: int
    title: str
    minutes: int
    whom: str
    when: str
    since: str
    to_come: tuple[str, ...]
    is_stopped: bool


@page(SET_SCHEDULES)
def choose(request: Request) -> HttpResponse:
    """The sites that one sets it for; where it is one, straight to it."""
    sites = sites_to_ask_at(request.actor)
    if len(sites) == 1:
        return redirect("schedules", sites[0].pk)
    return render(request, "console/measures/schedules_choose.html", {"sites": sites})


@page(SET_SCHEDULES)
def schedules(request: Request, site_id: int) -> HttpResponseBase:
    """All of them; sent to, the presets begin today."""
    site = _site(request, site_id)
    now = clock.now()
    if request.method == "POST":
        came = take_presets(actor=request.actor, site_id=site.pk, now=now)
        messages.success(request, f"{came} schedules begin today. Look each through." if came else "All are there.")
        return see_other(reverse("schedules", args=[site.pk]), request)
    today = clock.day_at(now, ZoneInfo(site.zone))
    rows = schedules_to_set(request.actor, site)
    has = {(row.instrument_code, row.audience, row.at_least) for row in rows}
    context = {
        "site": site,
        "lines": [_line(row, today) for row in rows],
        "presets": [
            (_title(one.code), _preset_words(one.result_of, one.at_least), _often(_begun(one)), one.source)
            for one in PRESETS
            if (one.code, (Audience.RESULT if one.result_of else Audience.EVERYBODY).value, one.at_least) not in has
        ],
    }
    return render(request, "console/measures/schedules.html", context)


@page(SET_SCHEDULES)
def schedule(request: Request, site_id: int) -> HttpResponseBase:
    """A new one, or with `?schedule=` how one goes on from a day."""
    site = _site(request, site_id)
    now = clock.now()
    today = clock.day_at(now, ZoneInfo(site.zone))
    known = _named(request, site)
    tracks = open_tracks(request.actor, site)
    if known is not None and known.track is not None and known.track not in tracks:
        tracks.append(known.track)
    form = ScheduleForm(tracks, request.POST if request.method == "POST" else None, initial=_initial(known, today))
    if request.method == "POST" and form.is_valid():
        try:
            kept = set_schedule(actor=request.actor, site_id=site.pk, draft=form.draft(), now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(
                request, f"{_title(kept.schedule.instrument_code)}: saved, from {short_date(kept.from_on)}."
            )
            return see_other(reverse("schedules", args=[site.pk]), request)
    context = {"site": site, "form": form, "line": _line(known, today) if known else None}
    return render(request, "console/measures/schedule.html", context, status=422 if form.errors else 200)


def _site(request: Request, site_id: int) -> Site:
    site = next((one for one in sites_to_ask_at(request.actor) if one.pk == site_id), None)
    if site is None:
        raise NotFound("site")
    return site


def _named(request: Request, site: Site) -> MeasureSchedule | None:
    """The schedule that the address names, if it names one."""
    named = request.GET.get("schedule", "")
    if not named:
        return None
    found = next((one for one in schedules_to_set(request.actor, site) if str(one.pk) == named), None)
    if found is None:
        raise NotFound("schedule")
    return found


def _initial(row: MeasureSchedule | None, today: date) -> dict[str, Any]:
    if row is None:
        return {"from_on": today, "every_days": 14}
    last = [*row.editions.all()][-1]
    told = {name: getattr(row, name) for name in ("audience", "diagnosis", "result_of", "at_least")}
    often = {name: getattr(last, name) for name in ("at_start", "every_days", "at_review", "at_end")}
    told |= {"code": row.instrument_code, "track": row.track_id, "is_stopped": not last.is_asked}
    return told | often | {"from_on": max(today, last.from_on)}


def _line(row: MeasureSchedule, today: date) -> Line:
    editions = [edition_of(one) for one in row.editions.all()]
    now = edition_on(editions, today)
    instrument = shelf().instruments.get(row.instrument_code)
    return Line(
        id=row.pk,
        title=_title(row.instrument_code),
        minutes=instrument.minutes.number if instrument else 0,
        whom=_whom(row),
        when=_often(now) if now else "Not yet",
        since=f"since {short_date(now.from_on)}" if now else "",
        to_come=tuple(f"From {short_date(one.from_on)}: {_often(one)}" for one in editions if one.from_on > today),
        is_stopped=now is not None and not now.is_asked,
    )


def _whom(row: MeasureSchedule) -> str:
    match Audience(row.audience):
        case Audience.TRACK:
            return row.track.name if row.track else ""
        case Audience.DIAGNOSIS:
            return f"diagnosis {row.diagnosis}…"
        case Audience.RESULT:
            return _preset_words(row.result_of, row.at_least)
        case _:
            return "everybody"


def _preset_words(result_of: str, at_least: int | None) -> str:
    return f"{_title(result_of)} of {at_least} or more" if result_of else "everybody"


def _often(edition: Edition) -> str:
    if not edition.is_asked:
        return "stopped"
    every = every_words(edition.every_days) if edition.every_days else ""
    parts = (
        (edition.at_start, Why.START.value),
        (bool(every), every),
        (edition.at_review, Why.REVIEW.value.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")),
        (edition.at_end, Why.END.value),
    )
    return ", ".join(words for asked, words in parts if asked)


def _begun(preset: Preset) -> Edition:
    return Edition(
        date.min,
        at_start=preset.at_start,
        every_days=preset.every_days,
        at_review=preset.at_review,
        at_end=preset.at_end,
    )


def _title(code: str) -> str:
    instrument = shelf().instruments.get(code)
    return instrument.title if instrument else code
