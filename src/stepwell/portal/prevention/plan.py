"""The client's own prevention plan: read, written, and kept on this phone if they want."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stepwell.domain.people.queries import care_team, own_client
from stepwell.domain.prevention.actions.plans import answer_suggestion, save_prevention
from stepwell.domain.prevention.permissions import KEEP_PREVENTION
from stepwell.domain.prevention.queries.plans import Plan, own_prevention
from stepwell.domain.prevention.queries.skills import own_skills
from stepwell.domain.prevention.rules.plan import Part
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import in_words, show_refusals
from stepwell.look.spoken import long_day, spoken
from stepwell.look.times import clock_words
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.prevention.forms import PreventionForm
from stepwell.portal.prevention.words import shown_skills
from stepwell.portal.readers import who_sees


@page(KEEP_PREVENTION)
@require_GET
def prevention(request: Request) -> HttpResponseBase:
    """The plan to read, what is suggested for it, and where to change it."""
    client = own_client(request.actor)
    found = own_prevention(request.actor)
    local = found.saved_at.astimezone(ZoneInfo(client.site.zone)) if found.saved_at else None
    saved = gettext("%(day)s at %(time)s") % {"day": long_day(local), "time": clock_words(local)} if local else ""
    context = {
        "found": found,
        "filled": [(spoken(part.heading), lines) for part, lines in found.parts if lines],
        "suggested": [(one, spoken(Part(one.part).heading)) for one in found.suggested],
        "saved": saved,
    }
    return render(request, "portal/prevention.html", context)


@page(KEEP_PREVENTION)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request) -> HttpResponseBase:
    """All six parts in one form; saved it is a new version, and the earlier one is kept."""
    found = own_prevention(request.actor)
    if request.method != "POST":
        return _form(request, PreventionForm(content=found.content, initial={"seen": found.number}), found)
    form = PreventionForm(request.POST, content=found.content)
    if form.is_valid():
        try:
            made = save_prevention(
                actor=request.actor, texts=form.texts(), seen=form.cleaned_data["seen"], now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, gettext("Saved.") if made else gettext("Nothing was changed."))
            return see_other(reverse("me_prevention"), request)
    return _form(request, form, found)


@require_POST
@page(KEEP_PREVENTION)
def suggested(request: Request, suggestion_id: int) -> HttpResponseBase:
    """A yes or a no to one line that staff suggest."""
    takes = request.POST.get("verb") == "take"
    try:
        answered = answer_suggestion(actor=request.actor, suggestion_id=suggestion_id, takes=takes, now=clock.now())
    except Refused as refused:
        messages.error(request, " ".join(str(one) for one in in_words(refused)))
    else:
        taken, left = gettext("It stands in your plan now."), gettext("Left out. Thank you.")
        messages.success(request, taken if answered.is_taken else left)
    return see_other(reverse("me_prevention"), request)


@page(KEEP_PREVENTION)
@require_GET
def kept(request: Request) -> HttpResponseBase:
    """What a phone may keep to be read without a connection: whom to call, the plan, the skills. No form stands in it,
    and nothing that opens anything.
    """
    client = own_client(request.actor)
    context: dict[str, Any] = {
        "filled": [(spoken(part.heading), lines) for part, lines in own_prevention(request.actor).parts if lines],
        "skills": shown_skills(own_skills(request.actor)),
        "mark": salted_hmac("stepwell.kept", str(client.pk), algorithm="sha256").hexdigest()[:16],
        # what every other page has, and a page that is kept must not: a form, a key, a clock that signs out
        "unsafe_url": "",
        "idle_minutes": 0,
        "keep_key": "",
    }
    return render(request, "portal/kept.html", context)


def _form(request: Request, form: PreventionForm, found: Plan) -> HttpResponse:
    client = own_client(request.actor)
    context = {
        "form": form,
        "found": found,
        "parts": [form[part.value] for part in Part],
        "readers": who_sees(care_team(request.actor, client)),
    }
    return render(request, "portal/prevention_write.html", context, status=422 if form.errors else 200)
