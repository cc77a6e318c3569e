"""Which notes are owed, by whom and since when: whatever the roll says, and whether or not anybody made drafts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_notes import a_group, sign, write

from stepwell.domain.week.actions import create_drafts, record_attendance, take_back_attendance
from stepwell.domain.week.actions.attendance import Attendance
from stepwell.domain.week.models import Booking, Status
from stepwell.domain.week.queries.owed import NOT_DRAFTED, notes_owed
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed


def call(clinic, number, status, now=NOW):
    return record_attendance(
        actor=clinic.world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[number].pk,
        status=status,
        now=now,
    )


def of_counselor(world, now=NOW):
    return notes_owed(world.actor("counselor"), now).mine


def task(clinic):
    return Task.objects.filter(kind="notes.unsigned", subject_id=clinic.session.pk, done_at__isnull=True)


def test_who_was_there_is_owed_a_note_from_the_sessions_end_also_where_nobody_made_drafts(world):
    clinic = make_clinic(world, people=3)
    call(clinic, 0, Status.PRESENT)
    call(clinic, 1, Status.NO_SHOW)
    (owed,) = of_counselor(world).sessions
    assert (owed.session_id, owed.count, owed.since, owed.day) == (
        clinic.session.pk,
        1,
        clinic.session.ends_at,
        "Mon 5 Oct",
    )
    assert of_counselor(world, clinic.session.ends_at - timedelta(minutes=1)).count == 0


def test_drafts_stay_owed_however_old_and_what_nobody_began_for_some_weeks(world):
    clinic = make_clinic(world, people=2)
    call(clinic, 0, Status.PRESENT)
    much_later = NOW + NOT_DRAFTED + timedelta(days=1)
    assert of_counselor(world, much_later).count == 0
    create_drafts(actor=world.actor("counselor"), session_id=clinic.session.pk, now=NOW)
    assert of_counselor(world, much_later).count == 1


def test_the_draft_of_somebody_who_was_not_there_after_all_is_owed_no_more_and_its_task_is_done(world):
    clinic = a_group(world, people=2)
    write(clinic, "Spoke of Sundays.")
    sign(clinic)
    assert (of_counselor(world).count, task(clinic).count()) == (1, 1)
    call(clinic, 1, Status.NO_SHOW)
    assert (of_counselor(world).count, task(clinic).count()) == (0, 0)
    call(clinic, 1, Status.PRESENT)
    assert (of_counselor(world).count, task(clinic).count()) == (1, 1)


def test_taking_the_roll_back_brings_the_task_back(world):
    clinic = a_group(world, people=1)
    stood = Attendance(Status.PRESENT)
    recorded = call(clinic, 0, Status.NO_SHOW)
    assert not task(clinic).exists()
    take_back_attendance(
        actor=world.actor("counselor"),
        session_id=clinic.session.pk,
        client_id=clinic.clients[0].pk,
        written_at=recorded.booking.recorded_at,
        before=stood,
        now=NOW,
    )
    assert task(clinic).exists()


@pytest.mark.parametrize(("who", "sees"), [("supervisor", True), ("director", True), ("colleague", False)])
def test_who_stands_in_sees_what_others_owe_by_who_leads(world, who, sees):
    a_group(world, people=3)
    owed = notes_owed(world.actor(who), NOW)
    assert owed.mine.count == 0
    assert [(one.leader, one.count) for one in owed.others] == ([("Maya Okafor", 3)] if sees else [])


def test_who_sees_no_roll_is_not_told(world):
    a_group(world, people=1)
    with pytest.raises(NotAllowed):
        notes_owed(world.actor("admissions"), NOW)


def test_it_takes_two_queries_and_names_nobody(world):
    clinic = a_group(world, people=3)
    actor = world.actor("director")
    with CaptureQueriesContext(connection) as captured:
        owed = notes_owed(actor, NOW)
    assert len(captured) == 2
    names = {one.client.given_names for one in Booking.objects.filter(session=clinic.session).select_related("client")}
    assert not [name for name in names if name in repr(owed)]
