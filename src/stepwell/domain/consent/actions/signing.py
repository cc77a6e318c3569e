"""From a draft to a signed consent: prepared by staff, signed by the client on their phone, in the room or on paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.consent.models import Consent, ConsentDraft, Recipient
from stepwell.domain.consent.permissions import KEEP_CONSENTS, SIGN_OWN, visible_consents
from stepwell.domain.consent.queries.drafts import draft_text, text_with_mark
from stepwell.domain.consent.rules import RecipientKind
from stepwell.domain.consent.rules.forms import FORMS, FormKind, Wanted, draft_refusals
from stepwell.domain.consent.rules.signature import Typed, check_signature
from stepwell.domain.consent.rules.words import VERSION, Passage, digest_of_text
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day, local_instant
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused, refuse
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Prepared:
    """What staff chose together with the client. `person` names somebody who isn't known here yet."""

    form: str
    recipient_id: int | None
    recipient_class: str
    person: str
    purposes: Collection[str]
    kinds: Collection[str]
    until_on: date | None
    until_event: str
    revocable_on: date | None = None
    revocable_event: str = ""
    participants: Sequence[str] = ()


@action
def prepare_consent(*, actor: Actor, client_id: UUID, prepared: Prepared, now: datetime) -> ConsentDraft:
    """A consent that waits for the client's signature. It lets nothing out."""
    require(actor, KEEP_CONSENTS)
    client = find_client(actor, client_id)
    require_at(actor, KEEP_CONSENTS, client.site_id)
    recipient = _recipient(client, prepared, now)
    kind = prepared.recipient_class or (recipient.kind if recipient else "")
    wanted = Wanted(
        form=prepared.form,
        recipient_kind=kind,
        is_class=bool(prepared.recipient_class),
        kinds=prepared.kinds,
        purposes=prepared.purposes,
        until_on=prepared.until_on,
        until_event=prepared.until_event,
        revocable_on=prepared.revocable_on,
        revocable_event=prepared.revocable_event,
        participants=prepared.participants,
    )
    if found := draft_refusals(wanted, today=day_at(now, ZoneInfo(client.site.zone))):
        raise Refused(*found)
    assert actor.staff_id is not None  # these permissions are held by posts, and posts by staff
    draft = ConsentDraft.objects.create(
        client=client,
        form=prepared.form,
        recipient=recipient,
        recipient_kind=prepared.recipient_class,
        participants=[*prepared.participants],
        purposes=sorted(prepared.purposes),
        kinds=sorted(prepared.kinds),
        until_on=prepared.until_on,
        until_event=prepared.until_event,
        revocable_on=prepared.revocable_on,
        revocable_event=prepared.revocable_event.strip(),
        prepared_at=now,
        prepared_by_id=actor.staff_id,
    )
    detail = {"form": draft.form}
    record(actor, "consent.prepared", client_id=client.pk, subject=("consent draft", draft.pk), detail=detail)
    return draft


@action
def withdraw_draft(*, actor: Actor, draft_id: UUID, now: datetime) -> ConsentDraft:
    """It waits no longer. Twice is once; a signed one is a consent, and is revoked."""
    require(actor, KEEP_CONSENTS)
    draft = _locked(actor, draft_id)
    if draft.consent_id is not None:
        raise refuse("This was signed meanwhile.", "", "Revoke the consent instead.")
    if draft.withdrawn_at is None:
        draft.withdrawn_at, draft.withdrawn_by_id = now, actor.staff_id
        draft.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(actor, "consent.withdrawn", client_id=draft.client_id, subject=("consent draft", draft.pk))
    return draft


@action
def sign_on_phone(*, actor: Actor, draft_id: UUID, typed: Typed, now: datetime) -> Consent:
    """The client signs what they have read on their own phone."""
    require(actor, SIGN_OWN)
    draft = _locked(actor, draft_id)
    text = _check(draft, typed)
    return _sign(actor, draft, text, Consent.How.PHONE, typed.name, "", now)


@action
def sign_in_room(*, actor: Actor, draft_id: UUID, typed: Typed, now: datetime) -> Consent:
    """The client signs on a device that staff hand over; who handed it over is the witness."""
    require(actor, KEEP_CONSENTS)
    draft = _locked(actor, draft_id)
    text = _check(draft, typed)
    return _sign(actor, draft, text, Consent.How.ROOM, typed.name, actor.name, now)


