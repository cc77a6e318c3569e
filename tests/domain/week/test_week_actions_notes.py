"""The shared block and the notes: what may be signed, what is refused and why, and that nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.cast import NOW, make_world
from tests.clinic import make_clinic
from tests.domain.careplan.test_careplan_actions_at_once import at_once

from stepwell.domain.careplan.actions import close_objective
from stepwell.domain.careplan.models import Goal, Objective, Problem
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.week.actions import (
    NamesMember,
    NoteChanged,
    confirm_not_name,
    create_drafts,
    record_attendance,
    save_response,
    save_shared,
    sign_note,
)
from stepwell.domain.week.models import Note, Status
from stepwell.domain.week.queries import get_board
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import Refused
from stepwell.platform.ledger.models import Entry


def a_group(world, people=3, **more):
    """Everybody was there, drafts stand, the topic is said."""
    clinic = make_clinic(world, people=people, **more)
    counselor = world.actor("counselor")
    for client in clinic.clients:
        record_attendance(
            actor=counselor, session_id=clinic.session.pk, client_id=client.pk, status=Status.PRESENT, now=NOW
        )
    create_drafts(actor=counselor, session_id=clinic.session.pk, now=NOW)
    save_shared(
        actor=counselor, session_id=clinic.session.pk, topic="Riding out an urge", method="CBT", shared_note="", now=NOW
    )
    return clinic


def note_of(clinic, number=0):
    return Note.objects.get(booking__session=clinic.session, booking__client=clinic.clients[number])


def write(clinic, text, number=0, *, objective=None, revision=None, who="counselor", now=NOW):
    note = note_of(clinic, number)
    return save_response(
        actor=clinic.world.actor(who),
        note_id=note.pk,
        response=text,
        objective_id=objective,
        revision=note.revision if revision is None else revision,
        now=now,
    )


def sign(clinic, number=0, *, who="counselor", revision=None, now=NOW):
    note = note_of(clinic, number)
    return sign_note(
        actor=clinic.world.actor(who),
        note_id=note.pk,
        revision=note.revision if revision is None else revision,
        now=now,
    )


def an_objective(clinic, number=0, title="Evening plan", *, of_number="1.2"):
    client, staff = clinic.clients[number], clinic.world.staff["counselor"]
    problem = Problem.objects.create(
        client=client,
        episode=clinic.episodes[number],
        number=Problem.objects.count() + 1,
        title="Evenings",
        created_at=NOW,
    )
    goal = Goal.objects.create(problem=problem, in_their_words="Sleep", clinical="Sleep", created_at=NOW)
    return Objective.objects.create(
        goal=goal,
        number=of_number,
        title=title,
        measure="evenings",
        target="5 of 7",
        due_on=NOW.date() + timedelta(days=60),
        owner=staff,
        created_at=NOW,
    )


def test_a_note_with_its_own_words_is_signed_with_the_shared_block(world):
    clinic = a_group(world)
    write(clinic, "“Paydays are mine to plan.”")
    note = sign(clinic)
    assert note.signed_as == "Maya Okafor, LAC"
    assert note.shared == {"topic": "Riding out an urge", "method": "CBT", "shared_note": ""}
    assert Entry.objects.filter(verb="note.signed", client_id=clinic.clients[0].pk).count() == 1


def test_the_same_signature_twice_is_one_and_another_persons_is_told(world):
    clinic = a_group(world)
    join_care_team(
        actor=world.actor("supervisor"),
        client=clinic.clients[0],
        staff=world.staff["colleague"],
        function=Function.COUNSELOR,
        now=NOW,
    )
    write(clinic, "Mapped the drive home.")
    assert sign(clinic).signed_at == sign(clinic, now=NOW + timedelta(hours=1)).signed_at
    with pytest.raises(Refused, match="Maya Okafor has signed"):
        sign(clinic, who="colleague")


def test_an_empty_response_is_refused(world):
    clinic = a_group(world)
    with pytest.raises(Refused, match="no response of their own"):
        sign(clinic)


def test_the_same_words_as_another_are_refused_for_both(world):
    clinic = a_group(world)
    write(clinic, "Participated and identified two triggers.")
    write(clinic, "participated, and identified two triggers", 1)
    for number in (0, 1):
        with pytest.raises(Refused, match="Another note of this session has the same words"):
            sign(clinic, number)
    write(clinic, "Named payday and the drive home.", 1)
    assert sign(clinic, 0).signed_at


def test_the_same_words_as_their_last_note_are_refused(world):
    clinic = a_group(world)
    write(clinic, "Named payday and the drive home.")
    sign(clinic)
    tuesday = clinic.sessions[1]
    after = tuesday.ends_at + timedelta(hours=1)
    counselor = world.actor("counselor")
    record_attendance(
        actor=counselor, session_id=tuesday.pk, client_id=clinic.clients[0].pk, status=Status.PRESENT, now=after
    )
    create_drafts(actor=counselor, session_id=tuesday.pk, now=after)
    save_shared(actor=counselor, session_id=tuesday.pk, topic="Sleep", method="", shared_note="", now=after)
    note = Note.objects.get(booking__session=tuesday)
    note = save_response(
        actor=counselor,
        note_id=note.pk,
        response="Named payday, and the drive home",
        objective_id=None,
        revision=0,
        now=after,
    )
    with pytest.raises(Refused, match="Their last note has the same words"):
        sign_note(actor=counselor, note_id=note.pk, revision=note.revision, now=after)


def test_a_members_name_is_refused_until_a_person_says_it_is_none(world):
    clinic = a_group(world)  # Ana, Darnell, Josie
    write(clinic, "Felt like Josie does on Sundays.")
    with pytest.raises(Refused, match="seems to name a group member") as refused:
        sign(clinic)
    assert "Josie" not in str(refused.value)  # fit for a log
    note = confirm_not_name(actor=world.actor("counselor"), note_id=note_of(clinic).pk, word="Josie", now=NOW)
    (said,) = note.not_names
    assert said["by"] == world.actor("counselor").key
    assert sign(clinic).signed_at


def test_a_member_who_is_enrolled_and_not_there_may_not_be_named_either(world):
    clinic = a_group(world, people=3)
    josie = clinic.clients[2].bookings.get(session=clinic.session)
    josie.canceled_at = NOW
    josie.save()
    write(clinic, "Felt like Josie does on Sundays.")
    with pytest.raises(Refused, match="seems to name a group member"):
        sign(clinic)


def test_ones_own_name_is_fine(world):
    clinic = a_group(world)
    write(clinic, "Ana spoke of her evenings.")
    assert sign(clinic).signed_at


def test_a_word_that_is_not_there_any_more_cannot_be_confirmed(world):
    clinic = a_group(world)
    write(clinic, "Spoke of Sundays.")
    with pytest.raises(Refused, match="isn't in the note any more"):
        confirm_not_name(actor=world.actor("counselor"), note_id=note_of(clinic).pk, word="Josie", now=NOW)


def test_the_shared_block_names_nobody_unless_a_person_says_so(world):
    clinic = a_group(world)
    said = {
        "actor": world.actor("counselor"),
        "session_id": clinic.session.pk,
        "topic": "Urges",
        "method": "CBT",
        "shared_note": "Josie led the round.",
        "now": NOW,
    }
    with pytest.raises(NamesMember) as refused:
        save_shared(**said)
    assert "Josie" not in str(refused.value)
    session = save_shared(**said, not_names=[refused.value.spans[0].confirmation])
    assert session.shared_note == "Josie led the round."
    assert session.shared_not_names[0]["by"] == world.actor("counselor").key


def test_a_shared_block_that_names_a_later_member_stops_the_signature(world):
    clinic = a_group(world, people=1)
    save_shared(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        topic="Urges",
        method="",
        shared_note="A letter from Darnell was read.",
        now=NOW,
    )
    write(clinic, "Spoke of Sundays.")
    from tests.clinic import admit_one

    admit_one(clinic, 1)
    with pytest.raises(Refused, match="shared block seems to name"):
        sign(clinic)


def test_without_a_topic_nothing_is_signed(world):
    clinic = a_group(world)
    save_shared(
        actor=world.actor("counselor"), session_id=clinic.session.pk, topic="", method="", shared_note="", now=NOW
    )
    write(clinic, "Spoke of Sundays.")
    with pytest.raises(Refused, match="no topic"):
        sign(clinic)


def test_an_open_objective_must_be_named(world):
    clinic = a_group(world)
    objective = an_objective(clinic)
    write(clinic, "Spoke of Sundays.")
    with pytest.raises(Refused, match="No objective is chosen"):
        sign(clinic)
    write(clinic, "Spoke of Sundays.", objective=objective.pk)
    assert sign(clinic).objective_id == objective.pk


def test_somebody_elses_objective_is_refused(world):
    clinic = a_group(world)
    theirs = an_objective(clinic, 1)
    with pytest.raises(Refused, match="wasn't open when they met"):
        write(clinic, "Spoke of Sundays.", objective=theirs.pk)


def test_a_draft_starts_with_the_only_open_objective(world):
    clinic = make_clinic(world, people=1)
    objective = an_objective(clinic)
    counselor = world.actor("counselor")
    record_attendance(
        actor=counselor, session_id=clinic.session.pk, client_id=clinic.clients[0].pk, status=Status.PRESENT, now=NOW
    )
    create_drafts(actor=counselor, session_id=clinic.session.pk, now=NOW)
    assert note_of(clinic).objective_id == objective.pk


def test_a_stale_save_is_refused_and_changes_nothing(world):
    clinic = a_group(world)
    write(clinic, "First words.", revision=0)
    with pytest.raises(NoteChanged, match="You, in another window, saved this at 09:00"):
        write(clinic, "Words from another window.", revision=0)
    assert note_of(clinic).response == "First words."
    assert write(clinic, "First words.", revision=0).revision == 1  # the same words are no conflict


def test_a_stale_shared_block_is_refused(world):
    clinic = a_group(world)
    session = clinic.session
    session.refresh_from_db()
    asked = {"actor": world.actor("counselor"), "session_id": session.pk, "method": "", "shared_note": "", "now": NOW}
    save_shared(**asked, topic="Sleep", revision=session.shared_revision)
    asked["actor"] = world.actor("supervisor")
    with pytest.raises(NoteChanged, match="Maya Okafor saved this at 09:00"):
        save_shared(**asked, topic="Work", revision=session.shared_revision)


def test_what_was_read_is_what_is_signed(world):
    clinic = a_group(world)
    write(clinic, "Spoke of Sundays.")
    with pytest.raises(NoteChanged):
        sign(clinic, revision=0)


def test_nobody_signs_before_the_person_has_left(world):
    clinic = make_clinic(world, people=1)
    counselor = world.actor("counselor")
    during = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
    record_attendance(
        actor=counselor, session_id=clinic.session.pk, client_id=clinic.clients[0].pk, status=Status.PRESENT, now=during
    )
    create_drafts(actor=counselor, session_id=clinic.session.pk, now=during)
    save_shared(actor=counselor, session_id=clinic.session.pk, topic="Urges", method="", shared_note="", now=during)
    write(clinic, "Spoke of Sundays.")
    with pytest.raises(Refused, match=r"still in the session. Sign after 21:15"):
        sign(clinic, now=during)


def test_a_signed_note_stays_even_against_raw_sql(world):
    clinic = a_group(world)
    write(clinic, "Spoke of Sundays.")
    note = sign(clinic)
    with pytest.raises(NoteChanged, match="stays as it is"):
        write(clinic, "Other words.")
    for statement in ("UPDATE week_note SET response = 'x' WHERE id = %s", "DELETE FROM week_note WHERE id = %s"):
        with (
            pytest.raises(DatabaseError, match=r"stays as it is|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [str(note.pk)])


def test_one_task_waits_for_the_leader_until_all_are_signed(world):
    clinic = a_group(world, people=2)
    task = Task.objects.get(kind="notes.unsigned", subject_id=str(clinic.session.pk))
    assert task.owner == world.staff["counselor"]
    assert task.due_at == datetime(2026, 10, 8, 6, 0, tzinfo=UTC)  # the end of Wednesday in Denver
    for number, text in enumerate(("Spoke of Sundays.", "Mapped the drive home.")):
        write(clinic, text, number)
    sign(clinic, 0)
    task.refresh_from_db()
    assert task.done_at is None
    sign(clinic, 1)
    task.refresh_from_db()
    assert task.done_at is not None


def test_an_objective_closed_after_the_group_met_stays_in_the_note_and_can_still_be_chosen(world):
    clinic = a_group(world, people=1)
    kept, chosen = an_objective(clinic), an_objective(clinic, title="Mornings", of_number="2.1")
    write(clinic, "Spoke of Sundays.", objective=kept.pk)
    for one in (kept, chosen):
        close_objective(actor=world.actor("counselor"), closed_as="reached", objective_id=one.pk, now=NOW)
    (draft,) = [one.draft for one in get_board(world.actor("counselor"), clinic.session.pk, NOW).seats]
    assert (draft.state, draft.objective) == ("ready", "1.2 Evening plan, closed Tue 6 Oct")
    assert {words for _, words in draft.choices} == {draft.objective, "2.1 Mornings, closed Tue 6 Oct"}
    write(clinic, "Spoke of Sundays.", objective=chosen.pk)
    assert sign(clinic).objective_id == chosen.pk


def test_an_objective_closed_before_the_group_met_is_named_and_the_words_stay(world):
    clinic = a_group(world, people=1)
    objective = an_objective(clinic)
    write(clinic, "Spoke of Sundays.", objective=objective.pk)
    before = note_of(clinic).booking.starts_at
    close_objective(actor=world.actor("counselor"), closed_as="reached", objective_id=objective.pk, now=before)
    with pytest.raises(Refused, match=r"Objective 1.2 was closed on Mon 5 Oct, before this session") as refused:
        sign(clinic)
    assert {one.where for one in refused.value.refusals} == {"objective"}
    (draft,) = [one.draft for one in get_board(world.actor("counselor"), clinic.session.pk, NOW).seats]
    assert (draft.state, draft.response) == ("held", "Spoke of Sundays.")
    write(clinic, "Spoke of Sundays.", objective=None)
    with pytest.raises(Refused, match="wasn't open when they met"):
        write(clinic, "Spoke of Sundays.", objective=objective.pk)
    assert sign(clinic).response == "Spoke of Sundays."


def test_what_was_written_by_mistake_is_offered_to_no_note(world):
    clinic = a_group(world, people=1)
    objective = an_objective(clinic)
    mistake = {"closed_as": "written by mistake", "objective_id": objective.pk}
    close_objective(actor=world.actor("counselor"), now=NOW, **mistake)
    write(clinic, "Spoke of Sundays.")
    assert sign(clinic).objective_id is None


@pytest.mark.usefixtures("committed")
def test_a_group_note_signed_while_its_objective_is_closed_is_signed_with_it():
    world = make_world()
    clinic = a_group(world, people=1)
    objective = an_objective(clinic)
    write(clinic, "Spoke of Sundays.", objective=objective.pk)
    close = {"actor": world.actor("counselor"), "closed_as": "reached", "objective_id": objective.pk, "now": NOW}
    at_once(lambda: sign(clinic), lambda: close_objective(**close))
    objective.refresh_from_db()
    note = note_of(clinic)
    assert (note.signed_at, note.objective_id, note.response) == (NOW, objective.pk, "Spoke of Sundays.")
    assert objective.closed_at == NOW
