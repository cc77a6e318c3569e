"""What clients say of a session: once each, by name, after the notes for who led it, and work where it didn't help."""

from datetime import timedelta

import pytest
from tests.cast import NOW, World
from tests.clinic import make_clinic
from tests.measuring import signed_notes, was_there

from stepwell.domain.feedback.actions import LOW, answer_feedback, say_helped, say_words
from stepwell.domain.feedback.models import SessionFeedback
from stepwell.domain.feedback.permissions import ANSWER_FEEDBACK, VIEW_FEEDBACK
from stepwell.domain.feedback.queries import own_to_say, said_of, trend_of
from stepwell.domain.feedback.rules import Helped
from stepwell.domain.week.models import Booking
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


@pytest.fixture
def clinic(world):
    """Yesterday's session with two people in it."""
    found = make_clinic(world, people=2)
    was_there(found)
    return found


def client(one) -> Actor:
    return Actor(key=f"test:{one.pk}", name="a client", client_id=one.pk)


def say(clinic, helped=Helped.YES, number=0, now=NOW):
    who = client(clinic.clients[number])
    return say_helped(actor=who, session_id=clinic.session.pk, helped=helped, now=now)


def words(clinic, said, number=0):
    return say_words(actor=client(clinic.clients[number]), session_id=clinic.session.pk, words=said, now=NOW)


def tasks():
    return Task.objects.filter(kind=LOW, done_at=None)


def test_it_is_said_once_in_two_taps_and_may_be_said_otherwise(clinic):
    who = clinic.clients[0]
    assert own_to_say(client(who), who, NOW).session_id == clinic.session.pk
    first = say(clinic)
    assert own_to_say(client(who), who, NOW) is None
    assert (say(clinic, Helped.SOME).pk, words(clinic, "Shorter breaks.").words) == (first.pk, "Shorter breaks.")
    assert SessionFeedback.objects.get().helped == "some"


def test_words_come_after_the_first_tap(clinic):
    with pytest.raises(Refused, match="Say first whether it helped"):
        words(clinic, "Shorter breaks.")


@pytest.mark.parametrize("hours", [-24, 48])
def test_before_it_is_over_and_two_days_later_it_is_not_asked(clinic, hours):
    with pytest.raises(Refused):
        say(clinic, now=clinic.session.ends_at + timedelta(hours=hours))


def test_who_was_not_there_is_not_asked(clinic):
    Booking.objects.filter(session=clinic.session, client=clinic.clients[0]).update(status="no_show")
    who = clinic.clients[0]
    assert own_to_say(client(who), who, NOW) is None
    with pytest.raises(NotFound):
        say(clinic)


def test_low_is_work_for_the_counselor_until_they_have_talked(world, clinic):
    feedback = say(clinic, Helped.NO)
    say(clinic, Helped.NO)
    task = tasks().get()
    assert task.owner == world.staff["counselor"]
    assert "Talk with Ana." in task.reason
    told = {"actor": world.actor("counselor"), "feedback_id": feedback.pk, "now": NOW}
    with pytest.raises(Refused, match="This is empty"):
        answer_feedback(**told, answer=" ")
    answer_feedback(**told, answer="Too loud. We move the chairs.")
    answer_feedback(**told, answer="Too loud. We move the chairs.")
    with pytest.raises(Refused, match="already"):
        answer_feedback(**told, answer="Something else.")
    assert not tasks().exists()
    say(clinic, Helped.NO)
    assert not tasks().exists()


def test_said_otherwise_it_is_no_work_any_more(clinic):
    say(clinic, Helped.NO)
    say(clinic, Helped.SOME)
    assert not tasks().exists()


def test_who_led_it_reads_it_once_the_notes_are_signed(world, clinic):
    say(clinic, Helped.SOME)
    words(clinic, "Shorter breaks.")
    leader = world.actor("counselor")
    assert said_of(leader, clinic.session.pk).is_hidden
    signed_notes(clinic)
    found = said_of(leader, clinic.session.pk)
    assert found.counts == (("yes", 0), ("some", 1), ("not really", 0))
    assert [row.words for row in found.rows] == ["Shorter breaks."]


@pytest.mark.parametrize("who", ["counselor", "supervisor", "director", "colleague", "elsewhere", "peer", "billing"])
def test_who_reads_what_was_said(world: World, clinic, who):
    say(clinic)
    signed_notes(clinic)
    assert world.accounts[who]
    actor = world.actor(who)
    if not actor.may(VIEW_FEEDBACK):
        with pytest.raises(NotAllowed):
            said_of(actor, clinic.session.pk)
    elif who in ("elsewhere", "colleague"):
        with pytest.raises(NotFound):
            said_of(actor, clinic.session.pk)
    else:
        assert len(said_of(actor, clinic.session.pk).rows) == 1


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "director", "client"])
def test_who_may_not_answer(world, clinic, who):
    feedback = say(clinic, Helped.NO)
    actor = world.actor(who)
    with pytest.raises(NotFound if actor.may(ANSWER_FEEDBACK) else NotAllowed):
        answer_feedback(actor=actor, feedback_id=feedback.pk, answer="Talked.", now=NOW)


def test_months_are_exact_for_who_leads_and_hide_the_few_for_others(world, clinic, query_count):
    say(clinic)
    say(clinic, Helped.NO, number=1)
    (mine,) = trend_of(world.actor("counselor"), clinic.series.pk, NOW).months
    assert (mine.total, mine.counts) == (2, (1, 0, 1))
    director = world.actor("director")
    with query_count(2):
        (theirs,) = trend_of(director, clinic.series.pk, NOW).months
    assert (theirs.total, theirs.counts) == (None, (None, None, None))


def test_reading_is_written_down(world, clinic):
    say(clinic)
    signed_notes(clinic)
    before = Entry.objects.count()
    said_of(world.actor("counselor"), clinic.session.pk)
    assert Entry.objects.count() == before + 1
