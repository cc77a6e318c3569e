"""A client's consents: who may receive what, who did, a new one, and taking one back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.consents.forms import ConsentForm
from stepwell.domain.consent.actions import record_consent, revoke_consent
from stepwell.domain.consent.models import Consent
from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.domain.consent.queries.kept import consents_of, disclosures_of, get_consent, recipients_at
from stepwell.domain.consent.rules import KIND_WORDS, PURPOSE_WORDS, ItemKind, Purpose
from stepwell.domain.people.queries import find_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@dataclass(frozen=True, slots=True)
class Row:
    """A consent in words. `state` is active, to come, ended or revoked."""

    consent: Consent
    who: str
    purposes: str
    kinds: tuple[str, ...]
    until: str
    state: str


def row_of(consent: Consent, *, now: datetime) -> Row:
    """What the page says of it."""
    zone = ZoneInfo(consent.client.site.zone)
    state = "active"
    if consent.revoked_at is not None:
        state = "revoked"
    elif consent.ends_at is not None and consent.ends_at <= now:
        state = "ended"
    elif consent.starts_at > now:
        state = "to come"
    last = (consent.ends_at - timedelta(seconds=1)).astimezone(zone).date() if consent.ends_at else None
    until = f"until {last.day} {last:%B %Y}" if last else f"until {consent.until_event}"
    return Row(
        consent,
        consent.recipient.name if consent.recipient else f"Every {consent.recipient_kind}",
        ", ".join(PURPOSE_WORDS[Purpose(one)] for one in consent.purposes),
        tuple(KIND_WORDS[ItemKind(one)] for one in consent.kinds),
        "no end" if consent.until_event == "none" else until,
        state,
    )


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
        "rows": [row_of(one, now=now) for one in consents_of(request.actor, client)],
        "received": disclosures_of(request.actor, client),
        "form": form,
    }
    return render(request, "console/consents/consents.html", context, status=422 if form.errors else 200)


@page(KEEP_CONSENTS)
def revoke(request: Request, consent_id: int) -> HttpResponseBase:
    """What taking it back does, and then doing it."""
    now = clock.now()
    consent = get_consent(request.actor, consent_id)
    back = reverse("consents", args=[consent.client_id])
    if request.method == "POST":
        revoke_consent(actor=request.actor, consent_id=consent_id, now=now)
        messages.success(request, "The consent is revoked. Nothing more goes out on it.")
        return see_other(back, request)
    context = {"client": consent.client, "row": row_of(consent, now=now), "back": back}
    return render(request, "console/consents/revoke.html", context)
