"""Reminders: a page of its own, the address that a browser gives for notices, and the worker that shows them."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stepwell.domain.people.queries import own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import SPOKEN
from stepwell.look.refusals import in_words
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.actions import choose_language
from stepwell.platform.notify.adapters.chosen import is_push_service
from stepwell.platform.notify.adapters.push import public_key
from stepwell.platform.notify.address import end_address, give_address, set_quiet
from stepwell.platform.notify.queries import own_addresses, quiet_hours
from stepwell.platform.notify.rules import Channel
from stepwell.portal.language import speaks_there
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.reminders.forms import ReachForm

_MOST_BYTES = 4_000


@page(OPEN_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: Request) -> HttpResponseBase:
    """How the program may reach me, and when not."""
    if request.POST.get("verb") == "language":
        return _speak(request)
    client = own_client(request.actor)
    account_id = request.actor.account_id or 0
    known = own_addresses(request.actor)
    quiet = quiet_hours(account_id)
    text = known.get(Channel.SMS, [])
    initial = {
        "phone": text[0].value if text else "",
        "quiet_from": quiet.from_time if quiet else None,
        "quiet_until": quiet.until_time if quiet else None,
    }
    form = ReachForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, clock.now()
        me: dict[str, Any] = {"actor": request.actor, "account_id": account_id, "now": now}
        if given["phone"]:
            give_address(channel=Channel.SMS, value=given["phone"], **me)
        else:
            end_address(channel=Channel.SMS, **me)
        set_quiet(zone=client.site.zone, from_time=given["quiet_from"], until_time=given["quiet_until"], **me)
        messages.success(request, gettext("Saved."))
        return see_other(reverse("me_reminders"), request)
    context = {
        "form": form,
        "languages": SPOKEN.items(),
        "language": request.actor.language,
        "stopped": bool(text and text[0].opted_out_at),
        "phones": len(known.get(Channel.PUSH, [])),
        "push_key": public_key(settings.NOTIFY_PUSH_KEY) if settings.NOTIFY_PUSH_KEY else "",
    }
    return render(request, "portal/reminders.html", context, status=422 if form.errors else 200)


def _speak(request: Request) -> HttpResponseBase:
    """From now on in this language, on the page where it was chosen."""
    try:
        choose_language(actor=request.actor, language=request.POST.get("language", ""))
    except Refused as refused:
        messages.error(request, " ".join(f"{one.what} {one.mend}" for one in in_words(refused)))
    back = request.POST.get("back", "")
    return see_other(back if speaks_there(back) else reverse("me_reminders"), request)


@require_POST
@page(OPEN_PORTAL)
def push(request: Request) -> HttpResponse:
    """This browser's subscription: taken, or given up. JSON as the browser makes it."""
    if len(request.body) > _MOST_BYTES:
        return JsonResponse({"what": gettext("This is too long for a subscription.")}, status=413)
    try:
        said = json.loads(request.body)
        endpoint = said["endpoint"] if said is not None else ""
        keys = {name: str(said["keys"][name]) for name in ("p256dh", "auth")} if said is not None else {}
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"what": gettext("This is no subscription. Turn notices off and on again.")}, status=422)
    me: dict[str, Any] = {"actor": request.actor, "account_id": request.actor.account_id or 0, "now": clock.now()}
    if not endpoint:
        end_address(channel=Channel.PUSH, **me)
        return JsonResponse({"on": False})
    if not isinstance(endpoint, str) or not is_push_service(endpoint):
        return JsonResponse({"what": gettext("We don’t know this browser’s notice service.")}, status=422)
    kept = json.dumps({"endpoint": endpoint, "keys": keys}, sort_keys=True)
    give_address(channel=Channel.PUSH, value=kept, **me)
    return JsonResponse({"on": True})


@require_GET
@page(OPEN_PORTAL)
def service_worker(request: Request) -> HttpResponseBase:
    """The worker of /me/: it shows notices with the words they carry, and what the client keeps on this phone."""
    given = {
        "icon": static("look/mark.svg"),
        "home": reverse("me_today"),
        "kept": reverse("me_kept"),
        "files": settings.STATIC_URL,
    }
    words = render(request, "portal/sw.js", given)
    words.headers["Content-Type"] = "text/javascript"
    words.headers["Service-Worker-Allowed"] = reverse("me_today")
    return words
