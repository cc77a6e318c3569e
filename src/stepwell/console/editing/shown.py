"""What pages with forms show of others who edit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from stepwell.domain.people.models import Staff
from stepwell.kernel.actor import Actor
from stepwell.kernel.wording import clock_24
from stepwell.platform.presence.editing import Thing, others_editing


@dataclass(frozen=True, slots=True)
class Shown:
    """One other person, in words. `part` is the form's name in the page (data-editing-part)."""

    part: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """The address that a page asks every ten seconds, and what is known as it is drawn."""

    url: str
    others: tuple[Shown, ...]


class Saved(Protocol):
    """A draft that somebody saved last."""

    @property
    def saved_by(self) -> Staff | None:
        """Who."""


def whose(draft: Saved | None, actor: Actor) -> str:
    """What the words that were saved meanwhile are headed with, beside one's own."""
    if draft is None or draft.saved_by is None:
        return "The other"
    return "Your other window" if draft.saved_by.pk == actor.staff_id else draft.saved_by.name


def others_shown(actor: Actor, thing: Thing, zone: ZoneInfo, now: datetime) -> tuple[Shown, ...]:
    """Everybody else who edits there, since when by the site's clock."""
    return tuple(
        Shown(one.part, f"{one.name} is editing this, since {clock_24(one.since_at, zone)}")
        for one in others_editing(actor, thing, now)
    )


def editing_line(actor: Actor, kind: str, thing_id: UUID, zone: ZoneInfo, now: datetime) -> Line:
    """For a page that the actor has been let into already."""
    return Line(reverse("editing", args=[kind, thing_id]), others_shown(actor, Thing(kind, thing_id), zone, now))
