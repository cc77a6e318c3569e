"""The client reads what waits, signs it, sees what went out, and takes it back while somebody's page stands open."""

import pytest
from django.test import Client as Browser
from tests.browser import assert_sound
from tests.cast import NOW, make_world
from tests.exchange import consent, draft, read_of, recipient, token

from stepwell.domain.consent.models import Consent
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def fetch(world, secret):
    """What the recipient's system is answered."""
    held = {"authorization": f"Bearer {secret}"}
    return Browser().get(f"/fhir/R4/Patient/{world.client.pk}", headers=held).status_code


def test_what_waits_is_on_today_and_is_signed(world):
    to = recipient(world)
    waiting = draft(world, to)
    phone = world.browser("client")
    assert "Waiting for your signature" in phone.get("/me/").text
    address = f"/me/consents/sign/{waiting.pk}/"
    page = phone.get(address).text
    assert to.name in page
    assert "Taking it back" in page
    body = {"name": f"Ana {world.client.family_name}", "agrees": "on", "read": read_of(waiting.pk)}
    for change in ({"name": "Else"}, {"agrees": ""}, {"read": "other"}):
        assert phone.post(address, body | change).status_code == 422
    assert not Consent.objects.exists()
    assert phone.post(address, body).status_code == 303
    assert "Waiting for your signature" not in phone.get("/me/").text
    assert to.name in phone.get("/me/consents/").text
    assert "wait for a signature any more" in phone.get(address).text


def test_the_client_reads_what_went_out_and_takes_it_back(world):
    to = recipient(world)
    secret = token(world, to)[1]
    given = consent(world, to)
    assert [fetch(world, secret), fetch(world, secret)] == [200, 200]
    phone = world.browser("client")
    for page in ("/me/consents/sent/", f"/me/consents/{given.pk}/"):
        text = phone.get(page).text
        assert to.name in text
        assert "2 times" in text
    first = phone.get(f"/me/consents/{given.pk}/revoke/").text
    assert "Their computer finds nothing" in first
    assert fetch(world, secret) == 200
    assert phone.post(f"/me/consents/{given.pk}/revoke/").status_code == 303
    assert fetch(world, secret) == 404
    assert "Taken back October 6, 2026" in phone.get("/me/consents/").text


def test_one_for_a_court_says_why_it_cant_be_taken_back_yet(world):
    from tests.exchange import typed

    from stepwell.domain.consent.actions.signing import sign_on_phone

    court = recipient(world, name="County court", kind="criminal justice")
    asked = {"form": "justice", "purposes": ["PATRQT"], "kinds": ["attendance"], "revocable_event": "the end of it"}
    waiting = draft(world, court, **asked)
    given = sign_on_phone(actor=world.actor("client"), draft_id=waiting.pk, typed=typed(world, waiting), now=NOW)
    phone = world.browser("client")
    answer = phone.post(f"/me/consents/{given.pk}/revoke/")
    assert answer.status_code == 422
    assert "after this: the end of it" in answer.text
    assert "Take it back now" not in answer.text


@pytest.mark.parametrize("who", ["counselor", "family", "stranger"])
def test_nobody_else_opens_the_pages(world, who):
    given = consent(world, recipient(world))
    for address in ("/me/consents/", "/me/consents/sent/", f"/me/consents/{given.pk}/"):
        assert world.browser(who).get(address).status_code == 403


def test_another_client_finds_nothing(world):
    given = consent(world, recipient(world))
    other = make_world().browser("client")
    for address in (f"/me/consents/{given.pk}/", f"/me/consents/{given.pk}/revoke/"):
        assert other.get(address).status_code == 404


@pytest.mark.browser
def test_it_is_signed_on_a_phone_and_taken_back_while_a_page_stands_open(browse):
    world = make_world()
    to = recipient(world)
    secret = token(world, to)[1]
    with clock.standing_at(NOW):
        draft(world, to)
        page = browse(world.email("client"), width=390)
        page.goto("/me/")
        assert_sound(page)
        page.get_by_role("link", name="Read it").click()
        assert_sound(page)
        page.get_by_label("Type your full name").fill(f"Ana {world.client.family_name}")
        page.get_by_label("I have read this").check()
        page.get_by_role("button", name="Sign", exact=True).click()
        page.get_by_text("Signed. You can read it here").wait_for()
        assert_sound(page)
        patient = page.url.split("/me/")[0] + f"/fhir/R4/Patient/{world.client.pk}"
        held = {"Authorization": f"Bearer {secret}"}
        assert page.request.get(patient, headers=held).status == 200
        # the console's list of consents stands open at the counselor's while the client takes it back
        other = browse(world.email("counselor"), width=1280)
        other.goto(f"/app/clients/{world.client.pk}/consents/")
        other.get_by_text("Active").first.wait_for()
        page.goto("/me/consents/")
        assert_sound(page)
        page.get_by_role("link", name="Take it back").click()
        assert_sound(page)
        page.get_by_role("button", name="Take it back now").click()
        page.get_by_text("Taken back. From now on").wait_for()
        assert page.request.get(patient, headers=held).status == 404
        other.reload()
        other.get_by_text("Revoked").first.wait_for()
        page.goto("/me/consents/sent/")
        assert_sound(page)
