"""Reads of those who didn't come: who is looked for, one outreach with its attempts, patterns of attendance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from stepwell.domain.people.models import Client, Phase, Site
from stepwell.domain.week.models import Booking, Outreach, OutreachAttempt, RescueProtocol, Status
from stepwell.domain.week.permissions import RESCUE, SET_RESCUE, VIEW_WEEK, visible_bookings, visible_outreaches
from stepwell.domain.week.rules.rescue import HELPS, LOOK_BACK, ROLL_TAKES, WAIT, Fix, Protocol, help_words, pattern_of
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_list_read, record_read

# Ours: how far back a pattern is looked for.
PATTERN_DAYS = timedelta(days=28)
LATELY = timedelta(days=14)
# Ours: a ride is arranged for one of so many next sessions.
MOST_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Search:
    """One outreach with what its page shows."""

    outreach: Outreach
    client: Client
    booking: Booking
    attempts: tuple[OutreachAttempt, ...]
    protocol: Protocol
    starts_at: datetime
    ends_at: datetime
    ahead: tuple[Booking, ...] = ()

    @property
    def asks_for_help(self) -> str:
        """What somebody has to see to still: `Ride`; empty where nothing."""
        fix, settled = self.outreach.fix, self.outreach.help_at is not None
        return "" if settled or not fix else HELPS.get(Fix(fix), "")

    @property
    def helped(self) -> str:
        """What came of it: `Ride arranged`."""
        return help_words(self.outreach.fix, self.outreach.help_as)

    @property
    def is_over(self) -> bool:
        """Nobody need do anything any more."""
        return self.outreach.ended_at is not None


@dataclass(frozen=True, slots=True)
class Pattern:
    """What somebody's last sessions show, in words."""

    client: Client
    words: str


def get_search(actor: Actor, outreach_id: UUID, now: datetime) -> Search:
    """One to work on. Written down. Raises `NotFound`."""
    outreach = find_outreach(actor, outreach_id)
    record_read(actor, "outreach", outreach.client_id, ("outreach", outreach.pk))
    attempts = tuple(outreach.attempts.select_related("by"))
    site, booking = outreach.client.site, outreach.booking
    zone = ZoneInfo(site.zone)
    local = (booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone))
    found = Search(outreach, outreach.client, booking, attempts, protocols([site.pk])[site.pk], *local)
    return replace(found, ahead=tuple(next_bookings(outreach.client, now))) if found.asks_for_help else found


def find_outreach(actor: Actor, outreach_id: UUID, *, lock: bool = False) -> Outreach:
    """One, of a client for whom the actor may look; locked for an action. Raises `NotFound`."""
    require(actor, RESCUE)
    rows = Outreach.objects.select_for_update(of=("self",)) if lock else Outreach.objects.all()
    related = rows.filter(visible_outreaches(actor), pk=outreach_id).select_related(
        "client__site", "booking__session__series", "ended_by", "help_by", "help_for__session__series"
    )
    outreach = related.first()
    if outreach is None:
        kept = Outreach.objects.filter(pk=outreach_id).values_list("client_id", flat=True).first()
        raise NotFound("outreach", kept)
    return outreach


def next_bookings(client: Client, now: datetime) -> Sequence[Booking]:
    """The next sessions of a client whom the actor has found, the first first."""
    ahead = Booking.objects.filter(
        client=client, starts_at__gt=now, canceled_at__isnull=True, session__canceled_at__isnull=True
    )
    return list(ahead.select_related("session__series", "client__site").order_by("starts_at")[:MOST_AHEAD])


def outreaches_of(actor: Actor, client: Client, *, most: int) -> Sequence[Outreach]:
    """What was tried for a client whom the actor has found, the latest first, with the attempts. Part of a chart."""
    require(actor, RESCUE)
    found = Outreach.objects.filter(visible_outreaches(actor), client=client)
    related = found.select_related("booking__session__series", "ended_by").prefetch_related("attempts__by")
    return list(related.order_by("-opened_at")[:most])


def patterns(actor: Actor, *, now: datetime, most: int) -> list[Pattern]:
    """Who of those in treatment misses again and again, by name. Three queries; one list read."""
    require(actor, VIEW_WEEK)
    seen = Booking.objects.filter(visible_bookings(actor, VIEW_WEEK), canceled_at__isnull=True, starts_at__lte=now)
    missed = seen.filter(status=Status.NO_SHOW.value, starts_at__gt=now - LATELY, client__phase=Phase.IN_TREATMENT)
    rows = seen.filter(client_id__in=missed.values("client_id"), starts_at__gt=now - PATTERN_DAYS)
    held: dict[UUID, list[Status]] = {}
    for client_id, status in rows.order_by("-starts_at").values_list("client_id", "status"):
        held.setdefault(client_id, []).append(Status(status))
    clients = Client.objects.filter(pk__in=[*held]).select_related("site").order_by("sort_key")
    set_by = protocols({one.site_id for one in clients})
    told = [(one, pattern_of(held[one.pk], set_by[one.site_id])) for one in clients]
    found = [Pattern(client, words) for client, words in told if words][:most]
    record_list_read(actor, "attendance_patterns", [one.client.pk for one in found])
    return found


def bookings_to_look_at(actor: Actor, now: datetime) -> list[Booking]:
    """Who was booked, began more than a quarter of an hour ago, and isn't looked for yet. `roll_begun` says whether
    anybody's row in the session has a word, `roll_called` whether it has had one long enough to finish the roll.
    """
    require(actor, RESCUE)
    called = Booking.objects.filter(session_id=OuterRef("session_id"), canceled_at__isnull=True).exclude(
        status__in=[Status.BOOKED.value, Status.EXCUSED.value]
    )
    rows = Booking.objects.filter(
        visible_bookings(actor, RESCUE),
        starts_at__gt=now - LOOK_BACK,
        starts_at__lte=now - WAIT,
        status__in=[Status.BOOKED.value, Status.NO_SHOW.value],
        canceled_at__isnull=True,
        session__canceled_at__isnull=True,
        client__phase=Phase.IN_TREATMENT,
        outreach__isnull=True,
    )
    related = rows.select_related("client__site", "session__series", "session__site", "session__leader")
    told = Exists(called.filter(recorded_at__lte=now - ROLL_TAKES))
    return list(related.annotate(roll_begun=Exists(called), roll_called=told).order_by("starts_at", "pk"))


def open_outreaches(actor: Actor) -> list[Outreach]:
    """Those that go on, with their bookings."""
    require(actor, RESCUE)
    rows = Outreach.objects.filter(visible_outreaches(actor), ended_at__isnull=True).select_related(
        "client__site", "booking__session"
    )
    return list(rows.order_by("opened_at", "pk"))


def protocols(site_ids: Iterable[int]) -> dict[int, Protocol]:
    """Each site's numbers; what isn't set is ours. One query, no health information."""
    ids = {*site_ids}
    stored = {row.site_id: row for row in RescueProtocol.objects.filter(site_id__in=ids)}
    return {site_id: protocol_of(stored.get(site_id)) for site_id in ids}


def protocol_of(row: RescueProtocol | None) -> Protocol:
    """A stored protocol as values."""
    return Protocol(row.attempts, row.in_a_row, row.missed, row.of_last) if row else Protocol()


def sites_to_set(actor: Actor) -> list[Site]:
    """The sites that the actor sets it for, by name."""
    require(actor, SET_RESCUE)
    return list(Site.objects.filter(pk__in=actor.sites_for(SET_RESCUE)).order_by("name"))
