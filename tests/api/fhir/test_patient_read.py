"""GET /fhir/R4/Patient/{id}: what a consent covers goes out, and is in the ledger before it does."""

from datetime import date, timedelta
from uuid import uuid4

import orjson
import pytest
from django.test import Client as Browser
from tests.cast import NOW
from tests.exchange import consent, officer, recipient, token

from stepwell.domain.consent import actions
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def plan(world):
    return recipient(world)


@pytest.fixture
def secret(world, plan):
    return token(world, plan)[1]


def read(client_id, secret, *, method="GET", **headers):
    browser = Browser()
    sent = {"authorization": f"Bearer {secret}"} if secret else {}
    return browser.generic(method, f"/fhir/R4/Patient/{client_id}", headers={**sent, **headers})


def last(verb):
    return Entry.objects.filter(verb=verb).order_by("-pk").first()


def test_with_consent_the_patient_goes_out_and_the_ledger_says_to_whom(world, plan, secret):
    given = consent(world, plan)
    answer = read(world.client.pk, secret)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    assert (answer.headers["Cache-Control"], "Expires" in answer.headers) == ("no-store", False)
    assert "prohibits unauthorized use or disclosure" in answer.headers["Part2-Notice"]
    assert f"id={given.pk};" in answer.headers["Part2-Consent"]
    resource = orjson.loads(answer.content)
    assert (resource["resourceType"], resource["id"]) == ("Patient", str(world.client.pk))
    assert resource["name"][0]["family"] == world.client.family_name
    entry = last("patient.disclosed")
    assert entry.client_id == world.client.pk
    assert entry.actor_name == plan.name
    assert entry.detail == {
        "recipient": plan.pk, "purpose": "HPAYMT", "kind": "identity", "consent": given.pk, "notice": "2.32-2024-short",
    }  # fmt: skip
    assert verify().faults == ()


def test_who_has_not_consented_who_is_nobody_and_what_is_no_id_get_the_same_404(world, plan, secret):
    hidden = read(world.client.pk, secret)
    answers = [hidden, read(uuid4(), secret), read("not-an-id", secret), read(str(world.client.pk).upper(), secret)]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1
    assert Entry.objects.filter(verb="access.hidden", actor_name=plan.name).count() == 4
    assert last("access.hidden").detail["reason"] == "unknown"


def test_a_client_of_another_site_is_nobody(world, secret):
    from stepwell.domain.people.models import Client

    Client.objects.filter(pk=world.client.pk).update(site=world.other_site)
    assert read(world.client.pk, secret).status_code == 404


def test_a_revoked_consent_lets_nothing_out_at_once(world, plan, secret):
    given = consent(world, plan)
    etag = read(world.client.pk, secret).headers["ETag"]
    actions.revoke_consent(actor=world.actor("counselor"), consent_id=given.pk, now=NOW)
    assert read(world.client.pk, secret, **{"if-none-match": etag}).status_code == 404
    assert last("access.hidden").detail["reason"] == "revoked"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"purposes": ["TREAT"]}, "other purpose"),
        ({"kinds": ["attendance"]}, "other kind"),
        ({"starts_on": date(2026, 10, 9)}, "not yet"),
        ({"recipient_id": None, "recipient_kind": "treating provider"}, "no consent"),
    ],
)
def test_a_consent_for_something_else_is_none(world, plan, secret, change, reason):
    consent(world, plan, **change)
    assert read(world.client.pk, secret).status_code == 404
    assert last("access.hidden").detail["reason"] == reason


def test_a_consent_for_the_class_covers_each_of_it(world, secret):
    consent(world, None, recipient_kind="health plan")
    assert read(world.client.pk, secret).status_code == 200


def test_a_consent_until_the_end_of_treatment_ends_with_it(world, plan, secret):
    from stepwell.domain.people.models import Client

    consent(world, plan)
    Client.objects.filter(pk=world.client.pk).update(phase="left")
    assert read(world.client.pk, secret).status_code == 404
    assert last("access.hidden").detail["reason"] == "treatment ended"


