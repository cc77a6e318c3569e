"""Moves between stages: which step each is, and what stands in its way."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.domain.admissions.test_stages import DONE, FACTS, SCREENS

from stepwell.domain.admissions.rules.education import Taught
from stepwell.domain.admissions.rules.moves import STEP_TO, Situation, Step, move_to, next_step
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.stages import EnquiryFacts, Stage, stage_of
from stepwell.kernel.errors import Refused

EVERY = frozenset(Step)
ASKED = EnquiryFacts(SCREENS)
SCREENED = EnquiryFacts(SCREENS, DONE)
PLACED = EnquiryFacts(SCREENS, DONE, placement_confirmed=True)


def refused(facts, to, *, may=EVERY, **more):
    with pytest.raises(Refused) as caught:
        move_to(Situation(facts, may, **more), to)
    return [one.what for one in caught.value.refusals]


@pytest.mark.parametrize(
    ("facts", "to", "step"),
    [
        (ASKED, Stage.SCREENED, Step.SCREEN),
        (SCREENED, Stage.BENEFITS, Step.CHECK_BENEFITS),
        (SCREENED, Stage.ASSESSED, Step.ASSESS),
        (SCREENED, Stage.PLACED, Step.PLACE),
        (PLACED, Stage.SCHEDULED, Step.SCHEDULE),
        (PLACED, Stage.STARTED, Step.START),
        (replace(SCREENED, stop=True), Stage.PLACED, Step.PLACE),
    ],
)
def test_a_move_is_the_step_that_its_stage_means(facts, to, step):
    assert move_to(Situation(facts, EVERY), to) is step
    assert step.verb


@pytest.mark.parametrize("to", [Stage.BENEFITS, Stage.ASSESSED, Stage.PLACED])
def test_screening_comes_first(to):
    assert refused(ASKED, to) == ["Screening comes first: AUDIT, PHQ-9, C-SSRS Screener."]


@pytest.mark.parametrize("to", [Stage.SCHEDULED, Stage.STARTED])
def test_a_level_of_care_comes_before_a_first_day(to):
    assert refused(SCREENED, to) == ["No level of care is decided yet."]
    assert refused(ASKED, to)[0].startswith("Screening comes first")


@pytest.mark.parametrize("to", [Stage.SCHEDULED, Stage.STARTED])
def test_whoever_is_to_be_evaluated_now_is_given_no_first_day(to):
    assert refused(replace(PLACED, stop=True), to) == ["This person is to be evaluated now."]


@pytest.mark.parametrize("to", [Stage.SCHEDULED, Stage.STARTED])
def test_whoever_needs_more_care_than_is_here_is_given_no_first_day(to):
    away = replace(PLACED, route=Route.MORE)
    told = "The level that was decided is 3.7 (Residence with medical care), and this program doesn't have it."
    assert refused(away, to, level="3.7") == [told]
    assert next_step(Situation(away, EVERY)) is Step.HAND_OVER
    assert next_step(Situation(away, EVERY - {Step.HAND_OVER})) is None


def test_whoever_needs_less_is_taught_or_handed_over_unless_a_seat_is_held_for_them():
    less = replace(PLACED, route=Route.LESS)
    assert next_step(Situation(less, EVERY)) is Step.TEACH
    declined = replace(less, taught=Taught(declined=True))
    assert next_step(Situation(declined, EVERY)) is Step.HAND_OVER
    assert (
        next_step(Situation(replace(less, seat_held=True, benefits_checked=True, assessed=True), EVERY)) is Step.START
    )
    assert move_to(Situation(less, EVERY), Stage.SCHEDULED) is Step.SCHEDULE


def test_nobody_moves_back_or_stays_by_hand():
    assert refused(PLACED, Stage.SCREENED) == ["They are in Placed, which comes after Screened."]
    assert refused(PLACED, Stage.PLACED) == ["They are in Placed already."]


@pytest.mark.parametrize("step", list(STEP_TO.values()))
def test_whose_turn_it_is_is_said(step):
    to = next(stage for stage, one in STEP_TO.items() if one is step)
    facts = {Step.SCREEN: ASKED, Step.SCHEDULE: PLACED, Step.START: PLACED}.get(step, SCREENED)
    assert len(refused(facts, to, may=EVERY - {step})) == 1


def test_who_is_closed_or_said_to_have_died_moves_nowhere():
    assert refused(SCREENED, Stage.BENEFITS, is_closed=True) == ["This enquiry is closed."]
    assert refused(SCREENED, Stage.BENEFITS, says_died=True) == ["The referral says that this person has died."]


@pytest.mark.parametrize(
    ("facts", "may", "step"),
    [
        (ASKED, EVERY, Step.SCREEN),
        (ASKED, {Step.CHECK_BENEFITS}, None),
        (SCREENED, EVERY, Step.CHECK_BENEFITS),
        (SCREENED, {Step.ASSESS, Step.PLACE}, Step.ASSESS),
        (PLACED, EVERY, Step.SCHEDULE),
        (PLACED, {Step.CHECK_BENEFITS}, Step.CHECK_BENEFITS),
        (replace(PLACED, seat_held=True), EVERY, Step.START),
        (replace(PLACED, admitted=True), EVERY, None),
    ],
)
def test_the_next_verb_is_the_first_that_the_reader_can_do(facts, may, step):
    assert next_step(Situation(facts, may)) is step


def test_there_is_no_next_verb_for_who_is_closed_or_said_to_have_died():
    assert next_step(Situation(SCREENED, EVERY, is_closed=True)) is None
    assert next_step(Situation(SCREENED, EVERY, says_died=True)) is None


@given(FACTS)
def test_the_next_verb_is_never_one_that_is_refused(facts):
    situation = Situation(facts, EVERY)
    step = next_step(situation)
    to = next((stage for stage, one in STEP_TO.items() if one is step), None)
    if to is not None and to.place > stage_of(facts).place:
        assert move_to(situation, to) is step
