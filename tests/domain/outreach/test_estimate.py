"""What a stay may cost: a range that is never above the plan's maximum, and that every week adds up to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.outreach.rules.estimate import Cover, Plan, estimate
from stepwell.domain.outreach.rules.rates import Rates

SINCE = date(2026, 1, 1)
RATES = Rates(day=25_000, starts_on=SINCE, assessment=20_000, individual=12_000)
DAYS_ALONE = Rates(day=25_000, starts_on=SINCE)

amounts = st.integers(0, 500_000)
rates = st.builds(
    Rates,
    day=st.integers(1, 200_000),
    starts_on=st.just(SINCE),
    assessment=st.none() | st.integers(1, 200_000),
    individual=st.none() | st.integers(1, 200_000),
)
covers = st.builds(
    Cover,
    plan=st.sampled_from(Plan),
    deductible_left=amounts,
    copay=amounts,
    percent=st.integers(0, 100),
    most_left=st.none() | amounts,
)
days_and_weeks = {"days": st.integers(1, 7), "weeks": st.integers(1, 12)}


def test_whoever_pays_alone_pays_what_is_charged():
    found = estimate(rates=RATES, days=3, weeks=2, cover=Cover(Plan.SELF_PAY, deductible_left=5, most_left=5))
    assert found.least.total == found.least.charged == 2 * 3 * 25_000
    assert found.most.total == found.most.charged == 2 * 3 * 25_000 + 20_000 + 2 * 12_000


def test_the_deductible_comes_first_and_then_a_percentage():
    cover = Cover(Plan.COINSURANCE, deductible_left=100_000, percent=20)
    found = estimate(rates=DAYS_ALONE, days=3, weeks=2, cover=cover)
    first, second = found.least.weeks
    assert (first.paid, first.deductible_left, first.ends_deductible) == (75_000, 25_000, False)
    assert (second.paid, second.deductible_left, second.ends_deductible) == (25_000 + 2 * 5_000, 0, True)
    assert found.least == found.most


def test_a_copay_may_come_from_the_first_day_or_after_the_deductible():
    found = estimate(rates=DAYS_ALONE, days=2, weeks=1, cover=Cover(Plan.COPAY, deductible_left=30_000, copay=4_000))
    assert (found.least.total, found.most.total) == (2 * 4_000, 30_000 + 4_000)


def test_a_copay_is_never_above_the_charge():
    found = estimate(rates=DAYS_ALONE, days=1, weeks=1, cover=Cover(Plan.COPAY, copay=99_999))
    assert found.least.total == 25_000


def test_at_the_maximum_it_ends_and_the_week_is_named():
    cover = Cover(Plan.COINSURANCE, percent=50, most_left=40_000)
    found = estimate(rates=DAYS_ALONE, days=3, weeks=3, cover=cover)
    assert [(week.paid, week.reaches_most) for week in found.least.weeks] == [
        (37_500, False),
        (2_500, True),
        (0, False),
    ]


def test_halves_of_a_cent_go_up():
    found = estimate(rates=replace(DAYS_ALONE, day=101), days=1, weeks=1, cover=Cover(Plan.COINSURANCE, percent=50))
    assert found.least.total == 51


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (8, 1), (1, 0), (1, 53)])
def test_what_no_week_or_year_holds_is_no_course(days, weeks):
    with pytest.raises(ValueError, match="1 to 7 days"):
        estimate(rates=RATES, days=days, weeks=weeks, cover=Cover(Plan.SELF_PAY))


@given(rates=rates, cover=covers, **days_and_weeks)
def test_nobody_pays_above_the_maximum_or_above_the_charge_and_the_weeks_are_the_total(rates, cover, days, weeks):
    found = estimate(rates=rates, days=days, weeks=weeks, cover=cover)
    for course in (found.least, found.most):
        assert course.total == course.weeks[-1].paid_so_far == sum(week.paid for week in course.weeks)
        assert all(0 <= week.paid <= week.charged for week in course.weeks)
        if cover.plan is not Plan.SELF_PAY and cover.most_left is not None:
            assert course.total <= cover.most_left
    assert found.least.total <= found.most.total
    assert len(found.weeks) == weeks


@given(rates=rates, cover=covers, days=st.integers(1, 6), weeks=st.integers(1, 12))
def test_a_day_or_a_week_more_never_costs_less(rates, cover, days, weeks):
    found = estimate(rates=rates, days=days, weeks=weeks, cover=cover)
    for more in (
        estimate(rates=rates, days=days + 1, weeks=weeks, cover=cover),
        estimate(rates=rates, days=days, weeks=weeks + 1, cover=cover),
    ):
        assert more.least.total >= found.least.total
        assert more.most.total >= found.most.total
