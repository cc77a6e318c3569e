"""The same week under another standard: the minutes stay, the yardstick changes. No database."""

from datetime import UTC, date, datetime

from stepwell.domain.catalog.rules import ASAM_2_1_ADULT, STANDARDS
from stepwell.domain.week.rules.hours import H0015_DAY, DayHours, DayRule, WeekHours
from stepwell.domain.week.rules.standards import OWN, PAYER, chosen, judge, standards_for

WEEK = WeekHours(
    delivered_minutes=350,
    booked_ahead_minutes=180,
    unrecorded_minutes=0,
    prescribed_minutes=600,
    standard=ASAM_2_1_ADULT,
    days=(
        DayHours(date(2026, 10, 5), 170, 0),
        DayHours(date(2026, 10, 6), 180, 0),
        DayHours(date(2026, 10, 8), 0, 180),
    ),
)
NOW = datetime(2026, 10, 7, tzinfo=UTC)


def test_a_week_of_nearly_nine_hours_falls_short_under_some_and_holds_days_under_the_payers():
    under = {one.code: judge(WEEK, one) for one in standards_for(600, H0015_DAY, 3)}
    assert "Reaches 8 h 50 min of 9 h" in under["asam-2.1-adult"].words
    assert "missing to the 6 h of ASAM 2.1, adolescent, all booked" in under["asam-2.1-adolescent"].words
    assert under[PAYER].words == "Days of at least 3 h: 2 of 3."
    assert [one.words for one in under[PAYER].days] == ["2 h 50 min, 10 min short of a day", "3 h", "3 h"]
    assert "of 10 h for the program’s own" in under[OWN].words
    assert under[OWN].words.endswith("Days: 3 of 3.")
    assert {one.week.delivered_minutes for one in under.values()} == {350}


def test_each_says_where_it_comes_from_and_whether_that_was_seen():
    under = {one.code: judge(WEEK, one).source for one in standards_for(600, H0015_DAY)}
    assert under["medicare-iop"].endswith("Verified.")
    assert under[PAYER] == (
        "carepatron.com, H0015: at least 3 h a day and 3 days a week. Not verified: check it with who asks for it."
    )


def test_a_payer_without_a_rule_asks_nothing_of_a_day():
    bare = standards_for(600, DayRule("", 0, "Plan A, as entered"))
    assert judge(WEEK, chosen(bare, PAYER, "asam-2.1-adult")).words == ""
    own_rule = judge(WEEK, chosen(standards_for(600, DayRule("", 175, "Plan A")), PAYER, "x"))
    assert own_rule.words == "Days of at least 2 h 55 min: 2."


def test_an_unknown_standard_is_the_one_of_the_stay():
    assert chosen(STANDARDS, "nothing", "medicare-iop").code == "medicare-iop"
