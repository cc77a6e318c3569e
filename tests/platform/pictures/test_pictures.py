"""A plot is asked for once, drawn once by a worker, named and described, and thrown away in the end."""

import html
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW

from stepwell.look.plots.frame import FONT, WIDTH
from stepwell.look.plots.trajectory import Dot, Event, Trajectory, runs, specification
from stepwell.platform.pictures.actions import draw_picture, key_of, pictures_of, throw_away_old
from stepwell.platform.pictures.drawing import draw
from stepwell.platform.pictures.models import Picture

DAY = date(2026, 10, 5)
SVG = "{http://www.w3.org/2000/svg}"


def plot(*values: int, **more: object) -> Trajectory:
    dots = tuple(Dot(DAY + timedelta(weeks=week), value) for week, value in enumerate(values))
    return Trajectory(title="PHQ-9 over time", description="Two results.", dots=dots, most=27, **more)


def test_it_has_a_name_a_description_and_no_size_or_style_of_its_own():
    svg = draw("abc", specification(plot(12, 9, band=(6, 18), below=((5, "remission below"),))))
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [root.find(f".//*[@id='{name}']").text for name in named] == ["PHQ-9 over time", "Two results."]
    assert root.get("width") is None
    assert " style=" not in svg


def test_its_parts_have_no_role_of_their_own_so_that_an_empty_one_needs_no_name():
    told = specification(plot(12, 9))
    told["layer"].append({"data": {"values": []}, "mark": "rect", "encoding": {}})
    svg = draw("abc", told)
    assert [svg.count(one) for one in ('role="', "aria-", 'role="img"', "aria-labelledby")] == [1, 1, 1, 1]


def test_what_is_written_in_it_stays_as_it_was_typed():
    told = specification(plot(12, 9, below=((5, 'a role="x" line'),)))
    assert html.unescape(draw("abc", told)).count('a role="x" line') >= 1


def test_colors_are_the_pages_own_names():
    svg = draw("abc", specification(plot(12, 9, band=(6, 18))))
    assert 'stroke="var(--primary)"' in svg
    assert 'fill="var(--tint-2)"' in svg
    assert "#" not in svg.replace("#plot", "")


def test_what_somebody_typed_is_words_and_never_markup():
    events = (Event(DAY, "<script>alert(1)</script> & more"),)
    told = Trajectory(title="<b>", description="a & b", dots=(Dot(DAY, 3),), most=27, events=events)
    svg = draw("abc", specification(told))
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == "<b>"


def test_the_band_begins_with_the_first_result_of_the_stay_and_words_stand_where_there_is_room():
    began = DAY + timedelta(weeks=1)
    events = (Event(began, "began"), Event(DAY + timedelta(weeks=4), "ended"))
    told = specification(plot(12, 10, 9, 9, 8, band=(6, 30), band_from=began, events=events))
    band, *words, _ = told["layer"]
    assert band["data"]["values"] == [{"low": 6, "high": 27, "on": "2026-10-12", "last_on": "2026-11-02"}]
    assert [one["mark"]["align"] for one in words if one["mark"]["type"] == "text"] == ["left", "right"]


def texts(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in told["layer"] if one["mark"]["type"] == "text"]


def test_words_of_events_that_lie_close_stand_below_one_another():
    at = [DAY, DAY + timedelta(days=2), DAY + timedelta(days=3), DAY + timedelta(weeks=4)]
    events = tuple(Event(on, "told us about use") for on in at)
    found = texts(specification(plot(12, 10, 9, 9, 8, events=events)))
    assert [(one["mark"]["align"], one["mark"]["y"]) for one in found] == [
        ("left", 7), ("left", 23), ("left", 39), ("right", 7),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 180), st.text("abc ", min_size=1, max_size=30)), min_size=1, max_size=8))
def test_no_words_of_two_events_stand_on_one_another(some):
    events = tuple(Event(DAY + timedelta(days=day), words) for day, words in sorted(some))
    dots = (Dot(DAY, 9), Dot(DAY + timedelta(days=180), 5))
    told = specification(Trajectory(title="x", description="x", dots=dots, most=27, events=events))
    places: list[tuple[float, float, float]] = []
    for one in texts(told):
        for value in one["data"]["values"]:
            at = WIDTH * (date.fromisoformat(value["on"]) - DAY).days / 180
            width = FONT * 0.6 * len(value["words"])
            left = at if one["mark"]["align"] == "left" else at - width
            assert all(y != one["mark"]["y"] or left + width <= start or end <= left for y, start, end in places)
            places.append((one["mark"]["y"], left, left + width))
    assert len(places) == len(events)


def test_response_and_remission_at_one_value_share_their_words_and_close_ones_stand_apart():
    one_line = specification(plot(10, 9, below=((5, "response up to 5"), (5, "remission under 5"))))
    assert [one["data"]["values"][0]["words"] for one in texts(one_line)] == ["response up to 5, remission under 5"]
    close = specification(plot(12, 9, below=((6, "response up to 6"), (5, "remission under 5"))))
    assert [one["mark"]["dy"] for one in texts(close)] == [-8, 10]
    apart = specification(plot(20, 9, below=((10, "response up to 10"), (5, "remission under 5"))))
    assert [one["mark"]["dy"] for one in texts(apart)] == [10, 10]


def test_a_gap_stays_a_gap():
    dots = [Dot(DAY, 1), Dot(DAY + timedelta(days=45), 2), Dot(DAY + timedelta(days=91), 3)]
    assert [[dot.value for dot in run] for run in runs(reversed(dots))] == [[1, 2], [3]]
    assert runs([]) == []


def test_the_same_numbers_are_asked_for_once(db):
    asked: list[str] = []
    one = specification(plot(12, 9))
    assert pictures_of([one], ask=asked.append, now=NOW) == {}
    assert pictures_of([specification(plot(12, 9))], ask=asked.append, now=NOW) == {}
    assert asked == [key_of(one)]


def test_a_worker_draws_it_once_and_the_next_look_has_it(db):
    one = specification(plot(12, 9))
    pictures_of([one], ask=lambda key: None, now=NOW)
    draw_picture(key=key_of(one), now=NOW)
    drawn = Picture.objects.get()
    draw_picture(key=key_of(one), now=NOW + timedelta(hours=1))
    assert Picture.objects.get().drawn_at == drawn.drawn_at == NOW
    (svg,) = pictures_of([one], ask=pytest.fail, now=NOW).values()
    assert svg.startswith("<svg")


def test_a_page_takes_one_query_when_its_pictures_are_there(db, query_count):
    many = [specification(plot(value)) for value in range(4)]
    pictures_of(many, ask=lambda key: None, now=NOW)
    with query_count(1):
        pictures_of(many, ask=pytest.fail, now=NOW)


def test_one_that_was_thrown_away_before_it_was_drawn_is_nobodys(db):
    draw_picture(key="0" * 64, now=NOW)
    assert not Picture.objects.exists()


def test_old_ones_are_thrown_away_and_new_ones_stay(db):
    pictures_of([specification(plot(1))], ask=lambda key: None, now=NOW - timedelta(days=61))
    pictures_of([specification(plot(2))], ask=lambda key: None, now=NOW - timedelta(days=59))
    assert throw_away_old(now=NOW) == 1
    assert Picture.objects.count() == 1
