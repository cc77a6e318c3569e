"""Criteria are counted, a severity and a remission follow, and a code; nothing is decided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.assessment.rules.diagnosis import (
    CRITERION_CODES,
    DISORDERS,
    Remission,
    Severity,
    Verdict,
    code_of,
    criteria_of,
    find_verdict,
    label_of,
    remission_of,
    severity_of,
    suggest,
)
from stepwell.domain.assessment.rules.substances import BY_CODE, SUBSTANCES

TODAY = date(2026, 10, 6)
some_criteria = st.sets(st.sampled_from(CRITERION_CODES))
some_substance = st.sampled_from(SUBSTANCES)
some_day = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("count", "severity"),
    [
        (0, None),
        (1, None),
        (2, Severity.MILD),
        (3, Severity.MILD),
        (4, Severity.MODERATE),
        (5, Severity.MODERATE),
        (6, Severity.SEVERE),
        (11, Severity.SEVERE),
    ],
)
def test_two_make_it_mild_four_moderate_six_severe(count, severity):
    assert severity_of(count) is severity


@pytest.mark.parametrize(
    ("since", "remission"),
    [
        (None, None),
        (date(2026, 7, 7), None),
        (date(2026, 7, 6), Remission.EARLY),
        (date(2025, 10, 7), Remission.EARLY),
        (date(2025, 10, 6), Remission.SUSTAINED),
        (date(2020, 1, 1), Remission.SUSTAINED),
        (date(2026, 12, 1), None),
    ],
)
def test_three_months_make_it_early_and_twelve_sustained(since, remission):
    assert remission_of(since, TODAY) is remission


def test_tolerance_and_withdrawal_do_not_count_for_a_medication_that_is_taken_as_prescribed():
    met = {"tolerance", "withdrawal", "craving"}
    taken = suggest(BY_CODE["opioids"], met, as_prescribed=True, free_since=None, on=TODAY)
    assert (taken.count, taken.left_out, taken.verdict) == (1, ("tolerance", "withdrawal"), Verdict())
    otherwise = suggest(BY_CODE["opioids"], met, as_prescribed=False, free_since=None, on=TODAY)
    assert otherwise.verdict == Verdict(Severity.MILD)
    alcohol = suggest(BY_CODE["alcohol"], met, as_prescribed=True, free_since=None, on=TODAY)
    assert alcohol.count == 3


@pytest.mark.parametrize("code", ["hallucinogens", "inhalants"])
def test_withdrawal_is_no_criterion_where_there_is_none(code):
    assert "withdrawal" not in dict(criteria_of(BY_CODE[code]))
    assert suggest(BY_CODE[code], {"withdrawal", "time"}, as_prescribed=False, free_since=None, on=TODAY).count == 1


@pytest.mark.parametrize(
    ("substance", "verdict", "code"),
    [
        ("alcohol", Verdict(Severity.MILD), "F10.10"),
        ("alcohol", Verdict(Severity.SEVERE, Remission.EARLY), "F10.21"),
        ("opioids", Verdict(Severity.MODERATE), "F11.20"),
        ("cannabis", Verdict(Severity.MILD, Remission.SUSTAINED), "F12.11"),
        ("tobacco", Verdict(Severity.MILD), "F17.200"),
        ("tobacco", Verdict(Severity.SEVERE, Remission.SUSTAINED), "F17.201"),
        ("alcohol", Verdict(), ""),
    ],
)
def test_a_disorder_has_its_code(substance, verdict, code):
    assert code_of(BY_CODE[substance], verdict) == code


def test_tobacco_is_coded_by_its_product():
    tobacco, severe = BY_CODE["tobacco"], Verdict(Severity.SEVERE)
    assert [code_of(tobacco, severe, product) for product in ("cigarettes", "chewing", "other")] == [
        "F17.210",
        "F17.220",
        "F17.290",
    ]


def test_a_disorder_is_named_with_its_remission():
    assert label_of(BY_CODE["alcohol"], DISORDERS[1]) == "Alcohol use disorder, mild, in early remission"
    assert label_of(BY_CODE["alcohol"], Verdict()) == "No use disorder"


def test_what_is_written_is_read_back_and_anything_else_is_nothing():
    assert all(find_verdict(str(one)) == one for one in (*DISORDERS, Verdict()))
    assert find_verdict("") is None
    assert find_verdict("worst") is None


@given(some_substance, some_criteria, some_criteria, st.booleans(), some_day)
def test_one_more_criterion_never_makes_it_less(substance, met, more, prescribed, since):
    few = suggest(substance, met, as_prescribed=prescribed, free_since=since, on=TODAY)
    many = suggest(substance, met | more, as_prescribed=prescribed, free_since=since, on=TODAY)
    order = [None, *Severity]
    assert few.count <= many.count
    assert order.index(few.verdict.severity) <= order.index(many.verdict.severity)


@given(some_substance, some_criteria, st.booleans(), some_day)
def test_a_code_follows_where_there_is_a_disorder_and_only_there(substance, met, prescribed, since):
    found = suggest(substance, met, as_prescribed=prescribed, free_since=since, on=TODAY)
    code = code_of(substance, found.verdict)
    assert bool(code) == (found.verdict.severity is not None)
    assert code == "" or code.startswith(f"{substance.category}.")
    assert code == "" or code.endswith("1") == (found.verdict.remission is not None)
    assert find_verdict(str(found.verdict)) == found.verdict
