"""What a change of a total means: beyond chance, response, remission, and when somebody should look again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.measures.rules import InstrumentError, Reading, Standing, course_of, parse_instrument
from stepwell.domain.measures.rules.change import response_at
from stepwell.domain.measures.rules.reliability import Change

PHQ_9 = Change(reliable=6, response_percent=50, remission_below=5, source="docs/clinical.md")
DAY = date(2026, 10, 5)


def readings(*totals: int) -> list[Reading]:
    """One a week, the first on `DAY`."""
    return [Reading(DAY + timedelta(weeks=week), total) for week, total in enumerate(totals)]


def test_eighteen_to_eleven_is_reliable_and_fourteen_to_twelve_is_not():
    assert course_of(readings(18, 11), PHQ_9).standing is Standing.BETTER
    assert course_of(readings(14, 12), PHQ_9).standing is Standing.SAME


@pytest.mark.parametrize(
    ("totals", "standing"),
    [
        ((12,), Standing.FIRST),
        ((12, 17), Standing.SAME),
        ((12, 18), Standing.WORSE),
        ((12, 6), Standing.BETTER),
        ((12, 5, 11), Standing.LOST),
        ((12, 7, 13), Standing.SAME),  # never reliably better, so nothing is lost
        ((12, 5, 18), Standing.WORSE),
        ((12, 5, 10), Standing.SAME),
    ],
)
def test_where_a_course_stands(totals: tuple[int, ...], standing: Standing):
    assert course_of(readings(*totals), PHQ_9).standing is standing


def test_what_is_not_on_track_says_why_in_numbers_and_days():
    assert course_of(readings(12, 18), PHQ_9).reason == "12 on 5 Oct, 18 on 12 Oct. 6 points or more are beyond chance."
    assert course_of(readings(12, 5, 11), PHQ_9).reason.startswith("5 on 12 Oct, 11 on 19 Oct.")
    assert course_of(readings(12, 13), PHQ_9).reason == ""


def test_response_is_half_of_the_first_and_remission_under_five():
    half = course_of(readings(10, 5), PHQ_9)
    assert (half.is_response, half.is_remission) == (True, False)
    gone = course_of(readings(4, 4), PHQ_9)
    assert (gone.is_response, gone.is_remission) == (False, True)
    assert course_of(readings(0, 0), PHQ_9).is_response is False
    assert course_of(readings(10), PHQ_9).is_response is None


def test_nothing_is_said_of_response_and_remission_where_no_source_says_what_they_are():
    course = course_of(readings(20, 2), replace(PHQ_9, response_percent=None, remission_below=None))
    assert (course.is_response, course.is_remission) == (None, None)


def test_a_stay_is_measured_against_the_last_result_up_to_its_first_day():
    course = course_of(readings(25, 20, 14, 12), PHQ_9, started_on=DAY + timedelta(days=8))
    assert [one.total for one in course.readings] == [20, 14, 12]
    assert (course.low, course.high) == (14, 26)


def test_without_a_result_before_the_stay_its_first_one_counts():
    assert course_of(readings(14, 12), PHQ_9, started_on=DAY - timedelta(days=3)).first.total == 14


def test_who_has_answered_nothing_has_no_course():
    assert course_of([], PHQ_9) is None


@given(st.lists(st.integers(0, 27), min_size=1, max_size=12))
def test_on_track_and_off_it_agree_with_the_band(totals: list[int]):
    course = course_of(readings(*totals), PHQ_9)
    assert (course.standing is Standing.WORSE) == (len(totals) > 1 and totals[-1] >= course.high)
    assert (course.standing is Standing.BETTER) <= (totals[-1] <= course.low)
    assert bool(course.reason) != course.standing.is_on_track


@given(st.lists(st.integers(0, 27), min_size=1, max_size=8), st.randoms())
def test_the_order_in_which_results_are_read_changes_nothing(totals: list[int], random):
    ordered = readings(*totals)
    mixed = list(ordered)
    random.shuffle(mixed)
    assert course_of(mixed, PHQ_9) == course_of(ordered, PHQ_9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reliable": 0, "source": "x"}, "change.reliable must be from 1 to 3"),
        ({"reliable": 1, "response_percent": 101, "source": "x"}, "change.response_percent must be"),
        ({"reliable": 1, "remission_below": 4, "source": "x"}, "change.remission_below must be from 1 to 3"),
        ({"reliable": 1, "points": 1, "source": "x"}, "change.points: is not a known key"),
    ],
)
def test_a_change_that_cannot_be_is_named(change: dict[str, object], said: str):
    with pytest.raises(InstrumentError, match=said):
        parse_instrument({**SMALL, "change": change}, "small")


SMALL = {
    "code": "small", "version": "1", "kind": "sum", "rater": "self", "minutes": {"number": 1, "source": "ours"},
    "title": "Small", "client_title": "Small", "language": "en", "attribution": "ours", "notice": "none",
    "license": "own", "intro": "Say", "recall": "now", "option_sets": {"few": [[0, "no"], [3, "yes"]]},
    "items": [{"id": "q1", "options": "few", "text": "Is it?"}], "skips": [], "bands": [], "subscales": [],
    "item_flags": [], "figures": [],
}  # fmt: skip


@pytest.mark.parametrize(("first", "highest"), [(20, 10), (9, 4), (1, 0), (0, None)])
def test_the_highest_total_that_is_a_response(first, highest):
    assert response_at(first, PHQ_9) == highest
    assert course_of(readings(first, first), PHQ_9).response_at == highest
    if highest is not None:
        assert course_of(readings(first, highest), PHQ_9).is_response
        assert not course_of(readings(first, highest + 1), PHQ_9).is_response


def test_no_source_no_response():
    assert response_at(20, replace(PHQ_9, response_percent=None)) is None
