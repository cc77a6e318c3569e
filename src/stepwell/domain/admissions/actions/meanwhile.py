"""What somebody is given who can't start yet."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.opened import find_open
from stepwell.domain.admissions.models import InterimService
from stepwell.domain.admissions.permissions import GIVE_INTERIM
from stepwell.domain.admissions.rules.meanwhile import Interim, check_interim
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record


@action
def give_interim(*, actor: Actor, enquiry_id: UUID, interim: Interim, key: UUID, now: datetime) -> InterimService:
    """Something was given. `key` is the form's own: what is sent twice is there once, and what differs is told so."""
    enquiry = find_open(actor, enquiry_id, GIVE_INTERIM)
    zone = ZoneInfo(enquiry.site.zone)
    check_interim(interim, asked_on=day_at(enquiry.received_at, zone), today=day_at(now, zone))
    said = {"kind": interim.kind.value, "words": interim.words.strip(), "given_on": interim.given_on}
    kept = InterimService.objects.filter(pk=key).first()
    if kept is not None:
        if kept.enquiry_id == enquiry.pk and {name: getattr(kept, name) for name in said} == said:
            return kept
        raise refuse("This form was sent already, with other words.", "", "Open the page again, and record it anew.")
    made = InterimService.objects.create(pk=key, enquiry=enquiry, given_by_id=actor.staff_id, recorded_at=now, **said)
    record(actor, "interim.given", client_id=enquiry.client_id, subject=("enquiry", enquiry.pk))
    return made
