"""Ask to be called. Whatever is sent is kept; what doesn't look like a person is held for one to look at.

No token against forged forms, on purpose: whoever forges one only asks to be called, and no cookie is left behind.
"""

from allauth.core import ratelimit
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.domain.admissions.actions.online import receive_online
from stepwell.domain.admissions.rules.online import why_held
from stepwell.domain.people.queries import sites_to_ask
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.access.permission import EVERYONE
from stepwell.public.ask.forms import AskForm
from stepwell.public.frame import in_frame

_DOOR = system("public form")


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@page(EVERYONE)
def ask(request: Request) -> HttpResponseBase:
    """The form; sent, it is kept and thanked for."""
    sites = sites_to_ask()
    if not sites:
        return in_frame(request, "public/ask/nowhere.html")
    form = AskForm(sites, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _show(request, form, 422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="ask_online_most"):
        form.add_error(None, "Too many asked from this place within an hour. Please call us instead.")
        return _show(request, form, 429)
    asked = form.asked()
    is_one_of_many = not ratelimit.consume(request, action="ask_online")
    held = why_held(trap=form.cleaned_data["website"], words=asked.words, is_one_of_many=is_one_of_many)
    try:
        key, now = form.cleaned_data["key"], clock.now()
        receive_online(actor=_DOOR, site=form.chosen_site, key=key, asked=asked, held=held, now=now)
    except Refused as refused:
        show_refusals(form, refused)
        return _show(request, form, 422)
    return see_other(reverse("ask_sent"), request)


@require_safe
@page(EVERYONE)
def sent(request: Request) -> HttpResponse:
    """We have it, and what comes next. The same for everybody."""
    return in_frame(request, "public/ask/sent.html")


def _show(request: Request, form: AskForm, status: int) -> HttpResponse:
    return in_frame(request, "public/ask/form.html", {"form": form}, status=status)
