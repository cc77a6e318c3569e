"""The heat-map by weekday and hour: one hue, a blank is no zero, each square says how many it is made of."""

from hypothesis import given
from hypothesis import strategies as st

from stepwell.look.plots.heat import Cell, Heat, described, heat_rows, heat_specification
from stepwell.platform.pictures.drawing import draw

CELLS = (Cell(1, 9, 5.0, 2), Cell(4, 21, 7.5, 4), Cell(0, 9, 0.0, 1))


def spec(cells=CELLS):
    return heat_specification(Heat("When", described(cells), tuple(cells), 10))


def test_only_what_is_known_is_drawn_and_a_zero_is():
    values = spec()["data"]["values"]
    assert [(one["day"], one["hour"], one["words"]) for one in values] == [
        ("Mon", "9 am", "0 · n1"),
        ("Tue", "9 am", "5 · n2"),
        ("Fri", "9 pm", "8 · n4"),
    ]


def test_the_picture_says_its_numbers_in_words_and_uses_one_hue():
    drawn = draw("k" * 64, spec())
    assert "7 check-ins by weekday and hour" in drawn
    assert "The highest mean is 8, on Fri at 9 pm, of 4." in drawn
    assert drawn.count("var(--primary)") == len(CELLS)
    assert "n4" in drawn


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 23)),
        st.tuples(st.floats(0, 10), st.integers(1, 99)),
        min_size=1,
    )
)
def test_the_table_has_the_pictures_numbers(known):
    cells = tuple(Cell(day, hour, mean, times) for (day, hour), (mean, times) in known.items())
    drawn = [(one["day"], one["hour"], one["words"]) for one in spec(cells)["data"]["values"]]
    assert drawn == [(day, hour, f"{mean} · n{times}") for day, hour, mean, times in heat_rows(cells)]
