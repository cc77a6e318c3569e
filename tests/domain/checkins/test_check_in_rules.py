"""What a check-in may say, and what follows from it."""

from dataclasses import replace

import pytest

from stepwell.domain.checkins.models import Use
from stepwell.domain.checkins.rules import CRAVING_WORDS, MOOD_WORDS, USE, Answers, check_answers, follow_up
from stepwell.kernel.errors import Refused

FINE = Answers(craving=3, mood=6, use="no", triggers=("stress",), slept_minutes=390, words="ok")


def test_answers_on_the_scales_are_taken():
    for answers in (FINE, Answers(0, 0, "prefer not to say"), Answers(10, 10, "yes", slept_minutes=1440)):
        check_answers(answers)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"craving": 11}, "craving"),
        ({"craving": -1}, "craving"),
        ({"mood": 11}, "mood"),
        ({"use": ""}, "use"),
        ({"triggers": ("stress", "elsewhere")}, "triggers"),
        ({"slept_minutes": 1441}, "slept"),
        ({"words": "x" * 4001}, "words"),
    ],
)
def test_what_is_off_the_form_is_refused_at_its_field(wrong, where):
    with pytest.raises(Refused) as refused:
        check_answers(replace(FINE, **wrong))
    assert [one.where for one in refused.value.refusals] == [where]


def test_every_refusal_is_said_at_once():
    with pytest.raises(Refused) as refused:
        check_answers(Answers(11, 12, "maybe"))
    assert [one.where for one in refused.value.refusals] == ["craving", "mood", "use"]


@pytest.mark.parametrize(("craving", "opens"), [(7, False), (8, True), (10, True)])
def test_a_craving_of_eight_opens_help(craving, opens):
    follows = follow_up(replace(FINE, craving=craving))
    assert follows.opens_help is opens
    assert follows.needs_a_look is opens


def test_any_use_asks_for_a_look_and_nothing_else_does():
    assert follow_up(replace(FINE, use="yes")).reason == "Told us about use"
    assert follow_up(replace(FINE, use="yes", craving=9)).reason == "Craving 9 and told us about use"
    for use in ("no", "prefer not to say"):
        assert not follow_up(replace(FINE, use=use, mood=0)).needs_a_look


def test_the_form_the_rules_and_the_database_know_the_same_answers():
    assert list(USE) == Use.values
    assert len(CRAVING_WORDS) == len(MOOD_WORDS) == 11
