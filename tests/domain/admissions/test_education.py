"""Early-intervention education: for whom, what is agreed, what became of it, and how an enquiry ends with it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.cast import EVERYBODY, NOW, TODAY
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_closing_actions import close
from tests.domain.admissions.test_handover import decide
from tests.domain.admissions.test_referral_queries import screen

from stepwell.domain.admissions.actions.education import offer_education, tell_education
from stepwell.domain.admissions.actions.steps import HAND_OVER, TAUGHT, TEACH
from stepwell.domain.admissions.models import EducationHour, Enquiry
from stepwell.domain.admissions.queries.education import education_of, get_education
from stepwell.domain.admissions.queries.enquiry import get_enquiry
from stepwell.domain.admissions.queries.pipeline import pipeline
from stepwell.domain.admissions.rules.closing import Way
from stepwell.domain.admissions.rules.education import HourStanding, Offered, Taught, check_offered, taught_of
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AGREED, DECLINED, CAME, MISSED, OFF = HourStanding
TOMORROW = Offered(AGREED, NOW + DAY, "What drinking does to sleep", 7)


@pytest.fixture
def enquiry(world):
    """Somebody whose level is below the one track here."""
    make_clinic(world, people=0)
    found = place_one(world)
    screen(found, NOW)
    decide(world, found, "1")
    return found


def offer(world, enquiry, who="admissions", key=None, at=NOW, **change):
    offered = replace(TOMORROW, held_by_id=world.staff["supervisor"].pk, **change)
    return offer_education(actor=world.actor(who), enquiry_id=enquiry.pk, offered=offered, key=key or uuid4(), now=at)


def tell(world, enquiry, hour, standing=CAME, who="supervisor", now=NOW + DAY + HOUR):
    return tell_education(actor=world.actor(who), enquiry_id=enquiry.pk, hour_id=hour.pk, standing=standing, now=now)


def work_of(enquiry):
    return {task.kind: task for task in Task.objects.filter(subject_id=str(enquiry.pk), done_at=None)}


def card_of(world, enquiry, now=NOW):
    board = pipeline(world.actor("admissions"), now)
    return next(card for column in board.columns for card in column.cards if card.enquiry_id == enquiry.pk)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"held_at": None}, {"held_on"}),
        ({"held_at": NOW - HOUR}, {"held_on"}),
        ({"held_at": NOW + 91 * DAY}, {"held_on"}),
        ({"topic": " "}, {"topic"}),
        ({"topic": "x" * 201}, {"topic"}),
        ({"topic": "a\0b"}, {"topic"}),
        ({"held_by_id": 8}, {"held_by"}),
        ({"words": "x" * 2001}, {"words"}),
        ({"held_at": None, "topic": "", "held_by_id": None}, {"held_on", "topic", "held_by"}),
        ({"answer": CAME}, {"answer"}),
    ],
)
def test_everything_that_is_missing_of_an_agreed_hour_is_said_at_once(change, where):
    check_offered(TOMORROW, now=NOW, teachers={7})
    with pytest.raises(Refused) as caught:
        check_offered(replace(TOMORROW, **change), now=NOW, teachers={7})
    assert {one.where for one in caught.value.refusals} == where


def test_who_wants_none_needs_no_hour():
    check_offered(Offered(DECLINED), now=NOW, teachers=())


@pytest.mark.parametrize(
    ("hours", "taught", "words"),
    [
        ([], Taught(), "Early-intervention education to offer, and other help to find"),
        ([(DECLINED, None)], Taught(declined=True), "Other help to find, and a warm handover"),
        ([(DECLINED, None), (AGREED, TODAY)], Taught(TODAY), "Early-intervention education on Tue 6 Oct"),
        ([(AGREED, TODAY + DAY), (AGREED, TODAY)], Taught(TODAY), "Early-intervention education on Tue 6 Oct"),
        ([(CAME, TODAY)], Taught(given=1), "Another hour of education, a handover, or to close"),
        ([(MISSED, TODAY)], Taught(), "Early-intervention education to offer, and other help to find"),
        ([(OFF, TODAY)], Taught(), "Early-intervention education to offer, and other help to find"),
    ],
)
def test_what_is_next_follows_from_the_hours(hours, taught, words):
    assert taught_of(hours) == taught
    assert taught.words == words
    assert taught.is_over is (hours == [(DECLINED, None)])


def test_a_level_below_every_track_asks_for_an_offer_and_for_a_handover_beside_it(world, enquiry):
    assert work_of(enquiry).keys() & {TEACH, HAND_OVER} == {TEACH, HAND_OVER}
    assert card_of(world, enquiry).blocker == "Early-intervention education to offer, and other help to find"
    sheet = get_enquiry(world.actor("admissions"), enquiry.pk, NOW)
    assert (sheet.is_to_teach, sheet.is_to_hand_over) == (True, False)


def test_an_agreed_hour_is_on_the_board_and_asks_who_gives_it_an_hour_after(world, enquiry):
    hour = offer(world, enquiry)
    assert card_of(world, enquiry).blocker == "Early-intervention education on Wed 7 Oct"
    work = work_of(enquiry)
    assert TEACH not in work
    assert (work[TAUGHT].owner, work[TAUGHT].due_at) == (world.staff["supervisor"], hour.held_at + HOUR)
    assert hour.topic not in work[TAUGHT].reason


def test_of_two_agreed_hours_the_earlier_one_is_asked_about_first_and_then_the_other(world, enquiry):
    offer(world, enquiry, held_at=NOW + 3 * DAY)
    first = offer(world, enquiry)
    assert work_of(enquiry)[TAUGHT].due_at == NOW + DAY + HOUR
    tell(world, enquiry, first)
    assert work_of(enquiry)[TAUGHT].due_at == NOW + 3 * DAY + HOUR


def test_for_whom_early_intervention_is_the_level_no_handover_is_owed_until_they_say_no(world, enquiry):
    decide(world, enquiry, "0.5", now=NOW + HOUR)
    assert work_of(enquiry).keys() & {TEACH, HAND_OVER} == {TEACH}
    offer(world, enquiry, answer=DECLINED, at=NOW + HOUR)
    assert work_of(enquiry).keys() & {TEACH, HAND_OVER} == {HAND_OVER}


def test_education_alone_ends_with_a_reason_where_the_level_is_more_than_that(world, enquiry):
    tell(world, enquiry, offer(world, enquiry))
    with pytest.raises(Refused, match="more than early intervention"):
        close(world, enquiry, way=Way.EDUCATED, reason=" ", now=NOW + 2 * DAY)
    decide(world, enquiry, "0.5", now=NOW + 2 * DAY)
    assert close(world, enquiry, way=Way.EDUCATED, reason="", now=NOW + 2 * DAY).reason == ""


def test_who_wants_none_is_to_be_handed_over(world, enquiry):
    offer(world, enquiry, answer=DECLINED)
    work = work_of(enquiry)
    assert HAND_OVER in work
    assert not {TEACH, TAUGHT} & {*work}
    assert get_enquiry(world.actor("admissions"), enquiry.pk, NOW).is_to_hand_over


def test_the_first_word_of_what_became_of_it_stands(world, enquiry):
    hour = offer(world, enquiry)
    with pytest.raises(Refused, match="still to come"):
        tell(world, enquiry, hour, now=NOW)
    tell(world, enquiry, hour)
    assert tell(world, enquiry, hour).standing == CAME
    with pytest.raises(Refused, match="said already"):
        tell(world, enquiry, hour, MISSED)
    assert work_of(enquiry).keys() & {TEACH, TAUGHT} == {TEACH}


def test_an_hour_can_be_called_off_before_it_comes(world, enquiry):
    hour = offer(world, enquiry)
    assert tell(world, enquiry, hour, OFF, now=NOW).told_by == world.staff["supervisor"]
    assert TEACH in work_of(enquiry)


def test_an_enquiry_ends_with_education_only_where_an_hour_was_given(world, enquiry):
    hour = offer(world, enquiry)
    with pytest.raises(Refused, match="No hour of education was given"):
        close(world, enquiry, way=Way.EDUCATED, reason="")
    tell(world, enquiry, hour)
    later = offer(world, enquiry, at=NOW + DAY + HOUR, held_at=NOW + 2 * DAY)
    closing = close(world, enquiry, way=Way.EDUCATED, reason="Goes to meetings.", now=NOW + DAY + 2 * HOUR)
    assert closing.get_way_display() == "Had early-intervention education here"
    later.refresh_from_db()
    assert (later.standing, later.told_at) == (OFF, NOW + DAY + 2 * HOUR)
    assert not work_of(enquiry).keys() & {TEACH, TAUGHT, HAND_OVER}


def test_it_is_for_nobody_whose_level_is_treated_here_or_above(world):
    make_clinic(world, people=0)
    for level in ("2.1", "3.7"):
        found = place_one(world)
        screen(found, NOW)
        decide(world, found, level)
        with pytest.raises(Refused, match="below every track here"):
            offer(world, found)
    assert not EducationHour.objects.exists()


def test_what_is_sent_twice_is_there_once(world, enquiry):
    key = uuid4()
    assert offer(world, enquiry, key=key) == offer(world, enquiry, key=key)
    assert Entry.objects.filter(verb="education.agreed", subject_id=str(enquiry.pk)).count() == 1


def test_who_gives_it_is_somebody_who_sees_the_person_before_they_start(world, enquiry):
    sheet = get_education(world.actor("admissions"), enquiry.pk)
    names = {one.pk for one in sheet.teachers}
    assert {world.staff["supervisor"].pk, world.staff["admissions"].pk} <= names
    assert world.staff["elsewhere"].pk not in names


@pytest.mark.parametrize("who", EVERYBODY)
def test_desk_and_clinicians_who_see_the_person_offer_it_and_nobody_else(world, enquiry, who):
    if who in ("admissions", "director", "supervisor"):
        assert offer(world, enquiry, who=who).offered_by == world.staff[who]
        return
    with pytest.raises((NotAllowed, NotFound)):
        offer(world, enquiry, who=who)
    assert not EducationHour.objects.exists()


def test_where_everybody_stands_takes_one_query(world, enquiry, query_count):
    offer(world, enquiry)
    nobody = place_one(world)
    both = list(Enquiry.objects.filter(pk__in=[enquiry.pk, nobody.pk]).select_related("site"))
    with query_count(1):
        assert education_of(both) == {enquiry.pk: Taught(date(2026, 10, 7))}
