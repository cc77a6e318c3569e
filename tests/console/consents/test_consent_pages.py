"""A consent is recorded, seen and revoked on its page; an organization gets its token in the settings."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.exchange import consent, recipient, token

from stepwell.domain.consent.models import Consent, Token
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def paper(to, **change):
    return {
        "recipient": to.pk, "purposes": ["HPAYMT"], "kinds": ["identity"], "signed_on": "2026-10-05",
        "signed_how": "paper", "starts_on": "2026-10-06", "until": "day", "until_on": "2027-01-31", **change,
    }  # fmt: skip


def address(world):
    return f"/app/clients/{world.client.pk}/consents/"


@pytest.mark.parametrize("who", ["counselor", "director", "case manager", "admissions"])
def test_who_keeps_consents_and_may_see_the_client_records_one(world, who):
    to = recipient(world)
    answer = world.browser(who).post(address(world), paper(to))
    if who == "case manager":  # isn't on this client's team
        assert answer.status_code == 404
        return
    assert answer.status_code == 303
    given = Consent.objects.get(client=world.client)
    assert given.ends_at.isoformat() == "2027-02-01T07:00:00+00:00"
    assert Entry.objects.filter(verb="consent.recorded", client_id=world.client.pk).count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("elsewhere", 404), ("stranger", 403), ("client", 403)]
)
def test_nobody_else_sees_or_records(world, who, status):
    to = recipient(world)
    assert world.browser(who).get(address(world)).status_code == status
    assert world.browser(who).post(address(world), paper(to)).status_code == status
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until": "none", "purposes": ["PATRQT"]}, "may have no end"),
        ({"until_on": ""}, "one end"),
        ({"until_on": "2026-10-01"}, "is over"),
        ({"signed_on": "2026-10-09"}, "later than today"),
        ({"starts_on": "2026-10-01"}, "before it was signed"),
        ({"kinds": []}, "required"),
        ({"members": "Mesa Clinic"}, "Only an exchange"),
    ],
)
def test_what_is_no_consent_is_refused_and_what_was_typed_stays(world, change, words):
    answer = world.browser("counselor").post(address(world), paper(recipient(world), **change))
    assert answer.status_code == 422
    assert words in answer.text
    assert not Consent.objects.exists()


def test_revoking_says_first_what_it_does_and_then_nothing_goes_out(world):
    to = recipient(world)
    secret = token(world, to)[1]
    given = consent(world, to)
    browser = world.browser("counselor")
    assert "nothing more goes out" in browser.get(f"/app/consents/{given.pk}/revoke/").text
    patient = f"/fhir/R4/Patient/{world.client.pk}"
    held = {"authorization": f"Bearer {secret}"}
    assert Browser().get(patient, headers=held).status_code == 200
    assert browser.post(f"/app/consents/{given.pk}/revoke/").status_code == 303
    assert Browser().get(patient, headers=held).status_code == 404
    page = browser.get(address(world)).text
    assert "Revoked" in page
    assert to.name in page
    assert world.browser("colleague").post(f"/app/consents/{given.pk}/revoke/").status_code == 404


def test_a_token_is_shown_once_and_kept_as_its_mark_alone(world):
    to = recipient(world)
    form = {"label": "Claims", "purpose": "HPAYMT", "scopes": ["patient.read"], "expires_on": "2027-01-01"}
    browser = world.browser("director")
    answer = browser.post(f"/app/settings/exchange/{to.pk}/token/", form)
    secret = re.search(r"stw_[\w-]+", answer.text)[0]
    assert secret not in browser.get("/app/settings/exchange/").text
    assert secret.encode() not in bytes(Token.objects.get().digest)
    given = consent(world, to)
    read = Browser().get(f"/fhir/R4/Patient/{world.client.pk}", headers={"authorization": f"Bearer {secret}"})
    assert read.status_code == 200
    page = browser.get("/app/settings/exchange/").text
    assert "never used" not in page
    assert f"on consent {given.pk}" in browser.get(address(world)).text
    assert browser.post(f"/app/settings/exchange/tokens/{Token.objects.get().pk}/revoke/").status_code == 303
    assert Browser().get("/fhir/R4/Patient/x", headers={"authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize("who", ["counselor", "admissions", "supervisor", "client"])
def test_only_who_answers_for_the_exchange_sees_it(world, who):
    assert world.browser(who).get("/app/settings/exchange/").status_code == 403


def test_another_sites_recipient_is_nobodys_here(world):
    to = recipient(make_world())
    form = {"label": "Claims", "purpose": "HPAYMT", "scopes": ["patient.read"], "expires_on": "2027-01-01"}
    assert world.browser("director").post(f"/app/settings/exchange/{to.pk}/token/", form).status_code == 404


def test_a_token_lasts_a_year_at_most(world):
    to = recipient(world)
    late = (NOW + timedelta(days=400)).date().isoformat()
    form = {"label": "Claims", "purpose": "HPAYMT", "scopes": ["patient.read"], "expires_on": late}
    assert world.browser("director").post(f"/app/settings/exchange/{to.pk}/token/", form).status_code == 422


def test_a_last_day_beyond_all_days_is_refused_beside_its_field(world):
    form = {"label": "Claims", "purpose": "HPAYMT", "scopes": ["patient.read"], "expires_on": "9999-12-31"}
    answer = world.browser("director").post(f"/app/settings/exchange/{recipient(world).pk}/token/", form)
    assert answer.status_code == 422
    assert "too far away" in str(answer.context["form"].errors["expires_on"])


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_sound_and_a_consent_is_recorded_by_hand(browse, width):
    world = make_world()
    to = recipient(world)
    token(world, to)
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width)
        page.goto(f"/app/clients/{world.client.pk}/")
        page.get_by_role("link", name="Consents").click()
        page.get_by_label("Who may receive").select_option(to.name)
        page.get_by_label("Payment", exact=True).check()
        page.get_by_label("Who they are").check()
        page.get_by_role("button", name="Record consent").click()
        page.get_by_text("The consent is recorded").wait_for()
        assert_sound(page)
        page.get_by_role("link", name="Revoke").click()
        assert_sound(page)
        page.goto("/app/settings/exchange/")
        assert_sound(page)
        page.get_by_role("link", name="Token for").click()
        assert_sound(page)
