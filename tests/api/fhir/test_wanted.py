"""In which form a resource is asked for, and what is held already."""

import pytest
from django.test import Client as Browser

from stepwell.api.fhir.wanted import is_held, takes_json


@pytest.mark.parametrize(
    "types",
    [
        "",
        "*/*",
        "application/fhir+json",
        "APPLICATION/FHIR+JSON; charset=utf-8",
        "application/fhir+json; fhirVersion=4.0",
        'application/fhir+json;fhirVersion="4.0.1"',
        "text/html, application/json;q=0.5",
        "application/fhir+xml;q=0.9, application/*;q=0.1",
        "json",
        "application/fhir json",
    ],
)
def test_json_of_r4_is_spoken_however_it_is_asked_for(types):
    assert takes_json(types)


@pytest.mark.parametrize(
    "types",
    [
        "application/fhir+xml",
        "xml",
        "text/html",
        "application/fhir+json; fhirVersion=3.0",
        "application/fhir+json; fhirVersion=4.3",
        "application/fhir+json; fhirVersion=40",
        "application/fhir+json;q=0",
        "application/json;q=0.000, text/html",
        ";",
    ],
)
def test_nothing_else_is(types):
    assert not takes_json(types)


@pytest.mark.parametrize(
    ("asked", "accept", "status"),
    [
        ("json", "application/fhir+xml", 200),
        ("application/fhir%2Bjson", "text/html", 200),
        ("application/fhir+json", "text/html", 200),
        ("xml", "application/fhir+json", 406),
        ("", "application/fhir+json", 200),
    ],
)
def test_format_in_the_address_counts_before_accept(asked, accept, status):
    answer = Browser().get(f"/fhir/R4/metadata?_format={asked}", headers={"accept": accept})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/fhir+json; charset=utf-8"


@pytest.mark.parametrize("sent", ['W/"a"', '"a"', '"b", W/"a"', ' W/"a" ', "*"])
def test_what_is_held_is_known_weak_or_strong(sent):
    assert is_held('W/"a"', sent)


@pytest.mark.parametrize("sent", ["", '"b"', "a", 'W/"ab"', ","])
def test_what_is_not_held_is_sent(sent):
    assert not is_held('W/"a"', sent)
