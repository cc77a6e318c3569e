"""A client's staying well in one page: plan, what helps, meetings, cravings, reviews; and what staff may add."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from stepwell.console.prevention.craving import craving_card
from stepwell.domain.checkins.permissions import SEND_LINK
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, held_for
from stepwell.domain.prevention.actions.plans import suggest_line
from stepwell.domain.prevention.permissions import REVIEW_USE, SUGGEST_PREVENTION, VIEW_PREVENTION
from stepwell.domain.prevention.queries.meetings import meetings_of, weeks_of
from stepwell.domain.prevention.queries.plans import prevention_of
from stepwell.domain.prevention.queries.reviews import changes_to_make, reviews_of
from stepwell.domain.prevention.queries.skills import skills_of
from stepwell.domain.prevention.rules.plan import LONGEST_LINE, Part
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.wording import date_and_time, short_day
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.check_in import can_text_link, text_check_in_link


class SuggestForm(forms.Form):
    """One line, as the client would say it."""

    part = forms.ChoiceField(label="Part", choices=[(one.value, one.heading) for one in Part])
    words = forms.CharField(label="One line, as they would say it", max_length=LONGEST_LINE)


@page(VIEW_PREVENTION)
def prevention(request: Request, client_id: UUID) -> HttpResponseBase:
    """The page; it prints, since the plan is often carried on paper. Sent to, it suggests a line or texts a link."""
    client = find_client(request.actor, client_id, VIEW_PREVENTION)
    if request.method != "POST":
        return _show(request, client, SuggestForm())
    if request.POST.get("verb") == "link":
        return _text_link(request, client)
    form = SuggestForm(request.POST)
    if form.is_valid():
        try:
            suggest_line(actor=request.actor, client_id=client.pk, **form.cleaned_data, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"It waits on {client.called}’s phone for a yes or a no.")
            return see_other(request.path, request)
    return _show(request, client, form)


def _text_link(request: Request, client: Client) -> HttpResponseBase:
    """A text with a link to one check-in."""
    try:
        text_check_in_link(actor=request.actor, client_id=client.pk, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The link is on its way. It opens once, within a day.")
    return see_other(request.path, request)


def _show(request: Request, client: Client, form: SuggestForm) -> HttpResponse:
    actor, now, zone = request.actor, clock.now(), ZoneInfo(client.site.zone)
    held = held_for(actor, client, (SUGGEST_PREVENTION, REVIEW_USE, SEND_LINK))
    today = clock.day_at(now, zone)
    plan = prevention_of(actor, client)
    outside = meetings_of(actor, client, today)
    card = craving_card(request, client, now)
    context: dict[str, Any] = {
        "client": client,
        "plan": plan,
        "saved": date_and_time(plan.saved_at, zone) if plan.saved_at else "",
        "suggested": [(one, Part(one.part).heading) for one in plan.suggested],
        "versions": [(one, date_and_time(one.saved_at, zone)) for one in plan.versions],
        "skills": skills_of(actor, client),
        "meetings": outside,
        "weeks": [(short_day(on), number) for on, number in weeks_of(client, outside, today)],
        "craving": card,
        "next_try": card.pictures.next_try if card else 0,
        "reviews": reviews_of(actor, client),
        "zone": zone,
        "to_change": changes_to_make(actor, client),
        "may_review": REVIEW_USE in held,
        "may_suggest": SUGGEST_PREVENTION in held,
        "may_text": SEND_LINK in held,
        "can_text": SEND_LINK in held and can_text_link(client, now),
        "form": form,
    }
    return render(request, "console/prevention/prevention.html", context, status=422 if form.errors else 200)
