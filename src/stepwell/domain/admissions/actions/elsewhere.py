"""Stays at other places: one begins, one ends."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.models import OutsideStay
from stepwell.domain.admissions.permissions import RECORD_OUTSIDE
from stepwell.domain.admissions.rules.elsewhere import Outside, check_last_day, check_outside
from stepwell.domain.people.queries import find_client
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require_at
from stepwell.platform.ledger.unit import action, record


@action
def record_outside_stay(*, actor: Actor, client_id: UUID, outside: Outside, key: UUID, now: datetime) -> OutsideStay:
    """They live or are treated at another place too. `key` is the form's own: what is sent twice is there once."""
    client = find_client(actor, client_id, RECORD_OUTSIDE)
    require_at(actor, RECORD_OUTSIDE, client.site_id)
    check_outside(outside, today=day_at(now, ZoneInfo(client.site.zone)))
    said = {
        "kind": outside.kind.value,
        "place": outside.place.strip(),
        "phone": outside.phone.strip(),
        "since_on": outside.since_on,
    }
    kept = OutsideStay.objects.filter(pk=key).first()
    if kept is not None:
        if kept.client_id == client.pk and {name: getattr(kept, name) for name in said} == said:
            return kept
        raise refuse("This form was sent already, with other words.", "", "Open the page again, and record it anew.")
    made = OutsideStay.objects.create(pk=key, client=client, recorded_by_id=actor.staff_id, recorded_at=now, **said)
    record(actor, "outside_stay.recorded", client_id=client.pk, subject=("outside stay", made.pk))
    return made


@action
def end_outside_stay(*, actor: Actor, client_id: UUID, stay_id: UUID, last_on: date, now: datetime) -> OutsideStay:
    """It is over. The same last day twice is once; another one is refused."""
    client = find_client(actor, client_id, RECORD_OUTSIDE)
    require_at(actor, RECORD_OUTSIDE, client.site_id)
    stay = OutsideStay.objects.select_for_update().filter(client=client, pk=stay_id).first()
    if stay is None:
        raise NotFound("outside stay", client.pk)
    if stay.last_on == last_on:
        return stay
    if stay.last_on is not None:
        raise refuse(f"Somebody wrote down its end already: {stay.last_on:%Y-%m-%d}.", "last_on", "Read it below.")
    check_last_day(last_on, since_on=stay.since_on, today=day_at(now, ZoneInfo(client.site.zone)))
    stay.last_on, stay.ended_by_id = last_on, actor.staff_id
    stay.save(update_fields=["last_on", "ended_by"])
    record(actor, "outside_stay.ended", client_id=client.pk, subject=("outside stay", stay.pk))
    return stay
