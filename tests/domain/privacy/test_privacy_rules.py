"""When a request is due, what has to be done, and when it can be closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.privacy.rules import (
    COURSES,
    Kind,
    Outcome,
    closing_refusals,
    due_on,
    duties,
    extension_refusal,
    opening_refusals,
)

CAME = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("kind", "day", "extended"),
    [
        (Kind.ACCESS, date(2026, 11, 5), date(2026, 12, 5)),  # 164.524(b)(2): 30, and 30 more
        (Kind.AMENDMENT, date(2026, 12, 5), date(2027, 1, 4)),  # 164.526(b)(2): 60, and 30 more
        (Kind.ACCOUNTING, date(2026, 12, 5), date(2027, 1, 4)),  # 164.528(c)(1): 60, and 30 more
        (Kind.BREACH, date(2026, 12, 5), date(2026, 12, 5)),  # 164.404(b): 60, and no more
        (Kind.RESTRICTION, None, None),
        (Kind.COMPLAINT, None, None),
        (Kind.SUBPOENA, None, None),
        (Kind.HOLD, None, None),
    ],
)
def test_the_last_day_is_the_laws(kind, day, extended):
    assert due_on(kind, CAME) == day
    assert due_on(kind, CAME, extended=True) == extended


def test_an_own_day_counts_where_it_is_earlier_or_the_law_has_none():
    assert due_on(Kind.ACCESS, CAME, own_due_on=date(2026, 10, 20)) == date(2026, 10, 20)
    assert due_on(Kind.ACCESS, CAME, own_due_on=date(2027, 10, 20)) == date(2026, 11, 5)
    assert due_on(Kind.SUBPOENA, CAME, own_due_on=date(2026, 10, 20)) == date(2026, 10, 20)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(Kind))
def test_an_extension_never_shortens(came, kind):
    first, more = due_on(kind, came), due_on(kind, came, extended=True)
    assert (first is None) == (more is None)
    if first is not None:
        assert came < first <= more


@pytest.mark.parametrize(("people", "hhs", "duties_in_all"), [
    (1, date(2027, 3, 1), 2), (499, date(2027, 3, 1), 2), (500, date(2026, 12, 5), 2), (501, date(2026, 12, 5), 3),
])  # fmt: skip
def test_a_breach_is_told_by_how_many_it_concerns(people, hhs, duties_in_all):
    found = duties(CAME, people)
    assert found[0].due_on == date(2026, 12, 5)
    assert found[1].due_on == hhs
    assert len(found) == duties_in_all


def opened(kind="access", **change):
    given_ = {"received_on": CAME, "has_client": True, "people": None, "own_due_on": None, "today": CAME} | change
    return [one.where for one in opening_refusals(kind, **given_)]


def test_what_comes_in_is_written_down_with_what_its_clock_needs():
    assert opened() == []
    assert opened("a wish") == ["kind"]
    assert opened(received_on=CAME + timedelta(days=1)) == ["received_on"]
    assert opened(own_due_on=CAME - timedelta(days=1)) == ["own_due_on"]
    assert opened(has_client=False) == ["client"]
    assert opened("complaint", has_client=False) == []
    assert opened("breach", has_client=False) == ["people"]
    assert opened("breach", has_client=False, people=3) == []


def test_one_extension_with_a_reason_before_the_day_is_over():
    asked = {"due": CAME, "extended": False, "reason": "A store.", "today": CAME}
    assert extension_refusal(Kind.ACCESS, **asked) is None
    for kind, change in (
        (Kind.BREACH, {}),
        (Kind.ACCESS, {"extended": True}),
        (Kind.ACCESS, {"today": CAME + timedelta(days=1)}),
        (Kind.ACCESS, {"reason": " "}),
    ):
        assert extension_refusal(kind, **{**asked, **change}) is not None


def closed(kind, outcome, *done, words="So."):
    return [one.what for one in closing_refusals(kind, outcome, done=done, words=words)]


@pytest.mark.parametrize("kind", Kind)
def test_every_outcome_of_a_kind_closes_it_once_all_steps_are_done(kind):
    done = [step.code for step in COURSES[kind].steps]
    for outcome in Outcome:
        assert bool(closed(kind, outcome, *done)) is (outcome not in COURSES[kind].outcomes)


def test_a_step_that_an_outcome_needs_is_named():
    assert any("in writing" in what for what in closed(Kind.ACCESS, "granted", "identity", "given"))
    assert closed(Kind.ACCESS, "withdrawn") == []
    assert closed(Kind.ACCESS, "withdrawn", words="  ") != []


def test_a_subpoena_alone_is_not_enough():
    assert any("alone is not enough" in what for what in closed(Kind.SUBPOENA, "answered", "mandate", "scope"))
    assert any("alone is not enough" in what for what in closed(Kind.SUBPOENA, "answered", "order", "scope"))
    assert closed(Kind.SUBPOENA, "answered", "mandate", "order", "scope") == []
    assert closed(Kind.SUBPOENA, "answered", "consent", "scope") == []
    assert closed(Kind.SUBPOENA, "not answered: no order", "objected") == []