def test_what_has_not_changed_is_not_sent_again_but_written_down_again(world, plan, secret):
    consent(world, plan)
    etag = read(world.client.pk, secret).headers["ETag"]
    again = read(world.client.pk, secret, **{"if-none-match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert Entry.objects.filter(verb="patient.disclosed", client_id=world.client.pk).count() == 2
    world.client.phone = "303 555 0101"
    world.client.save()
    assert read(world.client.pk, secret, **{"if-none-match": etag}).status_code == 200


def test_head_is_a_read_too(world, plan, secret):
    consent(world, plan)
    answer = read(world.client.pk, secret, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert Entry.objects.filter(verb="patient.disclosed", client_id=world.client.pk).count() == 1


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (None, None),
        ("Basic YTpi", "invalid_token"),
        ("Bearer", "invalid_token"),
        ("Bearer nothing-of-ours", "invalid_token"),
        ("Bearer " + "x" * 5000, "invalid_token"),
        ("Bearer ünïcode", "invalid_token"),
    ],
)
def test_without_a_token_the_answer_says_how_to_bring_one(world, sent, error):
    answer = read(world.client.pk, "", **({"authorization": sent} if sent else {}))
    assert answer.status_code == 401
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer realm=")
    assert (f'error="{error}"' in challenge) if error else ("error" not in challenge)
    assert orjson.loads(answer.content)["resourceType"] == "OperationOutcome"


def test_a_token_that_was_revoked_or_has_ended_opens_nothing(world, plan, secret):
    consent(world, plan)
    held, other = token(world, plan)
    actions.revoke_token(actor=officer(world), token_id=held.pk, now=NOW)
    assert read(world.client.pk, other).status_code == 401
    with clock.standing_at(NOW + timedelta(days=200)):
        assert read(world.client.pk, secret).status_code == 401


def test_a_token_for_something_else_is_told_so(world, plan, monkeypatch):
    from stepwell.domain.consent.models import Token

    consent(world, plan)
    held, secret = token(world, plan)
    Token.objects.filter(pk=held.pk).update(scopes=["schedule.read"])
    answer = read(world.client.pk, secret)
    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert last("access.refused").detail["permission"] == "consent.read_patient"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_reading_is_offered(world, secret, method):
    answer = read(world.client.pk, secret, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("accept", ["application/fhir+xml", "text/html"])
def test_only_json_is_spoken(world, secret, accept):
    assert read(world.client.pk, secret, accept=accept).status_code == 406


@pytest.mark.parametrize(
    "accept", ["*/*", "application/fhir+json;fhirVersion=4.0", "text/html, application/json;q=0.5"]
)
def test_every_spelling_of_json_is_understood(world, plan, secret, accept):
    consent(world, plan)
    assert read(world.client.pk, secret, accept=accept).status_code == 200


def test_what_the_server_can_do_is_open_to_everyone():
    answer = Browser().get("/fhir/R4/metadata")
    assert answer.status_code == 200
    statement = orjson.loads(answer.content)
    assert statement["fhirVersion"] == "4.0.1"
    assert statement["rest"][0]["resource"][0]["type"] == "Patient"


def test_an_address_that_is_none_is_a_404_in_fhirs_form():
    answer = Browser().get("/fhir/R4/Nothing/1")
    assert answer.status_code == 404
    assert orjson.loads(answer.content)["resourceType"] == "OperationOutcome"


def test_no_session_is_opened_and_no_cookie_set(world, plan, secret):
    consent(world, plan)
    assert not read(world.client.pk, secret).cookies


def test_a_read_takes_one_query_that_finds_and_one_that_writes_down(world, plan, secret, query_count):
    consent(world, plan)
    with query_count(3):  # savepoint, append, release; the one that finds goes to the driver itself
        read(world.client.pk, secret)
