"""Rows of a timeline: where a page ended, as numbers that say nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.happened import Happened, Kind, Place

KIND = Kind("x", "Things", "check")
NOON = datetime(2026, 10, 6, 12, tzinfo=UTC)
instants = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))


def at(moment, **more):
    return Happened(moment, KIND, "Something", **more)


@given(instants, st.integers(0, 999))
def test_a_place_comes_back_from_its_text_which_is_numbers_alone(moment, skip):
    text = str(Place(moment, skip))
    assert re.fullmatch(r"\d+\.\d+", text)
    assert Place.read(text) == Place(moment, skip)


@pytest.mark.parametrize("text", ["", "1", "1.", "-1.0", "x.0", "1.x", "٣.0", "9" * 18 + ".0", "1.1000", "1.0.0"])
def test_what_is_no_place_is_none(text):
    assert Place.read(text) is None


def test_a_page_that_ends_among_things_of_one_instant_says_how_many_were_shown():
    first = Place.after([at(NOON + timedelta(hours=1)), at(NOON), at(NOON)], None)
    assert first == Place(NOON, 2)
    assert Place.after([at(NOON)], first) == Place(NOON, 3)
    assert Place.after([at(NOON), at(NOON - timedelta(hours=1))], first) == Place(NOON - timedelta(hours=1), 1)


def test_the_words_are_all_that_a_reader_sees():
    one = at(NOON, value="twice", quote="I walked.", detail="At home.", author="Maya", state=("Seen", "ok"))
    assert one.words == "Things Something twice I walked. At home. Maya Seen"
