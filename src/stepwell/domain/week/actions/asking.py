"""Asking for a second signature, and the work that it is. Not actions: signing, adding and co-signing call them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from stepwell.domain.people.models import Post, Staff
from stepwell.domain.people.permissions import CLINICAL
from stepwell.domain.people.rules import is_held
from stepwell.domain.week.models import Cosignature, Note, Session
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.domain.week.rules.signing import COSIGN_WITHIN
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.wording import short_day
from stepwell.platform.ledger.unit import record

TASK_COSIGN = "notes.cosign"
TASK_RETURNED = "note.returned"


def ask_cosignature(actor: Actor, note: Note, signer: Staff, now: datetime) -> None:
    """Where a post of the signer at this site says that somebody signs beside them, it is asked of that person."""
    session = note.booking.session
    today = day_at(now, zone_of(session))
    posts = Post.objects.filter(staff=signer, site_id=session.site_id, cosigner__isnull=False)
    held = posts.filter(role__in=[role.value for role in CLINICAL]).select_related("cosigner").order_by("pk")
    named = next((one.cosigner for one in held if is_held(one.started_on, one.ended_on, today)), None)
    if named is None:
        return
    Cosignature.objects.create(note=note, asked_of=named, asked_at=now)
    record(actor, "note.cosignature_asked", client_id=note.booking.client_id, subject=("note", note.pk))
    owe_cosignatures(actor, session, named, signer.name, now)


def mend_returned(actor: Actor, note: Note, now: datetime) -> None:
    """An addendum mends a note that was returned: it waits for the second signature again."""
    asked = Cosignature.objects.select_for_update().filter(note=note, returned_at__isnull=False).first()
    if asked is None:
        return
    asked.returned_at = None
    asked.save(update_fields=["returned_at"])
    finish_task(actor=actor, kind=TASK_RETURNED, subject_id=note.pk, now=now)
    owe_cosignatures(actor, note.booking.session, asked.asked_of, note.signed_by.name if note.signed_by else "", now)


def owe_cosignatures(actor: Actor, session: Session, owner: Staff, signer: str, now: datetime) -> None:
    """One task for all notes of a session that wait for one person."""
    zone = zone_of(session)
    raise_task(
        actor=actor,
        site=session.site,
        owner=owner,
        kind=TASK_COSIGN,
        subject_id=cosign_subject(session, owner.pk),
        title="Co-sign notes",
        reason=f"{session.series.name}, {short_day(session.on)}: {signer} signed and waits for you.",
        due_at=end_of_day(day_at(now, zone) + COSIGN_WITHIN, zone),
        now=now,
    )


def owe_addendum(actor: Actor, note: Note, by: str, now: datetime) -> None:
    """Who signed adds what is missing; due by the end of the next day, as signatures are."""
    session = note.booking.session
    zone = zone_of(session)
    raise_task(
        actor=actor,
        site=session.site,
        client=note.booking.client,
        owner=note.signed_by,
        kind=TASK_RETURNED,
        subject_id=note.pk,
        title="Note returned",
        reason=f"{session.series.name}, {short_day(session.on)}: {by} asks for an addendum.",
        due_at=end_of_day(day_at(now, zone) + timedelta(days=1), zone),
        now=now,
    )


def settle_cosignatures(actor: Actor, session: Session, owner_id: int, now: datetime) -> None:
    """The task of one person is done when none of this session's notes waits for them."""
    waiting = Cosignature.objects.filter(note__booking__session=session, asked_of_id=owner_id)
    if not waiting.filter(signed_at__isnull=True, returned_at__isnull=True).exists():
        finish_task(actor=actor, kind=TASK_COSIGN, subject_id=cosign_subject(session, owner_id), now=now)


def cosign_subject(session: Session, owner_id: int) -> UUID:
    """What the task is about: this session's notes, as far as they wait for this person."""
    return uuid5(session.pk, str(owner_id))
