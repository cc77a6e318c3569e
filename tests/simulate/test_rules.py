"""The made-up population against the published figures, and that the same seed is the same people."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest

from stepwell.domain.admissions.rules.ending import EndReason
from stepwell.simulate import rules, teds
from stepwell.simulate.names import FAMILY, GIVEN, draw_person, email_of, site_name
from stepwell.simulate.rules import DAYS_UNNOTICED, dice, draw_lives, draw_stay, tracks_needed
from stepwell.simulate.words import CLOSINGS, OPENINGS, SAID, SHARED, TOPICS

FIRST_ON = date(2026, 5, 20)
MANY = 12_000
# Three standard errors of a share among so many are 1.3 points; of a median, about a day.
POINTS, DAYS = 0.015, 2.5


@pytest.fixture(scope="module")
def stays():
    lives = draw_lives("figures", MANY, FIRST_ON, 183)
    return [life.stay for life in lives if life.stay is not None]


def test_the_figures_are_those_of_the_table():
    assert round(sum(teds.SHARES.values()), 6) == 1
    assert teds.SHARES[EndReason.COMPLETED] == 0.377
    assert (teds.MEDIAN_DAYS, *teds.MEDIAN_DAYS_BY_REASON.values()) == (41, 50, 26)


def test_stays_end_as_in_teds_d(stays):
    counted = Counter(stay.reason for stay in stays)
    for reason, share in teds.SHARES.items():
        assert counted[reason] / len(stays) == pytest.approx(share, abs=POINTS), reason


def test_stays_are_as_long_as_in_teds_d(stays):
    assert median(stay.days for stay in stays) == pytest.approx(teds.MEDIAN_DAYS, abs=DAYS)
    for reason, days in teds.MEDIAN_DAYS_BY_REASON.items():
        assert median(stay.days for stay in stays if stay.reason is reason) == pytest.approx(days, abs=DAYS), reason


def test_no_stay_is_longer_than_its_track_and_leaving_early_is_noticed_later(stays):
    assert max(stay.days for stay in stays) == rules.LONGEST_STAY < 12 * 7
    assert min(stay.days for stay in stays) >= 1
    for stay in stays:
        assert stay.noticed_after - stay.days == (DAYS_UNNOTICED if stay.reason is EndReason.LEFT_EARLY else 0)


def test_some_never_start_and_some_of_those_who_left_come_back():
    lives = draw_lives("figures", MANY, FIRST_ON, 183)
    assert sum(life.stay is None for life in lives) / MANY == pytest.approx(rules.NEVER_START, abs=POINTS)
    returning = [life for life in lives if life.returns_after is not None]
    assert returning
    assert all(life.stay.reason is EndReason.LEFT_EARLY for life in returning)
    assert {life.gets_to for life in lives if life.stay is None} == {"asked", "screened", "placed"}
    assert all(FIRST_ON <= life.asks_on < FIRST_ON + timedelta(days=183) for life in lives)


def test_the_same_seed_is_the_same_people_and_another_seed_others():
    assert draw_lives("1/0", 50, FIRST_ON, 183) == draw_lives("1/0", 50, FIRST_ON, 183)
    assert draw_lives("1/0", 50, FIRST_ON, 183) != draw_lives("2/0", 50, FIRST_ON, 183)
    # more people, the first ones unchanged
    assert draw_lives("1/0", 60, FIRST_ON, 183)[:50] == draw_lives("1/0", 50, FIRST_ON, 183)


def test_groups_grow_with_the_people():
    assert [tracks_needed(clients, 183) for clients in (1, 50, 100, 400)] == [2, 2, 3, 11]


def test_people_are_adults_with_numbers_that_ring_nowhere():
    people = [draw_person(dice("names", number), FIRST_ON) for number in range(500)]
    assert all(18 < (FIRST_ON - one.birth_on).days / 365 < 78 for one in people)
    assert all(" 555 01" in one.phone for one in people)
    assert {one.pronouns for one in people} == {"she/her", "he/him", "they/them"}
    assert len({(one.given, one.family) for one in people}) > 480
    assert email_of("Núñez Dae-jung", 3, 4) == "nez.daejung.3.4@clinic.example"


def test_no_two_sites_are_called_the_same():
    assert len({site_name(number) for number in range(1000)}) == 1000


def test_no_name_is_a_word_of_the_notes():
    said = " ".join((*OPENINGS, *SAID, *CLOSINGS, *SHARED, *(word for pair in TOPICS for word in pair))).casefold()
    words = {word.strip(".,:;{}") for word in said.split()}
    names = {name.casefold() for group in (*GIVEN, FAMILY) for name in group}
    assert not names & words


def test_a_stay_is_drawn_whole():
    stay = draw_stay(dice("one"))
    assert 60 <= stay.comes <= 98
