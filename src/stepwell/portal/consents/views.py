"""Who may see what. Two steps to take one back: first what it changes, then doing it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from stepwell.domain.consent.actions.revoking import revoke_own_consent
from stepwell.domain.consent.actions.signing import sign_on_phone
from stepwell.domain.consent.permissions import SIGN_OWN
from stepwell.domain.consent.queries.consequences import consequences_of
from stepwell.domain.consent.queries.drafts import draft_text, get_own_draft, language_of_text, own_drafts
from stepwell.domain.consent.queries.own import get_own_consent, own_accounting, own_consents
from stepwell.domain.consent.rules import NOTICE
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.consent.rules.words import digest_of_text
from stepwell.domain.people.queries import own_client
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import ENGLISH
from stepwell.look.refusals import in_words, show_refusals
from stepwell.look.signing import SignForm
from stepwell.platform.access.door import Request, page, see_other
from stepwell.portal.consents.words import card_of, lost, title_of, told_lines, who_of


@page(SIGN_OWN)
@require_GET
def consents(request: Request) -> HttpResponseBase:
    """What waits for my signature, what holds, and what is over."""
    now = clock.now()
    cards = [card_of(one, now=now) for one in own_consents(request.actor)]
    context = {
        "waiting": [(one.pk, title_of(one), who_of(one)) for one in own_drafts(request.actor)],
        "open": [card for card in cards if card.is_open],
        "over": [card for card in cards if not card.is_open],
    }
    return render(request, "portal/consents.html", context)


@page(SIGN_OWN)
@require_GET
def consent(request: Request, consent_id: int) -> HttpResponseBase:
    """One consent, whole, and what went out on it."""
    found = get_own_consent(request.actor, consent_id)
    zone = ZoneInfo(found.client.site.zone)
    context = {
        "card": card_of(found, now=clock.now()),
        "told": told_lines(own_accounting(request.actor, found.pk), zone),
        "written_in": language_of_text(found.said),
    }
    return render(request, "portal/consent.html", context)


@page(SIGN_OWN)
@require_GET
def disclosures(request: Request) -> HttpResponseBase:
    """Everything that went out about me, to read and to print (45 CFR 164.528)."""
    client = own_client(request.actor)
    zone = ZoneInfo(client.site.zone)
    context = {
        "client": client,
        "told": told_lines(own_accounting(request.actor), zone),
        "as_of": clock.now().astimezone(zone),
        "notice": NOTICE.text,
    }
    return render(request, "portal/disclosures.html", context)


@page(SIGN_OWN)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, draft_id: UUID) -> HttpResponseBase:
    """Read the whole, then sign."""
    draft = get_own_draft(request.actor, draft_id)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signed = sign_on_phone(
                actor=request.actor, draft_id=draft_id, typed=Typed(**form.cleaned_data), now=clock.now()
            )
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, gettext("Signed. You can read it here at any time."))
            return see_other(reverse("me_consent", args=[signed.pk]), request)
    text = draft_text(draft, get_language() or ENGLISH)
    context = {
        "draft": draft,
        "client": draft.client,
        "title": title_of(draft),
        "text": text,
        "read": digest_of_text(text),
        "waits": draft.withdrawn_at is None and draft.consent_id is None,
        "form": form,
    }
    return render(request, "portal/consent_sign.html", context, status=422 if form.errors else 200)


@page(SIGN_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Request, consent_id: int) -> HttpResponseBase:
    """What taking it back changes, and then doing it."""
    now = clock.now()
    found = get_own_consent(request.actor, consent_id)
    status = 200
    if request.method == "POST":
        try:
            revoke_own_consent(actor=request.actor, consent_id=consent_id, now=now)
        except Refused:  # the page says why, before and after
            status = 422
        else:
            messages.success(request, gettext("Taken back. From now on nothing more goes out on it."))
            return see_other(reverse("me_consents"), request)
    what = consequences_of(request.actor, found, now=now)
    context = {
        "card": card_of(found, now=now),
        "what": what,
        "against": in_words(Refused(what.against)) if what.against else (),
        "losses": [lost(one) for one in what.losses],
    }
    return render(request, "portal/consent_revoke.html", context, status=status)
