"""A draft for each person who was there. Not an action: actions of the roll and of the notes call it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.careplan.models import Objective
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.careplan.queries import open_objectives
from stepwell.domain.week.models import Booking, Note, SeriesIntervention, Session, Status
from stepwell.domain.week.queries.notes import OWED, last_notes
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.domain.week.queries.templates import labels_of
from stepwell.domain.week.rules.sections import blank
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import record

TASK_UNSIGNED = "notes.unsigned"
ATTENDED = tuple(status.value for status in Status if status.attended)


def add_drafts(actor: Actor, session: Session, now: datetime) -> int:
    """A draft for everybody who was there and has none yet; how many. The leader owes their signatures by tomorrow."""
    found = session.bookings.filter(canceled_at__isnull=True, status__in=ATTENDED, note__isnull=True)
    missing = list(found.select_related("client"))
    return draft_for(actor, session, missing, now) if missing else 0


def draft_for(
    actor: Actor, session: Session, missing: Sequence[Booking], now: datetime, *, without_client: bool = False
) -> int:
    """A draft for each of these places of the session, which have none; how many."""
    suggested = _objectives(actor, session, [one.client_id for one in missing])
    sections = blank(labels_of(session.series)) if session.series.is_own else []
    notes = Note.objects.bulk_create(
        Note(
            booking=one,
            objective=suggested.get(one.client_id),
            sections=sections,
            without_client=without_client,
            created_at=now,
            saved_at=now,
        )
        for one in missing
    )
    for note, booking in zip(notes, missing, strict=True):
        record(actor, "note.drafted", client_id=booking.client_id, subject=("note", note.pk))
    _owe_signatures(actor, session, now)
    return len(notes)


def settle_signatures(actor: Actor, session: Session, now: datetime) -> None:
    """The leader's task is done when no note that is owed lacks its signature."""
    if not _lack_signatures(session):
        finish_task(actor=actor, kind=TASK_UNSIGNED, subject_id=session.pk, now=now)


def follow_roll(actor: Actor, session: Session, now: datetime) -> None:
    """The roll changed for somebody who has a draft: it may be owed no more, or again."""
    if _lack_signatures(session):
        _owe_signatures(actor, session, now)
    else:
        finish_task(actor=actor, kind=TASK_UNSIGNED, subject_id=session.pk, now=now)


def _lack_signatures(session: Session) -> bool:
    return session.bookings.filter(OWED, canceled_at__isnull=True, note__signed_at__isnull=True).exists()


def _owe_signatures(actor: Actor, session: Session, now: datetime) -> None:
    """One task a session. Ours: due by the end of the next day."""
    zone = zone_of(session)
    tomorrow = day_at(now, zone) + timedelta(days=1)
    raise_task(
        actor=actor,
        site=session.site,
        owner=session.leader,
        kind=TASK_UNSIGNED,
        subject_id=session.pk,
        title="Sign a session’s note" if session.series.is_own else "Sign group notes",
        reason=f"{session.series.name}, {short_day(session.on)}: drafts wait for you.",
        due_at=end_of_day(tomorrow, zone),
        now=now,
    )


def _objectives(actor: Actor, session: Session, client_ids: Sequence[UUID]) -> dict[UUID, Objective]:
    """The objective a draft starts with: the only one open when they met; else the one this group serves; else that of
    their last note. A person chooses otherwise where it doesn't fit.
    """
    if not actor.may(VIEW_PLAN):
        return {}
    served = set(
        SeriesIntervention.objects.filter(series_id=session.series_id, intervention__ended_at__isnull=True).values_list(
            "intervention__objective_id", flat=True
        )
    )
    last = last_notes(client_ids, session.pk)
    suggested = {}
    for client_id, objectives in open_objectives(actor, client_ids, met_at=session.starts_at).items():
        before = last[client_id].objective_id if client_id in last else None
        by_group = [one for one in objectives if one.pk in served]
        by_habit = [one for one in objectives if one.pk == before]
        choice = _only(objectives) or _only(by_group) or _only(by_habit)
        if choice is not None:
            suggested[client_id] = choice
    return suggested


def _only(objectives: Iterable[Objective]) -> Objective | None:
    """The one there is, where there is one alone."""
    found = list(objectives)
    return found[0] if len(found) == 1 else None
