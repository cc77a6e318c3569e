"""Saying that two people aren't to meet in a group, and that they may again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from stepwell.domain.people.models import Client, Staff
from stepwell.domain.people.queries import find_client
from stepwell.domain.week.models import ApartKind, KeepApart, Session
from stepwell.domain.week.permissions import KEEP_APART, visible_pairs
from stepwell.domain.week.queries.apart import sessions_to_avoid, shared_groups
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.ledger.unit import action, record

TASK_SHARED = "week.apart"


@action
def keep_apart(*, actor: Actor, client_id: UUID, other_id: UUID, kind: ApartKind, why: str, now: datetime) -> KeepApart:
    """From now on neither joins a group of the other. Where they share one already, the supervisor is told.

    Only who may see both says so; each chain of the ledger has a row of its own, which doesn't name the other.
    """
    client, other = (find_client(actor, one, KEEP_APART) for one in (client_id, other_id))
    if client.pk == other.pk:
        raise refuse("This is the same person.", "other", "Choose somebody else.")
    if client.site_id != other.site_id:
        raise refuse("They aren't at one site.", "other", "Choose somebody of this site.")
    if not why.strip():
        raise refuse("The reason is missing.", "why", "Say in a sentence why.")
    # one at a time, so that the second finds what the first said
    list(Client.objects.select_for_update(no_key=True).filter(pk__in=[client.pk, other.pk]).order_by("pk"))
    if _open_pairs(client, other).exists():
        raise refuse("These two are kept apart already.", "other", "End that first to say it anew.")
    assert actor.staff_id is not None  # only staff hold the permission
    said_by = Staff.objects.get(pk=actor.staff_id)
    pair = KeepApart.objects.create(
        first=client, second=other, kind=kind.value, why=why.strip(), said_by=said_by, said_at=now
    )
    for one in (client, other):
        record(actor, "client.kept_apart", client_id=one.pk, subject=("pair", pair.pk), detail={"kind": kind.value})
    today = day_at(now, ZoneInfo(client.site.zone))
    if shared_groups(client, [other.pk], today):
        raise_task(
            actor=actor,
            site=client.site,
            role=Role.SUPERVISOR,
            kind=TASK_SHARED,
            subject_id=client.pk,
            title="Two people share a group",
            reason="They are to be kept apart: one of them needs another group.",
            due_at=now + timedelta(days=1),
            now=now,
        )
    return pair


@action
def end_keep_apart(*, actor: Actor, client_id: UUID, pair_id: UUID, now: datetime) -> KeepApart:
    """They may meet again. Twice is once."""
    client = find_client(actor, client_id, KEEP_APART)
    found = KeepApart.objects.select_for_update(of=("self",)).filter(visible_pairs(actor), pk=pair_id)
    pair = found.filter(Q(first=client) | Q(second=client)).select_related("first", "second").first()
    if pair is None:
        raise NotFound("pair")
    if pair.ended_at is not None:
        return pair
    pair.ended_at, pair.ended_by_id = now, actor.staff_id
    pair.save(update_fields=["ended_at", "ended_by"])
    for one in (pair.first, pair.second):
        record(actor, "client.may_meet", client_id=one.pk, subject=("pair", pair.pk))
        finish_task(actor=actor, kind=TASK_SHARED, subject_id=one.pk, now=now)
    return pair


def check_apart(client: Client, sessions: Sequence[Session]) -> None:
    """Refuses without a word of whom. Whoever books somebody into a session asks this."""
    if sessions_to_avoid(client, sessions):
        raise refuse(
            "This group can't take this person for a reason their clinician knows.",
            "client",
            "Choose another group, or ask their clinician.",
        )


def settle_shared(actor: Actor, client: Client, now: datetime) -> None:
    """Somebody left a group: who is kept apart may share none any more, and then that work is done."""
    pairs = KeepApart.objects.filter(Q(first=client) | Q(second=client), ended_at__isnull=True)
    today = day_at(now, ZoneInfo(client.site.zone))
    for pair in pairs.select_related("first__site", "second"):
        if not shared_groups(pair.first, [pair.second_id], today):
            finish_task(actor=actor, kind=TASK_SHARED, subject_id=pair.first_id, now=now)


def _open_pairs(client: Client, other: Client) -> QuerySet[KeepApart]:
    both = Q(first=client, second=other) | Q(first=other, second=client)
    return KeepApart.objects.filter(both, ended_at__isnull=True)
