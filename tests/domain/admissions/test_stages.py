"""Stages follow from facts, and each says what it waits for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.admissions.rules.education import Taught
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.stages import EnquiryFacts, Stage, blocker, missing, stage_of

SCREENS = ("AUDIT", "PHQ-9", "C-SSRS Screener")
DONE = frozenset(SCREENS)
FACTS = st.builds(
    EnquiryFacts,
    st.just(SCREENS),
    st.sets(st.sampled_from(SCREENS)).map(frozenset),
    **{
        name: st.booleans()
        for name in ("placement_confirmed", "admitted", "stop", "benefits_checked", "assessed", "seat_held")
    },
    route=st.sampled_from(Route),
)


@pytest.mark.parametrize(
    ("facts", "stage", "waits_for"),
    [
        (EnquiryFacts(SCREENS), Stage.ENQUIRY, "Screening to finish: AUDIT, PHQ-9, C-SSRS Screener"),
        (EnquiryFacts(SCREENS, frozenset({"AUDIT"})), Stage.ENQUIRY, "Screening to finish: PHQ-9, C-SSRS Screener"),
        (EnquiryFacts(SCREENS, DONE), Stage.SCREENED, "Benefits to check"),
        (EnquiryFacts(()), Stage.SCREENED, "Benefits to check"),
        (EnquiryFacts(SCREENS, DONE, benefits_checked=True), Stage.BENEFITS, "Assessment to finish"),
        (EnquiryFacts(SCREENS, DONE, benefits_checked=True, assessed=True), Stage.ASSESSED, "Placement to confirm"),
        (EnquiryFacts(SCREENS, DONE, assessed=True), Stage.ASSESSED, "Placement to confirm"),
        (EnquiryFacts(SCREENS, DONE, stop=True), Stage.SCREENED, "Evaluate now, before anything else"),
        (EnquiryFacts(SCREENS, DONE, True), Stage.PLACED, "First day to choose"),
        (EnquiryFacts(SCREENS, DONE, True, seat_held=True), Stage.SCHEDULED, "Start to arrange"),
        (
            EnquiryFacts(SCREENS, DONE, True, route=Route.MORE, seat_held=True),
            Stage.PLACED,
            "More care to find, and a warm handover",
        ),
        (
            EnquiryFacts(SCREENS, DONE, True, route=Route.LESS),
            Stage.PLACED,
            "Early-intervention education to offer, and other help to find",
        ),
        (
            EnquiryFacts(SCREENS, DONE, True, route=Route.LESS, taught=Taught(declined=True)),
            Stage.PLACED,
            "Other help to find, and a warm handover",
        ),
        (EnquiryFacts(SCREENS, DONE, True, route=Route.LESS, seat_held=True), Stage.SCHEDULED, "Start to arrange"),
        (EnquiryFacts(SCREENS, placement_confirmed=True), Stage.PLACED, f"Screening to finish: {', '.join(SCREENS)}"),
        (EnquiryFacts(SCREENS, placement_confirmed=True, admitted=True, stop=True), Stage.STARTED, ""),
    ],
)
def test_stage_and_blocker(facts: EnquiryFacts, stage: Stage, waits_for: str) -> None:
    assert stage_of(facts) is stage
    assert blocker(facts) == waits_for


def test_benefits_and_an_assessment_on_the_first_call_carry_nobody_past_screening() -> None:
    assert stage_of(EnquiryFacts(SCREENS, benefits_checked=True, assessed=True)) is Stage.ENQUIRY


def test_a_seat_without_a_level_of_care_is_no_schedule() -> None:
    assert stage_of(EnquiryFacts(SCREENS, DONE, seat_held=True)) is Stage.SCREENED


def test_what_was_left_out_on_the_way_stays_named() -> None:
    placed = EnquiryFacts(SCREENS, DONE, placement_confirmed=True)
    assert missing(placed) == ("First day to choose", "Benefits to check", "Assessment to finish")


def test_the_stages_are_in_the_order_of_the_way() -> None:
    names = "Enquiry Screened Benefits Assessed Placed Scheduled Started"
    assert [stage.label for stage in Stage] == names.split()


@given(FACTS)
def test_something_is_missing_until_the_start_and_never_twice(facts: EnquiryFacts) -> None:
    words = missing(facts)
    assert bool(words) is not facts.admitted
    assert len({*words}) == len(words)
    assert blocker(facts) == (words[0] if words else "")
