"""The roll: statuses and times as typed, several stays, two at the same row, and what a word does to a draft."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.week.actions import create_drafts, record_attendance, save_response, save_shared, sign_note
from stepwell.domain.week.models import Booking, Note, Status
from stepwell.domain.week.queries import get_board
from stepwell.domain.week.rules.roll import TypedPair
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

DURING = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)  # Monday 19:00 in Denver, an hour into the first session


def call(clinic, status, *pairs, who="counselor", number=0, now=NOW, **more):
    return record_attendance(
        actor=clinic.world.actor(who),
        session_id=clinic.session.pk,
        client_id=clinic.clients[number].pk,
        status=status,
        intervals=[TypedPair(*pair) for pair in pairs],
        now=now,
        **more,
    )


def row(clinic, number=0):
    return get_board(clinic.world.actor("counselor"), clinic.session.pk, NOW).seat(clinic.clients[number].pk)


def test_present_without_times_is_there_throughout(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT)
    assert row(clinic).minutes == 180
    assert row(clinic).pairs == (TypedPair("18:00", "21:15"),)


def test_somebody_who_left_and_came_back_has_two_stays(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT, ("18:00", "19:00"), ("20:00", "21:15"))
    assert row(clinic).minutes == 60 + 75 + 0
    assert len(row(clinic).pairs) == 2


def test_a_letter_while_the_session_runs_means_this_minute(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT, now=DURING - timedelta(minutes=30))
    # the row shows 18:00 to 21:15 when L is pressed
    call(clinic, Status.LATE, ("18:00", "21:15"), now=DURING)
    assert row(clinic).pairs == (TypedPair("19:00", "21:15"),)


def test_a_typed_time_survives_a_change_of_status(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT, ("18:20", "21:15"))
    call(clinic, Status.LATE, ("18:20", "21:15"))
    assert row(clinic).pairs == (TypedPair("18:20", "21:15"),)


def test_present_after_a_slip_is_there_throughout_again(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.LATE, now=DURING)
    call(clinic, Status.PRESENT, ("19:00", "21:15"), now=DURING)
    assert row(clinic).pairs == (TypedPair("18:00", "21:15"),)


def test_no_show_takes_the_times_away(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT)
    call(clinic, Status.NO_SHOW, ("18:00", "21:15"))
    assert row(clinic).status is Status.NO_SHOW
    assert row(clinic).pairs == ()


def test_afterwards_a_late_time_must_be_typed(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT)
    with pytest.raises(Refused) as refused:
        call(clinic, Status.LATE, ("18:00", "21:15"))
    assert refused.value.refusals[0].where == "in_time_1"
    assert row(clinic).status is Status.PRESENT


def test_the_roll_is_not_called_two_hours_ahead(world):
    clinic = make_clinic(world, people=1)
    early = clinic.session.starts_at - timedelta(minutes=61)
    with pytest.raises(Refused, match="hasn't started"):
        call(clinic, Status.PRESENT, now=early)
    call(clinic, Status.EXCUSED, now=early)
    call(clinic, Status.PRESENT, now=early + timedelta(minutes=1))


def test_the_same_again_writes_nothing(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT)
    before = Entry.objects.count(), row(clinic).recorded_at
    call(clinic, Status.PRESENT, ("18:00", "21:15"), now=NOW + timedelta(hours=1))
    assert (Entry.objects.filter(verb="attendance.recorded").count(), row(clinic).recorded_at) == (1, before[1])


def test_the_second_of_two_sees_what_the_first_wrote(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.EXCUSED, who="supervisor")
    second = call(clinic, Status.PRESENT, now=NOW + timedelta(minutes=1), seen_at=None)
    assert (second.changed_by, second.was) == ("Ingrid Lindqvist", Status.EXCUSED)
    assert row(clinic).status is Status.PRESENT


def test_who_saw_the_last_word_is_told_nothing(world):
    clinic = make_clinic(world, people=1)
    first = call(clinic, Status.EXCUSED, who="supervisor")
    second = call(clinic, Status.PRESENT, seen_at=first.booking.recorded_at, now=NOW + timedelta(minutes=1))
    assert second.was is None


def test_no_word_yet_takes_everything_back(world):
    clinic = make_clinic(world, people=1)
    call(clinic, Status.PRESENT)
    call(clinic, Status.BOOKED)
    booking = Booking.objects.get(session=clinic.session, client=clinic.clients[0])
    assert (booking.status, booking.recorded_at, booking.presences.count()) == ("booked", None, 0)


def test_drafts_come_for_those_who_were_there(world):
    clinic = make_clinic(world, people=4)
    for number, status in enumerate((Status.PRESENT, Status.VIRTUAL, Status.NO_SHOW, Status.EXCUSED)):
        call(clinic, status, number=number)
    made = create_drafts(actor=world.actor("counselor"), session_id=clinic.session.pk, now=NOW)
    again = create_drafts(actor=world.actor("counselor"), session_id=clinic.session.pk, now=NOW)
    assert (made, again) == (2, 0)
    assert {note.booking.client_id for note in Note.objects.filter(booking__session=clinic.session)} == {
        client.pk for client in clinic.clients[:2]
    }


def test_who_comes_after_the_drafts_gets_one_too(world):
    clinic = make_clinic(world, people=2)
    call(clinic, Status.PRESENT)
    call(clinic, Status.NO_SHOW, number=1)
    create_drafts(actor=world.actor("counselor"), session_id=clinic.session.pk, now=NOW)
    call(clinic, Status.LATE, ("18:40", ""), number=1)
    assert row(clinic, 1).draft is not None


def test_words_of_somebody_who_was_not_there_after_all_are_kept(world):
    clinic = make_clinic(world, people=2)
    counselor = world.actor("counselor")
    for number in (0, 1):
        call(clinic, Status.PRESENT, number=number)
    create_drafts(actor=counselor, session_id=clinic.session.pk, now=NOW)
    note = Note.objects.get(booking__client=clinic.clients[0])
    save_response(actor=counselor, note_id=note.pk, response="Spoke of home.", objective_id=None, revision=0, now=NOW)
    call(clinic, Status.NO_SHOW)
    call(clinic, Status.NO_SHOW, number=1)
    assert row(clinic).kept_draft
    assert row(clinic).draft.response == "Spoke of home."
    assert row(clinic, 1).draft is None  # an empty one isn't shown
    call(clinic, Status.PRESENT)
    assert row(clinic).draft.response == "Spoke of home."
    assert not row(clinic).kept_draft


def test_a_signed_note_keeps_its_person_on_the_roll(world):
    clinic = make_clinic(world, people=1)
    counselor = world.actor("counselor")
    call(clinic, Status.PRESENT)
    create_drafts(actor=counselor, session_id=clinic.session.pk, now=NOW)
    save_shared(actor=counselor, session_id=clinic.session.pk, topic="Urges", method="", shared_note="", now=NOW)
    note = Note.objects.get(booking__client=clinic.clients[0])
    note = save_response(
        actor=counselor, note_id=note.pk, response="Spoke of home.", objective_id=None, revision=0, now=NOW
    )
    sign_note(actor=counselor, note_id=note.pk, revision=note.revision, now=NOW)
    with pytest.raises(Refused, match="is signed"):
        call(clinic, Status.NO_SHOW)
    call(clinic, Status.LATE, ("18:10", "21:15"))


WHO_CALLS = {
    "counselor": None,
    "supervisor": None,
    "director": None,
    "colleague": NotFound,
    "case manager": NotFound,
    "elsewhere": NotFound,
    "admissions": NotAllowed,
    "client": NotAllowed,
    "stranger": NotAllowed,
}


@pytest.mark.parametrize(("who", "error"), WHO_CALLS.items())
def test_who_leads_or_stands_in_calls_the_roll(world, who, error):
    clinic = make_clinic(world, people=1)
    if error is None:
        assert call(clinic, Status.PRESENT, who=who).booking.status == "present"
    else:
        with pytest.raises(error):
            call(clinic, Status.PRESENT, who=who)


def test_somebody_who_is_not_in_the_session_has_no_row(world):
    clinic = make_clinic(world, people=1)
    with pytest.raises(NotFound):
        record_attendance(
            actor=world.actor("counselor"),
            session_id=clinic.session.pk,
            client_id=world.client.pk,
            status=Status.PRESENT,
            now=NOW,
        )
