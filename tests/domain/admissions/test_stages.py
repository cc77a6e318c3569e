"""Stages follow from facts, and each says what it waits for."""

import pytest

from stepwell.domain.admissions.rules.stages import EnquiryFacts, Stage, blocker, stage_of

SCREENS = ("AUDIT", "PHQ-9", "C-SSRS Screener")


@pytest.mark.parametrize(
    ("facts", "stage", "waits_for"),
    [
        (EnquiryFacts(SCREENS), Stage.ENQUIRY, "Screening to finish: AUDIT, PHQ-9, C-SSRS Screener"),
        (EnquiryFacts(SCREENS, frozenset({"AUDIT"})), Stage.ENQUIRY, "Screening to finish: PHQ-9, C-SSRS Screener"),
        (EnquiryFacts(SCREENS, frozenset(SCREENS)), Stage.SCREENED, "Placement to confirm"),
        (EnquiryFacts(()), Stage.SCREENED, "Placement to confirm"),
        (EnquiryFacts(SCREENS, frozenset(SCREENS), stop=True), Stage.SCREENED, "Evaluate now, before anything else"),
        (EnquiryFacts(SCREENS, frozenset(SCREENS), True), Stage.PLACED, "Start to arrange"),
        (EnquiryFacts(SCREENS, placement_confirmed=True), Stage.PLACED, f"Screening to finish: {', '.join(SCREENS)}"),
        (EnquiryFacts(SCREENS, placement_confirmed=True, admitted=True, stop=True), Stage.STARTED, ""),
    ],
)
def test_stage_and_blocker(facts: EnquiryFacts, stage: Stage, waits_for: str) -> None:
    assert stage_of(facts) is stage
    assert blocker(facts) == waits_for


def test_only_stages_that_exist_now_are_listed() -> None:
    assert [stage.label for stage in Stage] == ["Enquiry", "Screened", "Placed", "Started"]
