"""Raising work and being done with it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.permissions import RAISE_TASK
from stepwell.kernel.actor import Actor, Role
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record


@action
def raise_task(
    *,
    actor: Actor,
    site: Site,
    kind: str,
    subject_id: object,
    title: str,
    reason: str,
    due_at: datetime,
    now: datetime,
    client: Client | None = None,
    owner: Staff | None = None,
    role: Role | None = None,
    is_safety: bool = False,
    is_everybodys: bool = False,
    is_first: bool = False,
) -> Task:
    """Put work into the queue; an open task of this kind for this subject stays as it is.

    `is_first`: the subject was made in this very transaction, so that nobody can have raised anything for it.
    """
    require(actor, RAISE_TASK)
    about = {"kind": kind, "subject_id": str(subject_id), "done_at": None}
    given = {
        "site": site,
        "client": client,
        "owner": owner,
        "role": role.value if role else "",
        "title": title,
        "reason": reason,
        "is_safety": is_safety,
        "is_everybodys": is_everybodys,
        "raised_at": now,
        "due_at": due_at,
    }
    if is_first:
        task, fresh = Task.objects.create(**about, **given), True
    else:
        task, fresh = Task.objects.get_or_create(**about, defaults=given)
    if fresh:
        record(
            actor,
            "task.raised",
            client_id=client.pk if client else None,
            subject=("task", task.pk),
            detail={"kind": kind},
        )
    return task


@action
def finish_task(*, actor: Actor, kind: str, subject_id: object, now: datetime) -> None:
    """The work is done: called by the action that does it, so that nobody ticks boxes."""
    finish_tasks(actor=actor, kinds=(kind,), subject_id=subject_id, now=now)


@action
def finish_tasks(*, actor: Actor, kinds: Collection[str], subject_id: object, now: datetime) -> None:
    """The same for several kinds of work about one thing, which is over altogether."""
    require(actor, RAISE_TASK)
    tasks = list(Task.objects.select_for_update().filter(kind__in=kinds, subject_id=str(subject_id), done_at=None))
    for task in tasks:
        task.done_at = now
        task.done_by_id = actor.staff_id
        task.save(update_fields=["done_at", "done_by"])
        record(actor, "task.done", client_id=task.client_id, subject=("task", task.pk), detail={"kind": task.kind})


@action
def finish_tasks_of_client(
    *, actor: Actor, client_id: UUID, kind: str, but: Collection[str] = (), now: datetime
) -> None:
    """The same for one kind of work of one person, whatever it is about, but for the subjects that go on."""
    require(actor, RAISE_TASK)
    open_ones = Task.objects.select_for_update().filter(client_id=client_id, kind=kind, done_at=None)
    for task in open_ones.exclude(subject_id__in=[*but]):
        task.done_at = now
        task.done_by_id = actor.staff_id
        task.save(update_fields=["done_at", "done_by"])
        record(actor, "task.done", client_id=client_id, subject=("task", task.pk), detail={"kind": kind})


@action
def move_task(*, actor: Actor, kind: str, subject_id: object, reason: str, due_at: datetime) -> None:
    """What the work is counted from has changed: it is due on another day, for another reason."""
    require(actor, RAISE_TASK)
    for task in Task.objects.select_for_update().filter(kind=kind, subject_id=str(subject_id), done_at=None):
        task.due_at, task.reason = due_at, reason
        task.save(update_fields=["due_at", "reason"])
        record(actor, "task.moved", client_id=task.client_id, subject=("task", task.pk), detail={"kind": kind})


@action
def hand_over_tasks(
    *, actor: Actor, kinds: Collection[str], subject_id: object, from_id: int | None, to: Staff | None
) -> None:
    """What one person owned of the open work about a thing is another's; what nobody or a third owns stays so."""
    require(actor, RAISE_TASK)
    tasks = Task.objects.select_for_update().filter(kind__in=kinds, subject_id=str(subject_id), done_at=None)
    for task in tasks.filter(owner_id=from_id):
        task.owner = to
        task.save(update_fields=["owner"])
        record(actor, "task.handed_over", client_id=task.client_id, subject=("task", task.pk))


@action
def hand_over_tasks_of_client(
    *, actor: Actor, client_id: UUID, from_id: int, to: Staff, but: Collection[str] = ()
) -> int:
    """All that one person has open about a client is another's, but for these kinds. How much it was."""
    require(actor, RAISE_TASK)
    tasks = Task.objects.select_for_update().filter(client_id=client_id, owner_id=from_id, done_at=None)
    handed = list(tasks.exclude(kind__in=but).order_by("pk"))
    for task in handed:
        task.owner = to
        task.save(update_fields=["owner"])
        record(actor, "task.handed_over", client_id=client_id, subject=("task", task.pk))
    return len(handed)


@action
def reopen_task(*, actor: Actor, kind: str, subject_id: object, done_at: datetime) -> None:
    """The work that was done at `done_at` wasn't: it is in the queue again, unless it has been raised anew."""
    require(actor, RAISE_TASK)
    tasks = Task.objects.select_for_update().filter(kind=kind, subject_id=str(subject_id))
    if tasks.filter(done_at=None).exists():
        return
    for task in tasks.filter(done_at=done_at):
        task.done_at = task.done_by = None
        task.save(update_fields=["done_at", "done_by"])
        record(actor, "task.reopened", client_id=task.client_id, subject=("task", task.pk), detail={"kind": kind})
