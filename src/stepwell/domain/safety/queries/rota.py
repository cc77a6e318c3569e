"""Reads of the rota: who is on call now, who when, and which hours nobody covers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Post, Site, Staff
from stepwell.domain.safety.models import OnCall
from stepwell.domain.safety.permissions import ANSWER_EVENT, KEEP_ROTA, SEE_ON_CALL, VIEW_ROTA
from stepwell.domain.safety.rules.rota import Place, covered, gaps, held_days
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require

# Ours: a gap that is nearer than this is told on Today to who keeps the rota.
TOLD_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody on call; `parts` are the hours that count, fewer where their post ends before."""

    id: int
    staff: Staff
    place: Place
    period: Period
    parts: tuple[Period, ...]

    @property
    def is_cut(self) -> bool:
        """Whether they may not answer here for all of it."""
        return self.parts != (self.period,)

    def covers(self, instant: datetime) -> bool:
        """Whether they stand there then."""
        return any(part.contains(instant) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Rota:
    """One site's rota over a window: the stretches by their start, and the hours without a first."""

    site: Site
    window: Period
    stretches: tuple[Stretch, ...]
    gaps: tuple[Period, ...]

    def at(self, instant: datetime, place: Place) -> Stretch | None:
        """Who stands there at an instant of the window."""
        return next((one for one in self.stretches if one.place is place and one.covers(instant)), None)

    @property
    def first(self) -> Stretch | None:
        """Who is on call at the beginning of the window."""
        return self.at(self.window.started_at, Place.FIRST)

    @property
    def second(self) -> Stretch | None:
        """Who is second then."""
        return self.at(self.window.started_at, Place.SECOND)

    @property
    def is_uncovered(self) -> bool:
        """Whether nobody is on call at the beginning of the window."""
        return bool(self.gaps) and self.gaps[0].started_at == self.window.started_at


@dataclass(frozen=True, slots=True)
class Reachable:
    """Whom somebody may call now: name, work phone as it was typed, and until when, by the site's clock."""

    name: str
    phone: str
    until: datetime


def rotas(actor: Actor, sites: Sequence[Site], window: Period) -> list[Rota]:
    """The rota of each of these sites over a window. Two queries, however many sites and stretches."""
    require(actor, VIEW_ROTA)
    return _rotas(sites, window)


def _rotas(sites: Iterable[Site], window: Period) -> list[Rota]:
    rows = OnCall.objects.filter(
        site__in=sites, taken_off_at__isnull=True, starts_at__lt=window.ended_at, ends_at__gt=window.started_at
    )
    found: dict[int, list[OnCall]] = defaultdict(list)
    for row in rows.select_related("staff"):
        found[row.site_id].append(row)
    held = _held(sites, {row.staff_id for rows in found.values() for row in rows})
    return [_rota(site, found[site.pk], held, window) for site in sites]


def own_on_call(actor: Actor, now: datetime) -> Reachable | None:
    """Whom a client may call now at their own site: the first on call, or the second where the first has no work
    phone. Nobody where nobody is on call.
    """
    require(actor, SEE_ON_CALL)
    sites = Site.objects.filter(clients__in=[actor.client_id])
    for rota in _rotas(sites, Period(now, now + timedelta(minutes=1))):
        for one in (rota.first, rota.second):
            if one is not None and one.staff.phone:
                part = next(part for part in one.parts if part.contains(now))
                return Reachable(one.staff.name, one.staff.phone, part.ended_at.astimezone(ZoneInfo(rota.site.zone)))
    return None


def on_call_now(actor: Actor, sites: Sequence[Site], now: datetime) -> list[Rota]:
    """The next days of each of these sites, from now on."""
    return rotas(actor, sites, Period(now, now + TOLD_AHEAD))


def may_stand(actor: Actor, site: Site, now: datetime) -> list[Staff]:
    """Who may be put on call at a site that one keeps the rota of: whoever answers events there, by name."""
    require(actor, KEEP_ROTA)
    roles = [role.value for role in ANSWER_EVENT.roles]
    posts = Post.objects.filter(site=site, role__in=roles, staff__account__is_active=True).order_by("staff__name")
    zone, soon = ZoneInfo(site.zone), Period(now, now + timedelta(days=3650))
    found: dict[int, Staff] = {}
    for post in posts.select_related("staff"):
        if held_days(post.started_on, post.ended_on, soon, zone):
            found.setdefault(post.staff_id, post.staff)
    return list(found.values())


def keeps_rota_of(actor: Actor, sites: Iterable[Site]) -> list[Site]:
    """Those of these sites whose rota the actor keeps."""
    kept = actor.sites_for(KEEP_ROTA) if actor.may(KEEP_ROTA) else frozenset()
    return [site for site in sites if site.pk in kept]


def find_stretch(actor: Actor, stretch_id: int) -> OnCall:
    """One to take off, locked. Raises `NotFound`."""
    require(actor, KEEP_ROTA)
    rows = OnCall.objects.select_for_update(of=("self",)).filter(site_id__in=actor.sites_for(KEEP_ROTA), pk=stretch_id)
    found = rows.select_related("site", "staff").first()
    if found is None:
        raise NotFound("on call")
    return found


def _held(sites: Iterable[Site], staff_ids: Iterable[int]) -> dict[tuple[int, int], list[Post]]:
    """The posts with which these people answer events, by site and person."""
    roles = [role.value for role in ANSWER_EVENT.roles]
    posts = Post.objects.filter(site__in=sites, staff_id__in=[*staff_ids], role__in=roles)
    found: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for post in posts.filter(staff__account__is_active=True):
        found[post.site_id, post.staff_id].append(post)
    return found


def _rota(site: Site, rows: Iterable[OnCall], held: dict[tuple[int, int], list[Post]], window: Period) -> Rota:
    zone = ZoneInfo(site.zone)
    stretches = tuple(_stretch(row, held[site.pk, row.staff_id], zone) for row in rows)
    first = [part for one in stretches if one.place is Place.FIRST for part in one.parts]
    return Rota(site, window, stretches, gaps(window, first))


def _stretch(row: OnCall, posts: Iterable[Post], zone: ZoneInfo) -> Stretch:
    period = Period(row.starts_at, row.ends_at)
    held = [held_days(post.started_on, post.ended_on, period, zone) for post in posts]
    parts = covered(period, [one for one in held if one is not None])
    return Stretch(row.pk, row.staff, Place(row.place), period, parts)
