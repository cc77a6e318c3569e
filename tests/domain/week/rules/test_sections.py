"""The sections of a note: how they are named, filled and put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.week.rules.sections import BEGINNING, FORMATS, blank, filled, joined, labels_in, unsaid
from stepwell.kernel.errors import Refused

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


def test_a_form_by_its_name_stands_for_its_sections():
    assert labels_in(" soap ") == FORMATS["SOAP"]
    assert labels_in("Data\n\n  What  was said \n") == ("Data", "What was said")
    assert labels_in("") == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [("\n".join("abcdefghi"), "up to 8"), ("x" * 41 + "\ny", "up to 40"), ("Plan\nplan", "the same name")],
)
def test_what_no_note_could_be_written_in_is_refused(text, what):
    with pytest.raises(Refused, match=what) as refused:
        labels_in(text)
    assert {one.where for one in refused.value.refusals} == {"sections"}


def test_without_a_template_it_is_data_assessment_plan():
    assert [label for label, _ in blank([])] == list(BEGINNING)


def test_as_many_words_as_sections():
    with pytest.raises(Refused, match="other sections"):
        filled(blank([]), ["one"])


@given(st.lists(words, min_size=3, max_size=3))
def test_every_word_that_was_said_stands_in_the_whole_and_every_empty_section_is_named(said):
    sections = filled(blank([]), said)
    whole = joined(sections)
    assert all(part.strip() in whole for part in said)
    assert unsaid(sections) == tuple(label for label, part in zip(BEGINNING, said, strict=True) if not part.strip())
    assert bool(whole) == any(part.strip() for part in said)
