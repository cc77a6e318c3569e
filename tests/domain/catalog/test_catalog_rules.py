import itertools
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules import (
    ASAM_2_1_ADOLESCENT,
    ASAM_2_1_ADULT,
    DEFAULT_DAY,
    MEDICARE_IOP,
    STANDARDS,
    HoursStandard,
    Segment,
    check_track,
    clinical_minutes,
    segments_from,
    standard_by_code,
    template_minutes,
    weekly_shape,
)
from stepwell.kernel.errors import Refused

START = datetime(2026, 10, 6, 10, tzinfo=UTC)
PRESET_B = weekly_shape([(0, 180), (2, 180), (3, 60)])


def own_standard(weekly_minutes: int, *, label: str = "The program's own", **more: int) -> HoursStandard:
    least = {"maximum_weekly_minutes": None, "minimum_day_minutes": None, "days_per_week": None}
    return HoursStandard("own", label, weekly_minutes, source="set by the program", **{**least, **more})


def test_the_default_day_has_180_clinical_of_195_minutes() -> None:
    assert (clinical_minutes(DEFAULT_DAY), template_minutes(DEFAULT_DAY)) == (180, 195)


def test_a_segment_without_name_and_minutes_is_refused_for_both() -> None:
    with pytest.raises(Refused) as refused:
        Segment(" ", 0, clinical=True)
    assert [refusal.where for refusal in refused.value.refusals] == ["label", "minutes"]


def test_segments_follow_each_other_from_the_start() -> None:
    placed = segments_from(START, DEFAULT_DAY)
    assert placed[0].period.started_at == START
    assert all(a.period.ended_at == b.period.started_at for a, b in itertools.pairwise(placed))
    assert [segment.label for segment in placed if not segment.clinical] == ["Break"]


@pytest.mark.parametrize("day", [(2026, 3, 8), (2026, 11, 1)])
def test_segments_keep_their_minutes_when_clocks_change(day: tuple[int, int, int]) -> None:
    start = datetime(*day, 0, 30, tzinfo=ZoneInfo("America/Denver"))
    placed = segments_from(start, DEFAULT_DAY)
    assert [segment.period.minutes for segment in placed] == [segment.minutes for segment in DEFAULT_DAY]


@given(st.lists(st.builds(Segment, st.just("A"), st.integers(1, 240), st.booleans()), max_size=8))
def test_a_placed_day_is_as_long_as_its_template(template: list[Segment]) -> None:
    placed = segments_from(START, template)
    assert sum(segment.period.minutes for segment in placed) == template_minutes(template)
    assert clinical_minutes(template) <= template_minutes(template)


def test_standards_say_where_they_come_from() -> None:
    assert all(standard.source for standard in STANDARDS)
    assert len({standard.code for standard in STANDARDS}) == len(STANDARDS)


def test_a_standard_is_found_by_its_code_or_refused() -> None:
    assert [standard_by_code(standard.code) for standard in STANDARDS] == list(STANDARDS)
    with pytest.raises(Refused, match="no such standard"):
        standard_by_code("asam-9")


def test_seven_hours_warn_against_asams_nine() -> None:
    warning = check_track(PRESET_B, ASAM_2_1_ADULT)
    assert warning is not None
    assert warning.words == "7 h a week is under the 9 h of ASAM 2.1, adult."
    assert warning.missing_minutes == 120


@pytest.mark.parametrize("standard", [ASAM_2_1_ADOLESCENT, own_standard(420)])
def test_seven_hours_satisfy_six_or_the_programs_own_seven(standard: object) -> None:
    assert check_track(PRESET_B, standard) is None  # type: ignore[arg-type]


def test_three_times_three_hours_satisfy_every_adult_standard() -> None:
    evening = weekly_shape([(0, 180), (2, 180), (3, 180)])
    assert check_track(evening, ASAM_2_1_ADULT) is None
    assert check_track(evening, MEDICARE_IOP) is None


def test_twenty_hours_are_over_medicares_nineteen() -> None:
    warning = check_track(weekly_shape((day, 240) for day in range(5)), MEDICARE_IOP)
    assert warning is not None
    assert warning.words == "20 h a week is over the 19 h of Medicare IOP."
    assert warning.missing_minutes == 0


def test_sessions_of_one_day_add_up_and_empty_ones_are_no_day() -> None:
    assert weekly_shape([(2, 90), (0, 60), (2, 90), (4, 0)]).day_minutes == ((0, 60), (2, 180))


def test_too_few_full_days_warn_with_their_length() -> None:
    h0015 = own_standard(420, label="H0015", minimum_day_minutes=180, days_per_week=3)
    warning = check_track(PRESET_B, h0015)
    assert warning is not None
    assert warning.words == "Days of at least 3 h: 2 a week, and H0015 asks for 3."


def test_too_few_days_warn_where_no_length_is_asked() -> None:
    warning = check_track(PRESET_B, own_standard(420, days_per_week=4))
    assert warning is not None
    assert warning.words == "Days: 3 a week, and The program's own asks for 4."


def test_an_extra_short_day_is_fine_when_enough_days_are_full() -> None:
    shape = weekly_shape([(0, 180), (2, 180), (3, 180), (4, 60)])
    assert check_track(shape, own_standard(540, minimum_day_minutes=180, days_per_week=3)) is None


def test_a_short_day_warns_where_every_day_has_a_minimum() -> None:
    warning = check_track(PRESET_B, own_standard(420, minimum_day_minutes=180))
    assert warning is not None
    assert warning.words == "A day is under the 3 h of The program's own."
