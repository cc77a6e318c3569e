"""Taking a consent back: by the client, or by staff for them. It acts at once; what went out before stays out."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.consent.models import Consent
from stepwell.domain.consent.permissions import KEEP_CONSENTS, SIGN_OWN, visible_consents
from stepwell.domain.consent.rules.forms import why_not_yet
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, Refused
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def revoke_consent(*, actor: Actor, consent_id: int, now: datetime, met_on: date | None = None) -> Consent:
    """Staff take it back for the client. `met_on` is when the event happened that it names (§2.35). Twice is once."""
    require(actor, KEEP_CONSENTS)
    return _revoke(actor, _locked(actor, consent_id), met_on, now)


@action
def revoke_own_consent(*, actor: Actor, consent_id: int, now: datetime) -> Consent:
    """The client takes it back. Twice is once."""
    require(actor, SIGN_OWN)
    return _revoke(actor, _locked(actor, consent_id), None, now)


def _locked(actor: Actor, consent_id: int) -> Consent:
    seen = Consent.objects.select_for_update(of=("self",)).filter(visible_consents(actor), pk=consent_id)
    consent = seen.select_related("client__site").first()
    if consent is None:
        raise NotFound("consent", _whose(consent_id))
    return consent


def _whose(consent_id: int) -> UUID | None:
    return Consent.objects.filter(pk=consent_id).values_list("client_id", flat=True).first()


def _revoke(actor: Actor, consent: Consent, met_on: date | None, now: datetime) -> Consent:
    if consent.revoked_at is not None:
        return consent
    against = why_not_yet(
        revocable_on=consent.revocable_on,
        revocable_event=consent.revocable_event,
        met_on=met_on,
        today=day_at(now, ZoneInfo(consent.client.site.zone)),
    )
    if against:
        raise Refused(against)
    consent.revoked_at, consent.revoked_by_id = now, actor.staff_id
    consent.revoked_by_client = actor.staff_id is None
    consent.condition_met_on = met_on if consent.revocable_event else None
    consent.save(update_fields=["revoked_at", "revoked_by", "revoked_by_client", "condition_met_on"])
    record(actor, "consent.revoked", client_id=consent.client_id, subject=("consent", consent.pk))
    return consent
