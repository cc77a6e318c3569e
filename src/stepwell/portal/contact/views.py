"""How I may be reached: one page, one button."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.permissions import KEEP_CONTACT
from stepwell.domain.contact.queries import reach_of
from stepwell.domain.contact.rules import Wishes, may_reach
from stepwell.domain.people.queries import own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.contact.forms import QUESTIONS, ContactForm


@page(KEEP_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request) -> HttpResponseBase:
    """What holds now, to be said anew."""
    now = clock.now()
    client = own_client(request.actor)
    reach = reach_of(request.actor, client, now)
    # what holds, hours aside: also of a way that nobody has asked about
    safe = Wishes(ways=reach.wishes.ways)
    ticked = {way for way in QUESTIONS if may_reach(safe, way, reach.zone, now).from_at is not None}
    form = ContactForm(
        request.POST if request.method == "POST" else None, wishes=reach.wishes, ticked=ticked, said=reach.said
    )
    if request.method == "POST" and form.is_valid():
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
            messages.success(request, gettext("Saved. Your team sees it at once."))
            return see_other(reverse("me_contact"), request)
    given = {"form": form, "reach": reach, "ways": [form[way.value] for way in QUESTIONS]}
    return render(request, "portal/contact.html", given, status=422 if form.errors else 200)
