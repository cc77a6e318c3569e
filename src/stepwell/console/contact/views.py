"""How somebody may be reached: what holds, writing it down anew, and an emergency."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.console.contact.forms import ContactForm, EmergencyForm
from stepwell.console.contact.shown import call_of, lines
from stepwell.domain.contact.actions import open_contact_emergency, review_contact_emergency, say_how_to_reach
from stepwell.domain.contact.models import ContactEmergency
from stepwell.domain.contact.permissions import (
    CONTACT_IN_EMERGENCY,
    KEEP_CONTACT,
    REVIEW_CONTACT,
    VIEW_CONTACT,
)
from stepwell.domain.contact.queries import emergencies_of, get_emergency, reach_history, reach_of
from stepwell.domain.people.permissions import GIVE_PORTAL
from stepwell.domain.people.queries import get_client, held_for
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request, client_id: UUID) -> HttpResponseBase:
    """What holds now, a form for who may write it down, and what was said before."""
    now = clock.now()
    client = get_client(request.actor, client_id, what="contact")
    held = held_for(request.actor, client, (KEEP_CONTACT, CONTACT_IN_EMERGENCY, GIVE_PORTAL))
    reach = reach_of(request.actor, client, now)
    form = ContactForm(request.POST if request.method == "POST" else None, wishes=reach.wishes, said=reach.said)
    if request.method == "POST":
        if KEEP_CONTACT not in held:
            raise NotAllowed(KEEP_CONTACT.name)
        if form.is_valid():
            try:
                say_how_to_reach(
                    actor=request.actor,
                    client_id=client.pk,
                    wishes=form.wishes(),
                    call_as=form.cleaned_data["call_as"],
                    words=form.cleaned_data["words"],
                    seen=form.cleaned_data["seen"],
                    now=now,
                )
            except Refused as refused:
                show_refusals(form, refused)
            else:
                messages.success(request, "Written down. It holds from now on.")
                return see_other(reverse("contact", args=[client.pk]), request)
    given = {
        "client": client,
        "call": call_of(client, reach, now),
        "reach": reach,
        "lines": lines(reach, now),
        "form": form if KEEP_CONTACT in held else None,
        "may_declare": CONTACT_IN_EMERGENCY in held and reach.emergency is None,
        "gives_login": GIVE_PORTAL in held,
        "history": reach_history(request.actor, client),
        "emergencies": emergencies_of(request.actor, client),
    }
    with timezone.override(client.site.zone):
        return render(request, "console/contact/contact.html", given, status=422 if form.errors else 200)


@page(CONTACT_IN_EMERGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request, client_id: UUID) -> HttpResponseBase:
    """Contact them all the same: say why, first."""
    client = get_client(request.actor, client_id, what="contact")
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            open_contact_emergency(actor=request.actor, client_id=client.pk, reason=reason, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Written down. You may reach them now; the privacy officer will look at it.")
            return see_other(reverse("contact", args=[client.pk]), request)
    given = {"client": client, "form": form}
    return render(request, "console/contact/emergency.html", given, status=422 if form.errors else 200)


@page(REVIEW_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, emergency_id: UUID) -> HttpResponseBase:
    """Why somebody was contacted against their wish; looked at, it goes from Today."""
    if request.method == "POST":
        try:
            review_contact_emergency(actor=request.actor, emergency_id=emergency_id, now=clock.now())
        except Refused as refused:
            found = get_emergency(request.actor, emergency_id)
            return _review_page(request, found, refused)
        messages.success(request, "Noted that you looked at it.")
        return see_other(reverse("today"), request)
    return _review_page(request, get_emergency(request.actor, emergency_id))


def _review_page(request: Request, found: ContactEmergency, refused: Refused | None = None) -> HttpResponseBase:
    given = {
        "found": found,
        "is_own": found.staff_id == request.actor.staff_id,
        "refusals": refused.refusals if refused else (),
    }
    with timezone.override(found.client.site.zone):
        return render(request, "console/contact/review.html", given, status=409 if refused else 200)
