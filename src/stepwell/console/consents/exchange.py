"""Settings of the exchange: organizations that may receive, and tokens for their systems."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from stepwell.console.consents.forms import AgreementForm, RecipientForm, TokenForm
from stepwell.domain.consent.actions import add_recipient, issue_token, revoke_token
from stepwell.domain.consent.actions.agreements import end_agreement, file_agreement
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE
from stepwell.domain.consent.queries.kept import exchange_sites, get_recipient, recipients_held
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(ADMINISTER_EXCHANGE)
def recipients(request: Request) -> HttpResponseBase:
    """Organizations with their tokens, and a form for one more."""
    sites = {str(site.pk): site for site in exchange_sites(request.actor)}
    form = RecipientForm(request.POST if request.method == "POST" else None)
    form.fields["site"].choices = [(key, site.name) for key, site in sites.items()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            added = add_recipient(
                actor=request.actor, site=sites[data["site"]], name=data["name"], kind=data["kind"], now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, f"{added.name} can be named in consents now.")
            return see_other(reverse("exchange"), request)
    context = {"held": recipients_held(request.actor, now=clock.now()), "form": form, "now": clock.now()}
    return render(request, "console/consents/exchange.html", context, status=422 if form.errors else 200)


@page(ADMINISTER_EXCHANGE)
def token(request: Request, recipient_id: int) -> HttpResponseBase:
    """Give a token. Its secret is on the answer to this one form, and nowhere else."""
    recipient = get_recipient(request.actor, recipient_id)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            issued, secret = issue_token(
                actor=request.actor, recipient_id=recipient.pk, now=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            show_refusals(form, refused, names={"day": "expires_on"})
        else:
            shown = {
                "recipient": recipient,
                "token": issued,
                "secret": secret,
                "last_on": form.cleaned_data["expires_on"],
            }
            return render(request, "console/consents/issued.html", shown)
    context = {"recipient": recipient, "form": form}
    return render(request, "console/consents/token.html", context, status=422 if form.errors else 200)


@require_POST
@page(ADMINISTER_EXCHANGE)
def revoke(request: Request, token_id: int) -> HttpResponseBase:
    """The token opens nothing any more."""
    revoke_token(actor=request.actor, token_id=token_id, now=clock.now())
    messages.success(request, "The token is revoked. It opens nothing any more.")
    return see_other(reverse("exchange"), request)


@page(ADMINISTER_EXCHANGE)
def agreement(request: Request, recipient_id: int) -> HttpResponseBase:
    """Put a signed service agreement on file."""
    recipient = get_recipient(request.actor, recipient_id)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file_agreement(actor=request.actor, recipient_id=recipient.pk, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusals(form, refused, names={"day": "starts_on"})
        else:
            messages.success(request, "The agreement is on file.")
            return see_other(reverse("exchange"), request)
    context = {"recipient": recipient, "form": form}
    return render(request, "console/consents/agreement.html", context, status=422 if form.errors else 200)


@require_POST
@page(ADMINISTER_EXCHANGE)
def end(request: Request, agreement_id: int) -> HttpResponseBase:
    """The agreement holds no longer."""
    end_agreement(actor=request.actor, agreement_id=agreement_id, now=clock.now())
    messages.success(request, "The agreement has ended. Nothing more goes out on it.")
    return see_other(reverse("exchange"), request)