@action
def record_paper(*, actor: Actor, draft_id: UUID, signed_on: date, witness: str, read: str, now: datetime) -> Consent:
    """The client has signed the printed text. It acts from when it is recorded."""
    require(actor, KEEP_CONSENTS)
    draft = _locked(actor, draft_id)
    zone = ZoneInfo(draft.client.site.zone)
    if signed_on > day_at(now, zone):
        raise refuse("It can't have been signed later than today.", "signed_on", "Give the day on the paper.")
    if signed_on < day_at(draft.prepared_at, zone):
        raise refuse("It was prepared after this day.", "signed_on", "Give the day on the paper.")
    if not witness.strip():
        raise refuse("This doesn't say who saw it signed.", "witness", "Give the name of the witness.")
    text = _check(draft, Typed(_full_name(draft.client), True, read))
    return _sign(
        actor, draft, text, Consent.How.PAPER, _full_name(draft.client), witness.strip(), now, signed_on=signed_on
    )


def _locked(actor: Actor, draft_id: UUID) -> ConsentDraft:
    seen = ConsentDraft.objects.select_for_update(of=("self",)).filter(visible_consents(actor), pk=draft_id)
    draft = seen.select_related("client__site", "recipient").first()
    if draft is None:
        raise NotFound("draft", ConsentDraft.objects.filter(pk=draft_id).values_list("client_id", flat=True).first())
    return draft


def _check(draft: ConsentDraft, typed: Typed) -> list[Passage]:
    """A signature is the person's own name under the text that they have read: the text, in their language."""
    _check_waits(draft)
    text = text_with_mark(draft, typed.read) or draft_text(draft)
    check_signature(typed, (draft.client.name, _full_name(draft.client)), digest_of_text(text))
    return text


def _check_waits(draft: ConsentDraft) -> None:
    if draft.withdrawn_at is not None or draft.consent_id is not None:
        raise refuse("This doesn't wait for a signature any more.", "", "See the list of consents.")


def _full_name(client: Client) -> str:
    return f"{client.given_names} {client.family_name}".strip()


def _sign(
    actor: Actor,
    draft: ConsentDraft,
    text: list[Passage],
    how: Consent.How,
    signed_as: str,
    witness: str,
    now: datetime,
    *,
    signed_on: date | None = None,
) -> Consent:
    """The draft becomes a consent that is kept for good."""
    zone = ZoneInfo(draft.client.site.zone)
    today = day_at(now, zone)
    if draft.until_on is not None and draft.until_on < today:
        raise refuse("Its last day is over.", "", "Prepare it anew with a later day.")
    day = signed_on or today
    consent = Consent.objects.create(
        client=draft.client,
        recipient=draft.recipient,
        recipient_kind=draft.recipient_kind,
        participants=draft.participants,
        purposes=draft.purposes,
        kinds=draft.kinds,
        starts_at=local_instant(day, time(0), zone) if signed_on else now,
        ends_at=end_of_day(draft.until_on, zone) if draft.until_on else None,
        until_event=draft.until_event,
        signed_on=day,
        signed_how=how,
        recorded_at=now,
        recorded_by_id=actor.staff_id or draft.prepared_by_id,
        form=draft.form,
        said=text,
        said_version=VERSION,
        signed_as=" ".join(signed_as.split()),
        witness=witness,
        revocable_on=draft.revocable_on,
        revocable_event=draft.revocable_event,
    )
    draft.consent = consent
    draft.save(update_fields=["consent"])
    record(
        actor,
        "consent.signed",
        client_id=draft.client_id,
        subject=("consent", consent.pk),
        detail={
            "recipient": consent.recipient_id,
            "purposes": [*consent.purposes],
            "kinds": [*consent.kinds],
            "form": consent.form,
            "how": how.value,
        },
    )
    return consent


def _recipient(client: Client, prepared: Prepared, now: datetime) -> Recipient | None:
    """The one who is chosen: an organization of the site, or somebody of this client alone, who may be new."""
    form = FORMS.get(FormKind(prepared.form)) if prepared.form in set(FormKind) else None
    person = " ".join(prepared.person.split())
    if person and prepared.recipient_id is None and form is not None and form.is_persons:
        made, _ = Recipient.objects.get_or_create(
            client=client,
            name=person,
            defaults={"site_id": client.site_id, "kind": RecipientKind.FAMILY, "created_at": now},
        )
        return made
    if prepared.recipient_id is None:
        return None
    found = Recipient.objects.filter(pk=prepared.recipient_id, site_id=client.site_id).first()
    if found is None or found.client_id not in (None, client.pk):
        raise refuse("They aren't known here.", "recipient", "Choose one of the list.")
    return found
