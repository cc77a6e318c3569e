import pytest

from stepwell.domain.week.rules.names import MemberName
from stepwell.domain.week.rules.notes import Obstacle, ObstacleKind, as_refused, check_response, normalized

ROSTER = (
    MemberName("luis", "Luis", "Ortega"),
    MemberName("tom", "Tom", "Halvorsen"),
    MemberName("josie", "Josie", "Tran"),
    MemberName("will", "Will", "Reed"),
    MemberName("anna1", "Anna", "Bell"),
    MemberName("anna2", "Anna", "Moss"),
)


def check(
    response: str,
    last: str | None = None,
    others: tuple[tuple[str, str], ...] = (),
    confirmed: frozenset[str] = frozenset(),
) -> tuple[Obstacle, ...]:
    return check_response(response, last, others, ROSTER, confirmed, own_key="luis")


def messages(obstacles: tuple[Obstacle, ...]) -> list[str]:
    return [obstacle.message for obstacle in obstacles]


def test_an_own_response_can_be_signed() -> None:
    assert check("Rated urge 7, then 4.", "Rated urge 8.", (("tom", "Rated urge 7, then 5."),)) == ()


@pytest.mark.parametrize("response", ["", "  \n\t", "...", "\u2014", "\u200b\ufeff", "\U0001f44d"])
def test_a_response_without_a_word_is_empty(response: str) -> None:
    (obstacle,) = check(response, response, (("tom", response),))
    assert (obstacle.kind, obstacle.message) == (ObstacleKind.EMPTY, "Add their own response")
    assert not obstacle.confirmations


@pytest.mark.parametrize(
    "same",
    [
        "Participated and identified two triggers.",
        "participated  AND\nidentified two triggers",
        "\u201cParticipated\u201d, and identified: two triggers!",
        "Participa\u00adted and identified two triggers",
    ],
)
def test_the_same_words_as_another_in_any_dress_are_named(same: str) -> None:
    (obstacle,) = check("Participated and identified two triggers.", None, (("tom", same), ("luis", same)))
    assert obstacle.message == "Same words as Tom"
    assert obstacle.person_keys == ("tom",)


def test_everyone_with_the_same_words_is_named_and_namesakes_told_apart() -> None:
    others = (("anna2", "Same."), ("tom", "same"), ("gone", "SAME"), ("josie", "other"))
    assert messages(check("same", None, others)) == ["Same words as Anna Moss, Tom, another person"]


def test_numbers_and_accents_make_a_difference() -> None:
    assert normalized("urge 7") != normalized("urge 4")
    assert normalized("año") != normalized("ano")
    assert normalized("CAFE\u0301") == normalized("café")


def test_the_same_words_as_ones_last_note_are_refused() -> None:
    assert messages(check("Quiet at first.", "quiet at first")) == ["Same words as their last note"]


def test_a_members_name_is_marked_and_asks_for_confirmation() -> None:
    text = "Said he felt like Josie does. Josie's Sundays."
    (obstacle,) = check(text)
    assert (obstacle.kind, obstacle.message) == (ObstacleKind.NAMES_MEMBER, "Names a group member")
    assert [text[span.start : span.end] for span in obstacle.spans] == ["Josie", "Josie"]
    assert obstacle.person_keys == ("josie",)
    assert len(obstacle.confirmations) == 2


def test_the_same_words_and_a_name_are_told_together() -> None:
    kinds = [obstacle.kind for obstacle in check("Like Tom", "like tom", (("josie", "Like Tom."),))]
    assert kinds == [ObstacleKind.SAME_AS_ANOTHER, ObstacleKind.SAME_AS_LAST, ObstacleKind.NAMES_MEMBER]


def confirm(text: str) -> frozenset[str]:
    return check(text)[0].confirmations


def test_a_confirmed_word_no_longer_stands_in_the_way() -> None:
    text = "Thinks he will try again."
    assert check(text, confirmed=confirm(text)) == ()


def test_a_confirmation_survives_an_edit_elsewhere() -> None:
    confirmed = confirm("Thinks he will try again.")
    assert check("Quiet at first. Thinks he will try again on Friday.", confirmed=confirmed) == ()


@pytest.mark.parametrize(
    "edited",
    ["Thinks he Will try again.", "Thinks like will try again.", "Thinks he will drive again.", "Will try again."],
)
def test_a_confirmation_ends_when_the_word_or_its_neighbors_change(edited: str) -> None:
    assert check(edited, confirmed=confirm("Thinks he will try again."))


def test_a_further_occurrence_elsewhere_asks_again_for_itself_alone() -> None:
    confirmed = confirm("Thinks he will try again.")
    (obstacle,) = check("Thinks he will try again. Sat by Will today.", confirmed=confirmed)
    assert [span.text for span in obstacle.spans] == ["Will"]


def test_a_refusal_for_the_log_names_nobody() -> None:
    refused = as_refused(check("Like Tom", "like tom", (("josie", "Like Tom."),)) + check(""))
    assert len(refused.refusals) == 4
    assert all(refusal.where == "response" for refusal in refused.refusals)
    assert not any(name in str(refused) for name in ("Tom", "Josie"))
