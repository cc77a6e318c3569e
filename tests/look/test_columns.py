"""Columns in parts against a line: what is drawn is what is known, in the colors of the page."""

from hypothesis import given
from hypothesis import strategies as st

from stepwell.look.plots.columns import Column, Columns, specification
from stepwell.platform.pictures.drawing import draw

WEEK = Column("5 Oct", (3.0, 6.0, 0.0), 9.0)


def plot(*columns):
    return Columns("Hours a week", "Two weeks.", "Hours", ("delivered", "booked", "missing"), "prescribed", columns)


def test_it_is_drawn_with_its_name_and_in_the_colors_of_the_page_alone():
    svg = draw("a" * 64, specification(plot(WEEK, Column("12 Oct", (9.0, 0.0, 0.0), 9.0))))
    assert 'role="img"' in svg
    assert "Hours a week" in svg
    assert "var(--primary)" in svg


def test_words_that_somebody_typed_are_escaped():
    svg = draw("a" * 64, specification(plot(Column("<script>x</script>", (1.0, 1.0, 1.0), None))))
    assert "<script" not in svg


def test_a_column_without_a_line_draws_none():
    one = specification(plot(Column("5 Oct", (1.0, 0.0, 0.0), None)))
    assert [layer["mark"]["type"] for layer in one["layer"]] == ["bar"] * 3


amount = st.floats(0, 60).map(lambda one: round(one, 2))


@given(st.lists(st.tuples(amount, amount, amount), min_size=1, max_size=5))
def test_parts_lie_on_each_other_without_a_gap(rows):
    one = specification(plot(*(Column(str(at), parts, 9.0) for at, parts in enumerate(rows))))
    ends = dict.fromkeys((str(at) for at in range(len(rows))), 0)
    for layer in one["layer"]:
        for value in layer["data"]["values"] if layer["mark"]["type"] == "bar" else ():
            assert value["from"] == ends[value["at"]]
            ends[value["at"]] = value["to"]
    assert ends == {str(at): round(sum(parts), 2) for at, parts in enumerate(rows)}
