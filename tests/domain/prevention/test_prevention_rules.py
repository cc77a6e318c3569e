"""What a prevention plan holds, which skill comes first, and what two weeks of check-ins suggest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.prevention.rules.meetings import check_meeting, week_counts
from stepwell.domain.prevention.rules.plan import (
    LONGEST_LINE,
    MOST_LINES,
    Part,
    changes,
    content_of,
    has_line,
    text_of,
    with_line,
)
from stepwell.domain.prevention.rules.review import WINDOW, About, Told, before, proposals
from stepwell.domain.prevention.rules.skills import OURS, Helped, Skill, Tally, by_help, check_skill, library, tallies
from stepwell.kernel.errors import Refused

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
TODAY = date(2026, 10, 6)
LINES = st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30), max_size=10)


def wheres(refused):
    return [one.where for one in refused.value.refusals]


def test_each_line_is_one_thing_and_the_same_one_stands_once():
    content = content_of({"people": " Lee \n\nlee\nMy  sister\n"})
    assert content == {"people": ("Lee", "My sister")}
    assert has_line(content, Part.PEOPLE, " LEE ")


def test_what_does_not_fit_is_refused_at_its_part():
    with pytest.raises(Refused) as refused:
        content_of(
            {
                "people": "x" * (LONGEST_LINE + 1),
                "signs": "\n".join(str(number) for number in range(MOST_LINES + 1)),
                "after": "a\0b",
            }
        )
    assert wheres(refused) == ["after", "people", "signs"]


@given(LINES)
def test_what_is_kept_reads_back_as_it_was_kept(lines):
    content = content_of({"triggers": "\n".join(lines)})
    assert content_of({"triggers": text_of(content, Part.TRIGGERS)}) == content


@given(LINES, st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30))
def test_a_line_that_is_added_stands_there_and_takes_nothing_away(lines, words):
    content = content_of({"skills": "\n".join(lines)})
    more = with_line(content, Part.SKILLS, words)
    assert set(content.get("skills", ())) <= set(more.get("skills", ()))
    assert not words.split() or has_line(more, Part.SKILLS, " ".join(words.split()))


def test_a_version_says_what_came_and_what_went():
    found = changes({"people": ("Lee", "Sam")}, {"people": ("Lee",), "after": ("Call Maya",)})
    assert [(one.part, one.words, one.is_new) for one in found] == [
        (Part.AFTER, "Call Maya", True),
        (Part.PEOPLE, "Sam", False),
    ]


def test_what_helped_comes_first_and_what_was_never_tried_before_what_did_not_help():
    tried = tallies([("delay", Helped.YES), ("surf", Helped.NO), ("call", Helped.YES), ("call", Helped.YES)])
    assert [skill.code for skill, _ in by_help(OURS.values(), tried)] == ["call", "delay", "ground", "surf"]


@given(st.dictionaries(st.sampled_from([*OURS]), st.builds(Tally, *[st.integers(0, 20)] * 3)), st.sampled_from([*OURS]))
def test_one_more_yes_never_puts_a_skill_further_down(tried, code):
    def place(counts):
        return [skill.code for skill, _ in by_help(OURS.values(), counts)].index(code)

    said = tried.get(code, Tally())
    assert place({**tried, code: Tally(said.yes + 1, said.a_little, said.no)}) <= place(tried)


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(), ""),
        (Tally(4, 0, 1), "Helped 4 of 5 times"),
        (Tally(0, 1, 0), "Helped 0 of 1 time, a little 1 time"),
        (Tally(1, 2, 0), "Helped 1 of 3 times, a little 2 times"),
    ],
)
def test_a_count_is_said_in_words(tally, words):
    assert tally.words == words


def test_a_site_words_ours_adds_its_own_and_leaves_out_what_it_does_not_offer():
    own = {
        "surf": Skill("surf", "Surf it", "", ("Breathe",), 3),
        "delay": Skill("delay", "Wait", "", ("Wait",), 2, is_offered=False),
        "own-1": Skill("own-1", "Drum", "", ("Drum",), 3),
    }
    assert [(one.code, one.title) for one in library(own)] == [
        ("surf", "Surf it"),
        ("call", "Call someone"),
        ("ground", "Come back to here and now"),
        ("own-1", "Drum"),
    ]


def test_a_skill_that_can_not_be_read_at_night_is_refused_at_its_field():
    assert check_skill(" Wait  ten ", "", "One\n\n Two ", 2) == ("Wait ten", "", ("One", "Two"), 2)
    for title, lead, steps, minutes, where in (
        ("", "", "One", 2, ["title"]),
        ("t" * 61, "", "One", 2, ["title"]),
        ("Wait", "l" * 201, "One", 2, ["lead"]),
        ("Wait", "", "s" * 201, 2, ["steps"]),
        ("Wait", "", "", 2, ["steps"]),
        ("Wait", "", "One\n" * 11, 2, ["steps"]),
        ("Wait", "", "One", 0, ["minutes"]),
        ("Wait\0", "", "One", 1, ["steps"]),
    ):
        with pytest.raises(Refused) as refused:
            check_skill(title, lead, steps, minutes)
        assert wheres(refused) == where


def told(days_ago=1, craving=3, use="no", triggers=(), slept=None):
    return Told(NOW - timedelta(days=days_ago), craving, use, tuple(triggers), slept)


TWO_WEEKS = [
    told(0, 5, "yes", ["payday", "lonely"], 200),
    told(2, 8, "no", ["payday"], 240),
    told(3, 9, "yes", ["stress"], 480),
    told(20, 10, "yes", ["payday"], 60),
]


def test_the_two_weeks_before_are_counted_and_no_more():
    past = before(TWO_WEEKS, NOW)
    assert (past.check_ins, past.strongest, past.strong, past.short_nights, past.uses) == (3, 9, 2, 2, 2)
    assert past.triggers == (("Payday", 2), ("Being alone", 1), ("Stress", 1))


@given(st.lists(st.builds(told, st.integers(0, 40), st.integers(0, 10))))
def test_nothing_from_before_the_window_counts(rows):
    assert before(rows, NOW).check_ins == sum(NOW - WINDOW < row.said_at <= NOW for row in rows)
    assert (before(rows, NOW).strongest is None) == (before(rows, NOW).check_ins == 0)


def test_each_suggestion_says_why_and_nothing_is_suggested_that_stands_there():
    tried = {"delay": Tally(2, 0, 0), "surf": Tally(0, 0, 1)}
    found = {one.code: one for one in proposals(before(TWO_WEEKS, NOW), {}, [*OURS.values()], tried)}
    assert [*found] == [
        *("trigger:Payday", "sign:craving", "sign:sleep", "skill:delay", "people", "after"),
        *("care:overdose", "care:medication", "care:level"),
    ]
    assert found["trigger:Payday"].reason == "Chosen 2 times in check-ins of the two weeks before."
    assert found["skill:delay"].reason == "Helped 2 of 2 times."
    assert all(one.reason for one in found.values())
    plan = {
        "triggers": ("payday",),
        "signs": ("A craving of 8 or more", "Nights with little sleep"),
        "skills": ("Wait ten minutes",),
        "people": ("Lee",),
        "after": ("Call Maya",),
    }
    left = proposals(before(TWO_WEEKS, NOW), plan, [*OURS.values()], tried)
    assert {one.about for one in left} == {About.CARE}


def test_one_use_alone_suggests_overdose_safety_and_no_other_care():
    found = proposals(before([told(0, 3, "yes")], NOW), {"people": ("Lee",), "after": ("Call",)}, [], {})
    assert [one.code for one in found] == ["care:overdose"]


def test_a_meeting_is_of_the_last_month_and_has_a_length():
    check_meeting(TODAY, 60, TODAY)
    for on, minutes, where in (
        (TODAY + timedelta(days=1), 60, ["on"]),
        (TODAY - timedelta(days=32), 60, ["on"]),
        (TODAY, 0, ["minutes"]),
        (TODAY, 481, ["minutes"]),
    ):
        with pytest.raises(Refused) as refused:
            check_meeting(on, minutes, TODAY)
        assert wheres(refused) == where


def test_meetings_are_counted_by_the_sites_week():
    days = [TODAY, date(2026, 10, 4), date(2026, 1, 1)]
    assert week_counts(days, TODAY, 0, 2) == [(date(2026, 10, 5), 1), (date(2026, 9, 28), 1)]
    assert week_counts(days, TODAY, 6, 1) == [(date(2026, 10, 4), 2)]
