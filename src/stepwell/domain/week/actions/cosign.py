"""The second signature: given, or the note is returned with words. Neither changes what was signed."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.asking import TASK_RETURNED, owe_addendum, settle_cosignatures
from stepwell.domain.week.models import Cosignature, NoteReturn
from stepwell.domain.week.queries.cosign import find_to_cosign
from stepwell.domain.week.rules.signing import signed_as
from stepwell.domain.worklist.actions import finish_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import refuse
from stepwell.platform.ledger.unit import action, record


@action
def cosign_note(*, actor: Actor, note_id: UUID, seen: int, now: datetime) -> Cosignature:
    """Sign beside who signed. `seen` is how many addenda were read; the same signature twice is one."""
    note = find_to_cosign(actor, note_id)
    asked = note.cosignature
    if asked.signed_at is not None:
        if asked.signed_by_id == actor.staff_id:
            return asked
        raise refuse(f"{asked.signed_as} has co-signed this note.", "", "Read it on its page.")
    if note.addenda.count() != seen:
        raise refuse("Something was added since you read it.", "", "Read it again before you co-sign.")
    signer = Staff.objects.get(account_id=actor.account_id)
    asked.signed_by, asked.signed_at, asked.returned_at = signer, now, None
    asked.signed_as = signed_as(signer.name, signer.credentials)
    asked.save(update_fields=["signed_by", "signed_at", "signed_as", "returned_at"])
    record(actor, "note.cosigned", client_id=note.booking.client_id, subject=("note", note.pk))
    finish_task(actor=actor, kind=TASK_RETURNED, subject_id=note.pk, now=now)
    settle_cosignatures(actor, note.booking.session, asked.asked_of_id, now)
    return asked


@action
def return_note(*, actor: Actor, note_id: UUID, words: str, now: datetime) -> Cosignature:
    """Ask who signed for an addendum, in words that stay. The same words again are the form sent twice."""
    note = find_to_cosign(actor, note_id)
    asked, said = note.cosignature, words.strip()
    if asked.signed_at is not None:
        raise refuse("This note is co-signed.", "words", "What is missing now is an addendum.")
    if not said:
        raise refuse("It doesn't say what is missing.", "words", "Write what the addendum should say.")
    last = note.returns.last()
    if (
        asked.returned_at is not None
        and last is not None
        and (last.returned_by_id, last.words)
        == (
            actor.staff_id,
            said,
        )
    ):
        return asked
    by = Staff.objects.get(account_id=actor.account_id)
    NoteReturn.objects.create(
        note=note, words=said, returned_by=by, returned_as=signed_as(by.name, by.credentials), returned_at=now
    )
    asked.returned_at = now
    asked.save(update_fields=["returned_at"])
    record(actor, "note.returned", client_id=note.booking.client_id, subject=("note", note.pk))
    settle_cosignatures(actor, note.booking.session, asked.asked_of_id, now)
    owe_addendum(actor, note, by.name, now)
    return asked
