"""One client's login: none yet, open or closed; a link to it; and beginning anew where a second step was lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.console.people.forms import CheckedForm, PortalForm, VisitorReasonForm
from stepwell.console.people.invitations import invite_to_sign_in
from stepwell.domain.people import actions
from stepwell.domain.people.models import Client
from stepwell.domain.people.permissions import GIVE_PORTAL
from stepwell.domain.people.queries import get_client, held_for
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.models import User
from stepwell.platform.accounts.permissions import CLOSE_ACCOUNT, RESET_FACTORS


@page(GIVE_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def portal_login(request: Request, client_id: UUID) -> HttpResponseBase:
    """How it stands; sent to, what was asked for."""
    client = get_client(request.actor, client_id, what="portal_login")
    if GIVE_PORTAL not in held_for(request.actor, client, (GIVE_PORTAL,)):
        raise NotAllowed(GIVE_PORTAL.name)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    if verb not in _DOES:
        return _show(request, client)
    make, does, said = _DOES[verb]
    form = make(request.POST)
    if form.is_valid():
        try:
            does(request, client, form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            if said:
                messages.success(request, said)
            return see_other(reverse("portal_login", args=[client.pk]), request)
    return _show(request, client, verb, form)


def _open(request: Request, client: Client, said: dict[str, Any]) -> None:
    account = actions.open_portal(actor=request.actor, client_id=client.pk, email=said["email"], now=clock.now())
    invite_to_sign_in(request, account)


def _link(request: Request, client: Client, _: dict[str, Any]) -> None:
    if client.account is not None:
        invite_to_sign_in(request, client.account)


def _close(request: Request, client: Client, said: dict[str, Any]) -> None:
    actions.close_portal(actor=request.actor, client_id=client.pk, reason=said["reason"])


def _reopen(request: Request, client: Client, _: dict[str, Any]) -> None:
    actions.reopen_portal(actor=request.actor, client_id=client.pk)


def _anew(request: Request, client: Client, said: dict[str, Any]) -> None:
    actions.begin_portal_anew(actor=request.actor, client_id=client.pk, checked=said["checked"], now=clock.now())


Does = Callable[[Request, Client, dict[str, Any]], None]
# What can be sent: the form, what it does, and what is said afterwards where the doing says nothing itself.
_DOES: dict[str, tuple[type[forms.Form], Does, str]] = {
    "open": (PortalForm, _open, ""),
    "link": (forms.Form, _link, ""),
    "close": (VisitorReasonForm, _close, "The login is closed."),
    "reopen": (forms.Form, _reopen, "The login is open again."),
    "anew": (CheckedForm, _anew, "What they had opens nothing any more. A link to begin anew is on its way."),
}


def _show(request: Request, client: Client, verb: str = "", form: forms.Form | None = None) -> HttpResponseBase:
    """The page with its forms: the one that was sent as it was typed."""
    account = User.objects.filter(pk=client.account_id).first() if client.account_id else None
    held = held_for(request.actor, client, (CLOSE_ACCOUNT, RESET_FACTORS))
    sent = {verb: form} if form is not None else {}
    shown = {"open"} if account is None else {"close", "anew"} if account.is_active else set()
    context = {
        "client": client,
        "account": account,
        "open_form": sent.get("open") or PortalForm(initial={"email": client.email}),
        "close_form": sent.get("close") or VisitorReasonForm(),
        "anew_form": sent.get("anew") or CheckedForm(),
        "refused": form if verb not in shown else None,
        "may_close": CLOSE_ACCOUNT in held,
        "may_begin_anew": RESET_FACTORS in held,
    }
    with timezone.override(ZoneInfo(client.site.zone)):
        status = 422 if form is not None and form.errors else 200
        return render(request, "console/logins/login.html", context, status=status)
