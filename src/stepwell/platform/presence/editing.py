"""Saying that one edits, and asking who else does.

Nothing of it goes into the ledger: it says of a colleague that they have a form open, and only to who may open the
same page. Whether they may is the caller's to ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.kernel.actor import Actor
from stepwell.platform.presence.models import Editing

# The page says it every ten seconds; who has been silent for three of them is gone.
SEEN_FOR = timedelta(seconds=30)
_KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a page is about: its kind, such as "plan", and the id of the row."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who edits, and since when."""

    name: str
    part: str
    since_at: datetime


def say_editing(actor: Actor, thing: Thing, part: str, now: datetime) -> None:
    """The actor edits this form. Said again, it goes on since the first time; another form begins anew."""
    assert actor.account_id is not None  # whoever comes through the door has one
    mine = Editing.objects.filter(kind=thing.kind, thing_id=thing.id, account_id=actor.account_id)
    if mine.filter(part=part, seen_at__gt=now - SEEN_FOR).update(seen_at=now):
        return
    row = Editing(
        account_id=actor.account_id,
        name=actor.name,
        kind=thing.kind,
        thing_id=thing.id,
        part=part,
        since_at=now,
        seen_at=now,
    )
    with transaction.atomic():
        Editing.objects.filter(seen_at__lt=now - _KEPT_FOR).delete()
        Editing.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["kind", "thing_id", "account"],
            update_fields=["name", "part", "since_at", "seen_at"],
        )


def stop_editing(actor: Actor, thing: Thing) -> None:
    """The actor edits nothing there any more."""
    Editing.objects.filter(kind=thing.kind, thing_id=thing.id, account_id=actor.account_id).delete()


def others_editing(actor: Actor, thing: Thing, now: datetime) -> Sequence[Other]:
    """Who else has been heard of within half a minute, the first to come first. One query."""
    rows = Editing.objects.filter(kind=thing.kind, thing_id=thing.id, seen_at__gt=now - SEEN_FOR)
    found = rows.exclude(account_id=actor.account_id).order_by("since_at", "pk")
    return [Other(*row) for row in found.values_list("name", "part", "since_at")[:20]]
