"""How names sort, and who might be the same person."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.people.rules import Identity, might_be_same, plain_letters, sort_key


def test_angel_stands_among_the_a():
    names = [("Zapata", "Ángel"), ("Álvarez", "Ana"), ("Adams", "Zoe"), ("Østergaard", "Bo"), ("O'Brien", "Kim")]
    ordered = sorted(names, key=lambda name: sort_key(*name))
    assert [family for family, _ in ordered] == ["Adams", "Álvarez", "O'Brien", "Østergaard", "Zapata"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_sort_key_has_no_marks_and_fits_its_column(family, given_names):
    key = sort_key(family, given_names)
    assert len(key) <= 260
    assert plain_letters(key) == plain_letters(plain_letters(key))


def person(client=False, **change):
    base = {"family_name": "Reyes", "given_names": "Ana María", "birth_on": date(1991, 5, 12), "phone": "612 555 0117"}
    return Identity(uuid4() if client else None, **{**base, **change})


def test_the_same_birth_date_and_family_name_asks():
    likeness = might_be_same(person(given_names="Anita"), person(client=True))
    assert likeness is not None
    assert likeness.reasons == ("born on the same day", "same family name", "same phone")


def test_accents_and_case_do_not_hide_a_likeness():
    assert might_be_same(person(given_names="ANA MARIA"), person(client=True)) is not None


def test_a_twin_with_another_first_name_is_asked_about_and_never_merged():
    assert might_be_same(person(given_names="Eva", phone=""), person(client=True)) is not None


def test_the_same_name_born_on_another_day_is_somebody_else():
    assert might_be_same(person(birth_on=date(1970, 1, 1), phone=""), person(client=True)) is None


def test_the_same_name_with_an_unknown_birth_date_asks():
    assert might_be_same(person(birth_on=None, phone=""), person(client=True)) is not None


def test_the_same_name_and_phone_asks_whatever_the_birth_date():
    assert might_be_same(person(birth_on=date(1970, 1, 1), phone="+1 (612) 555-0117"), person(client=True)) is not None


def test_somebody_who_is_no_client_yet_is_like_nobody():
    assert might_be_same(person(), person()) is None
