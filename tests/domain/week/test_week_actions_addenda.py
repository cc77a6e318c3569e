"""Addenda: they stand below a signed note for good, and the note stays as it was."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from tests.cast import NOW
from tests.domain.week.test_week_actions_notes import a_group, note_of, sign, write

from stepwell.domain.week.actions import NamesMember, add_to_note
from stepwell.domain.week.models import NoteAddendum
from stepwell.domain.week.queries.signed import signed_note
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

LATER = NOW + timedelta(days=3)


def a_signed_note(world, **more):
    clinic = a_group(world, people=2)
    write(clinic, "Named payday and the drive home.", **more)
    return clinic, sign(clinic, now=more.get("now", NOW))


def add(world, note, words="The sister called since.", who="counselor", **more):
    return add_to_note(actor=world.actor(who), note_id=note.pk, words=words, now=LATER, **more)


def test_it_says_who_when_and_as_what_and_leaves_the_note_alone(world):
    clinic, note = a_signed_note(world)
    added = add(world, note)
    assert (added.words, added.added_as, added.added_at) == ("The sister called since.", "Maya Okafor, LAC", LATER)
    assert note_of(clinic).response == "Named payday and the drive home."
    assert Entry.objects.filter(verb="note.added_to", client_id=clinic.clients[0].pk).count() == 1
    shown = signed_note(world.actor("case manager"), note.pk)
    assert [one.words for one in shown.addenda] == ["The sister called since."]
    assert Entry.objects.filter(verb="note.read", client_id=clinic.clients[0].pk).count() == 1


def test_the_same_words_twice_are_the_form_sent_twice(world):
    _, note = a_signed_note(world)
    assert add(world, note) == add(world, note)
    assert NoteAddendum.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n "])
def test_an_empty_one_is_refused(world, words):
    _, note = a_signed_note(world)
    with pytest.raises(Refused, match="empty"):
        add(world, note, words)


def test_a_draft_is_written_in_itself(world):
    clinic = a_group(world)
    with pytest.raises(Refused, match="isn't signed yet"):
        add(world, note_of(clinic))


def test_it_names_no_other_member_unless_a_person_says_that_it_doesnt(world):
    _, note = a_signed_note(world)
    with pytest.raises(NamesMember) as refused:
        add(world, note, "Sat beside Darnell.")
    assert [span.text for span in refused.value.spans] == ["Darnell"]
    assert "Darnell" not in str(refused.value)
    assert add(world, note, "Reads Darnell Street on the sign.", names_nobody=True)


def test_the_database_keeps_it_and_takes_none_for_a_draft(world):
    clinic, note = a_signed_note(world)
    added = add(world, note)
    for change in (added.delete, lambda: NoteAddendum.objects.update(words="else")):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()
    draft = note_of(clinic, 1)
    with pytest.raises(DatabaseError, match="under a signed note"), transaction.atomic():
        NoteAddendum.objects.create(note=draft, words="x", added_by=added.added_by, added_as="x", added_at=NOW)


@pytest.mark.parametrize(
    ("who", "error"),
    [("colleague", NotFound), ("elsewhere", NotFound), ("director", NotAllowed), ("front desk", NotAllowed)],
)
def test_who_neither_leads_the_group_nor_cares_for_them_adds_nothing(world, who, error):
    _, note = a_signed_note(world)
    with pytest.raises(error):
        add(world, note, who=who)


def test_a_note_written_days_later_says_so_and_one_of_the_next_morning_doesnt(world):
    clinic, note = a_signed_note(world)
    assert signed_note(world.actor("director"), note.pk).late_at is None
    write(clinic, "Came with a plan for Friday.", 1, now=LATER)
    late = sign(clinic, 1, now=LATER)
    assert signed_note(world.actor("director"), late.pk).late_at == LATER


def test_a_draft_has_no_page(world):
    with pytest.raises(NotFound):
        signed_note(world.actor("director"), note_of(a_group(world)).pk)
