"""What the carrier of texts and calls tells us: how a message fared, and who wrote STOP.

Open to everybody and signed by the carrier: an unsigned word changes nothing and gets 403. The same word twice, or one
that comes late, changes nothing either (`notify.rules.after_report`).
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page
from stepwell.platform.access.permission import EVERYONE
from stepwell.platform.notify.actions import note_report
from stepwell.platform.notify.adapters.chosen import the_carrier
from stepwell.platform.notify.adapters.telephony import REPORTS
from stepwell.platform.notify.address import dialed, opt

# As the carriers' association has them (CTIA Messaging Principles, 5.1.3): a person gets out with one word.
_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_START = {"START", "UNSTOP", "YES"}
_MOST_BYTES = 20_000

Told = Callable[..., HttpResponseBase]


def _signed(view: Told) -> Told:
    """Only what the carrier has signed."""

    def checked(request: Request, **kwargs: UUID) -> HttpResponseBase:
        carrier = the_carrier()
        if carrier is None:
            return HttpResponse(status=404)
        if settings.HTTPS and not request.is_secure():
            return HttpResponse(status=403)
        length = request.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length[:9]) > _MOST_BYTES:
            return HttpResponse(status=413)
        signature = request.headers.get("X-Twilio-Signature", "")
        address = f"{carrier.report_url.removesuffix('/notify/status/')}{request.path}"
        if not carrier.signed(address, {name: request.POST[name] for name in request.POST}, signature):
            return HttpResponse(status=403)
        return view(request, **kwargs)

    return checked


@csrf_exempt
@require_POST
@page(EVERYONE)
@_signed
def status(request: Request, message_id: UUID) -> HttpResponse:
    """How one message fared."""
    said = REPORTS.get(request.POST.get("MessageStatus") or request.POST.get("CallStatus", ""))
    provider_id = request.POST.get("MessageSid") or request.POST.get("CallSid", "")
    # no id of the carrier's holds a NUL, and the database takes none
    if said is not None and "\0" not in provider_id:
        code = request.POST.get("ErrorCode", "")
        code = f"carrier {code}" if code.isdecimal() else ""
        note_report(
            actor=system("notify"),
            message_id=message_id,
            provider_id=provider_id[:200],
            said=said,
            code=code,
            now=clock.now(),
        )
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
@page(EVERYONE)
@_signed
def inbound(request: Request) -> HttpResponse:
    """Somebody wrote to our number. STOP and START count; everything else is for people, and is answered so."""
    word = request.POST.get("Body", "").strip().upper()
    if word in _STOP | _START:
        try:
            opt(actor=system("notify"), number=dialed(request.POST.get("From", "")), out=word in _STOP, now=clock.now())
        except Refused:
            return HttpResponse(status=204)
        # the carrier answers STOP and START itself
        return HttpResponse("<Response/>", content_type="text/xml; charset=utf-8")
    answer = "Nobody reads this number. If you need someone now, call or text 988, or call 911."
    return HttpResponse(f"<Response><Message>{answer}</Message></Response>", content_type="text/xml; charset=utf-8")
