"""Reads of the ladder: who was paged about an event, and who is next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Post, Site, Staff
from stepwell.domain.people.rules import is_held
from stepwell.domain.safety.models import Page, SafetyEvent
from stepwell.domain.safety.permissions import LEADS_SITE, PAGE, VIEW_EVENT
from stepwell.domain.safety.queries.rota import on_call_now
from stepwell.domain.safety.rules.ladder import Round, Rung, Step, Waits, next_step
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.clock import day_at
from stepwell.platform.access.permission import require
from stepwell.platform.notify.rules import State

_LOST = (State.BOUNCED.value, State.GIVEN_UP.value)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What was paged about one event, the first page first; what comes next; and who stands on each rung now."""

    pages: Sequence[Page]
    next: Step | None
    rungs: dict[Rung, tuple[Staff, ...]]


def ladder_of(actor: Actor, event: SafetyEvent, now: datetime) -> Ladder:
    """The ladder of an event that the actor has found."""
    require(actor, VIEW_EVENT)
    pages = list(pages_of(event))
    names = {rung: tuple(on_rung(event, rung, now)) for rung in Rung}
    return Ladder(pages, step_of(event, pages), names)


def pages_of(event: SafetyEvent) -> Iterable[Page]:
    """Every page about it, with whom and the message, but for what that says."""
    hidden = [f"message__{name}" for name in ("to", "subject", "text")]
    return Page.objects.filter(event=event).select_related("staff", "message").defer(*hidden)


def step_of(event: SafetyEvent, pages: Iterable[Page]) -> Step | None:
    """What comes next, given these."""
    site = event.client.site
    return next_step(
        received_at=event.received_at,
        acknowledged_at=event.acknowledged_at,
        is_resolved=event.resolved_at is not None,
        rounds=_rounds(pages),
        waits=Waits(timedelta(minutes=site.answer_minutes), timedelta(minutes=site.idle_minutes)),
    )


def on_rung(event: SafetyEvent, rung: Rung, now: datetime) -> list[Staff]:
    """Who stands on a rung now: by the rota, by their posts, or whoever has taken it on."""
    site = event.client.site
    if rung is Rung.TAKEN:
        return [event.acknowledged_by] if event.acknowledged_by else []
    if rung is Rung.LEADERS:
        return _leaders(site, now)
    rota = on_call_now(system("safety"), [site], now)[0]
    stretch = rota.first if rung is Rung.FIRST else rota.second
    return [stretch.staff] if stretch else []


def events_on_a_ladder(actor: Actor) -> list[UUID]:
    """Every event that isn't resolved; ids alone."""
    require(actor, PAGE)
    return list(
        SafetyEvent.objects.filter(resolved_at__isnull=True).order_by("received_at").values_list("pk", flat=True)
    )


def _leaders(site: Site, now: datetime) -> list[Staff]:
    posts = Post.objects.filter(site=site, role__in=[role.value for role in LEADS_SITE], staff__account__is_active=True)
    today = day_at(now, ZoneInfo(site.zone))
    held = [post for post in posts.select_related("staff") if is_held(post.started_on, post.ended_on, today)]
    found = {post.staff_id: post.staff for post in held}
    return sorted(found.values(), key=lambda one: one.name)


def _rounds(pages: Iterable[Page]) -> list[Round]:
    """Pages of one rung and instant are one round; it reached somebody where one message isn't lost."""
    rounds: dict[tuple[datetime, int], bool] = {}
    for page in pages:
        key = (page.at, page.rung)
        reached = page.message is not None and page.message.state not in _LOST
        rounds[key] = rounds.get(key, False) or reached
    return [Round(Rung(rung), at, reached) for (at, rung), reached in rounds.items()]
