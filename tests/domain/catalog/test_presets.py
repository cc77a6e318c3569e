"""The presets are the weeks of clinical.md, and a taper goes down and changes its name under 9 h."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.catalog.rules import clinical_minutes
from stepwell.domain.catalog.rules.presets import PRESETS, TAPER, find_preset, taper
from stepwell.kernel.errors import Refused


def test_the_presets_have_the_hours_that_the_document_gives_them():
    assert {preset.code: preset.weekly_minutes // 60 for preset in PRESETS} == {
        "a": 9, "b": 7, "c": 12, "d": 15, "e": 9, "f": 6, "php": 20, "op": 1,
    }  # fmt: skip
    assert find_preset("op").weekly_minutes == 90
    assert find_preset("z") is None


def test_seven_hours_warn_and_no_other_preset_does():
    assert {preset.code: preset.warning.words for preset in PRESETS if preset.warning} == {
        "b": "7 h a week is under the 9 h of ASAM 2.1, adult."
    }


def test_every_preset_says_where_it_comes_from():
    assert all(preset.source for preset in PRESETS)
    assert len({preset.code for preset in PRESETS}) == len(PRESETS)


def test_a_taper_is_relabeled_under_nine_hours():
    steps = taper(TAPER, 180)
    assert [(step.weekly_minutes, step.level_code, step.days_a_week) for step in steps] == [
        (540, "2.1", 3),
        (360, "1.5", 2),
        (180, "1.5", 1),
        (90, "1.5", 1),
    ]
    assert [step.day is None for step in steps] == [True, True, True, False]
    assert steps[3].words == "1.5 h a week, level 1.5"


@pytest.mark.parametrize("steps", [[], [0], [-90], [540] * 2, [90, 180], list(range(100, 0, -10)), [5000], [500]])
def test_what_is_no_taper_is_refused_at_the_hours(steps):
    with pytest.raises(Refused) as refused:
        taper(steps, 180)
    assert [one.where for one in refused.value.refusals] == ["hours"]


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8, unique=True), st.sampled_from([60, 90, 180]))
def test_the_days_of_a_step_make_its_hours(hours, day_minutes):
    weekly = sorted((one * 60 for one in hours), reverse=True)
    try:
        steps = taper(weekly, day_minutes)
    except Refused:
        return
    for step, minutes in zip(steps, weekly, strict=True):
        day = day_minutes if step.day is None else clinical_minutes(step.day)
        assert day * step.days_a_week == minutes
        assert (step.level_code == "1.5") == (minutes < 540)
        assert step.days_a_week <= 7
