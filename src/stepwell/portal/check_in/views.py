"""The check-in: one page that holds all five questions, and the page after it.

Without scripts it is one long form; `look/portal.js` shows it a question at a time. Either way it is sent once, as the
body of one POST, so nothing is lost on the way from question to question and no answer stands in an address.
"""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.domain.checkins.queries import own_last_check_in
from stepwell.domain.checkins.rules import CRAVING_OPENS_HELP, CRAVING_WORDS, MOOD_WORDS, TRIGGERS, USE, follow_up
from stepwell.domain.people.queries import care_team, own_client
from stepwell.domain.prevention.queries.skills import own_skills
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.check_in.forms import CheckInForm
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.phone_time import phone_time
from stepwell.portal.prevention.words import shown_skills
from stepwell.portal.readers import who_sees
from stepwell.portal.words import since
from stepwell.workflows.check_in import tell

AMENDED = gettext_noop(
    "A check-in was sent from this page before, with other answers. Both are kept, and your care team sees both."
)
# Ours: with any craving a skill is at hand; the first two are what helped most.
SKILLS_SHOWN = 2


@page(OPEN_PORTAL)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request) -> HttpResponseBase:
    """The questions; and, sent, what follows from them."""
    if request.method != "POST":
        return _form_page(request, CheckInForm(initial={"key": uuid4()}))
    form = CheckInForm(request.POST)
    if form.is_valid():
        answers = form.answers()
        try:
            sent_now = tell(
                actor=request.actor,
                key=form.cleaned_data["key"],
                answers=answers,
                now=clock.now(),
                said_at=phone_time(request.POST.get("said_at")),
                sent_at=phone_time(request.POST.get("sent_at")),
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            if sent_now.amends_id is not None:
                messages.warning(request, gettext(AMENDED))
            if follow_up(answers).opens_help:
                messages.success(request, gettext("Your check-in is sent. Your answers are kept."))
                return see_other(reverse("me_help"), request)
            return see_other(reverse("me_check_in_sent"), request)
    return _form_page(request, form, status=422)


@page(OPEN_PORTAL)
@require_GET
def sent(request: Request) -> HttpResponseBase:
    """Thank you; who reads it and who doesn't watch it."""
    client = own_client(request.actor)
    last = own_last_check_in(request.actor)
    if last is None:
        return redirect("me_check_in")
    zone = ZoneInfo(client.site.zone)
    context = {
        "name": client.called,
        "sent_words": since(last.received_at, clock.now(), zone),
        "told_use": last.use == "yes",
        "skills": shown_skills(own_skills(request.actor)[:SKILLS_SHOWN]) if last.craving else [],
        "readers": who_sees(care_team(request.actor, client)),
    }
    return render(request, "portal/sent.html", context)


def _form_page(request: Request, form: CheckInForm, *, status: int = 200) -> HttpResponseBase:
    """The form with what was typed. A key that can't be used again makes way for a fresh one."""
    now = clock.now()
    client = own_client(request.actor)
    last = own_last_check_in(request.actor)
    zone = ZoneInfo(client.site.zone)
    context = questions(request, form) | {
        "since": since(last.said_at, now, zone) if last else "",
        "readers": who_sees(care_team(request.actor, client)),
        "leave_url": reverse("me_today"),
    }
    return render(request, "portal/check_in.html", context, status=status)


def questions(request: HttpRequest, form: CheckInForm) -> dict[str, Any]:
    """What the five questions need, whoever answers them: nothing of anybody but what was just typed."""
    spent = form.is_bound and "key" in form.errors
    return {
        "form": form,
        "key": uuid4() if spent else form["key"].value(),
        "form_errors": [*form.non_field_errors(), *(form.errors["key"] if spent else ())],
        "said_at": "" if spent else request.POST.get("said_at", ""),
        "craving": list(enumerate(map(gettext, CRAVING_WORDS))),
        "mood": list(enumerate(map(gettext, MOOD_WORDS))),
        "triggers": [(code, gettext(label)) for code, label in TRIGGERS.items()],
        "use": [(code, gettext(label)) for code, label in USE.items()],
        "high_from": CRAVING_OPENS_HELP,
        "chosen": form["triggers"].value() or [],
    }
