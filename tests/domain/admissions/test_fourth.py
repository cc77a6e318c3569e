"""The fourth edition: five least levels make one or none; what stops, what must happen, what is asked for first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.admissions.rules.drafting import EVALUATE_NOW, SAFE_PLACE, WITHDRAWAL_REVIEW, Draft, need_kind
from stepwell.domain.admissions.rules.fourth import (
    ANY,
    CODES_LENGTH,
    LEAST,
    RESIDENCE_MUST_HAPPEN,
    reaches,
    suggest_fourth,
)
from stepwell.domain.admissions.rules.known import Known, Screen, known_findings
from stepwell.domain.admissions.rules.levels import (
    Dimension,
    Edition,
    FourthDimension,
    Level,
    dimensions_of,
    find_level,
    levels_of,
)
from stepwell.domain.admissions.rules.placement import decide_placement
from stepwell.domain.admissions.rules.ratings import STOP_MUST_HAPPEN, FourthRating, Suggestion
from stepwell.domain.admissions.rules.withdrawal import withdrawal_needs_medical_review
from stepwell.kernel.errors import Refused

FIVE = tuple(each for each in FourthDimension if each.sets_level)
CODES = [level.code for level in levels_of(Edition.FOURTH)]
LEVELS = st.sampled_from(levels_of(Edition.FOURTH))
LEASTS = st.tuples(*[st.sampled_from(list(LEAST))] * 5)


def suggest(*least: str, words: str = "Wants evenings.") -> Suggestion:
    rated = [FourthRating(each, code, "A", "seen") for each, code in zip(FIVE, least, strict=False)]
    return suggest_fourth([*rated, FourthRating(FourthDimension.PERSON, evidence=words)])


def level(code: str) -> Level:
    found = find_level(code, Edition.FOURTH)
    assert found is not None
    return found


def code(suggestion: Suggestion) -> str:
    return suggestion.level.code if suggestion.level else ""


def kinds(suggestion: Suggestion, chosen: str, **more: object) -> list[str]:
    decided = decide_placement(suggestion, chosen, "Because.", stop_reason="Dr. Vance saw her.", **more)  # type: ignore[arg-type]
    return [need_kind(text) for text in decided.must_happen]


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        # as a public quiz for trainees has them
        ((ANY, ANY, ANY, "2.1", ANY), "2.1"),
        (("3.7", "1.5", "1.5", "2.1", "1.5"), "3.7"),
        ((ANY, ANY, "2.5", "3.1", "3.1"), "3.1"),
        ((ANY, "1.5", "3.5", "2.1", "3.1"), "3.5"),
        # ours
        ((ANY, ANY, "2.5", "2.1", ANY), "2.5"),
        (("2.7", ANY, "2.5", "2.1", "1.7"), "2.7"),
        (("1.7", "1.5", "1.0", ANY, ANY), "1.7"),
        (("1.5", "1.5", "1.5", "1.5", "4"), "4"),
        (("1.0", "1.0", "1.0", "1.0", "1.0"), "1.0"),
        (("1.7", ANY, ANY, "2.1", ANY), ""),
        (("2.7", ANY, ANY, ANY, "3.1"), ""),
        ((ANY, ANY, ANY, ANY, ANY), ""),
    ],
)
def test_each_rule(least: tuple[str, ...], expected: str) -> None:
    suggestion = suggest(*least)
    assert code(suggestion) == expected
    assert suggestion.edition is Edition.FOURTH
    assert suggestion.stop is (expected in ("3.7", "4"))
    assert suggestion.reason


@given(LEASTS)
def test_the_suggested_level_is_one_of_those_named_and_enough_for_every_dimension(least: tuple[str, ...]) -> None:
    suggestion = suggest(*least)
    if suggestion.level is None:
        return
    assert suggestion.level.code in least
    assert all(reaches(suggestion.level, level(one)) for one in least if one != ANY)
    assert {one for one, found in zip(FIVE, least, strict=True) if found == code(suggestion)} == {*suggestion.governing}


@given(LEASTS)
def test_nothing_is_suggested_only_where_no_named_level_is_enough_for_all(least: tuple[str, ...]) -> None:
    named = [level(one) for one in least if one != ANY]
    enough = [one for one in named if all(reaches(one, other) for other in named)]
    assert (suggest(*least).level is None) is (not enough)


@given(LEASTS, st.permutations(range(5)))
def test_it_goes_by_the_levels_and_not_by_whose_they_are(least: tuple[str, ...], order: list[int]) -> None:
    one, other = suggest(*least), suggest(*(least[place] for place in order))
    assert (one.level, one.stop) == (other.level, other.stop)


@given(LEASTS, st.integers(0, 4), st.sampled_from(list(LEAST)))
def test_one_dimension_that_asks_for_more_never_ends_in_less(least: tuple[str, ...], place: int, more: str) -> None:
    now = suggest(*least)
    was = least[place]
    if was != ANY and (more == ANY or not reaches(level(more), level(was))):
        return
    then = suggest(*least[:place], more, *least[place + 1 :])
    if now.level and then.level:
        assert reaches(then.level, now.level)
    assert then.stop or not now.stop


@given(LEASTS)
def test_the_last_dimension_never_sets_the_level(least: tuple[str, ...]) -> None:
    assert suggest(*least, words="").level == suggest(*least, words="Not a hospital, whatever comes.").level


@given(LEASTS)
def test_what_would_change_it_is_true_and_leaves_out_no_dimension_that_could(least: tuple[str, ...]) -> None:
    now = suggest(*least)
    for place, each in enumerate(FIVE):
        others = [suggest(*least[:place], other, *least[place + 1 :]) for other in LEAST]
        ends = {"stop, evaluate now" if one.stop else code(one) or "no suggestion" for one in others}
        here = "stop, evaluate now" if now.stop else code(now) or "no suggestion"
        said = [one for one in now.what_would_change_it if each.label in one]
        assert bool(said) is (ends != {here})
        for sentence in said:
            at, _, end = sentence.removesuffix(".").rpartition(": ")
            other = at.rsplit(" at ", 1)[1].removesuffix(" level")
            then = suggest(*least[:place], other, *least[place + 1 :])
            assert end == ("stop, evaluate now" if then.stop else code(then) or "no suggestion") != here


def test_what_would_change_it_says_the_same_of_several_dimensions_at_once() -> None:
    changes = suggest(ANY, ANY, ANY, "2.1", ANY).what_would_change_it
    assert "Risks of use at 1.7: 1.7." in changes
    every = "Physical health, Mind and thinking, Risks of use and Home and people in recovery"
    assert f"Intoxication, withdrawal and addiction medication, {every} at 2.5: 2.5." in changes


def test_unjoined_levels_are_both_named_and_left_to_the_clinician() -> None:
    suggestion = suggest("1.7", ANY, ANY, ANY, "2.1")
    assert suggestion.governing == (FourthDimension.INTOXICATION, FourthDimension.SURROUNDINGS)
    assert "at least 1.7, medically managed" in suggestion.reason
    assert "at least 2.1. No rule here joins the two. You decide." in suggestion.reason


def test_incomplete_ratings_suggest_nothing_but_a_hospital_stops_at_once() -> None:
    assert suggest("2.1", "2.1").missing == FIVE[2:]
    assert suggest("2.1", "2.1").level is None
    stopped = suggest("4")
    assert stopped.stop
    assert STOP_MUST_HAPPEN in stopped.reason
    assert suggest_fourth([]).missing == FIVE


def test_what_is_no_level_of_this_edition_or_no_rating_is_refused_in_its_place() -> None:
    with pytest.raises(Refused) as caught:
        suggest_fourth(
            [
                FourthRating(FourthDimension.MIND, "3.3"),
                FourthRating(FourthDimension.USE_RISK, "2.1", "A" * (CODES_LENGTH + 1)),
                FourthRating(FourthDimension.PERSON, "2.1"),
            ]
        )
    assert [one.where for one in caught.value.refusals] == ["minimum_3", "minimum_6", "codes_4"]


def test_a_decision_needs_a_rating_a_level_and_evidence_of_each_and_the_persons_own_words() -> None:
    with pytest.raises(Refused) as caught:
        decide_placement(suggest_fourth([FourthRating(FourthDimension.MIND, "2.1", " ", "seen")]), "2.1")
    refused = {one.where for one in caught.value.refusals}
    assert refused == {
        *(f"{part}_{number}" for part in ("codes", "minimum", "evidence") for number in (1, 2, 4, 5)),
        "codes_3",
        "evidence_6",
        "reason",
    }


def test_another_level_needs_a_reason_and_the_suggested_one_none() -> None:
    suggestion = suggest(ANY, ANY, "2.5", "2.1", ANY)
    assert not decide_placement(suggestion, "2.5").differs
    with pytest.raises(Refused, match="Your level differs from the suggested one"):
        decide_placement(suggestion, "2.1")
    kept = decide_placement(suggestion, "2.1", "Works days; 2.5 is by day.")
    assert (kept.edition, kept.differs) == (Edition.FOURTH, True)
    with pytest.raises(Refused, match="Choose a level of care"):
        decide_placement(suggestion, "1-WM", "A level of the third edition.")


@pytest.mark.parametrize("least", ["3.7", "4"])
def test_after_a_stop_less_care_needs_what_the_evaluation_found(least: str) -> None:
    suggestion = suggest(least, ANY, ANY, ANY, ANY)
    with pytest.raises(Refused, match="Immediate evaluation comes first"):
        decide_placement(suggestion, "2.1", "She prefers it.")
    assert kinds(suggestion, "2.1") == [EVALUATE_NOW, WITHDRAWAL_REVIEW]
    assert kinds(suggestion, "4") == [EVALUATE_NOW]


@pytest.mark.parametrize(
    ("least", "chosen", "needs"),
    [
        ((ANY, ANY, ANY, "2.1", ANY), "2.1", []),
        ((ANY, ANY, ANY, "2.1", "3.1"), "2.1", [SAFE_PLACE]),
        ((ANY, ANY, ANY, "2.1", "3.1"), "3.1", [SAFE_PLACE]),  # as with the third's home: whatever is chosen
        ((ANY, ANY, ANY, "3.5", ANY), "2.1", [SAFE_PLACE]),
        ((ANY, ANY, ANY, "3.5", ANY), "3.5", []),
        (("1.7", ANY, ANY, "2.1", ANY), "2.1", [WITHDRAWAL_REVIEW]),
        (("1.7", ANY, ANY, "2.1", ANY), "2.7", []),
        (("2.7", ANY, ANY, ANY, "3.1"), "2.1", [SAFE_PLACE, WITHDRAWAL_REVIEW]),
        ((ANY, ANY, ANY, ANY, "4"), "4", [EVALUATE_NOW, SAFE_PLACE]),
    ],
)
def test_what_the_levels_ask_for_becomes_work(least: tuple[str, ...], chosen: str, needs: list[str]) -> None:
    assert kinds(suggest(*least), chosen) == needs


@given(LEASTS, LEVELS, st.booleans())
def test_each_kind_of_work_comes_once(least: tuple[str, ...], chosen: Level, is_known: bool) -> None:
    review = withdrawal_needs_medical_review(
        uses_alcohol_or_benzodiazepine=True, seizure_or_dt_history=True if is_known else None
    )
    found = kinds(suggest(*least), chosen.code, withdrawal=review)
    assert len(found) == len(set(found))
    assert WITHDRAWAL_REVIEW in found
    below = any(one != ANY and level(one).is_medical for one in least) and not chosen.is_medical
    texts = decide_placement(
        suggest(*least), chosen.code, "Because.", stop_reason="Seen.", withdrawal=review
    ).must_happen
    assert any("medically managed care" in text for text in texts) is below


def test_the_words_of_what_must_happen_name_the_dimension_and_the_level() -> None:
    texts = decide_placement(suggest("1.7", ANY, ANY, "3.1", ANY), "2.1", "Because.").must_happen
    assert texts == (
        RESIDENCE_MUST_HAPPEN,
        f"Medical review, not 2.1 alone: {FourthDimension.INTOXICATION.label} at 1.7, medically managed care.",
    )


def test_a_draft_is_of_one_edition_and_begun_in_the_other_keeps_what_is_no_rating() -> None:
    third = Draft({1: 3}, {1: "Shook."}, True, None, 12, "2.1", "Why", "Seen")
    fourth = third.begun_in(Edition.FOURTH)
    assert fourth == Draft({}, {}, True, None, 12, edition=Edition.FOURTH)
    assert fourth.suggestion().edition is Edition.FOURTH
    assert len(fourth.suggestion().ratings) == len(FourthDimension)
    assert fourth.begun_in(Edition.THIRD).edition is Edition.THIRD


def test_findings_stand_beside_the_dimensions_of_the_edition() -> None:
    screens = [Screen("audit", "AUDIT", "7", "today")]
    found = known_findings(screens, {"condition": 1}, "Clinic", Edition.FOURTH)
    assert [one.dimension for one in found] == [
        FourthDimension.INTOXICATION,
        FourthDimension.USE_RISK,
        FourthDimension.PHYSICAL,
    ]
    assert isinstance(found[0], Known)
    assert all(isinstance(one.dimension, FourthDimension) for one in found)


def test_the_editions_have_six_dimensions_each_with_labels_of_our_own() -> None:
    assert dimensions_of(Edition.THIRD) == tuple(Dimension)
    assert dimensions_of(Edition.FOURTH) == tuple(FourthDimension)
    assert [one.label for one in Edition] == ["Third edition", "Fourth edition"]
    assert [each.sets_level for each in FourthDimension] == [True] * 5 + [False]
    assert [one.code for one in levels_of(Edition.FOURTH) if one.is_medical] == ["1.7", "2.7", "3.7", "4"]
    assert not any(one.is_medical for one in levels_of(Edition.THIRD))
