"""What is known is laid beside the dimension it may speak to, with its source."""

from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW, SAFE_PLACE, WITHDRAWAL_REVIEW, Draft, need_kind
from stepwell.domain.admissions.rules.known import Known, Screen, known_findings
from stepwell.domain.admissions.rules.levels import Dimension
from stepwell.domain.admissions.rules.ratings import SAFE_PLACE_MUST_HAPPEN, STOP_MUST_HAPPEN


def test_results_and_counts_have_their_dimension_and_source() -> None:
    screens = [Screen("phq-9", "PHQ-9", "16, Moderately severe", "6 Oct 2026"), Screen("other", "Other", "3", "today")]
    found = known_findings(screens, {"condition": 2, "allergy": 1, "encounter": 9}, "Tribal clinic")
    assert found == (
        Known(Dimension.MIND, "PHQ-9: 16, Moderately severe", "6 Oct 2026"),
        Known(Dimension.PHYSICAL, "2 conditions in the referral", "Tribal clinic"),
        Known(Dimension.PHYSICAL, "1 allergy in the referral", "Tribal clinic"),
    )


def test_nothing_known_is_nothing() -> None:
    assert known_findings([], {}, "") == ()


def test_an_empty_draft_suggests_nothing_and_asks_about_withdrawal() -> None:
    draft = Draft()
    assert draft.suggestion().level is None
    assert len(draft.suggestion().missing) == 6
    assert draft.withdrawal().unknown


def test_what_must_happen_has_its_kind_of_task() -> None:
    assert need_kind(STOP_MUST_HAPPEN) == EVALUATE_NOW
    assert need_kind(SAFE_PLACE_MUST_HAPPEN) == SAFE_PLACE
    assert need_kind("Medical review, not IOP alone: CIWA-Ar of 10 or more.") == WITHDRAWAL_REVIEW
