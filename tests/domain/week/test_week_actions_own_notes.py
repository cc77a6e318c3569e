"""Notes of people's own sessions: written in sections, signed as a group's notes are, and nothing is lost."""

from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import an_objective
from tests.own import own_service, plan, relative

from stepwell.domain.careplan.actions import close_objective
from stepwell.domain.week.actions import (
    NoteChanged,
    add_to_note,
    create_drafts,
    record_attendance,
    save_response,
    save_shared,
    save_template,
    sign_note,
)
from stepwell.domain.week.models import Note, Status
from stepwell.domain.week.queries import get_board, week_of_client
from stepwell.domain.week.queries.owed import notes_owed
from stepwell.domain.week.queries.signed import signed_note
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotFound, Refused

SAID = ("Came on time.", "Sleeps better.", "Call before nine.")


def held(world, kind="individual", *, family=(), clinic=None, **more):
    """A session of the first person that is over, with a draft. Returns its note and a moment after it."""
    clinic = clinic or make_clinic(world, people=1)
    series = plan(clinic, own_service(world, kind, **more), family=[one.pk for one in family])
    session = series.sessions.order_by("starts_at")[0]
    after, who = session.ends_at + timedelta(minutes=5), world.actor("counselor")
    client_id = series.client_id
    record_attendance(actor=who, session_id=session.pk, client_id=client_id, status=Status.PRESENT, now=after)
    create_drafts(actor=who, session_id=session.pk, now=after)
    return Note.objects.get(booking__session=session), after


def write(world, note, said=SAID, *, who="counselor", now, objective=None, revision=None, company=()):
    return save_response(
        actor=world.actor(who),
        note_id=note.pk,
        response="",
        sections=said,
        company=company,
        objective_id=objective,
        revision=note.revision if revision is None else revision,
        now=now,
    )


def sign(world, note, *, who="counselor", now):
    note = Note.objects.get(pk=note.pk)
    return sign_note(actor=world.actor(who), note_id=note.pk, revision=note.revision, now=now)


def test_a_draft_has_the_sections_of_its_services_template(world):
    note, _ = held(world)
    assert note.sections == [["Data", ""], ["Assessment", ""], ["Plan", ""]]


def test_the_sites_own_sections_hold_for_drafts_from_then_on(world):
    note, after = held(world)
    service = note.booking.session.series.service
    words = {"topic": "", "method": "", "shared_note": "", "sections": "BIRP"}
    made = save_template(actor=world.actor("director"), service_id=service.pk, **words, revision=0, now=NOW)
    assert made.sections == ["Behavior", "Intervention", "Response", "Plan"]
    assert len(write(world, note, now=after).sections) == 3
    with pytest.raises(Refused, match="Two sections have the same name"):
        words = {**words, "sections": "Plan\nPlan"}
        save_template(actor=world.actor("director"), service_id=service.pk, **words, revision=1, now=NOW)


def test_it_is_signed_when_every_section_says_something_and_billed_then(world):
    note, after = held(world)
    client = note.booking.client
    write(world, note, ("Came on time.", "", ""), now=after)
    with pytest.raises(Refused, match="Assessment is empty"):
        sign(world, note, now=after)
    board = get_board(world.actor("counselor"), note.booking.session_id, after)
    assert [one.message for one in board.seats[0].draft.obstructions] == ["Assessment is empty", "Plan is empty"]
    note.refresh_from_db()
    write(world, note, now=after)
    signed = sign(world, note, now=after)
    assert signed.response == "Data: Came on time.\n\nAssessment: Sleeps better.\n\nPlan: Call before nine."
    week = week_of_client(world.actor("counselor"), client, after)
    assert [one.note_signed for one in week.visits if one.session_id == note.booking.session_id] == [True]
    shown = signed_note(world.actor("counselor"), note.pk)
    assert shown.sections == tuple(zip(("Data", "Assessment", "Plan"), SAID, strict=True))


def test_it_is_owed_on_today_until_it_is_signed(world):
    note, after = held(world)
    (owed,) = notes_owed(world.actor("counselor"), after).mine.sessions
    assert owed.session_id == note.booking.session_id
    task = Task.objects.get(kind="notes.unsigned", subject_id=note.booking.session_id)
    assert (task.title, task.done_at) == ("Sign a session’s note", None)
    write(world, note, now=after)
    sign(world, note, now=after)
    task.refresh_from_db()
    assert task.done_at == after
    assert notes_owed(world.actor("counselor"), after).mine.count == 0


