"""A client's consents: who may receive what, who did, a new one, and taking one back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stepwell.console.consents.forms import ConsentForm, RevokeForm
from stepwell.console.consents.row import draft_rows, row_of
from stepwell.domain.consent.actions import record_consent
from stepwell.domain.consent.actions.revoking import revoke_consent
from stepwell.domain.consent.permissions import CONNECT_LOGIN, KEEP_CONSENTS
from stepwell.domain.consent.queries.consequences import consequences_of
from stepwell.domain.consent.queries.drafts import drafts_of
from stepwell.domain.consent.queries.kept import consents_of, disclosures_of, get_consent, recipients_at
from stepwell.domain.consent.queries.opened import can_have_login
from stepwell.domain.consent.rules import NOTICE
from stepwell.domain.people.queries import find_client
from stepwell.domain.privacy.permissions import HANDLE_PRIVACY
from stepwell.domain.privacy.queries import is_held
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(KEEP_CONSENTS)
def consents(request: Request, client_id: UUID) -> HttpResponseBase:
    """See them, and record one that was signed."""
    now = clock.now()
    client = find_client(request.actor, client_id)
    zone = ZoneInfo(client.site.zone)
    today = clock.day_at(now, zone)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        recipients=recipients_at(request.actor, client.site),
        initial={"signed_on": today, "starts_on": today, "signed_how": "paper", "until": "end of treatment"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_consent(actor=request.actor, client_id=client.pk, signed=form.signed(), now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The consent is recorded, and acts from its first day.")
            return see_other(reverse("consents", args=[client.pk]), request)
    context = {
        "client": client,
        "zone": zone,
        "drafts": draft_rows(drafts_of(request.actor, client)),
        "rows": [row_of(one, now=now) for one in consents_of(request.actor, client)],
        "received": disclosures_of(request.actor, client),
        "form": form,
        "held": is_held(request.actor, client),
        "at_desk": client.site_id in request.actor.sites_for(HANDLE_PRIVACY),
    }
    return render(request, "console/consents/consents.html", context, status=422 if form.errors else 200)


@page(KEEP_CONSENTS)
@require_GET
def consent(request: Request, consent_id: int) -> HttpResponseBase:
    """One consent, whole, as it was signed: to read and to print."""
    found = get_consent(request.actor, consent_id)
    context = {
        "client": found.client,
        "zone": ZoneInfo(found.client.site.zone),
        "row": row_of(found, now=clock.now()),
        "notice": NOTICE.text,
        "may_connect": request.actor.may(CONNECT_LOGIN) and can_have_login(found.recipient),
        "may_write": can_have_login(found.recipient) and found.revoked_at is None,
    }
    return render(request, "console/consents/consent.html", context)


@page(KEEP_CONSENTS)
def revoke(request: Request, consent_id: int) -> HttpResponseBase:
    """What taking it back does, and then doing it."""
    now = clock.now()
    found = get_consent(request.actor, consent_id)
    back = reverse("consents", args=[found.client_id])
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_consent(actor=request.actor, consent_id=consent_id, met_on=form.cleaned_data["met_on"], now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The consent is revoked. Nothing more goes out on it.")
            return see_other(back, request)
    context = {
        "client": found.client,
        "row": row_of(found, now=now),
        "what": consequences_of(request.actor, found, now=now),
        "form": form,
        "back": back,
    }
    return render(request, "console/consents/revoke.html", context, status=422 if form.errors else 200)
