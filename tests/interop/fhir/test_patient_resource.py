"""A client as a US Core Patient: what the profile asks for is there, and nothing stands in it that nobody recorded.

What is asked for was taken from the profile's definition of 6.1.0 (identifier 1.., its system and value 1..1, name 1..
with us-core-6, telecom's system and value 1..1, gender 1..1 of four codes) and from R4's own datatypes; 7.0.0 asks for
the same of these elements. Source: https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-patient.html.
"""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.consent.values import SharedPerson
from stepwell.interop.fhir.patient import patient_resource
from stepwell.kernel.coding import Identifier

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ANA = SharedPerson(
    client_id=UUID("7f4f0c7e-7d44-4d7c-8f0e-0b1a55d1d6c1"),
    family_name="Reyes",
    given_names="Ana Lucía",
    preferred_name="",
    birth_on=date(1991, 5, 2),
    administrative_gender="female",
    language="es-US",
    phone="303 555 0100",
    email="ana@example.test",
    address="12 Elm St\nDenver, CO 80202",
    identifiers=(Identifier("http://hospital.example.test/mrn", "A-17"),),
)
NOBODY = SharedPerson(ANA.client_id, "", "", "", None, "", "", "", "", "")
# Texts as the database may hold them: each field is short, and may be empty.
_texts = st.one_of(st.just(""), st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1))
_people = st.builds(
    SharedPerson,
    client_id=st.uuids(),
    family_name=_texts,
    given_names=_texts,
    preferred_name=_texts,
    birth_on=st.none() | st.dates(),
    administrative_gender=st.sampled_from(["", "male", "female", "other", "unknown", "nonbinary"]),
    language=_texts | st.sampled_from(["en", "es-US"]),
    phone=_texts,
    email=_texts,
    address=_texts,
    identifiers=st.lists(st.builds(Identifier, _texts, _texts.filter(bool)), max_size=3).map(tuple),
)


def says_unknown(element):
    return element.get("extension") == [{"url": ABSENT, "valueCode": "unknown"}]


def faults_of(patient):
    """What the profile, or R4 under it, would object to."""
    found = []
    if patient["meta"]["profile"] != ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0"]:
        found.append("profile")
    if not patient.get("identifier") or not all(
        one.get("value") and (one.get("system") or says_unknown(one.get("_system", {})))
        for one in patient["identifier"]
    ):
        found.append("identifier")
    if not patient.get("name") or not all(
        bool(one.get("family") or one.get("given")) != says_unknown(one) for one in patient["name"]
    ):
        found.append("us-core-6")
    if not all(one["system"] in ("phone", "email") and one["value"] for one in patient.get("telecom", [])):
        found.append("telecom")
    if patient.get("gender") not in ("male", "female", "other", "unknown"):
        found.append("gender")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", patient.get("birthDate", "0000-00-00")):
        found.append("birthDate")
    if not all(
        one["language"].get("coding") or one["language"].get("text") for one in patient.get("communication", [])
    ):
        found.append("communication")
    return [*found, *empty_in(patient, "Patient")]


def empty_in(value, path):
    """R4: an element that is there has a value or children (ele-1), and no string is empty."""
    if value in ("", [], {}, None):
        return [path]
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in empty_in(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [one for inner in value for one in empty_in(inner, path)]
    return []


@given(_people)
def test_whatever_is_stored_the_profile_has_nothing_against_it(person):
    assert faults_of(orjson.loads(orjson.dumps(patient_resource(person)))) == []


def test_everything_known_stands_where_the_profile_looks_for_it():
    patient = patient_resource(ANA)
    assert patient["id"] == str(ANA.client_id)
    assert patient["identifier"] == [
        {"use": "usual", "system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{ANA.client_id}"},
        {"system": "http://hospital.example.test/mrn", "value": "A-17"},
    ]
    assert patient["name"] == [{"use": "official", "family": "Reyes", "given": ["Ana", "Lucía"]}]
    assert patient["telecom"] == [
        {"system": "phone", "value": "303 555 0100"},
        {"system": "email", "value": "ana@example.test"},
    ]
    assert (patient["gender"], patient["birthDate"]) == ("female", "1991-05-02")
    assert patient["address"] == [{"use": "home", "text": "12 Elm St\nDenver, CO 80202"}]
    assert patient["communication"][0]["language"]["coding"] == [{"system": "urn:ietf:bcp:47", "code": "es-US"}]


def test_of_whom_nothing_is_known_only_that_is_said():
    patient = patient_resource(NOBODY)
    assert set(patient) == {"resourceType", "id", "meta", "identifier", "name", "gender"}
    assert patient["gender"] == "unknown"
    assert says_unknown(patient["name"][0])


def test_race_ethnicity_and_birth_sex_are_not_recorded_and_never_guessed():
    assert "extension" not in patient_resource(ANA)


def test_a_number_of_which_nobody_said_whose_it_is_goes_out_with_that_said():
    patient = patient_resource(replace(ANA, identifiers=(Identifier("", "A-17"),)))
    assert patient["identifier"][1]["value"] == "A-17"
    assert says_unknown(patient["identifier"][1]["_system"])


def test_who_is_called_otherwise_has_two_names_and_the_second_has_no_empty_part():
    called = replace(ANA, preferred_name="Lu", family_name="")
    assert patient_resource(called)["name"] == [
        {"use": "official", "given": ["Ana", "Lucía"]},
        {"use": "usual", "given": ["Lu"]},
    ]


@pytest.mark.parametrize("spoken", ["Mixteco Bajo", "Spanish and some English"])
def test_a_language_that_is_no_code_is_given_in_words(spoken):
    assert patient_resource(replace(ANA, language=spoken))["communication"][0]["language"] == {"text": spoken}


def test_the_labels_of_part_2_stay_with_the_resource():
    labels = [one["code"] for one in patient_resource(ANA)["meta"]["security"]]
    assert labels == ["R", "ETH", "42CFRPart2", "NORDSCLCD"]
