from datetime import date

import pytest

from stepwell.domain.people.rules import as_vector, find_words, read_asked

BORN = date(1991, 5, 12)


def words_of(*names, phone="", birth_on=None):
    return find_words(names=names, phone=phone, birth_on=birth_on)


def test_every_part_of_every_name_finds_a_person_without_its_accents():
    assert {"dee", "ann", "deeann", "oneil", "angel"} <= words_of("Dee-Ann", "O'Neil", "Ángel")


def test_a_phone_is_found_from_its_end_and_a_birth_date_by_its_year():
    found = words_of("Ana", phone="(612) 555-0142", birth_on=BORN)
    assert {"#2410555216", "@1991-05-12"} <= found
    assert read_asked("0142").exact == "('#2410':* | '@0142':*)"


@pytest.mark.parametrize("typed", ["1991-05-12", "5/12/1991"])
def test_a_birth_date_is_read_in_both_ways_of_writing_it(typed):
    assert read_asked(typed).exact == "'@1991-05-12'"


@pytest.mark.parametrize("typed", ["", " ", "a", "' ", "12", "!?&|"])
def test_too_little_finds_nobody(typed):
    assert read_asked(typed) is None


def test_all_words_must_fit_and_each_may_be_a_beginning():
    assert read_asked("Rey An").exact == "'rey':* & 'an':*"


@pytest.mark.parametrize("typed", ["reeyes", "rees", "rezes", "reyse", "reyes"])
def test_one_letter_amiss_still_finds(typed):
    """A letter more, less, other, or two swapped: what is asked for and what is stored share a word."""
    asked = set(read_asked(typed).near.replace("(", "").replace(")", "").replace(":*", "").split(" | "))
    stored = set(as_vector(words_of("Reyes")).split())
    assert asked & stored


def test_two_letters_amiss_do_not_find():
    asked = set(read_asked("rxyxs").near.strip("()").replace(":*", "").split(" | "))
    assert not asked & set(as_vector(words_of("Reyes")).split())


def test_what_would_end_a_quote_never_reaches_the_query():
    assert "''" not in read_asked("o'neil\\ ' | '").near
