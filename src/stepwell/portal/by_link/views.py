"""The five questions behind a token. Neither a name nor an earlier answer stands on them.

A GET uses nothing up: what scans a text for links opens it too. One answer for a link that is used, over, unknown, or
whose owner isn't safe any more.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.checkins.actions import say_unsafe_at_door
from stepwell.domain.checkins.queries import open_link
from stepwell.domain.checkins.rules import follow_up
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import page
from stepwell.platform.access.permission import EVERYONE
from stepwell.platform.accounts.handed_over import is_handed_over
from stepwell.portal.check_in.forms import CheckInForm
from stepwell.portal.check_in.views import questions
from stepwell.portal.help.views import readable_key
from stepwell.portal.language import spoken_to
from stepwell.portal.phone_time import phone_time
from stepwell.workflows.check_in import tell_by_link

# Somebody who left the device at the door: it goes back by itself.
CLEARS_AFTER_SECONDS, THANKS_SECONDS = 180, 20


@page(EVERYONE)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str, kiosk_id: UUID | None = None) -> HttpResponseBase:
    """The questions; sent, thanks and whom to call. At the door they lead back to its own page."""
    # only where this device was handed over for that door: an address that somebody makes up is answered by nothing
    door = reverse("kiosk", args=[kiosk_id]) if kiosk_id else ""
    back = door if door and is_handed_over(request, door) else ""
    now = clock.now()
    if request.method != "POST":
        link = open_link(token, now)
        if link is None:
            return _shown(request, "over", back, status=404)
        with translation.override(spoken_to(request, link.client.language)):
            return _shown(request, "questions", back, **_asked(request, CheckInForm(initial={"key": uuid4()}), back))
    if kiosk_id and request.POST.get("verb") == "unsafe":
        return _unsafe(request, token, back)
    return _sent(request, token, back, now)


def _sent(request: HttpRequest, token: str, back: str, now: datetime) -> HttpResponse:
    """Thanks, or the questions with what is open in them."""
    form = CheckInForm(request.POST)
    if form.is_valid():
        answers = form.answers()
        try:
            sent = tell_by_link(
                token=token,
                key=form.cleaned_data["key"],
                answers=answers,
                now=now,
                said_at=phone_time(request.POST.get("said_at")),
                sent_at=phone_time(request.POST.get("sent_at")),
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            if sent is None:
                return _shown(request, "over", back, status=404)
            told = {"is_high": follow_up(answers).opens_help, "told_use": answers.use == "yes"}
            return _shown(request, "sent", back, amends=sent.amends_id is not None, **told)
    elif open_link(token, now) is None:
        return _shown(request, "over", back, status=404)
    return _shown(request, "questions", back, status=422, **_asked(request, form, back))


def _asked(request: HttpRequest, form: CheckInForm, back: str) -> dict[str, Any]:
    """Nobody is signed in, so nothing can be locked on this device: what finds no connection waits on the page."""
    return {**questions(request, form), "event_key": uuid4(), "waits": "door" if back else "phone"}


def _unsafe(request: HttpRequest, token: str, back: str) -> HttpResponse:
    """Somebody at the door doesn't feel safe. What the screen answers says nothing to who stands behind them."""
    event = say_unsafe_at_door(
        token=token,
        key=readable_key(request.POST.get("event_key", "")),
        now=clock.now(),
        pressed_at=phone_time(request.POST.get("pressed_at")),
        sent_at=phone_time(request.POST.get("sent_at")),
    )
    return _shown(request, "at_desk", back, is_sent=event is not None, status=200 if event else 404)


def _shown(request: HttpRequest, name: str, back: str, *, status: int = 200, **context: Any) -> HttpResponse:
    # sent, the page goes on in the language that it was read in
    spoken = {"asked_in": f"?in={translation.get_language()}"}
    given = {
        **spoken,
        **context,
        "back": back,
        "clears_after": THANKS_SECONDS if name in ("sent", "at_desk") else CLEARS_AFTER_SECONDS,
    }
    # whoever is signed in on this device has nothing to do with it
    nobody = {"tabs": (), "unsafe_url": "", "idle_minutes": 0, "keep_key": "", "leave_url": back or "/"}
    answer = render(request, f"portal/by_link/{name}.html", {**given, **nobody}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    # the site's own Referrer-Policy tells the token to no other place; none at all would make a browser's form one
    # without an origin, which is refused
    return answer
