"""Reading the packet in peace, and signing it; afterwards it is there to be read again."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.orientation.actions import sign_orientation
from stepwell.domain.orientation.permissions import SIGN_ORIENTATION
from stepwell.domain.orientation.queries import own_reading
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.look.signing import SignForm
from stepwell.platform.access.door import Request, page, see_other
from stepwell.workflows.orientation import is_owed


@page(SIGN_ORIENTATION)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def orientation(request: Request) -> HttpResponseBase:
    """The whole packet, and one's own name under it."""
    now = clock.now()
    reading = own_reading(request.actor, now)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_orientation(actor=request.actor, typed=Typed(**form.cleaned_data), now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, gettext("Signed. You can read it here at any time."))
            return see_other(reverse("me_orientation"), request)
    context = {
        "reading": reading,
        "passages": reading.shown,
        "waits": reading.has_changed or is_owed(reading.client, reading.signed),
        "form": form,
    }
    return render(request, "portal/orientation.html", context, status=422 if form.errors else 200)
