"""Saying that somebody is here, at the door or in a meeting. It is no roll: the roll stays a clinician's word.

Each marks a place in a session once, in one statement: the same again, or twice at once, changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.people.queries import own_client
from stepwell.domain.week.models import Arrived, Booking, Kiosk, Session
from stepwell.domain.week.permissions import ARRIVE, RUN_KIOSK, visible_bookings
from stepwell.domain.week.queries.arrivals import booking_now, codes_of_day, find_kiosk, meeting_of, secret_of
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.domain.week.rules.arrival import OPENS, can_join, digits_of, opens_door
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where they go, and since when they are here, on the site's clock. No name: it is shown at the door."""

    session_id: UUID
    place: str
    starts_at: datetime
    arrived_at: datetime
    meeting_url: str = ""
    booking_id: int = 0


@action
def set_up_kiosk(*, actor: Actor, site_id: int, place_id: int | None, now: datetime) -> Kiosk:
    """A device at the door of a site, or of one place of it."""
    require_at(actor, RUN_KIOSK, site_id)
    site = Site.objects.get(pk=site_id)
    if place_id is not None and not Place.objects.filter(site=site, pk=place_id).exists():
        raise refuse("This place isn't at that site.", "place", "Choose one of the list.")
    by = Staff.objects.get(account_id=actor.account_id)
    kiosk = Kiosk.objects.create(site=site, place_id=place_id, set_up_by=by, set_up_at=now)
    detail: dict[str, Plain] = {"site": site_id}
    record(actor, "kiosk.set_up", subject=("kiosk", kiosk.pk), detail=detail)
    return kiosk


@action
def end_kiosk(*, actor: Actor, kiosk_id: UUID, now: datetime) -> None:
    """Its codes count no more, and the device shows nothing."""
    kiosk = find_kiosk(actor, kiosk_id)
    kiosk.ended_at = now
    kiosk.save(update_fields=["ended_at"])
    record(actor, "kiosk.ended", subject=("kiosk", kiosk.pk))


@action
def arrive_at_kiosk(*, actor: Actor, kiosk_id: UUID, typed: str, now: datetime) -> Arrival | None:
    """Somebody typed their own code on the device. None where it is nobody's who is expected here now."""
    kiosk = find_kiosk(actor, kiosk_id)
    code = digits_of(typed)
    expected = Booking.objects.filter(
        session__site=kiosk.site,
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        starts_at__lte=now + OPENS,
        ends_at__gt=now,
    )
    if kiosk.place_id is not None:
        expected = expected.filter(session__place_id=kiosk.place_id)
    rows = dict(expected.values_list("pk", "session__on"))
    codes = {pk: code for on in sorted({*rows.values()}) for pk, code in codes_of_day(kiosk.site, on).items()}
    found = [pk for pk in rows if code and codes.get(pk) == code]
    if len(found) != 1:
        return None
    booking = Booking.objects.select_related("session__place", "session__site").get(pk=found[0])
    return _mark(actor, booking, Arrived.KIOSK, now)


@action
def arrive_by_phone(*, actor: Actor, typed: str, now: datetime) -> Arrival | None:
    """A client typed on their phone what the device shows. None where no device near their session shows that.

    Raises `Refused` where no session of theirs is near.
    """
    require(actor, ARRIVE)
    client = own_client(actor)
    booking = booking_now(Booking.objects.filter(visible_bookings(actor), client=client), now)
    if booking is None:
        raise refuse("None of your sessions begins within the hour.", "code", "Come back nearer to its start.")
    kiosks = Kiosk.objects.filter(site_id=booking.session.site_id, ended_at__isnull=True)
    near = [one for one in kiosks if one.place_id in (None, booking.session.place_id)]
    if not any(opens_door(secret_of(one), typed, now) for one in near):
        return None
    return _mark(actor, booking, Arrived.PHONE, now)


@action
def join_session(*, actor: Actor, session_id: UUID, now: datetime) -> Arrival:
    """A client opens the meeting of a session they are booked in: from then on they are here."""
    booking = meeting_of(actor, session_id)
    if not booking.session.meeting_url:
        raise refuse("This session has no meeting.", "", "Ask who leads it.")
    if not can_join(Period(booking.starts_at, booking.ends_at), now):
        over = booking.ends_at <= now
        raise refuse(
            "This meeting is over." if over else "This meeting isn't open yet.",
            "",
            "" if over else "It opens a quarter of an hour before it starts.",
        )
    return _mark(actor, booking, Arrived.JOINED, now)


def _mark(actor: Actor, booking: Booking, how: Arrived, now: datetime) -> Arrival:
    """Here since now, or since they first said so."""
    first = Booking.objects.filter(pk=booking.pk, arrived_at__isnull=True).update(arrived_at=now, arrived_how=how.value)
    if first:
        record(
            actor,
            "attendance.arrived",
            client_id=booking.client_id,
            subject=("booking", booking.pk),
            detail={"how": how.value},
        )
    else:
        booking.refresh_from_db(fields=["arrived_at"])
    session: Session = booking.session
    zone = zone_of(session)
    since = booking.arrived_at or now
    return Arrival(
        session.pk,
        session.place.name,
        booking.starts_at.astimezone(zone),
        since.astimezone(zone),
        session.meeting_url,
        booking.pk,
    )
