"""Words of a rule that can be said in another language: they read as English, and keep what is filled in."""

from datetime import date

import pytest
from django.utils import translation

from stepwell.kernel.phrase import Phrase, listed, phrase
from stepwell.look.spoken import in_language, spoken, spoken_ours


def test_it_reads_as_english_wherever_a_text_is_wanted():
    words = phrase("Type it like this: %(name)s.", name="Ana Reyes")
    assert words == "Type it like this: Ana Reyes."
    assert f"{words}" == "Type it like this: Ana Reyes."
    assert (words.shape, words.given) == ("Type it like this: %(name)s.", {"name": "Ana Reyes"})


@pytest.mark.parametrize(("count", "words"), [(1, "a little 1 time"), (2, "a little 2 times"), (0, "a little 0 times")])
def test_one_and_many(count, words):
    assert phrase("a little %(count)s time", many="a little %(count)s times", count=count) == words


def test_a_day_is_written_out_in_each_language():
    words = phrase("Until %(day)s, that day included.", day=date(2026, 10, 6))
    assert words == "Until October 6, 2026, that day included."
    with translation.override("es"):
        assert spoken(words) == "Hasta el 6 de octubre de 2026, ese día incluido."


def test_what_is_filled_in_is_said_too_where_it_is_ours_and_stays_where_it_is_a_name():
    assert phrase("%(who)s", who="Stress") == "Stress"
    with translation.override("es"):
        assert spoken(phrase("%(way)s: these hours have no length.", way=phrase("Letter"))).startswith("Carta:")
        assert spoken(phrase("%(way)s: these hours have no length.", way="Letter")).startswith("Letter:")
        assert spoken_ours("Letter") == "Letter"
        assert spoken_ours(phrase("Letter")) == "Carta"


def test_a_list_is_said_one_by_one():
    words = listed(["Mon", "Wed", "Fri"])
    assert words == "Mon, Wed, Fri"
    with translation.override("es"):
        assert spoken(words) == "lun, mié, vie"
    assert listed(["Mon"]) == "Mon"


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_stays_nothing_and_a_percent_sign_stays_one(language):
    assert in_language(language, lambda: (spoken(""), spoken(phrase("")), spoken(phrase("100 %")))) == ("", "", "100 %")


def test_an_unknown_text_stays_as_it_is():
    with translation.override("es"):
        assert spoken("Zzyzx Road") == "Zzyzx Road"
        assert spoken(phrase("Zzyzx %(number)s", number=7)) == "Zzyzx 7"
    assert isinstance(phrase("x"), Phrase)
