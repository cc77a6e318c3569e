"""All instruments of one client: what was asked, how it went over time, and what may be put on the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stepwell.domain.measures.actions import ask_on_phone, take_back_asking
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.permissions import ANSWER, VIEW_ANSWERS
from stepwell.domain.measures.queries import (
    minutes_asked,
    open_askings,
    sheet_code,
    shelf,
    titles_of_instruments,
    trends,
)
from stepwell.domain.measures.rules import Instrument, Rater
from stepwell.domain.measures.rules.schedules import Standing
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.wording import date_and_time, short_date
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.measuring import Row as DueRow
from stepwell.workflows.measuring import due_rows, put_off_words

SHOWN = 6


class AskForm(forms.Form):
    """What to put on the phone, and why where it is much."""

    code = forms.ChoiceField(label="Questions")
    reason = forms.CharField(
        label="Why now, if it is more than the week’s minutes", required=False, max_length=400, strip=True
    )

    def __init__(self, choices: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument: what it takes, who answers, and its own results, oldest first."""

    code: str
    title: str
    takes: str
    rated_by: str
    results: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True)
class DueShown:
    """One schedule's question for this person: when, why, and where it is."""

    code: str
    title: str
    when: str
    why: str
    tone: str
    where: str


@page(VIEW_ANSWERS)
def instruments(request: Request, client_id: UUID) -> HttpResponseBase:
    """The list; sent to, it puts one on the phone or takes one back."""
    client = find_client(request.actor, client_id, VIEW_ANSWERS)
    form = AskForm(_choices(), request.POST if request.POST.get("verb") == "ask" else None)
    if request.method != "POST":
        return _show(request, client, form)
    now, here = clock.now(), reverse("instruments", args=[client.pk])
    if request.POST.get("verb") == "take_back":
        take_back_asking(
            actor=request.actor, client_id=client.pk, asking_id=_uuid(request.POST.get("asking", "")), now=now
        )
        return see_other(here, request)
    if not form.is_valid():
        return _show(request, client, form, status=422)
    asked = form.cleaned_data
    try:
        ask_on_phone(actor=request.actor, client_id=client.pk, code=asked["code"], reason=asked["reason"], now=now)
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, client, form, status=422)
    return see_other(here, request)


@page(VIEW_ANSWERS)
@require_GET
def answers(request: Request, client_id: UUID, sheet_id: UUID) -> HttpResponseBase:
    """The page of these very answers, whatever instrument they belong to."""
    client = find_client(request.actor, client_id, VIEW_ANSWERS)
    code = sheet_code(request.actor, client, sheet_id)
    return redirect(f"{reverse('instrument', args=[client.pk, code])}?sheet={sheet_id}")


def _show(request: Request, client: Client, form: AskForm, *, status: int = 200) -> HttpResponse:
    zone = ZoneInfo(client.site.zone)
    found, all_of_them, now = trends(request.actor, client), shelf(), clock.now()
    titles = titles_of_instruments()
    context = {
        "client": client,
        "rows": [_row(each, found.get(code, ()), zone) for code, each in all_of_them.instruments.items()],
        "withheld": all_of_them.withheld,
        "due": [_due(one, now, zone) for one in due_rows(request.actor, client, now)],
        "form": form,
        "may_ask": request.actor.may(ANSWER),
        "has_login": client.account_id is not None,
        "minutes": minutes_asked(request.actor, client, now),
        "most": settings.INSTRUMENT_MINUTES_A_WEEK,
        "open": [
            (each, titles.get(each.instrument_code, each.instrument_code), date_and_time(each.asked_at, zone))
            for each in open_askings(request.actor, client)
        ],
    }
    return render(request, "console/measures/list.html", context, status=status)


def _due(row: DueRow, now: datetime, zone: ZoneInfo) -> DueShown:
    tones = {Standing.OVERDUE: "warn", Standing.DUE: "info", Standing.COMING: "neutral"}
    where = ""
    if row.asked_at is not None:
        where = f"on the phone since {date_and_time(row.asked_at, zone)}"
    elif row.is_left_out:
        where = "left out: the week’s minutes are used up"
    if row.put_off:
        where = ", ".join(part for part in (where, put_off_words(row.put_off).lower()) if part)
    when = row.due.words(day_at(now, zone))
    return DueShown(row.due.code, row.title, when, row.due.reason, tones[row.standing], where)


def _row(instrument: Instrument, sheets: Sequence[Administration], zone: ZoneInfo) -> Row:
    """A row of the table. The trend is of this instrument alone."""
    shown = [*reversed(sheets[:SHOWN])]
    last = sheets[0].completed_at if sheets else None
    return Row(
        code=instrument.code,
        title=instrument.title,
        takes=f"{instrument.minutes.number} min",
        rated_by="staff" if instrument.rater is Rater.CLINICIAN else "the person",
        results=tuple(_result(instrument, each) for each in shown),
        last=short_date(last.astimezone(zone).date()) if last else "",
    )


def _result(instrument: Instrument, sheet: Administration) -> str:
    """A total, or the parts by name, or the band's word."""
    if sheet.total is not None:
        return str(sheet.total)
    labels = {rule.code: rule.label for rule in instrument.subscales}
    parts = ", ".join(f"{labels.get(code, code)} {value}" for code, value in sheet.parts.items())
    return parts or sheet.band_label or "answered"


def _choices() -> list[tuple[str, str]]:
    """What a person may answer alone."""
    alone = (each for each in shelf().instruments.values() if each.rater is Rater.SELF)
    return [(each.code, f"{each.title}, {each.minutes.number} min") for each in alone]


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound("asking") from error
