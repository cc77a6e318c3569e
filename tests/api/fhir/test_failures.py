"""What fails is told in FHIR's form, with a time where there is one, and lets nothing out."""

import orjson
import psycopg
import pytest
from django.db import OperationalError
from django.test import Client as Browser
from tests.cast import NOW
from tests.exchange import consent, recipient, token

from stepwell.api.fhir import urls, views
from stepwell.kernel import clock
from stepwell.platform.ledger import unit
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def secret(world):
    plan = recipient(world)
    consent(world, plan)
    return token(world, plan)[1]


def read(client_id, secret):
    return Browser().get(f"/fhir/R4/Patient/{client_id}", headers={"authorization": f"Bearer {secret}"})


def outcome(answer):
    """Its one issue; an answer of another form fails here."""
    assert answer.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    told = orjson.loads(answer.content)
    assert told["resourceType"] == "OperationOutcome"
    (issue,) = told["issue"]
    return issue["code"]


def lost(*_):
    raise OperationalError from psycopg.errors.AdminShutdown("terminating connection")


def full(*_):
    raise OperationalError from psycopg.errors.DiskFull("could not extend file")


@pytest.mark.parametrize(("fault", "seconds"), [(lost, "10"), (full, "60")])
def test_what_can_not_be_written_down_does_not_go_out(world, secret, monkeypatch, fault, seconds):
    before = Entry.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(unit, "_chain", fault)
        answer = read(world.client.pk, secret)
    assert (answer.status_code, outcome(answer), answer.headers["Retry-After"]) == (503, "transient", seconds)
    assert world.client.family_name.encode() not in answer.content
    assert "Part2-Consent" not in answer.headers
    assert Entry.objects.count() == before
    assert read(world.client.pk, secret).status_code == 200


def test_a_fault_of_our_own_is_a_500_that_says_nothing_about_anybody(world, secret, monkeypatch, caplog):
    def fault(_):
        raise ValueError(world.client.family_name)

    monkeypatch.setattr(views, "patient_resource", fault)
    answer = read(world.client.pk, secret)
    assert (answer.status_code, outcome(answer)) == (500, "exception")
    assert world.client.family_name.encode() not in answer.content
    assert [one.exc_info[0] for one in caplog.records if one.name == "stepwell.api.fhir.middleware"] == [ValueError]


def test_a_host_that_is_not_ours_is_told_so_in_fhirs_form():
    answer = Browser().get("/fhir/R4/metadata", headers={"host": "elsewhere.example.test"})
    assert (answer.status_code, outcome(answer)) == (400, "invalid")


def test_more_parameters_than_anybody_needs_are_not_read():
    answer = Browser().get("/fhir/R4/metadata?" + "&".join(f"a{number}=1" for number in range(2000)))
    assert (answer.status_code, outcome(answer)) == (400, "invalid")


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/fhir/R4/Patient/x", {}, 401, "login"),
        ("/fhir/R4/Patient/x", {"authorization": "Bearer nobody's"}, 401, "login"),
        ("/fhir/R4/Patient/x", {"accept": "text/html"}, 406, "not-supported"),
        ("/fhir/R4/Patient", {}, 404, "not-found"),
    ],
)
def test_every_refusal_is_an_outcome(db, path, headers, status, code):
    answer = Browser().get(path, headers=headers)
    assert (answer.status_code, outcome(answer)) == (status, code)


def test_the_server_offers_what_it_says_it_does_and_nothing_more():
    statement = orjson.loads(Browser().get("/fhir/R4/metadata").content)
    (rest,) = statement["rest"]
    offered = {f"{one['type']}/<str:{one['type'].lower()}_id>" for one in rest["resource"]}
    assert offered == {str(one.pattern) for one in urls.urlpatterns} - {"metadata"}
    assert [one["interaction"] for one in rest["resource"]] == [[{"code": "read"}]]
    assert "interaction" not in rest
    assert (statement["kind"], statement["implementation"]["url"]) == ("instance", "http://testserver/fhir/R4")
