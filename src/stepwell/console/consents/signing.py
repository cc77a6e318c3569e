"""A consent from the first choice to the signature: prepared, signed on our device or on paper, withdrawn."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from stepwell.console.consents.preparing import PrepareForm
from stepwell.console.consents.row import draft_rows
from stepwell.domain.consent.actions.signing import prepare_consent, record_paper, sign_in_room, withdraw_draft
from stepwell.domain.consent.models import ConsentDraft
from stepwell.domain.consent.permissions import KEEP_CONSENTS
from stepwell.domain.consent.queries.drafts import draft_text, get_draft, recipients_for
from stepwell.domain.consent.rules.forms import FORMS, FormKind
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.consent.rules.words import digest_of_text
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, language_with
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.kernel.languages import ENGLISH, SPOKEN
from stepwell.kernel.numbered import by_number, number_of
from stepwell.look.refusals import show_refusals
from stepwell.look.signing import PaperForm, SignForm
from stepwell.look.spoken import asked_language, spoken
from stepwell.platform.access.door import Request, page, see_other
from stepwell.platform.accounts.handed_over import hand_over, is_handed_over
from stepwell.platform.ledger.unit import record_read

_NAMES = {"form": "recipient"}


@page(KEEP_CONSENTS)
def prepare(request: Request, client_id: UUID) -> HttpResponseBase:
    """Choose the kind, then what it says."""
    client = find_client(request.actor, client_id)
    record_read(request.actor, "consents", client.pk)
    said = request.POST.get("form", "")
    chosen = FormKind(said) if said in set(FormKind) else by_number(request.GET.get("form", ""), FormKind)
    if chosen is None:
        forms = [(number_of(one.kind, FormKind), one) for one in FORMS.values()]
        return render(request, "console/consents/kinds.html", {"client": client, "forms": forms})
    return _prepare(request, client, chosen)


def _prepare(request: Request, client: Client, chosen: FormKind) -> HttpResponseBase:
    kind = FORMS[chosen]
    form = PrepareForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        recipients=recipients_for(request.actor, client, kind),
        initial={
            "recipient": f"all {kind.of_class}" if kind.of_class else "",
            "purposes": sorted(kind.purposes) if len(kind.purposes) == 1 or kind.of_class else [],
            "kinds": sorted(kind.kinds) if len(kind.kinds) == 1 else [],
            "until": "end of treatment",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = prepare_consent(actor=request.actor, client_id=client.pk, prepared=form.prepared(), now=clock.now())
        except Refused as refused:
            show_refusals(form, refused, names=_NAMES)
        else:
            messages.success(request, "It waits for a signature: on the client's phone, here, or on paper.")
            return see_other(reverse("consent_sign", args=[draft.pk]), request)
    context = {"client": client, "kind": kind, "form": form}
    return render(request, "console/consents/prepare.html", context, status=422 if form.errors else 200)


@page(KEEP_CONSENTS)
def sign(request: Request, draft_id: UUID) -> HttpResponseBase:
    """The whole text, and the ways to have it signed."""
    return _sheet(request, get_draft(request.actor, draft_id))


@page(KEEP_CONSENTS)
def here(request: Request, draft_id: UUID) -> HttpResponseBase:
    """The text alone and the client's own hand under it, on a device that is handed over; else the staff's own page."""
    draft = get_draft(request.actor, draft_id)
    with translation.override(asked_language(request) or language_with(draft.client)):
        return _in_their_hands(request, draft)


def _in_their_hands(request: Request, draft: ConsentDraft) -> HttpResponseBase:
    address = reverse("consent_here", args=[draft.pk])
    if request.POST.get("verb") == "hand_over":
        hand_over(request, address, reverse("consents", args=[draft.client_id]))
        return see_other(request.get_full_path(), request)
    if not is_handed_over(request, address):
        return see_other(reverse("consent_sign", args=[draft.pk]), request)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_in_room(actor=request.actor, draft_id=draft.pk, typed=Typed(**form.cleaned_data), now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(request.get_full_path(), request)
    return _sheet(request, draft, sign=form)


@page(KEEP_CONSENTS)
def paper(request: Request, draft_id: UUID) -> HttpResponseBase:
    """The printed text was signed with a pen."""
    draft = get_draft(request.actor, draft_id)
    now = clock.now()
    today = clock.day_at(now, ZoneInfo(draft.client.site.zone))
    form = PaperForm(request.POST if request.method == "POST" else None, initial={"signed_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            record_paper(actor=request.actor, draft_id=draft_id, **form.cleaned_data, now=now)
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "The signed paper is recorded. Keep it with the record.")
            return see_other(reverse("consents", args=[draft.client_id]), request)
    return _sheet(request, draft, paper=form)


@require_POST
@page(KEEP_CONSENTS)
def withdraw(request: Request, draft_id: UUID) -> HttpResponseBase:
    """It waits no longer."""
    try:
        draft = withdraw_draft(actor=request.actor, draft_id=draft_id, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        draft = get_draft(request.actor, draft_id)
    else:
        messages.success(request, "It is withdrawn. Nobody can sign it any more.")
    return see_other(reverse("consents", args=[draft.client_id]), request)


def _sheet(
    request: Request, draft: ConsentDraft, *, sign: SignForm | None = None, paper: PaperForm | None = None
) -> HttpResponseBase:
    # on a device that was handed over this is the client's; staff choose what is printed
    language = (get_language() if sign else asked_language(request) or language_with(draft.client)) or ENGLISH
    text, row = draft_text(draft, language), draft_rows([draft])[0]
    context = {
        "draft": draft,
        "client": draft.client,
        "zone": ZoneInfo(draft.client.site.zone),
        "row": row,
        "title": spoken(row.title),
        "written_in": language,
        "languages": SPOKEN.items(),
        "speaks": sign is not None,
        "text": text,
        "read": digest_of_text(text),
        "waits": draft.withdrawn_at is None and draft.consent_id is None,
        "sign": sign,
        "paper": paper,
    }
    template = "here.html" if sign else "sign.html"
    errors = (sign or paper or SignForm()).errors
    return render(request, f"console/consents/{template}", context, status=422 if errors else 200)
