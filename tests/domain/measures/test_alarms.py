"""Which answers call for somebody now, and that nothing lowers one."""

from dataclasses import replace

import pytest

from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.measures.rules.alarms import ALARMS, Within, alarm_of, find_alarm, graver

PHQ, CSSRS, AUDIT = (load_instrument(code) for code in ("phq-9", "c-ssrs-screener", "audit"))


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, None),
        ({"q1": 0, "q2": 0, "q6": 0}, None),
        ({"q1": 1}, "low"),
        ({"q2": 1}, "low"),
        ({"q3": 1}, "moderate"),
        ({"q6": 1}, "moderate"),
        ({"q6": 1, "q6_recent": 0}, "moderate"),
        ({"q6_recent": 1}, "high"),
        ({"q4": 1}, "high"),
        ({"q5": 1, "q2": 0}, "high"),
    ],
)
def test_c_ssrs_answers_as_they_come(answers, code) -> None:
    alarm = alarm_of(CSSRS, answers)
    assert (alarm.code if alarm else None) == code


def test_phq_9_asks_for_a_review_from_the_first_point_of_question_9() -> None:
    assert alarm_of(PHQ, {f"q{n}": 3 for n in range(1, 9)} | {"q9": 0}) is None
    assert [alarm_of(PHQ, {"q9": value}) for value in (1, 2, 3)] == [find_alarm("item-9")] * 3


def test_audit_has_no_alarm() -> None:
    assert alarm_of(AUDIT, {item.id: 4 for item in AUDIT.items}) is None


def test_graver_goes_up_only() -> None:
    low, moderate, high = (find_alarm(code) for code in ("low", "moderate", "high"))
    assert graver(low, None)
    assert graver(high, moderate)
    assert not graver(low, moderate)
    assert not graver(high, high)
    assert not graver(None, low)
    assert not graver(None, None)


def test_every_alarm_says_what_to_do_and_fits_its_task() -> None:
    for alarm in ALARMS:
        assert alarm.do_now
        assert bool(alarm.task) is (alarm.within is not Within.NOW)
        assert len(alarm.task) <= 40
        assert len(alarm.reason) <= 200


def test_a_safety_answer_about_something_else_is_an_alarm_and_never_called_suicide():
    other = replace(PHQ, item_flags=(replace(PHQ.item_flags[0], code="overdose", items=("q1",), at_least=2),))
    assert alarm_of(other, {"q1": 1}) is None
    alarm = alarm_of(other, {"q1": 2})
    assert (alarm.code, alarm.about, alarm.within) == ("safety-answer", "Safety", Within.VISIT)
    both = replace(PHQ, item_flags=(*other.item_flags, *PHQ.item_flags))
    assert alarm_of(both, {"q1": 2, "q9": 1}).about == "Suicide risk"
    assert graver(find_alarm("item-9"), than=alarm)
