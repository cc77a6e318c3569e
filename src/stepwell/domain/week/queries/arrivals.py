"""Who may arrive where, with which code. Codes are never stored: they are made from the server's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Client, Site
from stepwell.domain.week.models import Booking, Kiosk
from stepwell.domain.week.permissions import ARRIVE, RUN_KIOSK, visible_bookings
from stepwell.domain.week.rules.arrival import OPENS, can_join, door_code, nearest, own_codes
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class OwnArrival:
    """The session that the client arrives for now, on the site's clock; their own code, and whether they are here."""

    session_id: UUID
    place: str
    starts_at: datetime
    code: str
    arrived_at: datetime | None
    meeting_url: str
    can_join: bool


@dataclass(frozen=True, slots=True)
class Door:
    """What a device at the door shows now: nothing of anybody."""

    kiosk: Kiosk
    zone: ZoneInfo
    code: str


def own_arrival(actor: Actor, client: Client, now: datetime) -> OwnArrival | None:
    """None while no session of theirs is near. Two queries at most."""
    require(actor, ARRIVE)
    booking = booking_now(Booking.objects.filter(visible_bookings(actor), client=client), now)
    if booking is None:
        return None
    zone, session = ZoneInfo(client.site.zone), booking.session
    codes = codes_of_day(client.site, session.on)
    return OwnArrival(
        session_id=session.pk,
        place=session.place.name,
        starts_at=booking.starts_at.astimezone(zone),
        code=codes.get(booking.pk, ""),
        arrived_at=booking.arrived_at.astimezone(zone) if booking.arrived_at else None,
        meeting_url=session.meeting_url,
        can_join=bool(session.meeting_url) and can_join(Period(booking.starts_at, booking.ends_at), now),
    )


def meeting_of(actor: Actor, session_id: UUID) -> Booking:
    """The client's own place in a session, for the door of its meeting. Raises `NotFound`."""
    require(actor, ARRIVE)
    # a client sees their own places alone
    theirs = Booking.objects.filter(visible_bookings(actor), session_id=session_id)
    open_ones = theirs.filter(canceled_at__isnull=True, session__canceled_at__isnull=True)
    booking = open_ones.select_related("session__place", "session__site").first()
    if booking is None:
        raise NotFound("session")
    return booking


def booking_now(bookings: QuerySet[Booking], now: datetime) -> Booking | None:
    """Of one person's places in sessions the one they arrive for now."""
    near = list(
        bookings.filter(
            canceled_at__isnull=True, session__canceled_at__isnull=True, starts_at__lte=now + OPENS, ends_at__gt=now
        ).select_related("session__place", "session__series", "session__site")
    )
    chosen = nearest([Period(one.starts_at, one.ends_at) for one in near], now)
    return next((one for one in near if chosen == Period(one.starts_at, one.ends_at)), None)


def codes_of_day(site: Site, on: date) -> dict[int, str]:
    """Every place in a session of the site's day with its own code. One query, ids alone; never shown together."""
    booked = Booking.objects.filter(session__site=site, session__on=on).order_by("pk").values_list("pk", flat=True)
    codes = own_codes(_secret("arrival", f"{site.pk}/{on}"), [str(pk) for pk in booked])
    return {int(pk): code for pk, code in codes.items()}


def door(actor: Actor, kiosk_id: UUID, now: datetime) -> Door:
    """What the device shows. Raises `NotFound`, also for one that was ended."""
    kiosk = find_kiosk(actor, kiosk_id)
    return Door(kiosk, ZoneInfo(kiosk.site.zone), door_code(secret_of(kiosk), now))


def find_kiosk(actor: Actor, kiosk_id: UUID) -> Kiosk:
    """A device at one of one's sites that wasn't ended. Raises `NotFound`."""
    require(actor, RUN_KIOSK)
    here = Kiosk.objects.filter(site_id__in=actor.sites_for(RUN_KIOSK), ended_at__isnull=True, pk=kiosk_id)
    kiosk = here.select_related("site", "place").first()
    if kiosk is None:
        raise NotFound("kiosk")
    return kiosk


def doors(actor: Actor) -> list[tuple[Site, list[Place]]]:
    """Where the actor can set a device up: their sites, each with its places. Two queries."""
    require(actor, RUN_KIOSK)
    here = actor.sites_for(RUN_KIOSK)
    places: dict[int, list[Place]] = {}
    for place in Place.objects.filter(site_id__in=here).order_by("name"):
        places.setdefault(place.site_id, []).append(place)
    return [(site, places.get(site.pk, [])) for site in Site.objects.filter(pk__in=here).order_by("name")]


def open_kiosks(actor: Actor) -> Sequence[Kiosk]:
    """The devices of one's sites that weren't ended, the newest first."""
    require(actor, RUN_KIOSK)
    here = Kiosk.objects.filter(site_id__in=actor.sites_for(RUN_KIOSK), ended_at__isnull=True)
    return list(here.select_related("site", "place", "set_up_by").order_by("-set_up_at")[:50])


def secret_of(kiosk: Kiosk) -> bytes:
    """What its codes are made with."""
    return _secret("kiosk", str(kiosk.pk))


def _secret(what: str, of: str) -> bytes:
    return salted_hmac(f"stepwell.{what}", of, algorithm="sha256").digest()
