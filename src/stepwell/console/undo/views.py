"""The Undo button: a form, so that it works without scripts."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.undo.inverses import INVERSES
from stepwell.console.undo.offers import take
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.access.permission import LOGGED_IN


@require_POST
@page(LOGGED_IN)
def undo(request: Request) -> HttpResponseBase:
    """Do the inverse of what was done last, or say why not. The inverse asks for its own permission."""
    now = clock.now()
    offer = take(request, request.POST.get("offer", ""), now)
    if offer is None:
        messages.warning(request, "It is too late to undo this here. Change it by hand where you made it.")
        return see_other(reverse("today"), request)
    try:
        INVERSES[offer.inverse](request.actor, offer.ids, now)
    except Refused as refused:
        said = " ".join(f"{one.what} {one.mend}".strip() for one in refused.refusals)
        messages.error(request, f"Not undone. {said}")
    else:
        messages.success(request, "Undone. Both steps stay in the record.")
    return see_other(offer.back, request)
