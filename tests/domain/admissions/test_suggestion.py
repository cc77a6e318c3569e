"""Suggested levels: the rules one by one, then every one of the 5^6 ratings."""

from collections import Counter
from itertools import product

import pytest

from stepwell.domain.admissions.rules.placement import (
    LEVELS,
    Dimension,
    Edition,
    Rating,
    Suggestion,
    find_level,
    levels_of,
    suggest_level,
)
from stepwell.kernel.errors import Refused


def suggest(*severities: int) -> Suggestion:
    return suggest_level([Rating(each, value, "seen") for each, value in zip(Dimension, severities, strict=False)])


def code(suggestion: Suggestion) -> str | None:
    return suggestion.level.code if suggestion.level else None


@pytest.mark.parametrize(
    ("severities", "level", "at_least"),
    [
        ((0, 0, 0, 0, 0, 0), "1", False),
        ((1, 1, 1, 1, 1, 1), "1", False),
        ((1, 1, 2, 2, 1, 1), "2.1", False),
        ((1, 1, 2, 1, 3, 2), "2.1", False),
        ((0, 0, 0, 3, 0, 0), "2.1", False),
        ((0, 0, 3, 0, 0, 0), "2.5", True),
        ((2, 2, 3, 0, 0, 0), "2.5", True),
        ((1, 1, 1, 1, 3, 3), "3.1", True),
        ((1, 1, 3, 1, 3, 3), "3.1", True),
        ((3, 0, 0, 0, 0, 0), "3.7", True),
        ((0, 3, 3, 0, 3, 3), "3.7", True),
        ((0, 0, 2, 1, 1, 1), None, False),
        ((2, 0, 0, 0, 0, 0), None, False),
        ((0, 2, 0, 3, 0, 0), None, False),
    ],
)
def test_each_rule(severities: tuple[int, ...], level: str | None, at_least: bool) -> None:
    suggestion = suggest(*severities)
    assert (code(suggestion), suggestion.at_least, suggestion.stop) == (level, at_least, False)
    assert suggestion.reason
    assert suggestion.edition is Edition.THIRD


def test_any_four_stops_even_before_all_is_rated() -> None:
    suggestion = suggest_level([Rating(Dimension.MIND, 4)])
    assert suggestion.stop
    assert suggestion.level is None
    assert suggestion.governing == (Dimension.MIND,)
    assert "Evaluate now" in suggestion.reason
    assert len(suggestion.missing) == 5


def test_incomplete_ratings_suggest_nothing() -> None:
    suggestion = suggest(1, 1, 1)
    assert code(suggestion) is None
    assert not suggestion.stop
    assert suggestion.missing == (Dimension.READINESS, Dimension.RETURN_TO_USE, Dimension.HOME)
    assert suggest_level([]).what_would_change_it == ()


def test_the_mock_up_case() -> None:
    suggestion = suggest(1, 1, 2, 1, 3, 2)
    assert suggestion.governing == (Dimension.RETURN_TO_USE,)
    assert suggestion.reason == "Risk of return to use: serious, the highest need."
    alone = [level.code if level else "" for _, level in suggestion.per_dimension]
    assert alone == ["1", "1", "2.1", "1", "2.1", "2.1"]
    assert "Home and people at 3 serious: at least 3.1." in suggestion.what_would_change_it
    assert "Risk of return to use at 4 imminent: stop, evaluate now." in suggestion.what_would_change_it
    assert "Physical health at 2 moderate: no suggestion." in suggestion.what_would_change_it
    assert not any(sentence.startswith("Readiness") for sentence in suggestion.what_would_change_it)


@pytest.mark.parametrize(
    ("severities", "alone"),
    [
        ((2, 3, 3, 3, 3, 3), ["", "3.7", "2.5", "2.1", "3.1", "3.1"]),
        ((4, 4, 4, 4, 4, 4), [""] * 6),
        ((0, 1, 2, 2, 3, 2), ["1", "1", "2.1", "2.1", "2.1", "2.1"]),
    ],
)
def test_each_dimension_alone(severities: tuple[int, ...], alone: list[str]) -> None:
    assert [level.code if level else "" for _, level in suggest(*severities).per_dimension] == alone


def test_ratings_out_of_range_or_twice_are_refused_by_place() -> None:
    with pytest.raises(Refused) as caught:
        suggest_level([Rating(Dimension.MIND, 5), Rating(Dimension.HOME, 1), Rating(Dimension.HOME, 2)])
    assert [refusal.where for refusal in caught.value.refusals] == ["dimension_3", "dimension_6"]


def test_every_rating_has_one_outcome_and_the_counts_stand() -> None:
    """5^6 = 15,625 ratings. Stops: 5^6 less 4^6. The others follow from the rules by counting."""
    counts: Counter[str] = Counter()
    for severities in product(range(5), repeat=6):
        suggestion = suggest(*severities)
        assert suggestion.stop == (4 in severities)
        assert not (suggestion.stop and suggestion.level)
        counts["stop" if suggestion.stop else code(suggestion) or "none"] += 1
    body_low, mind_low = 3 * 3, 3
    assert counts["stop"] == 5**6 - 4**6 == 11529
    assert counts["3.7"] == (4 * 4 - body_low) * 4**4 == 1792
    assert counts["3.1"] == body_low * 4 * 4 == 144
    assert counts["2.5"] == body_low * 1 * (4**3 - 4) == 540
    assert counts["2.1"] == 2 * 2 * mind_low * (4**3 - 4 - 2**3) == 624
    assert counts["1"] == 2**6 == 64
    assert counts["none"] == 932
    assert sum(counts.values()) == 5**6


def test_one_step_worse_never_ends_in_a_less_intensive_level() -> None:
    order = ["1", "2.1", "2.5", "3.1", "3.7"]
    for severities in product(range(4), repeat=6):
        now = code(suggest(*severities))
        for place in range(6):
            if severities[place] < 3 and now is not None:
                worse = code(suggest(*severities[:place], severities[place] + 1, *severities[place + 1 :]))
                assert worse is None or order.index(worse) >= order.index(now)


def test_what_would_change_it_is_right_and_whole() -> None:
    for severities in [(1, 1, 2, 1, 3, 2), (0, 0, 0, 0, 0, 0), (2, 1, 1, 2, 0, 0), (4, 1, 1, 1, 1, 1)]:
        now = suggest(*severities)
        expected = 0
        for place, step in product(range(6), (-1, 1)):
            value = severities[place] + step
            if 0 <= value <= 4:
                other = suggest(*severities[:place], value, *severities[place + 1 :])
                expected += (other.level, other.stop) != (now.level, now.stop)
        assert len(now.what_would_change_it) == expected


def test_levels_are_data_of_two_editions() -> None:
    assert len(LEVELS) == len({(level.edition, level.code) for level in LEVELS})
    iop = find_level("2.1")
    assert iop is not None
    assert iop.hours is not None
    assert (iop.hours.at_least, iop.hours.adolescents_at_least) == (9, 6)
    fourth = {level.code for level in levels_of(Edition.FOURTH)}
    assert {"1.5", "2.7"} <= fourth
    assert not {"0.5", "3.3", "3.2-WM"} & fourth
    assert find_level("9") is None


def test_the_labels_are_ours() -> None:
    assert Dimension.HOME.label == "Home and people"
    assert [each.value for each in Dimension] == [1, 2, 3, 4, 5, 6]
