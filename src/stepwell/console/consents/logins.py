"""Which login is the person or organization that a consent names. `named_id` is a consent that names one."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.consents.forms import LoginForm
from stepwell.console.consents.row import row_of
from stepwell.domain.consent.actions.opening import connect_login, disconnect_login
from stepwell.domain.consent.permissions import CONNECT_LOGIN
from stepwell.domain.consent.queries.kept import get_consent
from stepwell.domain.consent.queries.opened import can_have_login, logins_for, logins_of
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(CONNECT_LOGIN)
def connect(request: Request, named_id: int) -> HttpResponseBase:
    """Those that are theirs, and one more."""
    now = clock.now()
    consent = get_consent(request.actor, named_id)
    recipient = consent.recipient
    if recipient is None or not can_have_login(recipient):
        raise NotFound("login")
    logins = logins_of(request.actor, recipient)
    taken = {login.visitor_id for login in logins}
    # what is sent twice is taken twice, and is one connection
    is_sent = request.method == "POST"
    visitors = [one for one in logins_for(request.actor, recipient) if is_sent or one.pk not in taken]
    form = LoginForm(request.POST if is_sent else None, visitors=visitors)
    if is_sent and form.is_valid():
        chosen = form.cleaned_data["visitor"]
        try:
            made = connect_login(actor=request.actor, consent_id=named_id, visitor_id=chosen, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{made.visitor.name} sees from now on what the consent covers.")
            return see_other(reverse("consent_login", args=[named_id]), request)
    context = {
        "client": consent.client,
        "row": row_of(consent, now=now),
        "recipient": recipient,
        "logins": logins,
        "has_choice": bool(visitors),
        "form": form,
    }
    return render(request, "console/consents/login.html", context, status=422 if form.errors else 200)


@require_POST
@page(CONNECT_LOGIN)
def disconnect(request: Request, named_id: int, login_id: int) -> HttpResponseBase:
    """It is theirs no longer."""
    disconnect_login(actor=request.actor, consent_id=named_id, login_id=login_id, now=clock.now())
    messages.success(request, "This login is theirs no longer. Its page is closed.")
    return see_other(reverse("consent_login", args=[named_id]), request)
