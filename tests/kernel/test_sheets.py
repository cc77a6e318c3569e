"""A file that a spreadsheet opens says what was written, and runs nothing."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.sheets import as_csv, harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=x", "  =HYPERLINK(1)", "＝1"])
def test_what_a_spreadsheet_would_run_is_words(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ana Reyes", "O'Neil", "", "a=b", "Jean-Luc"])
def test_other_words_stay(text):
    assert harmless(text) == text


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(-5, 5)), max_size=5))
def test_what_is_read_back_is_what_was_written(rows):
    kept = as_csv(("Name", "Count"), rows).decode("utf-8-sig")
    read = list(csv.reader(StringIO(kept, newline="")))
    assert read[0] == ["Name", "Count"]
    for (name, count), (given_name, given_count) in zip(read[1:], rows, strict=True):
        assert name in (given_name, f"'{given_name}")
        assert int(count) == given_count
    assert not [name for name, _ in read[1:] if name.lstrip(" ").startswith(("=", "+", "-", "@"))]
