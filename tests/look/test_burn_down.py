"""An authorization running down, as a specification: what is drawn is what is known, and nothing between."""

from datetime import date

from stepwell.look.plots.burn_down import BurnDown, Left, specification
from stepwell.platform.pictures.drawing import draw

TODAY = date(2026, 10, 12)


def plot(*ahead):
    used = (Left(date(2026, 10, 5), 5), Left(date(2026, 10, 6), 4), Left(TODAY, 4))
    return BurnDown("Units left", "Four of five days left.", 5, TODAY, date(2026, 11, 6), used, ahead, "4 days left")


def told(one):
    """Every value with units that stands in it, by day."""
    layers = [layer["data"]["values"] for layer in one["layer"]]
    return {
        (value["on"], value["units"]) for values in layers for value in values if "on" in value and "units" in value
    }


def test_days_that_take_no_unit_are_absent_and_not_zero():
    one = specification(plot(Left(date(2026, 10, 14), 3)))
    assert told(one) == {("2026-10-05", 5), ("2026-10-06", 4), ("2026-10-12", 4), ("2026-10-14", 3)}


def test_what_is_booked_and_not_authorized_is_shaded_below_zero_with_its_number():
    short = specification(plot(Left(date(2026, 10, 14), 0), Left(date(2026, 10, 15), -1), Left(date(2026, 10, 19), -2)))
    (area,) = [layer for layer in short["layer"] if layer["mark"]["type"] == "area"]
    assert [value["units"] for value in area["data"]["values"]] == [-1, -2, -2]
    assert area["data"]["values"][-1]["on"] == "2026-11-06"
    assert "2 not authorized" in str(short)
    assert area["encoding"]["y"]["scale"]["domain"] == [-2, 5]
    enough = specification(plot(Left(date(2026, 10, 14), 3)))
    assert not [layer for layer in enough["layer"] if layer["mark"]["type"] == "area"]


def test_it_is_drawn_with_its_name_and_in_the_colors_of_the_page_alone():
    svg = draw("a" * 64, specification(plot(Left(date(2026, 10, 14), -1))))
    assert "Units left</title>" in svg
    assert "4 days left" in svg
    assert "#" not in svg.replace("url(#", "").replace('href="#', "")
