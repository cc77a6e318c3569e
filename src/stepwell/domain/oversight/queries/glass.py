"""Charts opened in an emergency: which one stands open to whom, and what was looked at."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from stepwell.domain.oversight.models import BrokenGlass
from stepwell.domain.oversight.permissions import BREAK_GLASS, REVIEW_GLASS, visible_glasses
from stepwell.domain.oversight.rules import TRIES_WITHIN
from stepwell.domain.people.models import Client
from stepwell.domain.people.rules import plain_letters
from stepwell.kernel import clock
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.unit import record_list_read, record_read

TRIED = "glass.tried"


def with_open_chart(actor: Actor, client_id: UUID) -> Actor:
    """The actor with this one chart open, where an emergency of theirs says so: for requests that go to that chart."""
    if actor.may(BREAK_GLASS) and open_glass(actor, client_id, clock.now()) is not None:
        return replace(actor, chart_id=client_id)
    return actor


def open_glass(actor: Actor, client_id: UUID, now: datetime) -> BrokenGlass | None:
    """The actor's own emergency that keeps this chart open now."""
    if actor.staff_id is None:
        return None
    mine = BrokenGlass.objects.filter(staff_id=actor.staff_id, client_id=client_id, ended_at__isnull=True)
    return (
        mine.filter(until__gt=now, opened_at__lte=now, site_id__in=actor.sites_for(BREAK_GLASS))
        .select_related("site")
        .first()
    )


def find_by_name(actor: Actor, family_name: str, birth_on: date) -> Client | None:
    """The one person of the actor's sites with exactly this family name and birth date; None for nobody and for two."""
    require(actor, BREAK_GLASS)
    born = Client.objects.filter(site_id__in=actor.sites_for(BREAK_GLASS), birth_on=birth_on).select_related("site")
    wanted = plain_letters(family_name.strip())
    found = [one for one in born[:500] if plain_letters(one.family_name.strip()) == wanted]
    return found[0] if len(found) == 1 else None


def count_tries(actor: Actor, now: datetime) -> int:
    """How often the actor has asked for nobody within the last hour."""
    return Entry.objects.filter(actor_key=actor.key, verb=TRIED, at__gt=now - TRIES_WITHIN).count()


def list_glasses(actor: Actor) -> Sequence[BrokenGlass]:
    """Emergencies of the actor's sites, those without a review first, then the newest. A list read."""
    require(actor, REVIEW_GLASS)
    found = BrokenGlass.objects.filter(visible_glasses(actor)).select_related("client", "staff", "site", "reviewed_by")
    shown = sorted(found.order_by("-opened_at")[:200], key=lambda one: one.reviewed_at is not None)
    record_list_read(actor, "emergencies", [one.client_id for one in shown])
    return shown


def get_glass(actor: Actor, glass_id: UUID) -> BrokenGlass:
    """One emergency, written down as a look at that person. Raises `NotFound`."""
    require(actor, REVIEW_GLASS)
    found = BrokenGlass.objects.filter(visible_glasses(actor), pk=glass_id)
    glass = found.select_related("client__site", "staff", "site", "reviewed_by").first()
    if glass is None:
        raise NotFound("emergency")
    record_read(actor, "emergency", glass.client_id, ("emergency", glass.pk))
    return glass


def entries_during(actor: Actor, glass: BrokenGlass) -> Sequence[Entry]:
    """What its opener did and saw of this person while it stood open."""
    require(actor, REVIEW_GLASS)
    until = min(filter(None, (glass.ended_at, glass.until)))
    key = f"account:{glass.staff.account_id}"
    found = Entry.objects.filter(client_id=glass.client_id, actor_key=key, at__gte=glass.opened_at, at__lte=until)
    return list(found.order_by("at", "pk")[:500])
