"""Which words name one language, and whether two share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.languages import language_key, language_of, shares_language


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Spanish", "es"),
        ("  español ", "es"),
        ("es-US", "es"),
        ("ES_mx", "es"),
        ("English", "en"),
        ("en-US", "en"),
        ("Hmong", "hmong"),
        ("Deaf  sign", "deaf sign"),
        ("so", "so"),
        ("som-Latn", "som"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_names_and_tags_of_one_language_are_one_key(said, key):
    assert language_key(said) == key


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_and_a_language_is_shared_with_itself(said):
    assert language_key(language_key(said)) == language_key(said)
    assert shares_language(said, said)


@pytest.mark.parametrize(
    ("held_in", "speaks", "shared"),
    [
        ("Spanish", "es-US", True),
        ("Spanish", "English", False),
        ("Spanish", "", True),
        ("", "English", True),
        ("Hmong", "hmong", True),
        ("Hmong", "Spanish", False),
    ],
)
def test_nothing_is_against_a_language_that_isnt_known(held_in, speaks, shared):
    assert shares_language(held_in, speaks) is shared


def test_pages_speak_what_is_chosen_else_what_the_chart_says_else_english():
    assert language_of("es", "English") == "es"
    assert language_of("", "Spanish") == "es"
    assert language_of("", "Hmong") == "en"
