"""The ways out of an enquiry, and what a check of benefits has to say."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW

from stepwell.domain.admissions.rules.benefits import Benefits, Pays, check_benefits
from stepwell.domain.admissions.rules.closing import AttemptOutcome, Handover, Way, check_closing, check_text
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.admissions.rules.targets import DEFAULT_HOURS, Protocol, end_of_first_day, late_by
from stepwell.kernel.errors import Refusal, Refused

DAY = timedelta(days=1)
CAME = NOW - 20 * DAY
WARM = Handover("Northside Residential", "Ty Marsh spoke with their intake", NOW - DAY, True)
NO_ANSWER, REACHED = AttemptOutcome.NO_ANSWER, AttemptOutcome.REACHED


def close(way, *, reason="", handover=None, attempts=(), needed=3, days=7):
    check_closing(way, reason, handover or Handover(), attempts, needed=needed, days=days, received_at=CAME, now=NOW)


def said(way, **more):
    with pytest.raises(Refused) as caught:
        close(way, **more)
    return {one.where: f"{one.what} {one.mend}" for one in caught.value.refusals}


def test_who_declines_has_a_reason():
    close(Way.DECLINED, reason="Wants to try meetings first.")
    assert "isn't said why" in said(Way.DECLINED, reason=" ")["reason"]


def test_a_warm_handover_is_two_who_talked_and_a_person_who_agreed():
    close(Way.REFERRED, handover=WARM)
    assert {*said(Way.REFERRED)} == {"handed_to", "spoke", "handed_at", "agreed"}
    for at in (CAME - DAY, NOW + DAY):
        assert {*said(Way.REFERRED, handover=Handover(WARM.to, WARM.spoke, at, True))} == {"handed_at"}


def test_nobody_is_unreachable_before_the_protocol_has_been_followed():
    tried = [(NOW - 8 * DAY, NO_ANSWER), (NOW - 4 * DAY, NO_ANSWER), (NOW - DAY, AttemptOutcome.LEFT_MESSAGE)]
    close(Way.UNREACHABLE, attempts=tried)
    assert said(Way.UNREACHABLE)["way"] == ("0 of 3 attempts are recorded. Try 3 times more, and write it down.")
    assert "Try once more" in said(Way.UNREACHABLE, attempts=tried[:2])["way"]
    assert "Keep it open 3 days more" in said(Way.UNREACHABLE, attempts=tried[1:] * 2)["way"]
    soon = [(NOW - timedelta(days=6, hours=1), NO_ANSWER)] * 3
    assert "Keep it open 1 day more" in said(Way.UNREACHABLE, attempts=soon)["way"]


def test_attempts_before_they_were_last_reached_count_for_nothing():
    tried = [(NOW - 9 * DAY, NO_ANSWER)] * 3 + [(NOW - 8 * DAY, REACHED)]
    assert "0 of 3 attempts are recorded since they were last reached" in said(Way.UNREACHABLE, attempts=tried)["way"]


@given(st.integers(1, 6), st.integers(0, 20), st.lists(st.integers(0, 480), max_size=8))
def test_unreachable_is_exactly_enough_attempts_over_enough_days(needed, days, hours_ago):
    attempts = [(NOW - timedelta(hours=each), NO_ANSWER) for each in hours_ago]
    enough = len(attempts) >= needed and NOW - min(at for at, _ in attempts) >= days * DAY
    if enough:
        close(Way.UNREACHABLE, attempts=attempts, needed=needed, days=days)
    else:
        assert {*said(Way.UNREACHABLE, attempts=attempts, needed=needed, days=days)} == {"way"}


@pytest.mark.parametrize("text", ["x" * 2001, "a\0b"])
def test_what_cant_be_kept_as_text_is_refused_at_its_field(text):
    assert {*said(Way.DECLINED, reason=text)} == {"reason"}
    assert "spoke" in said(Way.REFERRED, handover=Handover(WARM.to, text, WARM.at, True))
    with pytest.raises(Refused):
        check_text("reason", text)
    for where in ("payer", "plan", "found"):
        with pytest.raises(Refused) as caught:
            check_benefits(Benefits(Pays.SELF, **{"found": "Pays weekly.", where: text}))
        assert [one.where for one in caught.value.refusals] == [where]


def test_a_reason_that_is_needed_is_asked_for():
    check_text("reason", "They called.", empty=Refusal("None."))
    check_text("reason", "")
    with pytest.raises(Refused):
        check_text("reason", " ", empty=Refusal("None."))


@pytest.mark.parametrize(
    ("benefits", "where"),
    [
        (Benefits(None, found="Covered."), ["pays"]),
        (Benefits(Pays.INSURANCE, found="Covered."), ["payer"]),
        (Benefits(Pays.PUBLIC, " ", found="Covered."), ["payer"]),
        (Benefits(Pays.SELF), ["found"]),
        (Benefits(Pays.NOT_NEEDED), ["found"]),
    ],
)
def test_a_check_of_benefits_that_says_too_little_is_refused(benefits, where):
    with pytest.raises(Refused) as caught:
        check_benefits(benefits)
    assert [one.where for one in caught.value.refusals] == where


def test_a_check_of_benefits_is_kept_without_outer_spaces():
    kept = check_benefits(Benefits(Pays.INSURANCE, " Acme ", " HMO ", " Covered. "))
    assert kept == Benefits(Pays.INSURANCE, "Acme", "HMO", "Covered.")
    assert check_benefits(Benefits(Pays.NOT_NEEDED, found="A grant pays.")).found == "A grant pays."
    assert len({one.label for one in (*Pays, *Way)}) == len(Pays) + len(Way)


def test_late_is_after_the_sites_hours_and_not_at_them():
    protocol = Protocol(dict(DEFAULT_HOURS))
    due_at = protocol.due_at(Stage.ENQUIRY, NOW)
    assert due_at == NOW + DAY
    assert late_by(due_at, due_at) is None
    assert late_by(due_at, due_at + DAY) == DAY
    assert protocol.due_at(Stage.STARTED, NOW) is None
    assert late_by(None, NOW) is None


def test_a_start_is_late_once_its_day_is_over_by_the_sites_clock():
    end = end_of_first_day(date(2026, 10, 8), ZoneInfo("America/Denver"))
    assert end.isoformat() == "2026-10-09T00:00:00-06:00"
