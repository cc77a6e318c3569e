"""What is written is stored and read back whole; what is missing is named; a referrer's findings are offered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.assessment.cases import alcohol, remitted, whole

from stepwell.domain.assessment.rules.completion import diagnoses, missing
from stepwell.domain.assessment.rules.conditions import LABELS
from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use, as_stored, of_stored
from stepwell.domain.assessment.rules.diagnosis import CRITERION_CODES, DISORDERS
from stepwell.domain.assessment.rules.offers import Sent, offers
from stepwell.domain.assessment.rules.sections import BY_CODE, SECTIONS, Need
from stepwell.domain.assessment.rules.substances import SUBSTANCES
from stepwell.kernel.coding import ICD_10_CM, SNOMED_CT

TODAY = date(2026, 10, 6)
words = st.text(max_size=20)
uses = st.builds(
    Use,
    st.sampled_from([one.code for one in SUBSTANCES]),
    first_age=st.none() | st.integers(0, 120),
    last_use=words,
    routes=st.lists(st.sampled_from(["oral", "smoked"]), unique=True).map(tuple),
    criteria=st.lists(st.sampled_from(CRITERION_CODES), unique=True).map(tuple),
    free_since=st.none() | st.dates(),
    as_prescribed=st.booleans(),
    diagnosis=st.sampled_from(["", "none", *map(str, DISORDERS)]),
    reason=words,
)
contents = st.builds(
    Content,
    st.dictionaries(
        st.sampled_from([one.code for one in SECTIONS]),
        st.builds(Answer, st.text(min_size=1).filter(str.strip), is_declined=st.booleans()),
    ),
    st.lists(uses, max_size=3).map(tuple),
    st.lists(st.builds(Condition, st.sampled_from(sorted(LABELS)), words=words), max_size=2).map(tuple),
)


@given(contents)
def test_what_is_stored_is_read_back(content):
    assert of_stored(as_stored(content)) == content


@given(contents)
def test_each_use_disorder_and_condition_becomes_one_diagnosis(content):
    made = diagnoses(content)
    disorders = [use for use in content.uses if use.diagnosis not in ("", "none")]
    assert len(made) == len(disorders) + len(content.conditions)
    assert all(one.code and one.display for one in made)


@given(contents)
def test_what_is_missing_names_a_field_and_a_way_on(content):
    assert all(one.where and one.mend for one in missing(content, TODAY))


def test_nothing_stored_is_nothing_said():
    assert of_stored({}) == Content()


def test_a_whole_one_lacks_nothing_also_without_a_word_on_trauma():
    assert missing(whole(), TODAY) == ()


def test_an_empty_one_lacks_every_section_but_trauma():
    found = [one.where for one in missing(Content(), TODAY)]
    assert found == [f"words_{section.code}" for section in SECTIONS if section.code != "trauma"]


def test_a_section_can_be_declined_but_risk_and_summary_are_the_writers():
    declined = {section.code: Answer(is_declined=True) for section in SECTIONS}
    found = [one.where for one in missing(whole(answers=declined), TODAY)]
    assert found == ["words_risk", "words_summary"]
    assert all(BY_CODE[code].need is Need.WORDS for code in ("risk", "summary"))


def test_a_choice_answers_a_section():
    said = {**whole().answers, "housing": Answer(choice="shelter")}
    assert missing(whole(answers=said), TODAY) == ()
    assert BY_CODE["housing"].choice_label("shelter") == "Shelter"
    assert BY_CODE["housing"].choice_label("") == ""


@pytest.mark.parametrize(
    ("use", "where"),
    [
        (alcohol(diagnosis=""), "use_alcohol_diagnosis"),
        (alcohol(diagnosis="mild"), "use_alcohol_reason"),
        (alcohol(diagnosis="none"), "use_alcohol_reason"),
    ],
)
def test_a_substance_needs_a_diagnosis_and_another_one_than_the_criteria_say_a_reason(use, where):
    assert [one.where for one in missing(whole(uses=(use,)), TODAY)] == [where]


def test_a_reason_lets_another_diagnosis_stand():
    assert missing(whole(uses=(alcohol(diagnosis="mild", reason="Told by his wife alone."),)), TODAY) == ()


def test_a_condition_needs_to_be_said_how_certain():
    found = missing(whole(conditions=(Condition("F43.10"),)), TODAY)
    assert [one.where for one in found] == ["condition_F43_10_certainty"]


def test_diagnoses_carry_code_name_and_what_stands_beside():
    made = diagnoses(whole(uses=(alcohol(), remitted(), Use("cannabis", diagnosis="none"))))
    assert [(one.code, one.display, one.certainty, one.detail) for one in made] == [
        ("F10.20", "Alcohol use disorder, severe", "confirmed", ""),
        (
            "F11.21",
            "Opioid use disorder, moderate, in early remission",
            "confirmed",
            "in a controlled environment, on maintenance therapy",
        ),
        ("F43.10", "Post-traumatic stress disorder, unspecified", "provisional", "Sleeps badly."),
    ]


def test_a_line_is_added_below_what_is_written():
    content = Content({"medical": Answer("Asthma. ")}).with_words("medical", "Allergy: nuts")
    assert content.answer("medical").words == "Asthma.\nAllergy: nuts"
    assert Content().with_words("medical", "One").answer("medical").words == "One"


def sent(kind="condition", text="Finding", **more):
    known = {
        "key": 1,
        "status": "active",
        "when": "since 2019",
        "value": "",
        "codings": (),
        "category": "",
        "source": "from the referral of 3 Nov 2026, St. Anna",
    }
    return Sent(kind=kind, text=text, **{**known, **more})


@pytest.mark.parametrize(
    ("one", "section", "line"),
    [
        (sent(codings=((SNOMED_CT, "1"),)), "medical", "Finding, active, since 2019"),
        (sent(codings=((ICD_10_CM, "F10.20"),)), "use", "Finding, active, since 2019"),
        (sent(codings=((ICD_10_CM, "f33.1"),)), "psychiatric", "Finding, active, since 2019"),
        (sent("allergy", "Nuts", status="", when=""), "medical", "Allergy: Nuts"),
        (sent("medication", "Naltrexone", when=""), "medical", "Medication: Naltrexone, active"),
        (sent("encounter", "Emergency", status="", when="2 Oct 2026"), "medical", "Visit: Emergency, 2 Oct 2026"),
        (
            sent("observation", "Housing", category="Social History", value="Shelter", status="final", when=""),
            "housing",
            "Housing: Shelter, final",
        ),
    ],
)
def test_a_finding_is_offered_where_it_may_belong_with_its_source(one, section, line):
    (offer,) = offers([one])
    assert (offer.section, offer.words) == (section, line)
    assert offer.line == f"{line} (from the referral of 3 Nov 2026, St. Anna)"


@pytest.mark.parametrize(
    "one",
    [
        sent("observation", "Glucose", category="laboratory"),
        sent("coverage"),
        sent(text=" "),
        sent(status="active, entered-in-error"),
    ],
)
def test_what_says_nothing_here_is_not_offered(one):
    assert offers([one]) == ()


def test_the_same_finding_is_offered_once():
    assert [one.key for one in offers([sent(key=1), sent(key=2, text="FINDING")])] == [1]