def test_it_has_no_shared_block_and_other_words_than_its_sections_are_refused(world):
    note, after = held(world)
    with pytest.raises(NotFound):
        save_shared(
            actor=world.actor("counselor"),
            session_id=note.booking.session_id,
            topic="x",
            method="",
            shared_note="",
            now=after,
        )
    with pytest.raises(Refused, match="other sections"):
        write(world, note, ("only one",), now=after)


def test_a_stale_save_is_refused_and_what_stands_stays(world):
    note, after = held(world)
    write(world, note, now=after)
    with pytest.raises(NoteChanged):
        write(world, note, ("Mine", "Mine", "Mine"), now=after, revision=0, who="case manager")
    note.refresh_from_db()
    assert note.sections[0] == ["Data", "Came on time."]


def test_of_two_who_sign_one_is_told_who_has(world):
    note, after = held(world)
    write(world, note, now=after)
    sign(world, note, now=after)
    with pytest.raises(Refused, match="Maya Okafor has signed this note"):
        sign(world, note, who="case manager", now=after)
    assert sign(world, note, now=after + timedelta(minutes=1)).signed_at == after


def test_an_objective_closed_after_they_met_stays_in_the_note(world):
    clinic = make_clinic(world, people=1)
    objective = an_objective(clinic)
    note, after = held(world, clinic=clinic)
    write(world, note, now=after, objective=objective.pk)
    close_objective(actor=world.actor("counselor"), closed_as="reached", objective_id=objective.pk, now=after)
    assert sign(world, note, now=after).objective_id == objective.pk
    (draft,) = [one.draft for one in get_board(world.actor("counselor"), note.booking.session_id, after).seats]
    assert draft.objective.endswith(", closed Wed 7 Oct")


def test_an_objective_closed_before_they_met_is_named_and_the_words_stay(world):
    clinic = make_clinic(world, people=1)
    objective = an_objective(clinic)
    note, after = held(world, clinic=clinic)
    write(world, note, now=after, objective=objective.pk)
    close_objective(
        actor=world.actor("counselor"), closed_as="reached", objective_id=objective.pk, now=note.booking.starts_at
    )
    with pytest.raises(Refused, match=r"Objective 1.2 was closed on Wed 7 Oct, before this session") as refused:
        sign(world, note, now=after)
    assert {one.where for one in refused.value.refusals} == {"objective"}
    board = get_board(world.actor("counselor"), note.booking.session_id, after)
    (draft,) = [one.draft for one in board.seats]
    assert (draft.state, draft.sections[0]) == ("held", ("Data", "Came on time."))
    assert "closed before this session" in draft.obstructions[0].message
    note.refresh_from_db()
    write(world, note, now=after, objective=None)
    assert sign(world, note, now=after).signed_at == after


def test_an_addendum_and_a_late_entry_are_a_groups(world):
    note, after = held(world)
    late = after + timedelta(days=4)
    write(world, note, now=late)
    sign(world, note, now=late)
    add_to_note(actor=world.actor("counselor"), note_id=note.pk, words="The call was made.", now=late)
    shown = signed_note(world.actor("counselor"), note.pk)
    assert (shown.late_at, [one.words for one in shown.addenda]) == (late, ["The call was made."])


def test_a_family_note_says_who_was_there_by_name_and_nobody_who_wasnt_asked(world):
    clinic = make_clinic(world, people=1)
    rita = relative(world, clinic.clients[0])
    note, after = held(world, "family", clinic=clinic, family=[rita])
    with pytest.raises(Refused, match="wasn't asked along"):
        write(world, note, now=after, company=["Sol Reyes"])
    saved = write(world, note, now=after, company=["Rita Reyes"])
    assert saved.company == ["Rita Reyes"]
    sign(world, note, now=after)
    assert signed_note(world.actor("counselor"), note.pk).company == ("Rita Reyes",)
    assert Note.objects.filter(booking__session=note.booking.session).count() == 1


def test_who_was_there_stays_though_they_are_asked_no_more(world):
    clinic = make_clinic(world, people=1)
    rita = relative(world, clinic.clients[0])
    note, after = held(world, "family", clinic=clinic, family=[rita])
    saved = write(world, note, now=after, company=["Rita Reyes"])
    note.booking.session.series.companions.all().delete()
    again = write(world, saved, ("Other", "words", "here"), now=after, company=["Rita Reyes"])
    assert again.company == ["Rita Reyes"]
