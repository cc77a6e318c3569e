"""Reads of the prevention plan and of what is suggested for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import find_client, own_client
from stepwell.domain.prevention.models import PreventionPlan, Suggestion
from stepwell.domain.prevention.permissions import KEEP_PREVENTION, VIEW_PREVENTION, visible_prevention
from stepwell.domain.prevention.rules.plan import Change, Content, Part, changes
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

MOST_VERSIONS = 30


@dataclass(frozen=True, slots=True)
class Version:
    """A version and what it changed."""

    number: int
    saved_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The newest version (number 0 where nothing was ever saved), what waits for an answer, and how it came about."""

    number: int
    saved_at: datetime | None
    content: Content
    suggested: Sequence[Suggestion]
    versions: tuple[Version, ...] = ()

    @property
    def parts(self) -> list[tuple[Part, tuple[str, ...]]]:
        """Every part, with its lines."""
        return [(part, tuple(self.content.get(part.value, ()))) for part in Part]


def own_prevention(actor: Actor) -> Plan:
    """The client's own."""
    require(actor, KEEP_PREVENTION)
    return _plan(actor, own_client(actor))


def prevention_of(actor: Actor, client: Client) -> Plan:
    """One client's, with its versions. Written down. Raises `NotFound`."""
    client = find_client(actor, client.pk, VIEW_PREVENTION)
    record_read(actor, "prevention", client.pk)
    return _plan(actor, client, with_versions=True)


def content_now(client: Client) -> Content:
    """What the newest version holds, for an action or a rule: the actor has found the client."""
    newest = PreventionPlan.objects.filter(client=client).order_by("-number").first()
    return read(newest)


def read(version: PreventionPlan | None) -> dict[str, tuple[str, ...]]:
    """The lines of a stored version."""
    return {part: tuple(lines) for part, lines in version.content.items()} if version else {}


def _plan(actor: Actor, client: Client, *, with_versions: bool = False) -> Plan:
    seen = visible_prevention(actor)
    rows = PreventionPlan.objects.filter(seen, client=client).order_by("-number")
    found = list(rows[: MOST_VERSIONS + 1 if with_versions else 1])
    suggested = Suggestion.objects.filter(seen, client=client, is_taken__isnull=True).select_related("suggested_by")
    newest = found[0] if found else None
    return Plan(
        number=newest.number if newest else 0,
        saved_at=newest.saved_at if newest else None,
        content=read(newest),
        suggested=list(suggested.order_by("suggested_at")),
        versions=_versions(found) if with_versions else (),
    )


def _versions(found: Sequence[PreventionPlan]) -> tuple[Version, ...]:
    older: list[PreventionPlan | None] = [*found, None][1:]
    return tuple(
        Version(one.number, one.saved_at, tuple(changes(read(before), read(one))))
        for one, before in zip(found, older, strict=True)
    )[:MOST_VERSIONS]
