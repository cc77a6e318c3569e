"""Which signed notes name an objective: those that were signed with it, and those that were said to serve it since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from stepwell.domain.careplan.models import Problem
from stepwell.domain.careplan.permissions import VIEW_PLAN, visible_plans
from stepwell.domain.thread.models import NoteObjective
from stepwell.domain.week.models import Note
from stepwell.kernel.actor import Actor
from stepwell.platform.access.permission import require


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A signed note that names an objective: which, when and where, never what it says."""

    note_id: UUID
    session_id: UUID
    group: str
    held_on: date
    signed_as: str
    is_said_later: bool


_MARK = ("pk", "booking__session_id", "booking__session__series__name", "booking__session__on", "signed_as")


def latest_signed_notes(actor: Actor, objective_ids: Collection[UUID]) -> dict[UUID, NoteMark]:
    """The last signed note that names each objective; those that none names are left out. Two queries."""
    require(actor, VIEW_PLAN)
    seen = Problem.objects.filter(visible_plans(actor))
    signed = Note.objects.filter(signed_at__isnull=False, objective__goal__problem__in=seen)
    newest = ("-booking__session__starts_at", "-pk")
    named = signed.filter(objective_id__in=objective_ids).order_by("objective_id", *newest).distinct("objective_id")
    said = Note.objects.filter(served__objective_id__in=objective_ids, served__objective__goal__problem__in=seen)
    later = said.order_by("served__objective_id", *newest).distinct("served__objective_id")
    found: dict[UUID, NoteMark] = {}
    for objective_id, *rest in named.values_list("objective_id", *_MARK):
        found[objective_id] = _mark(rest, is_said_later=False)
    for objective_id, *rest in later.values_list("served__objective_id", *_MARK):
        mark = _mark(rest, is_said_later=True)
        if objective_id not in found or found[objective_id].held_on < mark.held_on:
            found[objective_id] = mark
    return found


def notes_naming(actor: Actor, objective_id: UUID, *, most: int = 100) -> list[NoteMark]:
    """Every signed note that names an objective, newest first. Part of a page whose read is written down."""
    require(actor, VIEW_PLAN)
    seen = Problem.objects.filter(visible_plans(actor))
    names = Q(objective_id=objective_id, objective__goal__problem__in=seen)
    serves = Q(served__objective_id=objective_id, served__objective__goal__problem__in=seen)
    columns = (*_MARK, "served__objective_id")
    rows = Note.objects.filter(names | serves, signed_at__isnull=False).order_by("-booking__session__starts_at", "-pk")
    return [_mark(rest, is_said_later=later is not None) for *rest, later in rows.values_list(*columns)[:most]]


def _mark(columns: Sequence[Any], *, is_said_later: bool) -> NoteMark:
    note_id, session_id, group, held_on, signed_as = columns
    return NoteMark(note_id, session_id, group, held_on, signed_as, is_said_later)


def last_named_on(objective_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the last session whose signed note names each objective. For charts that the actor has found."""
    signed = Note.objects.filter(objective_id__in=objective_ids, signed_at__isnull=False).values("objective_id")
    found = dict(signed.annotate(last=Max("booking__session__on")).values_list("objective_id", "last"))
    later = NoteObjective.objects.filter(objective_id__in=objective_ids).values("objective_id")
    for objective_id, last in later.annotate(last=Max("note__booking__session__on")).values_list(
        "objective_id", "last"
    ):
        found[objective_id] = max(last, found.get(objective_id, last))
    return {objective_id: last for objective_id, last in found.items() if objective_id is not None}
