"""Going through the packet with a client, and having it signed: on this device, on paper, or on their phone."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.orientation.actions import record_signed_paper, sign_orientation_here
from stepwell.domain.orientation.permissions import GIVE_ORIENTATION
from stepwell.domain.orientation.queries import Reading, reading_of
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import SPOKEN
from stepwell.look.refusals import show_refusals
from stepwell.look.signing import PaperForm, SignForm
from stepwell.look.spoken import asked_language
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.handed_over import hand_over, is_handed_over


@page(GIVE_ORIENTATION)
def orientation(request: Request, client_id: UUID) -> HttpResponseBase:
    """The packet as it is now, whether they have signed it, and the ways to have it signed."""
    now = clock.now()
    reading = reading_of(request.actor, client_id, now, asked_language(request))
    form = PaperForm(
        request.POST if request.method == "POST" else None, initial={"signed_on": clock.day_at(now, reading.zone)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_signed_paper(actor=request.actor, client_id=client_id, **form.cleaned_data, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The signed paper is recorded. Keep it with the record.")
            return see_other(reverse("orientation", args=[client_id]), request)
    return _sheet(request, reading, "orientation", form)


@page(GIVE_ORIENTATION)
def here(request: Request, client_id: UUID) -> HttpResponseBase:
    """The packet alone and the client's own hand under it, on a device that is handed over, in their language."""
    now = clock.now()
    reading = reading_of(request.actor, client_id, now, asked_language(request))
    address, back = reverse("orientation_here", args=[client_id]), reverse("orientation", args=[client_id])
    if request.POST.get("verb") == "hand_over":
        hand_over(request, address, back)
        return see_other(request.get_full_path(), request)
    if not is_handed_over(request, address):
        return see_other(back, request)
    with translation.override(reading.language):
        return _in_their_hands(request, reading, now)


def _in_their_hands(request: Request, reading: Reading, now: datetime) -> HttpResponseBase:
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = Typed(**form.cleaned_data)
        try:
            sign_orientation_here(actor=request.actor, client_id=reading.client.pk, typed=typed, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return render(request, "console/orientation/thanks.html")
    return _sheet(request, reading, "here", form)


def _sheet(request: Request, reading: Reading, template: str, form: PaperForm | SignForm) -> HttpResponseBase:
    context = {"reading": reading, "client": reading.client, "zone": reading.zone, "form": form}
    context |= {"speaks": template == "here", "languages": SPOKEN.items()}
    return render(request, f"console/orientation/{template}.html", context, status=422 if form.errors else 200)
