"""Adding to a signed note. What is signed stays; this stands below it, with who wrote it and when."""

from datetime import datetime
from uuid import UUID

from stepwell.domain.people.models import Staff
from stepwell.domain.week.actions.asking import mend_returned
from stepwell.domain.week.actions.notes import NamesMember
from stepwell.domain.week.models import NoteAddendum
from stepwell.domain.week.permissions import WRITE_NOTE
from stepwell.domain.week.queries.notes import find_note, member_names
from stepwell.domain.week.rules.names import names_in
from stepwell.domain.week.rules.signing import signed_as
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, refuse
from stepwell.platform.ledger.rules import Plain
from stepwell.platform.ledger.unit import action, record


@action
def add_to_note(*, actor: Actor, note_id: UUID, words: str, now: datetime, names_nobody: bool = False) -> NoteAddendum:
    """Add to a signed note. The same words again by the same person are the form sent twice.

    `names_nobody`: whoever adds it says that what seems to be the name of a member is none.
    """
    note = find_note(actor, note_id, WRITE_NOTE)
    said = words.strip()
    if note.signed_at is None:
        raise refuse("This note isn't signed yet.", "words", "Write it in the note itself.")
    if not said:
        raise refuse("The addendum is empty.", "words", "Write what is to be added.")
    last = note.addenda.last()
    if last is not None and (last.added_by_id, last.words) == (actor.staff_id, said):
        return last
    client_id = note.booking.client_id
    if not names_nobody and (spans := names_in(said, str(client_id), member_names(note.booking.session))):
        mend = "Change it, or say that it names nobody."
        raise NamesMember(Refusal("This seems to name a group member.", "words", mend), spans)
    author = Staff.objects.get(account_id=actor.account_id)
    added = NoteAddendum.objects.create(
        note=note, words=said, added_by=author, added_as=signed_as(author.name, author.credentials), added_at=now
    )
    detail: dict[str, Plain] = {"names_nobody": names_nobody}
    record(actor, "note.added_to", client_id=client_id, subject=("note", note.pk), detail=detail)
    mend_returned(actor, note, now)
    return added
