"""Two taps after a session: did it help, and should anything change. The first is kept at once.

Plain forms, so that it works with scripts off. The address names the session, never what was said.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.feedback.actions import say_helped, say_words
from stepwell.domain.feedback.queries import own_booking
from stepwell.domain.feedback.rules import Helped, read_helped
from stepwell.domain.people.queries import care_team, own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import in_words
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.permissions import OPEN_PORTAL
from stepwell.portal.readers import who_sees

# Label by answer, as on the card of Today.
ANSWERS = {Helped.YES: gettext_noop("Yes"), Helped.SOME: gettext_noop("Some"), Helped.NO: gettext_noop("Not really")}


@page(OPEN_PORTAL)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: Request, session_id: UUID) -> HttpResponseBase:
    """The first question, and once it is answered the second."""
    client = own_client(request.actor)
    booking = own_booking(request.actor, client, session_id)
    refusals: tuple[object, ...] = ()
    if request.method == "POST":
        asked: dict[str, Any] = {"actor": request.actor, "session_id": session_id, "now": clock.now()}
        try:
            if "helped" in request.POST:
                say_helped(helped=read_helped(request.POST["helped"]), **asked)
                return see_other(reverse("me_feedback", args=[session_id]), request)
            say_words(words=request.POST.get("words", ""), **asked)
        except Refused as refused:
            refusals = in_words(refused)
        else:
            messages.success(request, gettext("Thank you. It is sent."))
            return see_other(reverse("me_today"), request)
    said = getattr(booking, "feedback", None)
    context = {
        "session": booking.session,
        "answers": [(one.value, gettext(label)) for one, label in ANSWERS.items()],
        "said": said,
        "said_label": gettext(ANSWERS[Helped(said.helped)]) if said else "",
        "again": "again" in request.GET,
        "words": request.POST.get("words", said.words if said else ""),
        "refusals": refusals,
        "readers": who_sees(care_team(request.actor, client)),
        "leader": booking.session.leader.name,
    }
    return render(request, "portal/feedback.html", context, status=422 if refusals else 200)
