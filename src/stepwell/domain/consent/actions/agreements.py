"""Agreements with those who work for the program: put on file, and ended."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from stepwell.domain.consent.models import Recipient, ServiceAgreement
from stepwell.domain.consent.permissions import ADMINISTER_EXCHANGE, own_recipients
from stepwell.domain.consent.rules import AgreementKind
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day, local_instant
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def file_agreement(
    *,
    actor: Actor,
    recipient_id: int,
    kind: str,
    starts_on: date,
    until_on: date | None,
    document: str,
    now: datetime,
) -> ServiceAgreement:
    """A signed agreement is on file: from its first day on they may get what a consent covers."""
    require(actor, ADMINISTER_EXCHANGE)
    seen = Recipient.objects.filter(own_recipients(actor), pk=recipient_id)
    recipient = seen.select_related("site").first()
    if recipient is None:
        raise NotFound("recipient")
    if kind not in set(AgreementKind):
        raise refuse("There is no such agreement.", "kind", "Choose one of the list.")
    if until_on is not None and until_on < starts_on:
        raise refuse("It would end before it begins.", "until_on", "Choose a later day.")
    if not document.strip():
        raise refuse("This doesn't say where the paper is.", "document", "Name the folder or the file.")
    zone = ZoneInfo(recipient.site.zone)
    assert actor.staff_id is not None  # posts hold the permission
    agreement = ServiceAgreement.objects.create(
        recipient=recipient,
        kind=kind,
        starts_at=local_instant(starts_on, time(0), zone),
        ends_at=end_of_day(until_on, zone) if until_on else None,
        document=document.strip(),
        recorded_at=now,
        recorded_by_id=actor.staff_id,
    )
    record(
        actor,
        "agreement.filed",
        subject=("service agreement", agreement.pk),
        detail={"recipient": recipient.pk, "agreement": kind},
    )
    return agreement


@action
def end_agreement(*, actor: Actor, agreement_id: int, now: datetime) -> ServiceAgreement:
    """It holds no longer, from this moment. Twice is once."""
    require(actor, ADMINISTER_EXCHANGE)
    mine = Recipient.objects.filter(own_recipients(actor))
    seen = ServiceAgreement.objects.select_for_update(of=("self",)).filter(pk=agreement_id, recipient__in=mine)
    agreement = seen.first()
    if agreement is None:
        raise NotFound("agreement")
    if agreement.ends_at is None or agreement.ends_at > now:
        agreement.ends_at = max(now, agreement.starts_at)
        agreement.save(update_fields=["ends_at"])
        detail = {"recipient": agreement.recipient_id}
        record(actor, "agreement.ended", subject=("service agreement", agreement.pk), detail=detail)
    return agreement
