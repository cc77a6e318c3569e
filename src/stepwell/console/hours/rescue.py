"""Somebody didn't come: how to reach them, what was tried, why, and what is arranged."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.contact.shown import call_of
from stepwell.console.hours.forms import ArrangeForm, AttemptForm, HelpForm
from stepwell.domain.contact.queries import message_way, reach_of
from stepwell.domain.people.queries import held_for
from stepwell.domain.week.actions.rescue import arrange, record_attempt, settle_help
from stepwell.domain.week.permissions import BOOK_MAKE_UP, RESCUE
from stepwell.domain.week.queries.rescue import Search, get_search
from stepwell.domain.week.rules.rescue import Cause, Fix, HelpAs, How, Outcome
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.kernel.numbered import number_of
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.reach import LABELS
from stepwell.workflows.rescue import write_to_missing

FORMS: dict[str, type[Form]] = {"attempt": AttemptForm, "arrange": ArrangeForm, "help": HelpForm, "write": Form}


@page(RESCUE)
def outreach(request: Request, outreach_id: UUID) -> HttpResponseBase:
    """One missed session. A verb is done and the page shown anew; another session is chosen on its own."""
    now = clock.now()
    found = get_search(request.actor, outreach_id, now)
    if request.method != "POST":
        return _page(request, found, now)
    verb = request.POST.get("verb", "")
    if verb not in FORMS:
        raise NotFound("verb")
    form = HelpForm(found.ahead, request.POST) if verb == "help" else FORMS[verb](request.POST)
    if form.is_valid():
        if isinstance(form, ArrangeForm) and form.cleaned_data["fix"] == Fix.SESSION.value:
            asked = urlencode({"outreach": outreach_id, "why": number_of(Cause(form.cleaned_data["cause"]), Cause)})
            return see_other(f"{reverse('make_up', args=[found.client.pk])}?{asked}", request)
        try:
            said = _do(request, found, form, now)
        except Refused as refused:
            show_refusals(form, refused, names={"call_back_at": "call_back_on"})
        else:
            messages.success(request, said)
            return see_other(reverse("outreach", args=[outreach_id]), request)
    return _page(request, found, now, form)


def _do(request: Request, found: Search, form: Form, now: datetime) -> str:
    """Do what was asked; returns what to say of it."""
    which: dict[str, Any] = {"actor": request.actor, "outreach_id": found.outreach.pk, "now": now}
    if isinstance(form, AttemptForm):
        typed = form.cleaned_data
        record_attempt(**which, how=How(typed["how"]), outcome=Outcome(typed["outcome"]))
        return "It is written down."
    if isinstance(form, ArrangeForm):
        typed = form.cleaned_data
        back_at = form.call_back_at(ZoneInfo(found.client.site.zone))
        arrange(**which, cause=Cause(typed["cause"]), fix=Fix(typed["fix"]), call_back_at=back_at)
        return "It is arranged."
    if isinstance(form, HelpForm):
        typed = form.cleaned_data
        help_as = HelpAs(typed["help_as"])
        settle_help(**which, help_as=help_as, said=typed["said"], booking_id=typed["booking"])
        return "It is arranged." if help_as is HelpAs.ARRANGED else "It is written down."
    write_to_missing(**which)
    return "The message is on its way. It says to call, and nothing else."


def _page(request: Request, found: Search, now: datetime, bound: Form | None = None) -> HttpResponseBase:
    actor, client = request.actor, found.client
    channel = message_way(client, now)
    context = {
        "found": found,
        "client": client,
        "zone": ZoneInfo(client.site.zone),
        "call": call_of(client, reach_of(actor, client, now), now),
        "writes_by": LABELS[channel.value] if channel and client.site.phone else "",
        "may_book": BOOK_MAKE_UP in held_for(actor, client, [BOOK_MAKE_UP]),
        "attempt": bound if isinstance(bound, AttemptForm) else AttemptForm(),
        "arranging": bound if isinstance(bound, ArrangeForm) else ArrangeForm(),
        "helping": bound if isinstance(bound, HelpForm) else HelpForm(found.ahead),
        "bound": bound,
    }
    status = 422 if bound is not None and bound.errors else 200
    return render(request, "console/hours/outreach.html", context, status=status)
