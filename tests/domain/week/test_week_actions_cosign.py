"""The second signature: asked for when somebody under supervision signs, given or returned, and the note stays."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from tests.cast import NOW
from tests.domain.week.test_week_actions_notes import a_group, note_of, sign, write

from stepwell.domain.people.actions import name_cosigner
from stepwell.domain.people.models import Post
from stepwell.domain.week.actions import add_to_note, cosign_note, return_note
from stepwell.domain.week.models import Cosignature, NoteReturn
from stepwell.domain.week.queries import week_of_client
from stepwell.domain.week.queries.cosign import notes_to_cosign
from stepwell.domain.week.queries.signed import signed_note
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

LATER = NOW + timedelta(hours=5)


def supervised(world, by="supervisor", who="counselor"):
    """Who leads the group is under somebody's supervision."""
    post = world.staff[who].posts.get()
    return name_cosigner(
        actor=world.actor("director"), post_id=post.pk, cosigner_id=world.staff[by].pk if by else None, now=NOW
    )


@pytest.fixture
def waiting(world):
    """A clinic whose first note is signed and waits."""
    clinic = a_group(world, people=2)
    supervised(world)
    write(clinic, "Named payday and the drive home.")
    sign(clinic)
    return clinic


def cosign(clinic, who="supervisor", seen=0, number=0):
    return cosign_note(actor=clinic.world.actor(who), note_id=note_of(clinic, number).pk, seen=seen, now=LATER)


def give_back(clinic, words="Which plan was made?", who="supervisor"):
    return return_note(actor=clinic.world.actor(who), note_id=note_of(clinic).pk, words=words, now=LATER)


def open_tasks(kind):
    return Task.objects.filter(kind=kind, done_at=None)


def day_words(clinic):
    with clock.standing_at(LATER):
        week = week_of_client(clinic.world.actor("director"), clinic.clients[0], LATER)
    return next(day.status.words for day in week.days if day.day == clinic.session.on)


def test_what_they_sign_waits_on_the_supervisors_today_and_holds_the_day(waiting):
    assert open_tasks("notes.cosign").get().owner == waiting.world.staff["supervisor"]
    assert [note.pk for note in notes_to_cosign(waiting.world.actor("supervisor"))] == [note_of(waiting).pk]
    assert day_words(waiting) == "Held: not co-signed"
    given = cosign(waiting)
    assert (given.signed_as, given.signed_at) == ("Ingrid Lindqvist, LAC", LATER)
    assert not open_tasks("notes.cosign").exists()
    assert not notes_to_cosign(waiting.world.actor("supervisor"))
    assert day_words(waiting) == "Billable"
    assert Entry.objects.filter(verb="note.cosigned", client_id=waiting.clients[0].pk).count() == 1


def test_several_notes_of_a_session_are_one_task_until_the_last_is_signed(waiting):
    write(waiting, "Came with a plan for Friday.", 1)
    sign(waiting, 1)
    assert open_tasks("notes.cosign").count() == 1
    cosign(waiting)
    assert open_tasks("notes.cosign").count() == 1
    cosign(waiting, number=1)
    assert not open_tasks("notes.cosign").exists()


def test_nobody_is_asked_where_no_post_says_so(world):
    clinic = a_group(world, people=1)
    write(clinic, "Named payday and the drive home.")
    sign(clinic)
    assert not Cosignature.objects.exists()
    assert day_words(clinic) == "Billable"


def test_a_returned_note_is_mended_by_an_addendum_and_waits_again(waiting):
    give_back(waiting)
    give_back(waiting)  # sent twice
    assert NoteReturn.objects.count() == 1
    assert not open_tasks("notes.cosign").exists()
    assert open_tasks("note.returned").get().owner == waiting.world.staff["counselor"]
    assert day_words(waiting) == "Held: not co-signed"
    shown = signed_note(waiting.world.actor("counselor"), note_of(waiting).pk)
    assert (shown.cosign.words, shown.returns[0].words) == ("Returned for an addendum", "Which plan was made?")
    add_to_note(
        actor=waiting.world.actor("counselor"), note_id=note_of(waiting).pk, words="Route 9 for a week.", now=LATER
    )
    assert not open_tasks("note.returned").exists()
    assert open_tasks("notes.cosign").exists()
    with pytest.raises(Refused, match="added since you read it"):
        cosign(waiting)
    assert cosign(waiting, seen=1).signed_at
    assert note_of(waiting).response == "Named payday and the drive home."


def test_the_same_signature_twice_is_one_and_a_given_one_is_not_returned(waiting):
    assert cosign(waiting) == cosign(waiting)
    with pytest.raises(Refused, match="is co-signed"):
        give_back(waiting)


def test_a_return_says_what_is_missing(waiting):
    with pytest.raises(Refused, match="what is missing"):
        give_back(waiting, "  ")


def test_the_named_clinician_reads_and_signs_a_note_of_a_chart_that_isnt_theirs(world):
    clinic = a_group(world, people=2)
    supervised(world, by="colleague")
    write(clinic, "Named payday and the drive home.")
    sign(clinic)
    assert signed_note(world.actor("colleague"), note_of(clinic).pk).may_cosign
    assert notes_to_cosign(world.actor("supervisor"))  # stands in
    assert cosign(clinic, "colleague")
    with pytest.raises(Refused, match="Tess Brandt, LAC has co-signed"):
        cosign(clinic, "supervisor")


@pytest.mark.parametrize(
    ("who", "error"),
    [("counselor", NotFound), ("colleague", NotFound), ("elsewhere", NotFound), ("director", NotAllowed)],
)
def test_nobody_else_co_signs_least_of_all_who_signed(waiting, who, error):
    with pytest.raises(error):
        cosign(waiting, who)


def test_the_database_keeps_a_given_signature_and_every_return(waiting):
    give_back(waiting)
    cosign(waiting)
    for change in (
        lambda: Cosignature.objects.update(signed_as="Somebody"),
        lambda: Cosignature.objects.all().delete(),
        lambda: NoteReturn.objects.update(words="Nothing"),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()
    with pytest.raises(DatabaseError, match="for a signed note"), transaction.atomic():
        Cosignature.objects.create(note=note_of(waiting, 1), asked_of=waiting.world.staff["supervisor"], asked_at=NOW)


def test_a_director_says_who_co_signs_and_takes_it_back(world):
    assert supervised(world).cosigner == world.staff["supervisor"]
    assert supervised(world).cosigner == world.staff["supervisor"]
    assert Entry.objects.filter(verb="post.cosigner_named").count() == 1
    assert supervised(world, by=None).cosigner is None


@pytest.mark.parametrize(
    ("by", "who", "words"),
    [
        ("elsewhere", "counselor", "can't co-sign here"),
        ("counselor", "counselor", "can't co-sign here"),
        ("front desk", "counselor", "can't co-sign here"),
        ("supervisor", "admissions", "Nobody signs notes in this role"),
    ],
)
def test_only_a_clinician_of_the_site_is_named_and_for_a_clinical_role(world, by, who, words):
    with pytest.raises(Refused, match=words):
        supervised(world, by=by, who=who)


def test_nobody_but_a_director_of_the_site_names_one(world):
    post = world.staff["counselor"].posts.get()
    for who, error in (("supervisor", NotAllowed), ("counselor", NotAllowed)):
        with pytest.raises(error):
            name_cosigner(actor=world.actor(who), post_id=post.pk, cosigner_id=None, now=NOW)
    other = Post.objects.get(staff=world.staff["elsewhere"])
    with pytest.raises(NotFound):
        name_cosigner(actor=world.actor("director"), post_id=other.pk, cosigner_id=None, now=NOW)
