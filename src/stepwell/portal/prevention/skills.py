"""Skills: what helped this person comes first, one page each, and one question afterwards."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.domain.prevention.actions.skills import say_whether_it_helped
from stepwell.domain.prevention.permissions import KEEP_PREVENTION
from stepwell.domain.prevention.queries.skills import own_skill, own_skills
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.phone_time import phone_time
from stepwell.portal.prevention.forms import HELPED, HelpedForm
from stepwell.portal.prevention.words import shown_skill, shown_skills


@page(KEEP_PREVENTION)
@require_GET
def skills(request: Request) -> HttpResponseBase:
    """All of them, with what one said of each."""
    return render(request, "portal/skills.html", {"skills": shown_skills(own_skills(request.actor))})


@page(KEEP_PREVENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: Request, skill_code: str) -> HttpResponseBase:
    """One, step by step; sent, it is counted."""
    found, tally = own_skill(request.actor, skill_code)
    form = HelpedForm(request.POST) if request.method == "POST" else HelpedForm(initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            said = say_whether_it_helped(
                actor=request.actor,
                key=form.cleaned_data["key"],
                code=found.code,
                helped=form.cleaned_data["helped"],
                now=clock.now(),
                said_at=phone_time(request.POST.get("said_at")),
                sent_at=phone_time(request.POST.get("sent_at")),
            )
        except Refused as refused:
            show_refusals(form, refused, otherwise="helped")
        else:
            thanks, other = gettext("Thank you. It counts."), gettext("Good to know. Try another one, or call someone.")
            messages.success(request, other if said.helped == "no" else thanks)
            return see_other(reverse("me_skills"), request)
    key = uuid4() if "key" in form.errors else form["key"].value()
    context = {"skill": shown_skill(found, tally), "form": form, "key": key, "helped": list(HELPED.items())}
    return render(request, "portal/skill.html", context, status=422 if form.errors else 200)
