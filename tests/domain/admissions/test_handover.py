"""A warm handover: who is asked, who goes, and what happens where they don't arrive."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import EVERYBODY, NOW, TODAY
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_closing_actions import close, on_board, reopen
from tests.domain.admissions.test_referral_queries import receive
from tests.domain.admissions.test_way_actions import AT_DESK, begin, hold, open_work, stage

from stepwell.domain.admissions.actions.handover import hand_over, record_arrival, record_handover_call
from stepwell.domain.admissions.actions.placement import confirm_placement, save_placement
from stepwell.domain.admissions.models import Enquiry, HandoverCall, SeatHold
from stepwell.domain.admissions.queries.handover import get_handover
from stepwell.domain.admissions.queries.placement import placement_state
from stepwell.domain.admissions.rules.closing import Handover, Way
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.handover import Answer, Call, Going, check_call, check_going
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=5)
TAKES = Call("Northside Hospital", Answer.TAKES, NOW, "Ty with Lee", TODAY, "Bring a card.", "303 555 0100")
GOES = Going(TODAY, "Their sister drives them.", True)


def ask(world, enquiry, call=TAKES, who="admissions", now=NOW):
    return record_handover_call(actor=world.actor(who), enquiry_id=enquiry.pk, call=call, now=now)


def go(world, enquiry, call, going=GOES, who="admissions", now=NOW):
    return hand_over(actor=world.actor(who), enquiry_id=enquiry.pk, call_id=call.pk, going=going, now=now)


def arrive(world, enquiry, arrived, who="admissions", now=NOW + DAY):
    return record_arrival(actor=world.actor(who), enquiry_id=enquiry.pk, arrived=arrived, now=now)


def decide(world, enquiry, level, now=LATER):
    """The supervisor decides on a level, whatever is suggested, some minutes after the first decision."""
    supervisor = world.actor("supervisor")
    draft = Draft(
        severities=dict.fromkeys(range(1, 7), 2),
        evidence=dict.fromkeys(range(1, 7), "Told today."),
        chosen_level=level,
        reason="As the clinician judges.",
    )
    token = placement_state(supervisor, enquiry.pk).token
    saved = save_placement(actor=supervisor, enquiry_id=enquiry.pk, draft=draft, token=token, now=now)
    return confirm_placement(
        actor=supervisor, enquiry_id=enquiry.pk, placement_id=saved.pk, revision=saved.revision, now=now
    )


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        (replace(TAKES, place=" "), ["place"]),
        (replace(TAKES, spoke="", room_on=None), ["room_on", "spoke"]),
        (replace(TAKES, room_on=TODAY - DAY), ["room_on"]),
        (replace(TAKES, called_at=NOW + DAY), ["called_on"]),
        (replace(TAKES, called_at=NOW - 3 * DAY), ["called_on"]),
        (replace(TAKES, place="x" * 201), ["place"]),
        (replace(TAKES, phone="a\0"), ["phone"]),
        (replace(TAKES, words="x" * 2001), ["words"]),
        (Call("Northside", Answer.LATER, NOW), ["room_on"]),
    ],
)
def test_a_call_says_what_a_colleague_needs_to_go_on(call, fields):
    with pytest.raises(Refused) as caught:
        check_call(call, received_at=NOW - DAY, today=TODAY, now=NOW)
    assert [one.where for one in caught.value.refusals] == fields


@pytest.mark.parametrize("answer", [Answer.FULL, Answer.NOT_THEIRS, Answer.NO_ANSWER])
def test_a_place_that_says_no_needs_nothing_else(answer):
    check_call(Call("Northside", answer, NOW), received_at=NOW, today=TODAY, now=NOW)
    assert answer.label


@pytest.mark.parametrize(
    ("going", "fields"),
    [
        (Going(None, "", False), ["arrives_on", "how", "agreed"]),
        (replace(GOES, arrives_on=TODAY - DAY), ["arrives_on"]),
        (replace(GOES, how="x" * 201), ["how"]),
    ],
)
def test_nobody_is_sent_away_without_a_day_a_way_and_their_agreement(going, fields):
    with pytest.raises(Refused) as caught:
        check_going(going, today=TODAY)
    assert [one.where for one in caught.value.refusals] == fields


@pytest.mark.parametrize("who", EVERYBODY)
def test_admissions_hands_over_and_nobody_else(world, who):
    enquiry = receive(world)
    if who in AT_DESK:
        go(world, enquiry, ask(world, enquiry, who=who), who=who)
        assert arrive(world, enquiry, True, who=who).arrival_known_by == world.staff[who]
        return
    call = ask(world, enquiry)
    for step in (
        lambda: ask(world, enquiry, who=who),
        lambda: go(world, enquiry, call, who=who),
        lambda: arrive(world, enquiry, True, who=who),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            step()


def test_a_level_that_is_not_here_owes_a_handover_within_a_day_and_frees_the_seat(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    hold(world, enquiry, clinic)
    decide(world, enquiry, "3.7")
    assert not SeatHold.objects.filter(enquiry=enquiry, released_at__isnull=True).exists()
    assert open_work(enquiry)["enquiry.hand_over"] == LATER + DAY
    assert not {"enquiry.schedule", "enquiry.start"} & {*open_work(enquiry)}
    assert stage(world, enquiry) is Stage.PLACED
    for step in (lambda: hold(world, enquiry, clinic), lambda: begin(world, enquiry, clinic)):
        with pytest.raises(Refused, match="this program doesn't have it"):
            step()
    decide(world, enquiry, "2.1", LATER + DAY)
    assert "enquiry.hand_over" not in open_work(enquiry)
    assert hold(world, enquiry, clinic)


def test_less_care_owes_a_handover_too_and_a_seat_with_a_reason_settles_it(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry, "1")
    assert get_handover(world.actor("admissions"), enquiry.pk).route is Route.LESS
    assert "enquiry.hand_over" in open_work(enquiry)
    hold(world, enquiry, clinic)
    assert "enquiry.hand_over" not in open_work(enquiry)
    assert "enquiry.start" in open_work(enquiry)


def test_a_call_sent_twice_is_there_once_and_only_a_taker_is_gone_to(world):
    enquiry = receive(world)
    full = ask(world, enquiry, Call("Eastside", Answer.FULL, NOW))
    assert ask(world, enquiry) == ask(world, enquiry)
    assert HandoverCall.objects.count() == 2
    with pytest.raises(Refused, match="No place takes them yet"):
        go(world, enquiry, full)
    theirs = ask(world, receive(world))
    with pytest.raises(Refused, match="No place takes them yet"):
        go(world, enquiry, theirs)


def test_who_is_handed_over_is_asked_after_the_next_day(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry, "3.7")
    call = ask(world, enquiry)
    closing = go(world, enquiry, call)
    assert go(world, enquiry, call) == closing
    assert (closing.handed_to, closing.spoke, closing.handed_at) == ("Northside Hospital", "Ty with Lee", NOW)
    assert (closing.arrives_on, closing.going, closing.agreed) == (TODAY, "Their sister drives them.", True)
    assert enquiry.pk not in on_board(world)
    (task,) = Task.objects.filter(subject_id=str(enquiry.pk), kind="enquiry.arrival", done_at__isnull=True)
    assert task.due_at.astimezone(NOW.tzinfo) == task.due_at
    assert str(task.due_at.date()) == "2026-10-07"
    assert clinic.track.level_code == "2.1"


def test_who_was_closed_to_one_place_is_not_handed_to_another(world):
    enquiry = receive(world)
    call = ask(world, enquiry)
    close(world, enquiry, way=Way.REFERRED, handover=Handover("Eastside", "Ty with Bo", NOW, True))
    with pytest.raises(Refused, match="they went to Eastside"):
        go(world, enquiry, call)


def test_who_arrived_is_handed_over_for_good_and_the_first_word_stands(world):
    enquiry = receive(world)
    go(world, enquiry, ask(world, enquiry))
    closing = arrive(world, enquiry, True)
    assert arrive(world, enquiry, True) == closing
    with pytest.raises(Refused, match="said already"):
        arrive(world, enquiry, False)
    assert "enquiry.arrival" not in open_work(enquiry)
    assert enquiry.pk not in on_board(world)


def test_who_did_not_arrive_is_ours_again_with_everything_that_is_owed(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry, "3.7")
    go(world, enquiry, ask(world, enquiry))
    closing = arrive(world, enquiry, False)
    assert closing.reopen_reason == "They did not arrive at Northside Hospital."
    assert enquiry.pk in on_board(world)
    assert "enquiry.hand_over" in open_work(enquiry)
    assert "enquiry.arrival" not in open_work(enquiry)
    later = replace(TAKES, called_at=NOW + DAY, room_on=TODAY + DAY)
    again = go(
        world,
        enquiry,
        ask(world, enquiry, later, now=NOW + DAY),
        replace(GOES, arrives_on=TODAY + DAY),
        now=NOW + DAY,
    )
    assert again != closing
    assert arrive(world, enquiry, True, now=NOW + 2 * DAY) == again
    assert clinic.track.is_open


def test_nobody_asks_after_somebody_who_was_not_handed_over_or_is_back(world):
    enquiry, back = receive(world), receive(world)
    close(world, enquiry)
    with pytest.raises(Refused, match="weren't handed over"):
        arrive(world, enquiry, True)
    go(world, back, ask(world, back))
    reopen(world, back)
    assert "enquiry.arrival" not in open_work(back)
    with pytest.raises(Refused, match="open again"):
        arrive(world, back, True)
    Enquiry.objects.filter(pk=back.pk).update(started_at=NOW)
    with pytest.raises(Refused, match="started already"):
        ask(world, back)


def test_the_page_takes_the_same_queries_however_many_were_asked(world, query_count):
    enquiry, actor = receive(world), world.actor("admissions")
    ask(world, enquiry)
    with query_count(11):
        get_handover(actor, enquiry.pk)
    for number in range(5):
        ask(world, enquiry, replace(TAKES, place=f"Place {number}"))
    with query_count(11):
        sheet = get_handover(actor, enquiry.pk)
    assert len(sheet.takers) == 6
    assert ("Place 3", "303 555 0100") in sheet.places
