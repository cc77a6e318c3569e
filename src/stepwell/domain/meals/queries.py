"""Reads of diets, and of a day: its sessions, its meals, who comes to them, what they eat and how they get here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from stepwell.domain.meals.models import Diet, DietLabel
from stepwell.domain.meals.permissions import KEEP_DIETS, VIEW_DAY, VIEW_DIET, visible_diets
from stepwell.domain.meals.rules import FIRST_DIETS, Eats, Meal, Served, is_meal, served
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.rules import first_names
from stepwell.domain.week.models import Booking, Session, SessionSegment, Status
from stepwell.domain.week.permissions import VIEW_ROLL, visible_bookings, visible_sessions
from stepwell.domain.week.queries.helped import HelpedOn, helped_on
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound
from stepwell.kernel.period import Period
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import record_list_read

# Who said that they don't come, or didn't, doesn't eat.
_AWAY = (Status.EXCUSED.value, Status.NO_SHOW.value)


@dataclass(frozen=True, slots=True)
class DaySession:
    """One session of the day, and how many are expected."""

    session_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    expected: int


@dataclass(frozen=True, slots=True)
class Allergic:
    """Somebody who mustn't eat something, by what they are called; two of a name get a letter more."""

    called: str
    allergies: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day of a site. `hidden` is how many have an allergy and are nobody whom the reader may see."""

    site: Site
    day: date
    is_today: bool
    sessions: tuple[DaySession, ...]
    meals: tuple[Served, ...]
    allergic: tuple[Allergic, ...]
    hidden: int
    helped: HelpedOn


def diet_of(actor: Actor, client: Client) -> Diet | None:
    """What a client whom the actor has found eats; None where nobody has asked."""
    require(actor, VIEW_DIET)
    return Diet.objects.filter(visible_diets(actor), client=client, until__isnull=True).first()


def earlier_diets(actor: Actor, client: Client) -> Sequence[Diet]:
    """What they said before, the last first."""
    require(actor, VIEW_DIET)
    found = Diet.objects.filter(visible_diets(actor), client=client, until__isnull=False)
    return list(found.select_related("written_by").order_by("-since", "-pk")[:20])


def diets_at(site: Site) -> list[str]:
    """The diets that the site's kitchen knows; ours until it has said its own. About nobody, so no actor."""
    own = list(DietLabel.objects.filter(site=site).order_by("pk"))
    return [one.name for one in own if one.retired_at is None] if own else list(FIRST_DIETS)


def choices_for(client: Client, said: Diet | None) -> list[str]:
    """What may be chosen for this client: one that was retired stays with who has it."""
    known = diets_at(client.site)
    return [*known, *(name for name in (said.labels if said else ()) if name not in known)]


def site_of_diets(actor: Actor, site_id: int, *, lock: bool = False) -> Site:
    """A site whose list one keeps. Raises `NotFound`."""
    require(actor, KEEP_DIETS)
    rows = Site.objects.select_for_update(no_key=True) if lock else Site.objects.all()
    site = rows.filter(pk__in=actor.sites_for(KEEP_DIETS), pk=site_id).first()
    if site is None:
        raise NotFound("site")
    return site


def day_sheet(actor: Actor, site: Site, on: date | None, now: datetime) -> DaySheet:
    """The site's day, or today. Six queries, however many come; those whose allergy shows are one list read, and those
    for whom something is arranged another.
    """
    require_at(actor, VIEW_DAY, site.pk)
    today = day_at(now, ZoneInfo(site.zone))
    day = on or today
    of_groups = Session.objects.filter(visible_sessions(actor), series__client__isnull=True)
    held = of_groups.filter(site=site, on=day, canceled_at__isnull=True)
    sessions = list(held.select_related("series", "place", "leader").order_by("starts_at", "series__name"))
    booked = Booking.objects.filter(session__in=sessions, canceled_at__isnull=True).exclude(status__in=_AWAY)
    eaters: dict[UUID, set[UUID]] = {one.pk: set() for one in sessions}
    for session_id, client_id in booked.values_list("session_id", "client_id"):
        eaters[session_id].add(client_id)
    meals = list(_meals(eaters))
    coming = {client_id for meal in meals for client_id in meal.eaters}
    eats = {
        one.client_id: Eats(tuple(one.labels), one.allergies)
        for one in Diet.objects.filter(client_id__in=coming, until__isnull=True)
    }
    with_allergy = {client_id for client_id, one in eats.items() if one.allergies}
    seen = _seen(actor, with_allergy, sessions)
    return DaySheet(
        site,
        day,
        day == today,
        tuple(_shown(one, len(eaters[one.pk]), ZoneInfo(site.zone)) for one in sessions),
        served(meals, eats),
        _allergic(seen, eats),
        len(with_allergy) - len(seen),
        helped_on(actor, site, day),
    )


def _meals(eaters: dict[UUID, set[UUID]]) -> Iterable[Meal]:
    rows = SessionSegment.objects.filter(session_id__in=eaters, is_clinical=False).order_by("starts_at", "pk")
    for one in rows:
        if is_meal(one.label, is_clinical=one.is_clinical):
            yield Meal(one.label, Period(one.starts_at, one.ends_at), frozenset(eaters[one.session_id]))


def _seen(actor: Actor, client_ids: Iterable[UUID], sessions: Sequence[Session]) -> list[Client]:
    """Whom of these the actor may see by chart or by group, by what they are called."""
    if not actor.may(VIEW_DIET):
        return []
    theirs = Q(pk__in=client_ids)
    in_groups = Booking.objects.filter(visible_bookings(actor, VIEW_ROLL), session__in=sessions)
    may = Q(pk__in=in_groups.values("client_id")) if actor.may(VIEW_ROLL) else Q(pk__in=())
    by_chart = Q(pk__in=Diet.objects.filter(visible_diets(actor)).values("client_id"))
    found = list(Client.objects.filter(theirs & (may | by_chart)).order_by("sort_key", "pk"))
    record_list_read(actor, "allergies", [one.pk for one in found])
    return found


def _allergic(people: Sequence[Client], eats: dict[UUID, Eats]) -> tuple[Allergic, ...]:
    """By first name alone: the sheet lies in a kitchen."""
    called = first_names({one.pk: (one.called, one.family_name) for one in people})
    lines = [Allergic(called[one.pk], eats[one.pk].allergies, eats[one.pk].labels) for one in people]
    return tuple(sorted(lines, key=lambda line: line.called.casefold()))


def _shown(session: Session, expected: int, zone: ZoneInfo) -> DaySession:
    return DaySession(
        session.pk,
        session.series.name,
        session.starts_at.astimezone(zone),
        session.ends_at.astimezone(zone),
        session.place.name,
        session.leader.name,
        expected,
    )
