"""The self-assessment's rules: danger first, then medical need, then doubt, and nobody is ever refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.admissions.rules.fit import (
    QUESTIONS,
    Kind,
    Points,
    chosen,
    first_open,
    is_urgent,
    known_answers,
    outcome,
)
from stepwell.public.fit.words import heading_and_lead, treads

LIKELY = {
    "safe": "yes", "stopping": "little", "home": "yes", "support": "yes", "health": "no", "use": "often", "time": "yes",
    "why": "keep",
}  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {}, optional={one.name: st.sampled_from([option.value for option in one.options]) for one in QUESTIONS}
)
REFUSALS = ("not eligible", "can’t come", "can't come", "we don’t take", "reject", "refuse", "not for you", "denied")


def kind(**changed):
    return outcome({**LIKELY, **changed}).kind


def test_there_are_eight_questions_and_each_may_be_left_for_a_person():
    assert len({question.name for question in QUESTIONS}) == 8
    assert all(question.options[-1].value == "person" for question in QUESTIONS)


def test_a_safe_home_support_and_time_point_to_iop():
    found = outcome(LIKELY)
    assert (found.kind, found.agree, found.to_talk_about) == (Kind.FIT, 8, ())


def test_somebody_who_comes_back_after_a_return_to_use_fits_like_anybody():
    assert kind(why="return") is Kind.FIT


def test_an_unsteady_home_is_talked_about_and_stands_in_nobodys_way():
    found = outcome({**LIKELY, "home": "some"})
    assert (found.kind, found.agree) == (Kind.FIT, 7)
    assert found.to_talk_about == ("Home isn’t always steady.",)


@pytest.mark.parametrize(("name", "value"), [("home", "no"), ("support", "no"), ("time", "no"), ("use", "daily")])
def test_no_home_no_support_no_time_lead_to_a_person(name, value):
    assert kind(**{name: value}) is Kind.PERSON


@pytest.mark.parametrize("name", list(LIKELY))
def test_an_answer_kept_for_a_person_leads_to_one(name):
    assert kind(**{name: "person"}) is Kind.PERSON


@pytest.mark.parametrize(("name", "value"), [("health", "yes"), ("stopping", "sick")])
def test_medical_need_points_to_more_support(name, value):
    assert kind(**{name: value}) is Kind.MORE


def test_little_trouble_points_to_less():
    assert kind(use="little") is Kind.LESS


def test_too_few_answers_that_agree_are_a_doubt():
    assert kind(home="some", support="some", health="some", time="help") is Kind.PERSON


@given(ANSWERS, st.sampled_from([("safe", "no"), ("safe", "unsure"), ("stopping", "now")]))
def test_danger_comes_first_whatever_else_is_said(answers, danger):
    answers = {**answers, danger[0]: danger[1]}
    assert outcome(answers).kind is Kind.TODAY
    question = next(one for one in QUESTIONS if one.name == danger[0])
    assert is_urgent(question, answers)


@given(ANSWERS)
def test_nobody_is_refused_and_every_answer_is_heard(answers):
    found = outcome(answers)
    heading, lead = heading_and_lead(found)
    said = " ".join((heading, lead, *found.reasons, *found.to_talk_about)).lower()
    assert not [word for word in REFUSALS if word in said]
    assert len(found.reasons) + len(found.to_talk_about) == len(answers)
    assert "person" in said


@given(ANSWERS)
def test_without_all_eight_answers_no_level_is_named(answers):
    if len(answers) < len(QUESTIONS):
        assert outcome(answers).kind in (Kind.TODAY, Kind.MORE, Kind.PERSON)


@given(st.dictionaries(st.text(max_size=10) | st.sampled_from(list(LIKELY)), st.text(max_size=10), max_size=9))
def test_what_is_no_answer_counts_as_none(sent):
    kept = known_answers(sent)
    assert all(chosen(question, kept) for question in QUESTIONS if question.name in kept)
    assert set(kept) <= set(LIKELY)


def test_the_first_question_without_an_answer_is_found():
    assert first_open(LIKELY) is None
    assert first_open({"safe": "yes", "home": "yes"}) == 2
    assert first_open({}) == 1


def test_the_figure_shows_one_step_for_a_likely_fit_and_none_where_a_page_cant_say():
    assert [tread.label for tread in treads(Kind.FIT) if tread.is_here] == ["IOP"]
    assert [tread.label for tread in treads(Kind.MORE) if tread.is_here] == ["Full day", "Overnight"]
    assert treads(Kind.PERSON) == treads(Kind.TODAY) == []


def test_only_two_questions_can_mean_danger():
    urgent = {one.name for one in QUESTIONS for option in one.options if option.points is Points.TODAY}
    assert urgent == {"safe", "stopping"}
