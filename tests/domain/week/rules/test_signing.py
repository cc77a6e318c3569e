"""When a note is late, and what stands under it."""

from datetime import UTC, datetime, timedelta

import pytest

from stepwell.domain.week.rules.signing import LATE_AFTER, CosignState, cosign_state, signed_as, written_late

ENDED = datetime(2026, 10, 6, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "late"),
    [(timedelta(minutes=-20), False), (LATE_AFTER, False), (LATE_AFTER + timedelta(seconds=1), True)],
)
def test_a_note_is_late_when_its_words_came_long_after_the_session(after, late):
    assert written_late(ENDED, ENDED + after) is late


def test_credentials_stand_behind_the_name_where_there_are_any():
    assert signed_as("Maya Okafor", "LAC") == "Maya Okafor, LAC"
    assert signed_as("Maya Okafor", "") == "Maya Okafor"


@pytest.mark.parametrize(
    ("is_given", "is_returned", "state"),
    [
        (True, False, CosignState.GIVEN),
        (False, True, CosignState.RETURNED),
        (False, False, CosignState.WAITING),
    ],
)
def test_a_second_signature_waits_is_returned_or_is_given(is_given, is_returned, state):
    assert cosign_state(is_given=is_given, is_returned=is_returned) is state
