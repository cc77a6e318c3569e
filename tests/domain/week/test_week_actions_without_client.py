"""Family met without the client: a note in the client's chart, with the rules of every other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.clinic import make_clinic
from tests.domain.week.test_week_actions_own_notes import SAID, sign, write
from tests.own import own_service, plan, relative

from stepwell.domain.week.actions import add_to_note, create_drafts, meet_without_client, record_attendance
from stepwell.domain.week.models import Booking, Note, Outreach, Status
from stepwell.domain.week.queries import get_board, week_of_client
from stepwell.domain.week.queries.signed import signed_note
from stepwell.domain.week.queries.today import unsigned_notes
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotFound, Refused


def over(world, kind="family", *, consents=True, asked=True):
    """A session of the first person that is over and has no roll yet; and a moment after it."""
    clinic = make_clinic(world, people=1)
    rita = relative(world, clinic.clients[0], consents=consents)
    series = plan(clinic, own_service(world, kind), family=[rita.pk] if asked and kind == "family" else [])
    session = series.sessions.order_by("starts_at")[0]
    return session, session.ends_at + timedelta(minutes=5)


def meet(world, session, now, who="counselor"):
    return meet_without_client(actor=world.actor(who), session_id=session.pk, now=now)


def call(world, session, status, now):
    client_id = session.series.client_id
    who = world.actor("counselor")
    return record_attendance(actor=who, session_id=session.pk, client_id=client_id, status=status, now=now)


def test_the_note_is_in_the_clients_chart_and_nobody_looks_for_them(world):
    session, after = over(world)
    note = meet(world, session, after)
    assert (note.booking.client_id, note.without_client) == (session.series.client_id, True)
    assert [one[0] for one in note.sections] == ["Data", "Assessment", "Plan"]
    assert note.booking.status == Status.EXCUSED.value
    assert meet(world, session, after).pk == note.pk
    assert not Outreach.objects.exists()


def test_it_is_owed_until_it_is_signed_and_signed_once_it_says_who_was_there(world):
    session, after = over(world)
    note = meet(world, session, after)
    counselor, client_id = world.actor("counselor"), session.series.client_id
    assert unsigned_notes(counselor, [client_id], now=after) == {client_id: 1}
    write(world, note, now=after)
    with pytest.raises(Refused, match="doesn't say who was there"):
        sign(world, note, now=after)
    board = get_board(counselor, session.pk, after)
    assert [one.message for one in board.seats[0].draft.obstructions] == ["Say who was there"]
    note.refresh_from_db()
    write(world, note, now=after, company=["Rita Reyes"])
    signed = sign(world, note, now=after)
    assert unsigned_notes(counselor, [client_id], now=after) == {}
    assert Task.objects.get(kind="notes.unsigned", subject_id=session.pk).done_at == after
    shown = signed_note(counselor, signed.pk)
    assert (shown.company, shown.without_client) == (("Rita Reyes",), True)
    add_to_note(actor=counselor, note_id=note.pk, words="The call was made.", now=after)


def test_it_delivers_no_minutes(world):
    session, after = over(world)
    meet(world, session, after)
    week = week_of_client(world.actor("counselor"), session.series.client, after)
    assert [one.delivered_minutes for one in week.visits if one.session_id == session.pk] == [0]


def test_a_signed_one_holds_the_roll_to_what_it_says(world):
    session, after = over(world)
    note = meet(world, session, after)
    write(world, note, now=after, company=["Rita Reyes"])
    sign(world, note, now=after)
    for status in (Status.PRESENT, Status.BOOKED):
        with pytest.raises(Refused, match="signed"):
            call(world, session, status, after)
    call(world, session, Status.NO_SHOW, after)
    with pytest.raises(Exception, match="a signed note stays"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(without_client=False)


@pytest.mark.parametrize("status", [Status.PRESENT, Status.BOOKED])
def test_a_slip_of_the_hand_is_mended_on_the_roll_and_the_words_stay(world, status):
    session, after = over(world)
    note = meet(world, session, after)
    write(world, note, now=after)
    call(world, session, status, after)
    note.refresh_from_db()
    assert (note.without_client, note.sections[0]) == (False, ["Data", SAID[0]])


def test_a_no_show_stays_one_and_a_kept_draft_becomes_theirs(world):
    session, after = over(world)
    call(world, session, Status.PRESENT, after)
    create_drafts(actor=world.actor("counselor"), session_id=session.pk, now=after)
    write(world, Note.objects.get(booking__session=session), now=after)
    call(world, session, Status.NO_SHOW, after)
    note = meet(world, session, after)
    assert (note.without_client, note.sections[0][1]) == (True, SAID[0])
    assert Booking.objects.get(session=session).status == Status.NO_SHOW.value
    (seat,) = get_board(world.actor("counselor"), session.pk, after).seats
    assert not seat.kept_draft


def test_it_is_refused_before_they_met_and_while_the_client_is_on_the_roll(world):
    session, after = over(world)
    with pytest.raises(Refused, match="hasn't begun"):
        meet(world, session, session.starts_at - timedelta(minutes=1))
    call(world, session, Status.PRESENT, after)
    with pytest.raises(Refused, match="on the roll as present"):
        meet(world, session, after)


def test_somebody_must_be_asked_along_whom_a_consent_names(world):
    session, after = over(world, asked=False)
    with pytest.raises(Refused, match="Nobody was asked along"):
        meet(world, session, after)
    assert Booking.objects.get(session=session).status == Status.BOOKED.value


def test_an_hour_alone_has_none_and_nobody_else_may_write_it(world):
    session, after = over(world, "individual")
    with pytest.raises(NotFound):
        meet(world, session, after)


def test_it_is_signed_after_the_session_and_not_during_it(world):
    session, _ = over(world)
    now = session.starts_at + timedelta(minutes=20)
    note = meet(world, session, now)
    write(world, note, now=now, company=["Rita Reyes"])
    with pytest.raises(Refused, match="still in the session"):
        sign(world, note, now=now)


def test_the_database_takes_none_that_is_signed_and_says_nobody(world):
    session, after = over(world)
    note = meet(world, session, after)
    signed = {"signed_at": after, "signed_by": world.staff["counselor"], "response": "x"}
    with pytest.raises(IntegrityError, match="signed_note_was_of_somebody"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**signed)
