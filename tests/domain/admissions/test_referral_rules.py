"""From a person in a referral to a client; waits, dates and numbers in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.admissions.rules.newcomer import (
    address_of,
    client_details,
    identity_of,
    is_certainly,
    known_numbers,
    names_of,
    person_of,
    stored_person,
)
from stepwell.domain.admissions.rules.words import date_words, masked, median_words
from stepwell.domain.admissions.values import PartialDate, PersonRecord
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import Refused

texts = st.text(max_size=200)
many = st.lists(texts, max_size=3).map(tuple)
births = st.none() | st.sampled_from(["1984", "1984-05", "1984-05-12"]).map(PartialDate.parse)
people = st.builds(
    PersonRecord,
    identifiers=st.lists(st.builds(Identifier, texts, texts), max_size=3).map(tuple),
    family_name=texts,
    given_names=many,
    name_text=texts,
    preferred_name=st.none() | texts,
    birth=births,
    phones=many,
    emails=many,
    address_lines=many,
    city=texts,
    language=texts,
    deceased=st.booleans(),
)


def details_or_refusals(person):
    try:
        return client_details(person), ()
    except Refused as refused:
        return {}, refused.refusals


@given(people)
def test_what_is_kept_of_a_person_is_all_of_it(person):
    assert person_of(stored_person(person)) == person


@given(people)
def test_a_client_has_a_name_that_fits_or_the_person_is_refused_with_its_place(person):
    details, refusals = details_or_refusals(person)
    assert all(refusal.where.startswith("Patient.name") for refusal in refusals)
    if refusals:
        return
    assert details["family_name"] or details["given_names"]
    lengths = {"family_name": 120, "given_names": 120, "preferred_name": 120, "phone": 40, "email": 254, "language": 40}
    assert all(len(str(details[name])) <= length for name, length in lengths.items())


@given(people)
def test_nothing_that_becomes_a_column_was_cut_off(person):
    details, refusals = details_or_refusals(person)
    if refusals:
        return
    assert details["phone"] in ("", *person.phones)
    assert details["email"] in ("", *person.emails)
    assert details["language"] in ("", person.language)


def test_a_name_in_parts_is_taken_before_the_line():
    person = PersonRecord(family_name="Ruiz", given_names=("Ana", "  María "), name_text="Dr. Ana Ruiz")
    assert (names_of(person).family, names_of(person).given) == ("Ruiz", "Ana María")


@pytest.mark.parametrize("line", ["", "  ", " , "])
def test_no_name_at_all_is_refused(line):
    with pytest.raises(Refused, match="what the person is called"):
        names_of(PersonRecord(name_text=line))


def test_an_identity_has_the_first_phone():
    person = PersonRecord(family_name="Ruiz", phones=("1", "2"), birth=PartialDate.parse("1984-05"))
    assert (identity_of(person).phone, identity_of(person).birth_on) == ("1", None)


def test_only_numbers_that_say_whose_they_are_and_fit_prove_anything():
    good = Identifier("urn:mrn", "1")
    bad = (
        Identifier("", "1"),
        Identifier("urn:mrn", " "),
        Identifier("x" * 301, "1"),
        Identifier("urn:mrn", "1" * 301),
    )
    assert known_numbers(PersonRecord(identifiers=(good, *bad))) == (good,)


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        (None, None, True),
        (date(1984, 5, 12), None, True),
        (None, date(1984, 5, 12), True),
        (date(1984, 5, 12), date(1984, 5, 12), True),
        (date(1984, 5, 12), date(1985, 5, 12), False),
    ],
)
def test_a_number_decides_unless_two_birth_dates_differ(one, other, certain):
    assert is_certainly(one, other) is certain


def test_an_address_is_written_as_on_an_envelope():
    person = PersonRecord(address_lines=("12 Elm St",), city="Boulder", state="CO", postal_code="80301", country="US")
    assert address_of(person) == "12 Elm St\nBoulder, CO 80301\nUS"
    assert address_of(PersonRecord(state="CO")) == "CO"
    assert address_of(PersonRecord()) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("1984", "1984"),
        ("1984-05", "May 1984"),
        ("1984-05-02", "2 May 1984"),
        ("1984-05-02T23:30:00-05:00", "2 May 1984"),
    ],
)
def test_a_date_is_as_precise_as_it_was_sent(text, words):
    assert date_words(text) == words


def test_a_number_shows_its_last_four_and_a_short_one_nothing():
    assert masked("999-12-3456") == "…3456"
    assert masked("1234") == "…"


def test_the_median_wait_in_words():
    assert median_words([]) == "nobody"
    assert median_words([timedelta(hours=1), timedelta(hours=3), timedelta(days=9)]) == "median 3 h"
